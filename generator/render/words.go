package render

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"text/template"

	"github.com/BurntSushi/toml"

	"likewise/generator/model"
)

// words holds every sentence and label of a language: text/template bodies by key, from text/<language>.toml.
type words struct {
	set   *template.Template
	fixed map[string]string // sentences without data, which most labels are
	room  buffers
}

// wordingFiles lists the files of a language from the most general to the most particular: en, then de, then de-CH.
func wordingFiles(lang string) []string {
	out := []string{"text/en.toml"}
	for i, r := range lang + "-" {
		if r == '-' {
			if name := "text/" + lang[:i] + ".toml"; name != out[0] {
				out = append(out, name)
			}
		}
	}
	return out
}

// loadWords reads the wording of the language; a key that it lacks is said in English.
func loadWords(fsys fs.FS, lang string, f template.FuncMap) (*words, error) {
	w := &words{set: template.New("words").Funcs(f).Option("missingkey=error"), fixed: map[string]string{}}
	for i, name := range wordingFiles(lang) {
		body, err := fs.ReadFile(fsys, name)
		if err != nil {
			if i == 0 {
				return nil, fmt.Errorf("no wording: %w", err)
			}
			continue
		}
		if err := w.add(name, string(body)); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *words) add(name, body string) error {
	var sections map[string]map[string]string
	if _, err := toml.Decode(body, &sections); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for section, keys := range sections {
		for key, text := range keys {
			key = section + "." + key
			if _, err := w.set.New(key).Parse(text); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			delete(w.fixed, key)
			if !strings.Contains(text, "{{") {
				w.fixed[key] = text
			}
		}
	}
	return nil
}

// say returns the sentence with its data put in. A key that does not exist, or does not fit its data, is a mistake
// in a wording file, found by the test that says every key; a reader sees the key in brackets.
func (w *words) say(key string, data any) string {
	s, err := w.sayErr(key, data)
	if err != nil {
		return "[" + key + "]"
	}
	return s
}

func (w *words) sayErr(key string, data any) (string, error) {
	if s, ok := w.fixed[key]; ok {
		return s, nil
	}
	t := w.set.Lookup(key)
	if t == nil {
		return "", fmt.Errorf("no wording for %q", key)
	}
	b := w.room.take()
	defer w.room.give(b)
	if err := t.Execute(b, data); err != nil {
		return "", fmt.Errorf("wording %q: %w", key, err)
	}
	return b.String(), nil
}

// or says the first key that exists; the last one must.
func (w *words) or(data any, keys ...string) string {
	for _, k := range keys[:len(keys)-1] {
		if w.set.Lookup(k) != nil {
			return w.say(k, data)
		}
	}
	return w.say(keys[len(keys)-1], data)
}

// label, noun and verb name a metric in the language: the wording file's word, else the catalogue's.
func (w *words) label(m model.Metric) string { return w.named("label.", m.Name, m.Label) }
func (w *words) noun(m model.Metric) string  { return w.named("noun.", m.Name, m.Noun) }
func (w *words) verb(m model.Metric) string  { return w.named("verb.", m.Name, m.Verb) }

// one is the singular of the noun.
func (w *words) one(m model.Metric) string { return w.named("per.", m.Name, singular(m.Noun)) }

// platform names a platform as it writes itself: "TikTok".
func (w *words) platform(name string) string {
	return w.named("platform.", strings.ToLower(name), upperFirst(name))
}

func (w *words) named(section, name, otherwise string) string {
	if w.set.Lookup(section+name) == nil {
		return cut(line(otherwise), maxName+20) // with the words around the name
	}
	return w.say(section+name, nil)
}

// wordFuncs are the functions of wording files: numbers in the site's language, plurals, and cases of letters.
func wordFuncs(l *locale) template.FuncMap {
	return template.FuncMap{
		"int": func(n int) string { return l.num(float64(n), 0) },
		"plural": func(n int, one, many string) string {
			if n == 1 {
				return one
			}
			return many
		},
		"days": wholeDays,
		"day":  l.day, "first": upperFirst, "lower": lowerFirst,
	}
}

// wholeDays is how many days "7d" are; 0 for what is not a number of days.
func wholeDays(span string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(span, "d"))
	if err != nil || !strings.HasSuffix(span, "d") || n < 0 {
		return 0
	}
	return n
}
