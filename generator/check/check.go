// Package check looks through a finished site for what leads nowhere, asks another host, or gives a person away.
//
// A [Collector] reads each file as it is made, from several goroutines, and keeps only what the rules need. [Collector.Run]
// holds that against the rest of the site, the authors' pages and the report. A rule is one file and one row in [Rules].
// It repairs nothing, follows no link to another host, and does not decide the exit code.
package check

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// Rule is one thing that can be wrong with a site.
type Rule struct {
	Code     string
	Severity diag.Severity // unless site.toml says otherwise
	Build    bool          // a build runs it too, not only "likewise check"
	find     func(*site) []finding
}

// Rules are all rules.
func Rules() []Rule {
	return []Rule{
		{"broken-link", diag.Error, true, brokenLinks},
		{"broken-anchor", diag.Error, true, brokenAnchors},
		{"broken-image", diag.Error, true, brokenImages},
		{"foreign-request", diag.Error, true, foreignRequests},
		{"leak-email", diag.Error, true, func(s *site) []finding { return s.leaks(leakEmail) }},
		{"leak-phone", diag.Error, true, func(s *site) []finding { return s.leaks(leakPhone) }},
		{"leak-name", diag.Error, true, func(s *site) []finding { return s.leaks(leakName) }},
		{"leak-actor", diag.Error, true, func(s *site) []finding { return s.leaks(leakActor) }},
		{"page-weight", diag.Warning, false, heavyPages},
		{"unused-data", diag.Warning, false, unusedData},
	}
}

// Codes lists the codes of all rules.
func Codes() []string {
	var out []string
	for _, r := range Rules() {
		out = append(out, r.Code)
	}
	return out
}

// Input is what a site is held against.
type Input struct {
	BaseURL    string // public address; links to it are links within the site
	Pages      []*page.Page
	Report     *model.Report
	PageBudget int      // bytes that a page may weigh at first load; 0: any
	DataFiles  []string // all files below data/, relative to the site folder
	// Severity is what site.toml says of a rule: "error", "warn", "off", or empty.
	Severity func(code string) string
	// All runs the rules of "likewise check" besides those of a build.
	All bool
}

// finding is a problem of a rule before its severity is known.
type finding struct {
	file string // of the finished site
	diag.Problem
}

// site is what the rules look at.
type site struct {
	Input
	files map[string]*file
	order []string // paths, sorted
}

// Collector gathers the finished files. The zero value is not ready; see [New].
type Collector struct {
	gate gate
	base baseURL
	mu   sync.Mutex
	all  map[string]*file
}

// New returns a collector. private is what ingest kept out; published are the texts that the account's owner published
// or wrote: what stands in them is no leak.
func New(baseURL string, private *model.Private, published []string) *Collector {
	return &Collector{gate: newGate(private, published), base: parseBase(baseURL), all: map[string]*file{}}
}

// Add reads one finished file. It may be called from several goroutines; the body is not kept.
func (c *Collector) Add(path string, body []byte) {
	c.Keep(path, c.Read(path, body))
}

// Run applies the rules.
func (c *Collector) Run(in Input) diag.List {
	s := &site{Input: in, files: c.all}
	for path := range c.all {
		s.order = append(s.order, path)
	}
	slices.Sort(s.order)
	var out diag.List
	for _, r := range Rules() {
		severity, on := r.severity(in)
		if !on || !r.Build && !in.All {
			continue
		}
		for _, p := range merge(r.find(s)) {
			p.Severity, p.Code = severity, r.Code
			out.Add(p)
		}
	}
	out.Sort()
	return out
}

func (r Rule) severity(in Input) (diag.Severity, bool) {
	said := ""
	if in.Severity != nil {
		said = in.Severity(r.Code)
	}
	switch said {
	case "off":
		return 0, false
	case "warn":
		return diag.Warning, true
	case "error":
		return diag.Error, true
	}
	return r.Severity, true
}

// merge reports what stands on many pages, such as a link of the frame, once, with the number of pages.
func merge(found []finding) diag.List {
	type key struct {
		file, text, hint string
		line, col        int
	}
	var out diag.List
	at, times := map[key]int{}, map[key]int{}
	for _, f := range found {
		k := key{"", f.Text, f.Hint, f.Line, f.Column}
		if f.Line > 0 {
			k.file = f.File
		}
		if times[k]++; times[k] == 1 {
			at[k] = len(out)
			if f.File == "" {
				f.File = f.file
			}
			out.Add(f.Problem)
		}
	}
	for k, n := range times {
		if n > 1 && k.line == 0 {
			out[at[k]].Text += " (and in " + plural(n-1, "more file") + ")"
		}
	}
	slices.SortStableFunc(out, func(a, b diag.Problem) int { return cmp.Compare(a.Text, b.Text) })
	return out
}

// fileNames are the paths of the site without index.html, for suggestions.
func (s *site) pageNames() []string {
	var out []string
	for _, p := range s.order {
		if folder, ok := strings.CutSuffix(p, "/index.html"); ok && !strings.HasPrefix(p, "posts/") {
			out = append(out, folder)
		}
	}
	return out
}
