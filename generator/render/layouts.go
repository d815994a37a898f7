package render

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// layouts holds one parsed template set a kind of page, and the partials by themselves.
type layouts struct {
	kinds    map[string]*template.Template
	partials *template.Template
	room     buffers
}

// loadLayouts parses base.html and partials/*.html once, and each other *.html on top of a copy of them.
func loadLayouts(fsys fs.FS, w *words) (*layouts, error) {
	shared, err := parseShared(fsys, w)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(fsys, "*.html")
	if err != nil {
		return nil, err
	}
	l := &layouts{kinds: map[string]*template.Template{}}
	for _, name := range names {
		if name == "base.html" {
			continue
		}
		t, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if err := parseInto(t, fsys, name, w); err != nil {
			return nil, err
		}
		l.kinds[strings.TrimSuffix(name, ".html")] = t
	}
	l.partials = shared
	return l, nil
}

func parseShared(fsys fs.FS, w *words) (*template.Template, error) {
	shared := template.New("base.html").Option("missingkey=error").Funcs(layoutFuncs(w))
	if err := parseInto(shared, fsys, "base.html", w); err != nil {
		return nil, err
	}
	names, err := fs.Glob(fsys, "partials/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := parseInto(shared.New(strings.TrimSuffix(path.Base(name), ".html")), fsys, name, w); err != nil {
			return nil, err
		}
	}
	return shared, nil
}

func parseInto(t *template.Template, fsys fs.FS, name string, w *words) error {
	body, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("layout %q: %w", name, err)
	}
	if _, err := t.Parse(w.putInto(string(body))); err != nil {
		return fmt.Errorf("layout %q: %w", name, err)
	}
	return nil
}

// fixedWords is where a layout says a sentence without data, in text or within quotes: not after "=".
var fixedWords = regexp.MustCompile(`([^=]){{t "([^"\\]+)"}}`)

// putInto writes sentences without data into a layout, escaped, before it is parsed: they are the same on each of ten
// thousand pages, and a quarter of what is said there. What it leaves, the function t says.
func (w *words) putInto(layout string) string {
	return fixedWords.ReplaceAllStringFunc(layout, func(found string) string {
		part := fixedWords.FindStringSubmatch(found)
		if text, ok := w.fixed[part[2]]; ok {
			return part[1] + template.HTMLEscapeString(text)
		}
		return found
	})
}

// layoutFuncs are the functions of layouts: the words, and nothing that computes.
func layoutFuncs(w *words) template.FuncMap {
	return template.FuncMap{
		"t": func(key string, data ...any) (string, error) {
			if len(data) == 0 {
				return w.sayErr(key, nil)
			}
			return w.sayErr(key, data[0])
		},
	}
}

// has reports whether there is a layout for the kind.
func (l *layouts) has(kind string) bool { return l.kinds[kind] != nil }

// names lists the kinds, sorted.
func (l *layouts) names() []string {
	var out []string
	for k := range l.kinds {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// page executes a whole page.
func (l *layouts) page(kind string, v *View) ([]byte, error) {
	b := l.room.take()
	defer l.room.give(b)
	if err := l.kinds[kind].ExecuteTemplate(b, "base.html", v); err != nil {
		return nil, fmt.Errorf("layout %q: %w", kind, err)
	}
	return bytes.Clone(b.Bytes()), nil
}

// partial executes partials/<name>.html.
func (l *layouts) partial(name string, data any) (template.HTML, error) {
	b := l.room.take()
	defer l.room.give(b)
	if err := l.partials.ExecuteTemplate(b, name, data); err != nil {
		return "", fmt.Errorf("layout %q: %w", "partials/"+name+".html", err)
	}
	return template.HTML(b.String()), nil
}
