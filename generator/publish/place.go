package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"likewise/generator/diag"
)

const (
	lockName   = "lock"
	ignoreName = ".gitignore"
)

// place is a checked destination: absolute, symbolic links resolved.
type place struct{ dest string }

func (p place) work() string {
	return filepath.Join(filepath.Dir(p.dest), "."+filepath.Base(p.dest)+".likewise")
}
func (p place) previous() string { return filepath.Join(p.work(), "previous") }
func (p place) swapMark() string { return filepath.Join(p.work(), "swap") }

// WorkFolder is the hidden folder beside a destination, for those who watch or list folders and want to pass it by.
func WorkFolder(destination string) string { return place{filepath.Clean(destination)}.work() }

// leftovers are the folders that killed builds left. Only meaningful while holding the lock.
func (p place) leftovers() []string {
	found, _ := filepath.Glob(filepath.Join(globQuote(p.work()), "staging-*"))
	return found
}

func globQuote(s string) string {
	if os.PathSeparator == '\\' {
		return s // no escapes on Windows, where * and ? are not legal in names either
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(s)
}

// newStaging makes the first free "staging-N". Older ones may be on their way out at the same time.
func (p place) newStaging() (string, error) {
	for n := 0; ; n++ {
		dir := filepath.Join(p.work(), fmt.Sprintf("staging-%d", n))
		if err := os.Mkdir(dir, 0o777); !errors.Is(err, fs.ErrExist) {
			return dir, err
		}
	}
}

// findPlace resolves and judges the destination without touching the disk.
func findPlace(o Options) (place, error) {
	dest, err := resolve(o.Destination)
	if err != nil {
		return place{}, err
	}
	if err := checkDestination(dest, o); err != nil {
		return place{}, err
	}
	return place{dest}, nil
}

// resolve makes the path absolute. A destination that is a symbolic link to a folder stands for that folder: staging lies beside
// the folder, and the link stays. A link to nothing is refused, since what it should become cannot be known.
func resolve(destination string) (string, error) {
	if destination == "" {
		return "", unsafeDestination("", "is empty")
	}
	dest, err := filepath.Abs(destination)
	if err != nil {
		return "", unsafeDestination(destination, "cannot be resolved: "+err.Error())
	}
	info, err := os.Lstat(dest)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return dest, nil
	}
	if dest, err = filepath.EvalSymlinks(dest); err != nil {
		return "", unsafeDestination(destination, "is a symbolic link that leads nowhere")
	}
	return dest, nil
}

// checkDestination refuses what must not be replaced even with Force: a file, the root, the home folder or a folder that holds
// it, the source or a folder that holds it, and an input folder, what holds one and what lies in one.
func checkDestination(dest string, o Options) error {
	if filepath.Dir(dest) == dest {
		return unsafeDestination(dest, "is the root of the file system")
	}
	if info, err := os.Stat(dest); err == nil && !info.IsDir() {
		return unsafeDestination(dest, "is a file, not a folder")
	}
	if home, err := os.UserHomeDir(); err == nil && holds(dest, home) {
		return unsafeDestination(dest, "is or holds the home folder")
	}
	if o.Source != "" && holds(dest, o.Source) {
		return unsafeDestination(dest, "is or holds the source folder")
	}
	for _, in := range o.Inputs {
		if holds(dest, in) || holds(in, dest) {
			return unsafeDestination(dest, quoted("is, holds or lies in the input folder %q", in))
		}
	}
	return nil
}

// holds reports whether inner is outer or lies in it, by identity and not by spelling: case, links and mounts do not fool it.
func holds(outer, inner string) bool {
	o, err := os.Stat(outer)
	if err != nil {
		return false
	}
	inner, err = filepath.Abs(inner)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(inner); err == nil {
		inner = real
	}
	for {
		if i, err := os.Stat(inner); err == nil && os.SameFile(o, i) {
			return true
		}
		parent := filepath.Dir(inner)
		if parent == inner {
			return false
		}
		inner = parent
	}
}

// versionControl are entries that make a folder somebody's repository, whatever else is in it.
var versionControl = [...]string{".git", ".hg", ".svn", ".jj"}

// furniture is what desktops scatter; nobody misses it.
var furniture = [...]string{".DS_Store", "Thumbs.db", "desktop.ini"}

// checkOwner refuses a destination that likewise did not make, and lists the strays in one that it did. A repository is
// refused even with force: its history would be gone with the old site.
func checkOwner(p place, force bool) (diag.List, error) {
	entries, err := os.ReadDir(p.dest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, writeProblem(p.dest, err)
	}
	for _, e := range entries {
		if slices.Contains(versionControl[:], e.Name()) {
			return nil, unsafeDestination(p.dest, quoted("is a repository: it holds %q", e.Name()))
		}
	}
	if force || len(entries) == 0 {
		return nil, nil
	}
	m, err := ReadManifest(filepath.Join(p.dest, manifestName))
	if err != nil {
		return nil, foreign(p.dest, "is not empty, and likewise did not make it")
	}
	return strays(p, entries, m), nil
}

// strays are top-level entries that the old site's manifest does not know.
func strays(p place, entries []fs.DirEntry, m Manifest) diag.List {
	known := map[string]bool{manifestName: true}
	for _, f := range m.Outputs {
		top, _, _ := strings.Cut(f.Path, "/")
		known[top] = true
	}
	var list diag.List
	for _, e := range entries {
		if !known[e.Name()] && !slices.Contains(furniture[:], e.Name()) {
			list.Add(diag.Problem{Severity: diag.Warning, Code: "stray-file", Text: quoted("%q in the destination is not from likewise and goes with the old site", e.Name()),
				Hint: quoted("it stays in %q until the next build", p.previous())})
		}
	}
	return list
}

func foreign(dest, why string) diag.Problem {
	return diag.Problem{Code: "destination-foreign", Value: dest, Text: quoted("destination %q ", dest) + why,
		Hint: "choose another with --destination, or replace it with --force"}
}

func unsafeDestination(dest, why string) diag.Problem {
	return diag.Problem{Code: "destination-unsafe", Value: dest, Text: quoted("destination %q ", dest) + why,
		Hint: "choose a folder of its own with --destination, such as \"public\""}
}

// writeProblem turns an error of the disk into a message; the path inside staging says nothing to a user and is cut.
func writeProblem(dest string, err error) diag.Problem {
	var p diag.Problem
	if errors.As(err, &p) {
		return p
	}
	var pathErr *fs.PathError
	cause := err
	if errors.As(err, &pathErr) {
		cause = pathErr.Err
	}
	return diag.Problem{Code: "destination-write", Value: dest, Text: quoted("cannot write %q: ", dest) + cause.Error() + "; the old site stands",
		Hint: "the folder that holds the destination must be writable and have room for a second copy of the site"}
}

func quoted(format string, args ...any) string { return fmt.Sprintf(format, args...) }
