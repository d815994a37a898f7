package render

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"likewise/generator/diag"
)

// writer hands files to the sink and collects what goes wrong. It is safe for several goroutines.
type writer struct {
	sink     Sink
	mu       sync.Mutex
	seen     map[string]string // path -> who wrote it
	problems diag.List
}

// write passes a file on unless the path is unsafe or taken. from names the source in messages.
func (w *writer) write(path, from string, body []byte) {
	if !w.claim(path, from) {
		return
	}
	if err := w.sink(path, body); err != nil {
		w.fail(problemOf(err, "write"))
	}
}

// once is write for a file that several pages may bring: the first one is kept.
func (w *writer) once(path, from string, body []byte) {
	w.mu.Lock()
	_, taken := w.seen[path]
	w.mu.Unlock()
	if !taken {
		w.write(path, from, body)
	}
}

// paths are the files written so far, sorted.
func (w *writer) paths() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Sorted(maps.Keys(w.seen))
}

func (w *writer) claim(path, from string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !fs.ValidPath(path) || path == "." {
		w.problems.Errorf("unsafe-path", from, 0, 0, "%q is no path inside the site", path)
		return false
	}
	if other, taken := w.seen[path]; taken {
		w.problems.Errorf("same-path", from, 0, 0, "%q is written by %q already", path, other)
		return false
	}
	w.seen[path] = from
	return true
}

func (w *writer) fail(p diag.Problem) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.problems.Add(p)
}

// problemOf returns the Problem that err is or wraps, else one with its text.
func problemOf(err error, code string) diag.Problem {
	var p diag.Problem
	if errors.As(err, &p) {
		return p
	}
	return diag.Problem{Code: code, Text: err.Error()}
}
