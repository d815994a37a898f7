package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"likewise/generator/diag"
)

// Options say where a site goes and what must not be harmed on the way.
type Options struct {
	Destination string   // folder that becomes the site; made, with its parents, where missing
	Source      string   // the site's source; the destination may lie in it, but never be it or hold it
	Inputs      []string // folders that are read (content, data ...); the destination may neither hold them nor lie in them
	Force       bool     // replace a destination that likewise did not make

	// Waiting is called once when another build holds the destination, and Open then waits for its end.
	// If nil, Open fails at once.
	Waiting func(holder string)
}

// Site is a site being written. Write may be called from many goroutines; Commit or Abort ends it.
type Site struct {
	place    place
	force    bool
	staging  string
	strays   diag.List
	unlock   func()
	sweeping chan struct{} // closed when leftovers of earlier builds are gone

	gate   sync.RWMutex // held for reading while a Write is under way, for writing to end it
	closed bool
	queue  chan job
	idle   sync.WaitGroup
	failed atomic.Pointer[diag.Problem]

	mu      sync.Mutex
	tree    tree
	outputs []File
}

type job struct {
	path string
	dir  *dir
	body []byte
}

// Open checks the destination, takes its lock, clears what dead builds left, and makes an empty staging folder.
// Errors are of type diag.Problem, except the context's own.
func Open(ctx context.Context, o Options) (*Site, error) {
	place, err := findPlace(o)
	if err != nil {
		return nil, err
	}
	unlock, err := acquire(ctx, place, o.Waiting)
	if err != nil {
		return nil, err
	}
	s := &Site{place: place, force: o.Force, unlock: unlock, sweeping: make(chan struct{}), queue: make(chan job, 64)}
	if err := s.prepare(); err != nil {
		s.removeWork()
		unlock()
		return nil, err
	}
	for range max(2, min(8, runtime.GOMAXPROCS(0))) {
		s.idle.Go(s.work)
	}
	return s, nil
}

// prepare runs under the lock: recover, judge the destination, stage.
func (s *Site) prepare() error {
	if err := recoverSwap(s.place); err != nil {
		return err
	}
	strays, err := checkOwner(s.place, s.force)
	if err != nil {
		return err
	}
	s.strays = strays
	leftovers := s.place.leftovers()
	if s.staging, err = s.place.newStaging(); err != nil {
		return writeProblem(s.place.dest, err)
	}
	fresh, err := os.Lstat(s.staging)
	if err != nil {
		return writeProblem(s.place.dest, err)
	}
	s.tree = newTree(s.staging, heirTo(s.place.previous(), fresh.Mode().Perm()))
	go func() { // beside the build: removing ten thousand old pages takes as long as writing them
		defer close(s.sweeping)
		for _, l := range leftovers {
			os.RemoveAll(l) // what cannot be removed now is tried again by the next build
		}
	}()
	return nil
}

// Warnings names the files in the destination's top folder that the old site did not write: the exchange takes them away.
func (s *Site) Warnings() diag.List { return s.strays }

// Write adds a file. The path is relative, slash-separated and portable; see checkPath. The body must not be changed before
// Commit or Abort returns. Files are written by workers, so that an error of the disk may be reported by a later
// Write or by Commit.
func (s *Site) Write(path string, body []byte) error {
	if err := checkPath(path); err != nil {
		return err
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return diag.Problem{Code: "site-closed", Text: quoted("write of %q after the site was committed or aborted", path)}
	}
	if p := s.failed.Load(); p != nil {
		return *p
	}
	s.mu.Lock()
	dir, err := s.tree.add(path)
	s.mu.Unlock()
	if err != nil {
		return err
	}
	s.queue <- job{path, dir, body}
	return nil
}

// work writes queued files until the queue is closed; after a failure it only drains.
func (s *Site) work() {
	for j := range s.queue {
		if s.failed.Load() != nil {
			continue
		}
		if err := s.writeFile(j); err != nil {
			p := writeProblem(s.place.dest, err)
			s.failed.CompareAndSwap(nil, &p)
			continue
		}
		sum := sha256.Sum256(j.body)
		f := File{Path: j.path, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(j.body))}
		s.mu.Lock()
		s.outputs = append(s.outputs, f)
		s.mu.Unlock()
	}
}

func (s *Site) writeFile(j job) error {
	name := path.Base(j.path)
	if there, err := j.dir.makeWith(name, j.body); there || err != nil {
		return err
	}
	at := filepath.Join(j.dir.path, name)
	if j.dir.heir.file(name, j.body, at) {
		return nil
	}
	f, err := os.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err := f.Write(j.body); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// finish ends writing and waits for the workers. It reports false when the site was finished before.
func (s *Site) finish() bool {
	s.gate.Lock()
	defer s.gate.Unlock()
	if s.closed {
		return false
	}
	s.closed = true
	close(s.queue)
	s.idle.Wait()
	return true
}

// Commit writes manifest.json and exchanges staging with the destination. The manifest's Outputs are filled in; all else is
// the caller's. On any error, a cancelled context among them, the old site stands and staging is gone.
func (s *Site) Commit(ctx context.Context, m Manifest) (Manifest, error) {
	if !s.finish() {
		return m, diag.Problem{Code: "site-closed", Text: "the site was committed or aborted before"}
	}
	defer s.unlock()
	m.Outputs = s.outputs
	m, err := s.seal(ctx, m)
	if err != nil {
		s.discard()
		return m, err
	}
	// The old site is in staging now; from here on nothing can fail that a reader would see.
	os.Rename(s.staging, s.place.previous())
	s.removeWork()
	return m, nil
}

// seal brings staging to its final state and swaps it in.
func (s *Site) seal(ctx context.Context, m Manifest) (Manifest, error) {
	if p := s.failed.Load(); p != nil {
		return m, *p
	}
	m = m.sorted()
	os.RemoveAll(s.place.previous()) // what cannot be removed now is tried again by the next build
	if err := writeManifest(filepath.Join(s.staging, manifestName), m.Bytes()); err != nil {
		return m, writeProblem(s.place.dest, err)
	}
	<-s.sweeping
	if _, err := checkOwner(s.place, s.force); err != nil { // it may have changed hands during the build
		return m, err
	}
	keepMode(s.place.dest, s.staging)
	if err := ctx.Err(); err != nil {
		return m, err
	}
	return m, swap(s.place, s.staging)
}

// Abort removes staging and leaves the destination as it was. After Commit it does nothing, so that it can be deferred.
func (s *Site) Abort() {
	if s.finish() {
		s.discard()
		s.unlock()
	}
}

func (s *Site) discard() {
	<-s.sweeping
	os.RemoveAll(s.staging)
	s.removeWork()
}

// removeWork removes the hidden folder if nothing but its furniture is left in it. Called with the lock held.
func (s *Site) removeWork() {
	entries, err := os.ReadDir(s.place.work())
	if err != nil {
		return
	}
	for _, e := range entries {
		if e.Name() != lockName && e.Name() != ignoreName {
			return
		}
	}
	os.Remove(filepath.Join(s.place.work(), ignoreName))
	os.Remove(filepath.Join(s.place.work(), lockName))
	os.Remove(s.place.work())
}

// keepMode gives the new site the permissions that somebody set on the old one.
func keepMode(old, fresh string) {
	if info, err := os.Stat(old); err == nil {
		os.Chmod(fresh, info.Mode()&(os.ModePerm|os.ModeSetgid))
	}
}
