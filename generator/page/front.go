package page

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"likewise/generator/diag"
)

// FrontMatter is what the author says about a page, between +++ (TOML) or --- (YAML) on its first line.
// Absent keys are zero; slices are never nil.
type FrontMatter struct {
	Title       string // falls back to the first heading of level 1, then to the file's name
	Description string
	Date        time.Time // zero: undated
	Draft       bool
	Slug        string   // replaces the last segment of the page's path
	Aliases     []string // paths in the built site that lead here: "old/report/"
	Tags        []string
	Weight      int // order among pages, light first; 0: by title
	Layout      string
	Period      string            // "2026-10", "2026-Q3", "2026", a day, or a span; "" the site's
	Compare     string            // "previous", "none" or a period; "" the site's
	Params      map[string]string // [params] as text; keys of inner tables joined by ".", lists by ", "
}

// frontKeys are the keys that front matter may hold, for suggestions.
var frontKeys = [...]string{"aliases", "compare", "date", "description", "draft", "layout", "params", "period", "slug", "tags", "title", "weight"}

// maxFront bounds front matter, in bytes: a dotted key of some 100 kB would take the TOML decoder all memory.
const maxFront = 16 << 10

// field is one key of front matter with its place in the file.
type field struct {
	key       string
	line, col int
	valueLine int
	valueCol  int
	// value is a string, int64, float64, bool, moment, []any of those, []field (a table) or nil (YAML's null).
	value any
}

// moment is a date as decoded: text where the format has only text, else a time.
type moment struct {
	text string
	time time.Time
	zone bool // time carries its own offset
}

// frontError is what is wrong with a field, without its place.
type frontError struct{ code, text, hint string }

func fault(code, text, hint string) []frontError { return []frontError{{code, text, hint}} }

// splitFront finds front matter: its fence ("" for none), its text as src[start:end], and where the body begins.
// ok is false where the opening fence is never closed.
func splitFront(src []byte) (fence string, start, end, body int, ok bool) {
	first, rest, found := bytes.Cut(src, []byte("\n"))
	fence = string(bytes.TrimRight(first, " \t"))
	if fence != "+++" && fence != "---" {
		return "", 0, 0, 0, true
	}
	if !found {
		return fence, len(src), len(src), len(src), false
	}
	start = len(first) + 1
	for at := start; len(rest) > 0; {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		next := at + len(rest) - len(after)
		if string(bytes.TrimRight(line, " \t")) == fence {
			return fence, start, at, next, true
		}
		at, rest = next, after
	}
	return fence, start, len(src), len(src), false
}

// readFront reads the front matter at the head of d, and moves the body behind it.
func (d *document) readFront(zone *time.Location, problems *diag.List) FrontMatter {
	fm := FrontMatter{Aliases: []string{}, Tags: []string{}, Params: map[string]string{}}
	fence, start, end, body, ok := splitFront(d.src)
	d.body = body
	if !ok {
		problems.Add(d.problemAt(1, 1, "front-matter", fmt.Sprintf("front matter opened by %q is never closed", fence),
			fmt.Sprintf("add a line with %q below the last key", fence)))
		return fm
	}
	if fence == "" {
		return fm
	}
	d.hasFront = true
	if end-start > maxFront {
		problems.Add(d.problemAt(1, 1, "too-large", fmt.Sprintf("front matter of %d bytes is more than a page may have (%d)", end-start, maxFront), ""))
		return fm
	}
	decode := tomlFields
	if fence == "---" {
		decode = yamlFields
	}
	fields, bad := decode(d, start, end)
	if bad != nil {
		problems.Add(*bad)
	}
	seen := map[string]int{}
	for _, f := range fields {
		if first, again := seen[f.key]; again {
			problems.Add(d.problemAt(f.line, f.col, "duplicate-key", fmt.Sprintf("key %q stands twice", f.key), fmt.Sprintf("the first is on line %d", first)))
			continue
		}
		seen[f.key] = f.line
		for _, e := range fm.set(f, zone) {
			line, col := f.valueLine, f.valueCol
			if e.code == unknownKey {
				line, col = f.line, f.col
			}
			problems.Add(d.problemAt(line, col, e.code, e.text, e.hint))
		}
	}
	return fm
}

// set puts one field in its place, or says why it cannot.
func (fm *FrontMatter) set(f field, zone *time.Location) []frontError {
	switch f.key {
	case "title":
		return f.text(&fm.Title)
	case "description":
		return f.text(&fm.Description)
	case "date":
		return f.date(&fm.Date, zone)
	case "draft":
		return f.flag(&fm.Draft)
	case "slug":
		return f.checked(&fm.Slug, "slug", func(s string) bool { return s != "" && Slug(s) == s },
			"lower-case letters, digits, - and _ only, at most 80 bytes, no name that Windows reserves")
	case "aliases":
		return f.paths(&fm.Aliases)
	case "tags":
		return f.words(&fm.Tags)
	case "weight":
		return f.whole(&fm.Weight)
	case "layout":
		return f.checked(&fm.Layout, "name of a layout", func(s string) bool { return s != "" && Slug(s) == s }, `write the layout's name, such as "page"`)
	case "period":
		return f.period(&fm.Period)
	case "compare":
		return f.checked(&fm.Compare, "period to compare with", validCompare, `write "previous", "none" or a period such as "2025-10"`)
	case "params":
		return f.params(fm.Params)
	}
	return fault(unknownKey, fmt.Sprintf("unknown key %q in front matter", f.key), unknownKeyHint(f.key))
}

const unknownKey = "unknown-key"

func unknownKeyHint(key string) string {
	if n := diag.Nearest(key, frontKeys[:]); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	return "known: " + strings.Join(frontKeys[:], ", ") + "; anything else goes below [params]"
}
