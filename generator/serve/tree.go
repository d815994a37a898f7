package serve

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// tree knows the watched files and how they looked when last seen. Symbolic links are seen and not followed.
type tree struct {
	roots  []string // absolute; files or folders, there or not
	ignore []string // absolute
	files  map[string]stamp
}

// stamp tells two states of a file apart, as far as one can without reading it.
type stamp struct {
	size int64
	time time.Time
}

func newTree(roots, ignore []string) (*tree, error) {
	t := &tree{files: map[string]stamp{}}
	for _, list := range []struct {
		in  []string
		out *[]string
	}{{roots, &t.roots}, {ignore, &t.ignore}} {
		for _, p := range list.in {
			abs, err := filepath.Abs(p)
			if err != nil {
				return nil, err
			}
			*list.out = append(*list.out, abs)
		}
	}
	return t, nil
}

// concerns reports whether a path is, or lies in, a root and is not to be passed by.
func (t *tree) concerns(p string) bool {
	for _, ignored := range t.ignore {
		if within(ignored, p) {
			return false
		}
	}
	for _, root := range t.roots {
		if within(root, p) && !noiseBelow(root, p) {
			return true
		}
	}
	return false
}

func within(dir, p string) bool {
	return p == dir || strings.HasPrefix(p, strings.TrimSuffix(dir, string(os.PathSeparator))+string(os.PathSeparator))
}

// noiseBelow looks at the names below the root only: a site may itself live in a folder of any name.
func noiseBelow(root, p string) bool {
	rel := strings.TrimPrefix(p, root)
	for name := range strings.SplitSeq(rel, string(os.PathSeparator)) {
		if noise(name) {
			return true
		}
	}
	return false
}

// noise are the names of what editors, spreadsheets, desktops and version control leave and take while one works.
func noise(name string) bool {
	switch name {
	case ".git", ".hg", ".svn", ".jj", "node_modules", ".DS_Store", "4913", ".directory":
		return true
	}
	for _, p := range [...]string{".#", "~$", ".~lock.", ".goutputstream-"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	for _, s := range [...]string{"~", ".swp", ".swo", ".swx", ".swpx", "___jb_tmp___", "___jb_old___", ".crdownload", ".part", ".tmp"} {
		if strings.HasSuffix(name, s) {
			return true
		}
	}
	return len(name) > 2 && name[0] == '#' && name[len(name)-1] == '#'
}

// scan looks at a path and all below it, and reports each file that is new, altered or gone since the last look; known is false
// for a new one.
func (t *tree) scan(at string, report func(p string, known bool)) {
	seen := map[string]bool{}
	t.walk(at, func(p string, d fs.DirEntry) {
		info, err := d.Info()
		if err != nil || d.IsDir() {
			return
		}
		seen[p] = true
		now := stamp{info.Size(), info.ModTime()}
		if was, known := t.files[p]; was != now {
			t.files[p] = now
			report(p, known)
		}
	})
	for _, p := range slices.Collect(maps.Keys(t.files)) {
		if within(at, p) && !seen[p] {
			delete(t.files, p)
			report(p, true)
		}
	}
}

// folders lists the folders at and below a path.
func (t *tree) folders(at string) []string {
	var out []string
	t.walk(at, func(p string, d fs.DirEntry) {
		if d.IsDir() {
			out = append(out, p)
		}
	})
	return out
}

// walk visits what concerns us. What vanishes on the way is passed by.
func (t *tree) walk(at string, visit func(p string, d fs.DirEntry)) {
	filepath.WalkDir(at, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case t.concerns(p):
			visit(p, d)
		case d.IsDir():
			return filepath.SkipDir
		}
		return nil
	})
}
