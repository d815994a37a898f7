// Package diff says what changed between two built sites, from their analysis.json and manifest.json: numbers, verdicts,
// posts that came, went or were revised by a re-export, pages and data files.
//
// It compares what was published and computes nothing anew. It reads only the fields it compares, so that sites of
// different versions of likewise can be held against each other.
package diff

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"likewise/generator/model"
)

// Schema names the version of the JSON form.
const Schema = "likewise.diff/1"

// Diff is what changed. Every list is sorted and never nil.
type Diff struct {
	Schema   string    `json:"schema"`
	Before   Side      `json:"before"`
	After    Side      `json:"after"`
	Totals   []Change  `json:"totals"`
	Funnels  []Change  `json:"funnels"`  // Of is the funnel, Name the step
	Signals  []Verdict `json:"signals"`  // Of is the outcome, Name the action
	Verdicts []Verdict `json:"verdicts"` // Of is the post, Name the metric of the rate
	Added    []Post    `json:"added"`
	Removed  []Post    `json:"removed"`
	Revised  []Revised `json:"revised"` // in both, with other counts
	Pages    Files     `json:"pages"`   // without the pages of single posts
	Inputs   Files     `json:"inputs"`
}

// Side is one of the two sites.
type Side struct {
	AsOf    string `json:"asOf"`
	Version string `json:"version"`
	From    string `json:"from"`
	To      string `json:"to"`
	Posts   int    `json:"posts"`
}

// Change is a number before and after; null where there was none.
type Change struct {
	Of     string       `json:"of,omitempty"`
	Name   string       `json:"name"`
	Before model.Number `json:"before"`
	After  model.Number `json:"after"`
	Parts  *Parts       `json:"parts,omitempty"` // of a total
}

// Parts split the change of a total, which is a sum over posts: After - Before = New + Revised - Gone.
type Parts struct {
	New     float64 `json:"new"`     // sum over the posts that came
	Revised float64 `json:"revised"` // what newer counts added to posts that are in both
	Gone    float64 `json:"gone"`    // sum over the posts that went
}

// Verdict is a judgement before and after; empty where there was none.
type Verdict struct {
	Of     string `json:"of"`
	Title  string `json:"title,omitempty"`
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
	At     int    `json:"-"` // index of the post, as in Post
}

// Post names a post.
type Post struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// At is its index among the posts of the site after, or before where it is gone.
	At int `json:"-"`
}

// Revised is a post whose counts changed.
type Revised struct {
	Post
	Metrics []Change `json:"metrics"`
}

// Files are files by what became of them.
type Files struct {
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
	Changed []string `json:"changed"`
}

func (f Files) empty() bool { return len(f.Added)+len(f.Removed)+len(f.Changed) == 0 }

// Empty reports whether nothing changed.
func (d *Diff) Empty() bool {
	return len(d.Totals)+len(d.Funnels)+len(d.Signals)+len(d.Verdicts)+len(d.Added)+len(d.Removed)+len(d.Revised) == 0 && d.Pages.empty() && d.Inputs.empty()
}

// Sites compares two folders that likewise built.
func Sites(before, after string) (*Diff, error) {
	a, err := Read(before)
	if err != nil {
		return nil, err
	}
	b, err := Read(after)
	if err != nil {
		return nil, err
	}
	return Compare(a, b), nil
}

// Compare says what changed from one site to another.
func Compare(a, b *Site) *Diff {
	d := &Diff{Schema: Schema, Before: a.side(), After: b.side(), Totals: numbers("", a.Totals, b.Totals), Added: []Post{}, Removed: []Post{}, Revised: []Revised{}, Verdicts: []Verdict{}, Signals: []Verdict{}, Funnels: []Change{}}
	fa, fb := a.funnels(), b.funnels()
	for _, name := range union(fa, fb) {
		d.Funnels = append(d.Funnels, numbers(name, fa[name], fb[name])...)
	}
	d.Signals = append(d.Signals, verdicts(a.signals(), b.signals())...)
	doubtful := twice(a, b)
	pa, pb := a.byID(doubtful), b.byID(doubtful)
	for _, id := range union(pa, pb) {
		d.post(id, pa[id], pb[id])
	}
	d.split(a, b)
	d.Pages = files(a.Pages, b.Pages)
	d.Inputs = files(a.Inputs, b.Inputs)
	return d
}

