package publish

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// To make ten thousand folders and files, and to remove as many, takes longer than to compute what is in them. So
// staging takes over, from the site before last, each file that already has the name, the mode and the bytes that it
// should have, by moving it. Nothing is ever changed in place: who still reads in the site before last finds things
// as they were or, as when it is removed, not at all.

// heir is a folder of the site before last, whose files a folder of staging may take over.
type heir struct {
	perm fs.FileMode // of a fresh folder; a fresh file has its read and write bits
	from string
	mu   sync.Mutex
	had  map[string]fs.FileMode // name -> type, of what was there and has not been asked for yet
}

// heirTo lists a folder of the site before last; nil where it cannot.
func heirTo(from string, perm fs.FileMode) *heir {
	entries, err := os.ReadDir(from)
	if err != nil {
		return nil
	}
	h := &heir{perm: perm, from: from, had: make(map[string]fs.FileMode, len(entries))}
	for _, e := range entries {
		h.had[e.Name()] = e.Type()
	}
	return h
}

// take claims a name that stands for something of the type.
func (h *heir) take(name string, what fs.FileMode) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	found, ok := h.had[name]
	if ok && found == what {
		delete(h.had, name)
		return true
	}
	return false
}

// folder is the heir to the folder of that name; nil: there is none.
func (h *heir) folder(name string) *heir {
	if h == nil || !h.take(name, fs.ModeDir) {
		return nil
	}
	from := filepath.Join(h.from, name)
	if info, err := os.Lstat(from); err != nil || info.Mode() != fs.ModeDir|h.perm {
		return nil
	}
	return heirTo(from, h.perm)
}

// whole moves the folder to the path if all that it holds is the one file with just that body.
func (h *heir) whole(name string, body []byte, path string) bool {
	if h == nil || len(h.had) != 1 {
		return false
	}
	what, ok := h.had[name]
	return ok && what == 0 && h.fits(name, body) && os.Rename(h.from, path) == nil
}

// file moves the file of that name to the path if it has just that body, and removes it if not.
func (h *heir) file(name string, body []byte, path string) bool {
	if h == nil || !h.take(name, 0) {
		return false
	}
	if h.fits(name, body) {
		return os.Rename(filepath.Join(h.from, name), path) == nil
	}
	h.drop(name)
	return false
}

// drop removes a file, and the folder with its last one, beside other work: what is left goes in the end, while
// somebody waits.
func (h *heir) drop(name string) {
	os.Remove(filepath.Join(h.from, name))
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.had) == 0 {
		os.Remove(h.from) // fails if another of its files is yet to be moved or removed
	}
}

// fits reports whether the file is a regular one with the mode of a fresh one and the bytes of the body.
func (h *heir) fits(name string, body []byte) bool {
	at := filepath.Join(h.from, name)
	info, err := os.Lstat(at)
	if err != nil || info.Mode() != h.perm&0o666 || info.Size() != int64(len(body)) {
		return false
	}
	got, err := os.ReadFile(at)
	return err == nil && bytes.Equal(got, body)
}
