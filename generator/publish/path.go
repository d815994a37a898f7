package publish

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"likewise/generator/diag"
)

// maxSegment is the longest name, in bytes, that the common file systems take.
const maxSegment = 255

// checkPath accepts what is safe and means the same on every file system a site may travel through: relative, clean, slashes
// only, no "..", valid UTF-8 without control or bidirectional characters, no name that Windows reserves, no repository folder.
func checkPath(p string) error {
	why := ""
	switch {
	case p == "" || p == ".":
		why = "is empty"
	case !utf8.ValidString(p):
		why = "is not valid UTF-8"
	case !fs.ValidPath(p):
		why = "must be relative, clean and without \"..\""
	case strings.EqualFold(p, manifestName):
		why = "is written by publish itself"
	default:
		for s := range strings.SplitSeq(p, "/") {
			if why = checkSegment(s); why != "" {
				break
			}
		}
	}
	if why == "" {
		return nil
	}
	return diag.Problem{Code: "output-path", Value: p, Text: quoted("output path %q ", p) + why}
}

func checkSegment(s string) string {
	if i := strings.IndexFunc(s, illegal); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return quoted("holds %q, which not every file system takes", r)
	}
	switch stem, _, _ := strings.Cut(strings.ToLower(s), "."); {
	case len(s) > maxSegment:
		return quoted("has a name of %d bytes; %d is the most", len(s), maxSegment)
	case strings.HasSuffix(s, ".") || strings.HasSuffix(s, " "):
		return "has a name that ends in a dot or a space"
	case strings.EqualFold(s, ".git"):
		return "has a name that git reserves"
	case reserved(strings.TrimRight(stem, " ")):
		return "has a name that Windows reserves"
	}
	return ""
}

func illegal(r rune) bool {
	return unicode.Is(unicode.C, r) || strings.ContainsRune(`\:*?"<>|`, r)
}

// reserved: the devices of DOS, with any extension.
func reserved(stem string) bool {
	switch stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	name, digit := strings.TrimRight(stem, "0123456789¹²³"), 0
	digit = utf8.RuneCountInString(stem) - utf8.RuneCountInString(name)
	return (name == "com" || name == "lpt") && digit == 1
}

// fold maps paths that some file system holds to be one to the same key: case and Unicode composition are ignored.
func fold(p string) string {
	for i := range len(p) {
		if p[i] >= utf8.RuneSelf {
			return norm.NFC.String(cases.Fold().String(p)) // a Caser is not for sharing
		}
	}
	return strings.ToLower(p)
}

// tree knows every path of a site by its folded form, and makes each folder once.
type tree struct {
	files map[string]string // folded -> as given
	dirs  map[string]*dir
}

// dir is a folder in staging, made when its first file is written.
type dir struct {
	parent *dir
	path   string // on disk
	once   sync.Once
	err    error
	heir   *heir // nil where nothing can be taken over
}

// newTree is the tree in staging, which exists and takes over what the heir has; nil: nothing.
func newTree(root string, h *heir) tree {
	top := &dir{path: root, heir: h}
	top.once.Do(func() {})
	return tree{files: map[string]string{}, dirs: map[string]*dir{".": top}}
}

// add claims the path and returns its folder.
func (t tree) add(p string) (*dir, error) {
	key := fold(p)
	if old, ok := t.files[key]; ok {
		return nil, collision(p, quoted("is taken by %q", old))
	}
	if d, ok := t.dirs[key]; ok {
		return nil, collision(p, quoted("is a folder (%q)", filepath.ToSlash(d.path)))
	}
	d, err := t.folder(path.Dir(p))
	if err != nil {
		return nil, err
	}
	t.files[key] = p
	return d, nil
}

func (t tree) folder(p string) (*dir, error) {
	key := fold(p)
	if d, ok := t.dirs[key]; ok {
		return d, nil
	}
	if old, ok := t.files[key]; ok {
		return nil, collision(p, quoted("is a file (%q) and cannot hold others", old))
	}
	parent, err := t.folder(path.Dir(p))
	if err != nil {
		return nil, err
	}
	d := &dir{parent: parent, path: filepath.Join(parent.path, path.Base(p))}
	t.dirs[key] = d
	return d, nil
}

// make creates the folder and those above it, once.
func (d *dir) make() error {
	d.once.Do(func() {
		if d.inherit(); d.err == nil {
			d.err = os.Mkdir(d.path, 0o777)
		}
	})
	return d.err
}

// makeWith creates the folder with its first file, and reports whether the file is there already: the folder was taken over.
func (d *dir) makeWith(name string, body []byte) (there bool, err error) {
	d.once.Do(func() {
		if d.inherit(); d.err != nil {
			return
		}
		if there = d.heir.whole(name, body, d.path); there {
			d.heir = nil
			return
		}
		d.err = os.Mkdir(d.path, 0o777)
	})
	return there, d.err
}

// inherit makes the folders above and finds out what this one may take over.
func (d *dir) inherit() {
	if d.err = d.parent.make(); d.err == nil {
		d.heir = d.parent.heir.folder(filepath.Base(d.path))
	}
}

func collision(p, why string) diag.Problem {
	return diag.Problem{Code: "output-collision", Value: p, Text: quoted("output path %q ", p) + why,
		Hint: "two pages want one address; give one of them another slug (case and accents written two ways do not tell them apart)"}
}