func (d *Diff) post(id string, a, b *post) {
	switch {
	case a == nil:
		d.Added = append(d.Added, Post{id, b.Title, b.at})
		return
	case b == nil:
		d.Removed = append(d.Removed, Post{id, a.Title, a.at})
		return
	}
	if !maps.Equal(a.Metrics, b.Metrics) { // most posts are as they were
		if m := numbers("", a.Metrics, b.Metrics); len(m) > 0 {
			d.Revised = append(d.Revised, Revised{Post{id, b.Title, b.at}, m})
		}
	}
	if slices.Equal(a.Rates, b.Rates) {
		return
	}
	va, vb := a.verdicts(), b.verdicts()
	for _, metric := range union(va, vb) {
		if va[metric] != vb[metric] {
			d.Verdicts = append(d.Verdicts, Verdict{id, b.Title, metric, va[metric], vb[metric], b.at})
		}
	}
}

// split says which posts changed each total.
func (d *Diff) split(a, b *Site) {
	for i := range d.Totals {
		c := &d.Totals[i]
		c.Parts = &Parts{}
		for _, p := range d.Added {
			c.Parts.New += b.Posts[p.At].Metrics[c.Name]
		}
		for _, p := range d.Removed {
			c.Parts.Gone += a.Posts[p.At].Metrics[c.Name]
		}
		for _, p := range d.Revised {
			for _, m := range p.Metrics {
				if m.Name == c.Name {
					c.Parts.Revised += orZero(m.After) - orZero(m.Before)
				}
			}
		}
	}
}

func orZero(n model.Number) float64 {
	if math.IsNaN(float64(n)) {
		return 0
	}
	return float64(n)
}

// numbers lists what differs between two sets of numbers, by name. Differences in the last digits are none.
func numbers(of string, a, b map[string]float64) []Change {
	out := []Change{}
	for _, name := range union(a, b) {
		x, y := orNaN(a, name), orNaN(b, name)
		if x == y || math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= 1e-9*max(math.Abs(x), math.Abs(y)) {
			continue
		}
		out = append(out, Change{Of: of, Name: name, Before: model.Number(x), After: model.Number(y)})
	}
	return out
}

func orNaN(m map[string]float64, name string) float64 {
	if v, ok := m[name]; ok {
		return v
	}
	return math.NaN()
}

// pair is an action held against an outcome.
type pair struct{ outcome, action string }

func verdicts(a, b map[pair]string) []Verdict {
	var out []Verdict
	all := maps.Clone(a)
	maps.Copy(all, b)
	for p := range all {
		if a[p] != b[p] {
			out = append(out, Verdict{Of: p.outcome, Name: p.action, Before: a[p], After: b[p]})
		}
	}
	slices.SortFunc(out, func(x, y Verdict) int { return cmp.Or(cmp.Compare(x.Of, y.Of), cmp.Compare(x.Name, y.Name)) })
	return out
}

// files compares two sets of path -> hash. Nothing is known to have changed of a file without a hash.
func files(a, b map[string]string) Files {
	f := Files{[]string{}, []string{}, []string{}}
	for _, p := range union(a, b) {
		x, before := a[p]
		y, after := b[p]
		switch {
		case !before:
			f.Added = append(f.Added, p)
		case !after:
			f.Removed = append(f.Removed, p)
		case x != y && x != "" && y != "":
			f.Changed = append(f.Changed, p)
		}
	}
	return f
}

// union is the sorted names of both.
func union[V any](a, b map[string]V) []string {
	all := slices.Collect(maps.Keys(a))
	for k := range b {
		if _, ok := a[k]; !ok {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, strings.Compare)
	return all
}
