package serve

import (
	"bytes"
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"likewise/generator/diag"
)

// history is how many updates are remembered for browsers that come back; one that was away for longer reloads.
const history = 100

// update is what a good build changed.
type update struct {
	seq     int
	changed []string // output paths, sorted
	target  string   // the page of the source that was edited, or ""
	first   bool     // nothing was served before but the error page, which cannot be brought up to date in place
}

// state is the site as it stands. Each build's end, good or bad, is one step of seq.
type state struct {
	session string // differs between two runs of the server, whose counts mean nothing to each other

	mu       sync.Mutex
	seq      int
	files    Files // of the last good build; nil before it
	problems diag.List
	updates  []update
	wake     chan struct{} // closed at the next step
	built    chan struct{} // closed after the first build
	done     chan struct{} // closed when the server stops
	stopped  sync.Once
}

func newState(session string) *state {
	return &state{session: session, wake: make(chan struct{}), built: make(chan struct{}), done: make(chan struct{})}
}

// succeed takes a good build's files and returns how many differ from the ones before.
func (s *state) succeed(files Files, sources []string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.step()
	u := update{seq: s.seq, first: s.files == nil}
	if !u.first {
		u.changed = files.differing(s.files)
		u.target = target(u.changed, sources)
	}
	if s.updates = append(s.updates, u); len(s.updates) > history {
		s.updates = slices.Delete(s.updates, 0, len(s.updates)-history)
	}
	s.files, s.problems = files, nil
	if u.first {
		return len(files)
	}
	return len(u.changed)
}

// fail notes why a build failed and keeps the files.
func (s *state) fail(problems diag.List) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.step()
	s.problems = problems
}

func (s *state) step() {
	if s.seq++; s.seq == 1 {
		close(s.built)
	}
	close(s.wake)
	s.wake = make(chan struct{})
}

// close ends all streams. It may be called more than once.
func (s *state) close() { s.stopped.Do(func() { close(s.done) }) }

// view is a consistent look at the state.
type view struct {
	version  string // "session.seq"
	files    Files
	problems diag.List
	wake     <-chan struct{}
}

func (s *state) view() view {
	s.mu.Lock()
	defer s.mu.Unlock()
	return view{s.session + "." + strconv.Itoa(s.seq), s.files, s.problems, s.wake}
}

// since merges the updates after a version. It reports false when the browser must load its page anew: the version is of another
// run, or too old to know, or of the time before the first good build.
func (s *state) since(version string) (u update, ok bool) {
	session, n, _ := strings.Cut(version, ".")
	seq, err := strconv.Atoi(n)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || session != s.session || seq > s.seq {
		return update{}, false
	}
	if len(s.updates) > 0 && s.updates[0].seq > seq+1 {
		return update{}, false
	}
	for _, later := range s.updates {
		if later.seq <= seq {
			continue
		}
		if later.first {
			return update{}, false
		}
		u.seq, u.target = later.seq, cmp.Or(later.target, u.target)
		u.changed = append(u.changed, later.changed...)
	}
	slices.Sort(u.changed)
	u.changed = slices.Compact(u.changed)
	return u, true
}

// differing lists the paths whose body is not the same in both, sorted.
func (f Files) differing(old Files) []string {
	var out []string
	for p, body := range f {
		if was, ok := old[p]; !ok || !bytes.Equal(was, body) {
			out = append(out, p)
		}
	}
	for p := range old {
		if _, ok := f[p]; !ok {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// target guesses which changed page an edited source became: the one whose path is the longest end of the source's
// ("…/content/notes/october.md" -> "notes/october/index.html"); or, failing that, the only one.
func target(changed, sources []string) string {
	best, pages := "", 0
	only := ""
	for _, p := range changed {
		if path.Ext(p) != ".html" {
			continue
		}
		pages, only = pages+1, p
		for _, source := range sources {
			if len(p) > len(best) && becomes(source, p) {
				best = p
			}
		}
	}
	if best == "" && pages == 1 {
		return only
	}
	return best
}

func becomes(source, page string) bool {
	stem := strings.TrimSuffix(filepath.ToSlash(source), filepath.Ext(source))
	if base := path.Base(stem); base == "index" || base == "_index" {
		stem = path.Dir(stem)
		if page == "index.html" {
			return path.Base(stem) == "content"
		}
	}
	page = strings.TrimSuffix(strings.TrimSuffix(page, ".html"), "/index")
	return strings.HasSuffix(stem, "/"+page)
}
