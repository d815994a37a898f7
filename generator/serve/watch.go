package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// fallbackPoll is how often all files are looked at where the system tells nothing.
	fallbackPoll = 500 * time.Millisecond
	// longestQuiet bounds the wait for a quiet moment, so that a file that is written all the time does not hold up the others.
	longestQuiet = 2 * time.Second
)

// watcher turns what the system says about files into batches of changed paths.
type watcher struct {
	tree     *tree
	poll     time.Duration
	debounce time.Duration
	log      io.Writer

	notify *fsnotify.Watcher // nil when polling
	events chan fsnotify.Event
	errors chan error

	batch map[string]bool // changed path -> was it there before the batch?
}

// newWatcher watches from its return on.
func newWatcher(o Options) (*watcher, error) {
	t, err := newTree(o.Watch, o.Ignore)
	if err != nil {
		return nil, err
	}
	w := &watcher{tree: t, poll: o.Poll, debounce: o.Debounce, log: o.Log, batch: map[string]bool{}}
	if w.poll == 0 {
		w.start()
	}
	for _, root := range w.tree.roots {
		w.tree.scan(root, func(string, bool) {})
	}
	return w, nil
}

// start asks the system for events, and falls back to polling where it cannot give them.
func (w *watcher) start() {
	notify, err := fsnotify.NewWatcher()
	if err == nil {
		w.notify, w.events, w.errors = notify, notify.Events, notify.Errors
		err = w.watchAll()
	}
	if err != nil {
		w.fallBack(err)
	}
}

func (w *watcher) fallBack(err error) {
	fmt.Fprintf(w.log, "cannot watch files (%v); looking every %v instead\n", err, fallbackPoll)
	w.close()
	w.poll = fallbackPoll
}

func (w *watcher) close() {
	if w.notify != nil {
		w.notify.Close()
		w.notify, w.events, w.errors = nil, nil, nil
	}
}

// watchAll watches every folder in the roots, and the folder that holds each root: a root may be a file, be replaced as a whole, or
// not be there yet.
func (w *watcher) watchAll() error {
	for _, root := range w.tree.roots {
		if err := w.notify.Add(existingParent(root)); err != nil {
			return err
		}
		if err := w.watchBelow(root); err != nil {
			return err
		}
	}
	return nil
}

// watchBelow watches a folder and those in it, and looks again until there is no new one: a folder that appears between the look
// and the watch would be missed.
func (w *watcher) watchBelow(at string) error {
	watched := map[string]bool{}
	for {
		before := len(watched)
		for _, d := range w.tree.folders(at) {
			if watched[d] {
				continue
			}
			if err := w.notify.Add(d); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
			watched[d] = true
		}
		if len(watched) == before {
			return nil
		}
	}
}

func existingParent(p string) string {
	for {
		parent := filepath.Dir(p)
		if _, err := os.Stat(parent); err == nil || parent == p {
			return parent
		}
		p = parent
	}
}

// run sends batches until the context ends. While nobody receives, a batch grows.
func (w *watcher) run(ctx context.Context, out chan<- []string) {
	defer w.close()
	quiet := time.NewTimer(0)
	<-quiet.C
	var since time.Time // first change of the batch
	var ready []string
	for {
		var send chan<- []string
		if len(ready) > 0 {
			send = out
		}
		noted := false
		select {
		case <-ctx.Done():
			return
		case send <- ready:
			ready, since = nil, time.Time{}
			clear(w.batch)
		case event := <-w.events:
			noted = w.note(event)
		case err := <-w.errors:
			noted = w.lost(err)
		case <-w.tick():
			noted = w.scanAll()
		case <-quiet.C:
			if ready = w.collect(); len(ready) == 0 {
				since = time.Time{}
			}
		}
		if noted {
			if since.IsZero() {
				since = time.Now()
			}
			if ready = nil; time.Since(since) >= longestQuiet {
				ready = w.collect() // overdue: no event may hold it up
			}
			quiet.Reset(max(0, min(w.debounce, longestQuiet-time.Since(since))))
		}
	}
}

// tick fires at the next look when polling, else never.
func (w *watcher) tick() <-chan time.Time {
	if w.poll == 0 {
		return nil
	}
	return time.After(w.poll)
}

// note takes an event and reports whether it matters. A file that was written counts as changed though its stamp be the same:
// clocks of file systems are coarse.
func (w *watcher) note(e fsnotify.Event) bool {
	if e.Op == fsnotify.Chmod {
		return false
	}
	if !w.tree.concerns(e.Name) {
		return e.Has(fsnotify.Create) && w.rootAppeared(e.Name)
	}
	_, known := w.tree.files[e.Name]
	if e.Has(fsnotify.Rename) {
		w.forget(e.Name)
	}
	if e.Has(fsnotify.Create) && w.notify != nil {
		if err := w.watchBelow(e.Name); err != nil {
			w.fallBack(err)
		}
	}
	noted := w.scan(e.Name)
	if _, isFile := w.tree.files[e.Name]; isFile {
		w.remember(e.Name, known)
		noted = true
	}
	return noted
}

// forget ends the watches in a folder that was moved: they would go on under its old name, and keep the new one from being watched.
func (w *watcher) forget(folder string) {
	if w.notify == nil {
		return
	}
	for _, p := range w.notify.WatchList() {
		if within(folder, p) {
			w.notify.Remove(p) // it may have ended by itself
		}
	}
}

// rootAppeared sees to roots whose holding folder has just been made.
func (w *watcher) rootAppeared(made string) bool {
	noted := false
	for _, root := range w.tree.roots {
		if !within(made, root) {
			continue
		}
		if w.notify != nil {
			if err := errors.Join(w.notify.Add(existingParent(root)), w.watchBelow(root)); err != nil {
				w.fallBack(err)
			}
		}
		noted = w.scan(root) || noted
	}
	return noted
}

// lost handles an error of the system's queue: events are missing, so everything is looked at.
func (w *watcher) lost(err error) bool {
	fmt.Fprintf(w.log, "file events were lost (%v); looking at all files\n", err)
	if w.notify != nil {
		if err := w.watchAll(); err != nil {
			w.fallBack(err)
		}
	}
	return w.scanAll()
}

// scan adds what changed at and below a path to the batch, and reports whether anything did.
func (w *watcher) scan(at string) bool {
	noted := false
	w.tree.scan(at, func(p string, known bool) {
		w.remember(p, known)
		noted = true
	})
	return noted
}

func (w *watcher) scanAll() bool {
	noted := false
	for _, root := range w.tree.roots {
		noted = w.scan(root) || noted
	}
	return noted
}

func (w *watcher) remember(p string, known bool) {
	if _, ok := w.batch[p]; !ok {
		w.batch[p] = known
	}
}

// collect lists the batch, without files that came and went within it.
func (w *watcher) collect() []string {
	var out []string
	for p, known := range w.batch {
		_, exists := w.tree.files[p]
		if known || exists {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}
