package check

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"

	"likewise/generator/diag"
)

// mostHeavy bounds how many heavy pages are named one by one.
const mostHeavy = 10

// heavyPages are pages that ask for more than the budget at first load: the HTML, its styles with their fonts, its scripts
// and its images, but for those that are loaded lazily. Bytes are those on the disk; what a server compresses is less.
func heavyPages(s *site) []finding {
	type page struct {
		name          string
		html, weight  int
		assets        int
		heaviest      string
		heaviestBytes int
	}
	var heavy []page
	for _, name := range s.order {
		if s.PageBudget == 0 || path.Ext(name) != ".html" {
			continue
		}
		p := page{name: name, html: s.files[name].size, weight: s.files[name].size}
		for _, asset := range s.loadedBy(name) {
			size := s.files[asset].size
			p.assets, p.weight = p.assets+1, p.weight+size
			if size > p.heaviestBytes {
				p.heaviest, p.heaviestBytes = asset, size
			}
		}
		if p.weight > s.PageBudget {
			heavy = append(heavy, p)
		}
	}
	slices.SortStableFunc(heavy, func(a, b page) int { return cmp.Compare(b.weight, a.weight) })
	var out []finding
	for i, p := range heavy[:min(mostHeavy, len(heavy))] {
		text := fmt.Sprintf("the page weighs %s at first load, more than the budget of %s: %s of HTML, %s in %s", kilobytes(p.weight), kilobytes(s.PageBudget), kilobytes(p.html), kilobytes(p.weight-p.html), plural(p.assets, "file"))
		if p.heaviestBytes > p.html {
			text += fmt.Sprintf(", the heaviest of them %q", p.heaviest)
		}
		if more := len(heavy) - mostHeavy; i == mostHeavy-1 && more > 0 {
			text += " (" + plural(more, "more page") + " above it too)"
		}
		out = append(out, finding{file: p.name, Problem: diag.Problem{Text: text, Hint: `show fewer rows or figures on it, make images smaller, or raise [budget] page in site.toml`}})
	}
	return out
}

// loadedBy are the files that a page asks for at once, each once, and what its styles ask for.
func (s *site) loadedBy(name string) []string {
	seen := map[string]bool{name: true}
	var out []string
	for todo := s.files[name].loads; len(todo) > 0; {
		var next []string
		for _, asset := range todo {
			f, ok := s.files[asset]
			if !ok || seen[asset] {
				continue
			}
			seen[asset] = true
			out, next = append(out, asset), append(next, f.loads...)
		}
		todo = next
	}
	return out
}

// loadsOfCSS are the fonts and pictures of the site that a style names.
func (c *Collector) loadsOfCSS(name string, body []byte) []string {
	var out []string
	for _, m := range cssRequest.FindAllSubmatch(body, -1) {
		if r, here := c.resolve(name, string(m[1])); here && !r.outside {
			out = append(out, r.to)
		}
	}
	return out
}

// kilobytes writes a size as people say it: 612 kB.
func kilobytes(n int) string {
	if n < 10_000 {
		return strconv.FormatFloat(float64(n)/1000, 'f', 1, 64) + " kB"
	}
	return strconv.Itoa((n+500)/1000) + " kB"
}
