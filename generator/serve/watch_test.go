package serve

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watched is a folder under watch.
type watched struct {
	t       *testing.T
	dir     string
	batches chan []string
}

func watchDir(t *testing.T, poll time.Duration, roots ...string) *watched {
	t.Helper()
	dir := t.TempDir()
	for i, r := range roots {
		roots[i] = filepath.Join(dir, r)
	}
	os.MkdirAll(filepath.Join(dir, "content", "notes"), 0o777)
	w := &watched{t, dir, make(chan []string)}
	w.write("content/index.md", "old")
	w.write("site.toml", "old")
	o := Options{Watch: roots, Ignore: []string{filepath.Join(dir, "content", "public")}, Poll: poll}.withDefaults()
	watcher, err := newWatcher(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		watcher.run(ctx, w.batches)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return w
}

func (w *watched) at(p string) string { return filepath.Join(w.dir, filepath.FromSlash(p)) }

func (w *watched) write(p, body string) {
	w.t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(w.at(p)), 0o777), os.WriteFile(w.at(p), []byte(body), 0o666)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watched) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// expect collects batches until all the paths came, and fails on any other.
func (w *watched) expect(paths ...string) {
	w.t.Helper()
	missing := map[string]bool{}
	for _, p := range paths {
		missing[w.at(p)] = true
	}
	deadline := time.After(20 * time.Second)
	for len(missing) > 0 {
		select {
		case batch := <-w.batches:
			for _, p := range batch {
				if !slices.ContainsFunc(paths, func(want string) bool { return w.at(want) == p }) {
					w.t.Errorf("unexpected change of %q", p)
				}
				delete(missing, p)
			}
		case <-deadline:
			w.t.Fatalf("never heard of %v", missing)
		}
	}
}

func TestWatch(t *testing.T) {
	for name, poll := range map[string]time.Duration{"events": 0, "polling": time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			w := watchDir(t, poll, "content", "site.toml", "data")
			w.write("content/index.md", "newer")
			w.expect("content/index.md")

			w.write("content/deep/er/new.md", "in new folders")
			w.expect("content/deep/er/new.md")
			w.write("content/deep/er/new.md", "and written again")
			w.expect("content/deep/er/new.md")

			// An editor that writes beside and renames over.
			w.write("content/index.md.abc123", "atomically")
			w.must(os.Rename(w.at("content/index.md.abc123"), w.at("content/index.md")))
			if poll == 0 {
				w.expect("content/index.md")
			} else { // polling may meet the file beside
				w.expectLast("content/index.md")
			}

			// A root that is a file, replaced in the same way; its neighbours are nobody's affair.
			w.write("unrelated.txt", "x")
			w.write(".site.toml.swp", "x")
			w.write("site.toml.new", "newer")
			w.must(os.Rename(w.at("site.toml.new"), w.at("site.toml")))
			w.expect("site.toml")

			// What is to be passed by, then something to wait for.
			for _, p := range []string{"content/public/index.html", "content/.git/HEAD", "content/a.md~", "content/.#a.md", "content/4913", "content/.a.md.swp", "content/~$x.xlsx", "content/#a.md#"} {
				w.write(p, "noise")
			}
			w.write("content/notes/signal.md", "x")
			w.expect("content/notes/signal.md")

			// A root that was not there, and one that goes.
			w.write("data/posts.csv", "a,b")
			w.expect("data/posts.csv")
			w.must(os.RemoveAll(w.at("data")))
			w.expect("data/posts.csv")
			w.write("data/posts.csv", "a,b,c")
			w.expect("data/posts.csv")

			w.must(os.Rename(w.at("content/deep"), w.at("content/moved")))
			w.expect("content/deep/er/new.md", "content/moved/er/new.md")
			w.write("content/moved/er/new.md", "still watched")
			w.expect("content/moved/er/new.md")
		})
	}
}

// expectLast waits for a batch with the path and lets others pass.
func (w *watched) expectLast(p string) {
	w.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		select {
		case batch := <-w.batches:
			if slices.Contains(batch, w.at(p)) {
				return
			}
		case <-deadline:
			w.t.Fatalf("never heard of %q", p)
		}
	}
}

// fakeWatcher takes events from the test; time is the bubble's.
func fakeWatcher(t *testing.T, dir string) (*watcher, chan []string) {
	t.Helper()
	tree, err := newTree([]string{dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{tree: tree, debounce: defaultDebounce, log: io.Discard, events: make(chan fsnotify.Event), errors: make(chan error), batch: map[string]bool{}}
	return w, make(chan []string)
}

func TestDebounce(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.md")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		w, out := fakeWatcher(t, dir)
		ctx, cancel := context.WithCancel(t.Context())
		go w.run(ctx, out)
		write := fsnotify.Event{Name: file, Op: fsnotify.Write}

		start := time.Now()
		for range 5 { // a burst is one batch, a quiet time after its last event
			w.events <- write
			time.Sleep(10 * time.Millisecond)
		}
		if got := <-out; !slices.Equal(got, []string{file}) || time.Since(start) != 60*time.Millisecond {
			t.Errorf("after %v: %q", time.Since(start), got)
		}

		start = time.Now() // a file that never rests does not hold up for ever
		var writer sync.WaitGroup
		writer.Go(func() {
			for ctx.Err() == nil {
				select {
				case w.events <- write:
				case <-ctx.Done():
				}
				time.Sleep(5 * time.Millisecond)
			}
		})
		<-out
		if took := time.Since(start); took < longestQuiet-defaultDebounce || took > longestQuiet+defaultDebounce {
			t.Errorf("a restless file was reported after %v", took)
		}
		cancel()
		writer.Wait()
	})
}

func TestFilesThatComeAndGoAreNoChange(t *testing.T) {
	dir := t.TempDir()
	temp, kept := filepath.Join(dir, "sedA1b2C3"), filepath.Join(dir, "kept.md")
	w, _ := fakeWatcher(t, dir)
	for _, p := range []string{temp, kept} {
		if err := os.WriteFile(p, nil, 0o666); err != nil {
			t.Fatal(err)
		}
		w.note(fsnotify.Event{Name: p, Op: fsnotify.Create})
	}
	os.Remove(temp)
	w.note(fsnotify.Event{Name: temp, Op: fsnotify.Remove})
	if got := w.collect(); !slices.Equal(got, []string{kept}) {
		t.Errorf("batch %q", got)
	}
	if w.note(fsnotify.Event{Name: kept, Op: fsnotify.Chmod}) {
		t.Error("a change of mode is a change")
	}
}

func TestLostEventsMeanALookAtAll(t *testing.T) {
	dir := t.TempDir()
	w, _ := fakeWatcher(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "missed.md"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if !w.lost(fsnotify.ErrEventOverflow) || !slices.Equal(w.collect(), []string{filepath.Join(dir, "missed.md")}) {
		t.Errorf("batch %v", w.batch)
	}
}
