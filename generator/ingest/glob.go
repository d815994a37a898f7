package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/model"
)

// job is one file to read, and the [[data]] entry that named it.
type job struct {
	data model.Data
	name string // relative to the site, with slashes
	path string // on disk
}

// File is a data file of a site: its name relative to the site, with slashes, and where it is on disk.
type File struct{ Name, Path string }

// Files lists the data files that Load would read, in its order. What is wrong with a pattern is Load's to report: then
// ok is false.
func Files(root string, entries []model.Data) (files []File, ok bool) {
	list, problems := jobs(root, entries)
	for _, j := range list {
		files = append(files, File{j.name, j.path})
	}
	return files, problems.Err() == nil
}

// jobs lists the files of every [[data]] entry, in entry order and then by name.
func jobs(root string, entries []model.Data) ([]job, diag.List) {
	var out []job
	var problems diag.List
	owner := map[string]int{}
	for i, d := range entries {
		names, err := glob(root, d.Files)
		if err != nil {
			problems.Add(asProblem(err, d.Files))
			continue
		}
		for _, name := range names {
			if j, ok := owner[name]; ok {
				problems.Add(diag.Problem{Code: "file-named-twice", File: name, Text: fmt.Sprintf("%q is named by two [[data]] entries, %q and %q", name, entries[j].Files, d.Files), Hint: "narrow one of the two patterns"})
				continue
			}
			owner[name] = i
			p, err := inside(root, name)
			if err != nil {
				problems.Add(asProblem(err, name))
				continue
			}
			out = append(out, job{d, name, p})
		}
	}
	return out, problems
}

// glob lists the files that match a slash pattern below root; "**" stands for any folders.
func glob(root, pattern string) ([]string, error) {
	clean := path.Clean(filepath.ToSlash(pattern))
	p := diag.Problem{File: pattern, Code: "bad-pattern"}
	if pattern == "" || path.IsAbs(clean) || filepath.IsAbs(pattern) || clean == ".." || strings.HasPrefix(clean, "../") {
		p.Text, p.Hint = fmt.Sprintf("%q is no pattern inside the site folder", pattern), `give a path relative to site.toml, such as "data/*.csv"`
		return nil, p
	}
	if _, err := path.Match(clean, ""); err != nil {
		p.Text, p.Hint = fmt.Sprintf("%q is no valid pattern", pattern), "close every ["
		return nil, p
	}
	if st, err := os.Stat(filepath.Join(root, filepath.FromSlash(clean))); err == nil {
		if st.IsDir() {
			p.Code, p.Text, p.Hint = "directory", fmt.Sprintf("%q is a folder, not a file", pattern), fmt.Sprintf("write %q", clean+"/*.csv")
			return nil, p
		}
		return []string{clean}, nil
	}
	names, err := walk(root, clean)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, nothing(root, pattern, clean)
	}
	return names, nil
}

// nothing says what a pattern missed: a folder that is not there, or an empty one.
func nothing(root, pattern, clean string) error {
	p := diag.Problem{File: pattern, Code: "no-files", Text: fmt.Sprintf("no file matches %q", pattern)}
	dir, _ := path.Split(fixedPart(clean))
	dir = path.Clean("./" + dir)
	entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(dir)))
	var there []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			there = append(there, e.Name())
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.Hint = fmt.Sprintf("there is no folder %q", dir)
	case len(there) == 0:
		p.Hint = fmt.Sprintf("the folder %q is empty: put an export there", dir)
	default:
		p.Hint = fmt.Sprintf("%q holds %s", dir, list(there, 5))
	}
	return p
}

// fixedPart is the pattern up to its first wildcard.
func fixedPart(pattern string) string {
	if i := strings.IndexAny(pattern, "*?["); i >= 0 {
		return pattern[:i]
	}
	return pattern
}

func walk(root, pattern string) ([]string, error) {
	start := path.Dir(fixedPart(pattern) + "x")
	var out []string
	err := filepath.WalkDir(filepath.Join(root, filepath.FromSlash(start)), func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return unreadable(p, err)
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() || strings.HasPrefix(d.Name(), ".") && !strings.HasPrefix(path.Base(pattern), ".") || isLitter(d.Name()) || !matches(strings.Split(pattern, "/"), strings.Split(rel, "/")) {
			return nil
		}
		if st, err := os.Stat(p); err == nil && st.IsDir() {
			return nil // a link to a folder
		}
		out = append(out, rel)
		return nil
	})
	slices.SortFunc(out, byName)
	return out, err
}

// byName orders files as people count: "export.csv" before "export (1).csv", and 9 before 10. The later one of two exports
// of the same posts is taken for the newer.
func byName(a, b string) int {
	x, y := nameParts(a), nameParts(b)
	return cmp.Or(slices.CompareFunc(x, y, func(p, q string) int {
		if c := cmp.Compare(len(p), len(q)); c != 0 && p != "" && q != "" && digitsOnly(p) && digitsOnly(q) {
			return c
		}
		return cmp.Compare(p, q)
	}), cmp.Compare(a, b))
}

var numberIn = regexp.MustCompile(`\d+|\D+`)

// nameParts are the numbers of a path, without the zeros before them, and what stands between. A file's suffixes come last.
func nameParts(name string) []string {
	dir, base := path.Split(name)
	stem, rest, _ := strings.Cut(base, ".")
	parts := numberIn.FindAllString(dir+stem, -1)
	for i, p := range parts {
		if digitsOnly(p) {
			parts[i] = cmp.Or(strings.TrimLeft(p, "0"), "0")
		}
	}
	return append(parts, "\x00"+rest)
}

// isLitter reports files that spreadsheets (while they are open) and file managers leave among the exports.
func isLitter(name string) bool {
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".~lock.") || name == "Thumbs.db" || name == "desktop.ini"
}

// matches compares a path with a pattern, part by part.
func matches(pattern, name []string) bool {
	switch {
	case len(pattern) == 0:
		return len(name) == 0
	case pattern[0] == "**":
		return matches(pattern[1:], name) || len(name) > 0 && matches(pattern, name[1:])
	case len(name) == 0:
		return false
	}
	ok, _ := path.Match(pattern[0], name[0])
	return ok && matches(pattern[1:], name[1:])
}

// inside resolves links and refuses what leads out of the site folder.
func inside(root, name string) (string, error) {
	full := filepath.Join(root, filepath.FromSlash(name))
	real, err := filepath.EvalSymlinks(full)
	if err != nil {
		return "", unreadable(name, err)
	}
	base, err := filepath.EvalSymlinks(root)
	if err != nil {
		return "", unreadable(root, err)
	}
	if rel, err := filepath.Rel(base, real); err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", diag.Problem{Code: "outside-site", File: name, Text: fmt.Sprintf("%q leads out of the site folder", name), Hint: "copy the file into the site"}
	}
	return real, nil
}

// asProblem turns any error into a problem at a file.
func asProblem(err error, file string) diag.Problem {
	var p diag.Problem
	if errors.As(err, &p) {
		return p
	}
	return diag.Problem{Code: "unreadable-file", File: file, Text: err.Error()}
}
