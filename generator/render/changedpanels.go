package render

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"likewise/generator/diff"
	"likewise/generator/model"
)

// totals are the sums, in the order of the catalogue, each with the posts that moved it.
func (c *changes) totals() *Panel {
	rows := slices.Clone(c.d.Totals)
	rank := map[string]int{}
	for i, m := range c.metrics {
		rank[m.Name] = i + 1
	}
	slices.SortStableFunc(rows, func(a, b diff.Change) int {
		return cmp.Compare(cmp.Or(rank[a.Name], len(rank)+1), cmp.Or(rank[b.Name], len(rank)+1))
	})
	p := c.panel("totals", len(rows), c.totalWords(rows), c.column("metric", false), c.column("before", true), c.column("now", true), c.column("difference", true), c.column("ofwhich", false))
	for _, x := range rows[:min(mostChanged, len(rows))] {
		p.Sheet.add("", cellOf(upperFirst(c.term(x.Name).Label)), cellOf(c.value(x.Name, x.Before)), cellOf(c.value(x.Name, x.After)), c.difference(x), cellOf(c.parts(x)))
	}
	return p
}

// totalWords is the one total that stands for all in the title: what posts are ranked by, else the exposure.
type totalWords struct {
	N           int
	Main        term
	Before, Now string
}

func (c *changes) totalWords(rows []diff.Change) totalWords {
	said := totalWords{N: len(rows)}
	for _, name := range []string{c.Site.Primary, c.Site.Exposure} {
		for _, x := range rows {
			if x.Name == name && said.Before == "" {
				said.Main, said.Before, said.Now = c.term(name), c.value(name, x.Before), c.value(name, x.After)
			}
		}
	}
	return said
}

// parts says which posts a difference comes from: "new posts +1,200, newer counts +30". Nothing where the parts would not
// sum to the difference.
func (c *changes) parts(x diff.Change) string {
	before, after := orNone(x.Before), orNone(x.After)
	if x.Parts == nil || math.Abs(after-before-(x.Parts.New+x.Parts.Revised-x.Parts.Gone)) > 1e-6*max(1, math.Abs(after), math.Abs(before)) {
		return missing
	}
	var out []string
	for _, p := range []struct {
		key   string
		value float64
	}{{"ofnew", x.Parts.New}, {"ofrevised", x.Parts.Revised}, {"ofgone", -x.Parts.Gone}} {
		if math.Abs(p.value) > 1e-9 {
			out = append(out, c.words.say("since."+p.key, nil)+nbsp+c.signed(x.Name, p.value))
		}
	}
	return strings.Join(out, ", ")
}

func orNone(n model.Number) float64 {
	if v := float64(n); !math.IsNaN(v) {
		return v
	}
	return 0
}

func (c *changes) funnelSteps() *Panel {
	rows := c.inOrder()
	p := c.panel("funnels", len(rows), len(rows), c.column("step", false), c.column("before", true), c.column("now", true), c.column("difference", true))
	for _, x := range rows[:min(mostChanged, len(rows))] {
		p.Sheet.add("", SheetCell{Text: upperFirst(c.term(x.Name).Label), Small: line(x.Of)}, cellOf(c.value(x.Name, x.Before)), cellOf(c.value(x.Name, x.After)), c.difference(x))
	}
	return p
}

// inOrder are the changed steps by funnel, in the order of its steps.
func (c *changes) inOrder() []diff.Change {
	rows := slices.Clone(c.d.Funnels)
	at := func(x diff.Change) int {
		for i := range c.Report.Funnels {
			f := &c.Report.Funnels[i]
			if f.Name != x.Of {
				continue
			}
			return slices.IndexFunc(f.Steps, func(st model.StepResult) bool { return st.Name == x.Name })
		}
		return -1
	}
	slices.SortStableFunc(rows, func(a, b diff.Change) int { return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(at(a), at(b))) })
	return rows
}

