package render

import (
	"cmp"
	"io/fs"
	"slices"
)

// Overlay is several file systems seen as one: the first that has a file wins, folders are merged.
type Overlay []fs.FS

// Open opens the first match.
func (o Overlay) Open(name string) (fs.File, error) {
	err := error(&fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist})
	for _, f := range o {
		var file fs.File
		if file, err = f.Open(name); err == nil {
			return file, nil
		}
	}
	return nil, err
}

// ReadDir lists a folder of all of them, sorted, each name once.
func (o Overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	var out []fs.DirEntry
	for _, f := range o {
		entries, _ := fs.ReadDir(f, name) // absent here is no problem: another one may have it
		for _, e := range entries {
			if !slices.ContainsFunc(out, func(x fs.DirEntry) bool { return x.Name() == e.Name() }) {
				out = append(out, e)
			}
		}
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return out, nil
}