func (c *changes) signalVerdicts() *Panel {
	rows := c.d.Signals
	said := struct {
		N           int
		Action      term
		Before, Now string
	}{N: len(rows)}
	if len(rows) == 1 {
		said.Action, said.Before, said.Now = c.term(rows[0].Name), c.verdictWord(rows[0].Before), c.verdictWord(rows[0].After)
	}
	p := c.panel("signals", len(rows), said, c.column("signal", false), c.column("before", false), c.column("now", false))
	for _, x := range rows[:min(mostChanged, len(rows))] {
		p.Sheet.add("", SheetCell{Text: upperFirst(c.term(x.Name).Label), Small: c.words.say("since.for", c.term(x.Of))}, c.chip(x.Before), c.chip(x.After))
	}
	return p
}

// postVerdicts begins with those that say something now, or did before; of these with the primary rate's, and then in the
// order of site.toml.
func (c *changes) postVerdicts() *Panel {
	rows := slices.Clone(c.d.Verdicts)
	declared := slices.Concat(c.Site.Macro, c.Site.Micro)
	clear := func(v string) bool { return v == "above" || v == "below" }
	order := func(v diff.Verdict) int {
		switch primary := v.Name == c.Site.Primary; {
		case primary && clear(v.After):
			return 0
		case primary && clear(v.Before):
			return 1
		case clear(v.After):
			return 2
		case clear(v.Before):
			return 3
		case primary:
			return 4
		}
		return 5
	}
	slices.SortStableFunc(rows, func(a, b diff.Verdict) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(slices.Index(declared, a.Name), slices.Index(declared, b.Name)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.At, b.At))
	})
	said := struct{ N, Above, Below int }{N: len(rows)}
	for _, x := range rows {
		switch x.After {
		case "above":
			said.Above++
		case "below":
			said.Below++
		}
	}
	p := c.panel("verdicts", len(rows), said, c.column("post", false), c.column("on", false), c.column("verdict", false))
	for _, x := range rows[:min(mostChanged, len(rows))] {
		now := c.chip(x.After)
		now.Text = c.verdictWord(x.Before) + " → "
		p.Sheet.add("", c.post(x.At), cellOf(upperFirst(c.term(x.Name).Label)), now)
	}
	return p
}

// newPosts are the latest first.
func (c *changes) newPosts() *Panel {
	rows := slices.Clone(c.d.Added)
	slices.SortStableFunc(rows, func(a, b diff.Post) int { return cmp.Compare(c.place[b.At], c.place[a.At]) })
	p := c.panel("new", len(rows), len(rows), c.counted()...)
	for _, x := range rows[:min(mostChanged, len(rows))] {
		p.Sheet.add("", append([]SheetCell{c.post(x.At)}, c.counts(c.posts[x.At].Metrics)...)...)
	}
	return p
}

// gonePosts have no page any more.
func (c *changes) gonePosts() *Panel {
	p := c.panel("gone", len(c.d.Removed), len(c.d.Removed), c.counted()...)
	for _, x := range c.d.Removed[:min(mostChanged, len(c.d.Removed))] {
		was := c.Before.Posts[x.At]
		p.Sheet.add("", append([]SheetCell{{Text: cut(cmp.Or(line(x.Title), line(x.ID)), 90), Small: line(x.ID)}}, c.counts(was.Metrics)...)...)
	}
	return p
}

// counted are the columns of a post with its exposure and what it is ranked by.
func (c *changes) counted() []Column {
	out := []Column{c.column("post", false), {upperFirst(c.term(c.Site.Exposure).Label), true}}
	if c.Site.Primary != "" {
		out = append(out, Column{upperFirst(c.term(c.Site.Primary).Label), true})
	}
	return out
}

func (c *changes) counts(metrics map[string]float64) []SheetCell {
	names := []string{c.Site.Exposure}
	if c.Site.Primary != "" {
		names = append(names, c.Site.Primary)
	}
	var out []SheetCell
	for _, n := range names {
		v, ok := metrics[n]
		if !ok {
			v = math.NaN()
		}
		out = append(out, cellOf(c.value(n, model.Number(v))))
	}
	return out
}

// revisedPosts begins with the largest change of the exposure.
func (c *changes) revisedPosts() *Panel {
	rows := slices.Clone(c.d.Revised)
	moved := func(r diff.Revised) float64 {
		for _, m := range r.Metrics {
			if m.Name == c.Site.Exposure {
				return math.Abs(orNone(m.After) - orNone(m.Before))
			}
		}
		return 0
	}
	slices.SortStableFunc(rows, func(a, b diff.Revised) int { return cmp.Compare(moved(b), moved(a)) })
	p := c.panel("revised", len(rows), len(rows), c.column("post", false), c.column("what", false))
	for _, x := range rows[:min(mostChanged, len(rows))] {
		p.Sheet.add("", c.post(x.At), cellOf(c.newer(x.Metrics)))
	}
	return p
}

// mostCounts bounds the counts that are listed of a post.
const mostCounts = 4

// newer lists the counts of a post that are not what they were: the exposure, what posts are ranked by, then the rest in
// the order of the catalogue.
func (c *changes) newer(rows []diff.Change) string {
	names := []string{c.Site.Exposure, c.Site.Primary}
	for _, m := range c.metrics {
		if !slices.Contains(names, m.Name) {
			names = append(names, m.Name)
		}
	}
	var parts []string
	for _, name := range names {
		for _, x := range rows {
			if x.Name == name {
				parts = append(parts, c.words.say("since.count", countWords{c.term(name), c.value(name, x.Before), c.value(name, x.After), math.IsNaN(float64(x.Before)), math.IsNaN(float64(x.After))}))
			}
		}
	}
	if more := len(parts) - mostCounts; more > 0 {
		parts = append(parts[:mostCounts], c.words.say("list.more", more))
	}
	return strings.Join(parts, ", ")
}

// countWords is a count of a post, then and now.
type countWords struct {
	Metric      term
	Before, Now string
	First, Gone bool // there was none, there is none
}

// pages are those that are new or gone; which of the others read differently cannot be told before they are written.
// Files without a title, such as those that lead an old address on, are none.
func (c *changes) pages() *Panel {
	titles := map[string]string{}
	for _, e := range c.entries() {
		titles[e.Path+"index.html"] = e.Title
	}
	added := slices.DeleteFunc(slices.Clone(c.d.Pages.Added), func(name string) bool { return titles[name] == "" })
	n := len(added) + len(c.d.Pages.Removed)
	p := c.panel("pages", n, n, c.column("page", false), c.column("became", false))
	for _, name := range added {
		p.Sheet.add("", SheetCell{Text: titles[name], URL: c.root + name}, cellOf(c.words.say("since.isnew", nil)))
	}
	for _, name := range c.d.Pages.Removed {
		p.Sheet.add("", cellOf(line(strings.TrimSuffix(name, "index.html"))), cellOf(c.words.say("since.isgone", nil)))
	}
	p.Sheet.Rows = p.Sheet.Rows[:min(mostChanged, n)]
	return p
}

func (c *changes) files() *Panel {
	f := c.d.Inputs
	n := len(f.Added) + len(f.Removed) + len(f.Changed)
	p := c.panel("files", n, n, c.column("file", false), c.column("became", false))
	for _, g := range []struct {
		key   string
		names []string
	}{{"isnew", f.Added}, {"ischanged", f.Changed}, {"isgone", f.Removed}} {
		for _, name := range g.names {
			p.Sheet.add("", cellOf(line(name)), cellOf(c.words.say("since."+g.key, nil)))
		}
	}
	p.Sheet.Rows = p.Sheet.Rows[:min(mostChanged, n)]
	return p
}
