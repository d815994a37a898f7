package render

import (
	"math"

	"likewise/generator/diff"
	"likewise/generator/model"
)

// post links to a post of this report, with its format and day.
func (c *changes) post(at int) SheetCell {
	p := c.posts[at]
	return SheetCell{Text: cut(p.Title, 90), URL: href(c.root, p.Path), Small: c.postDetail(p), Class: "who"}
}

// judged is a verdict in a word with its tone. What another version of likewise wrote, or nobody, is none.
func (c *changes) judged(v string) (word, tone string) {
	switch v {
	case "supports":
		return c.words.say("verdict."+v, nil), "key"
	case "contradicts":
		return c.words.say("verdict."+v, nil), "warn"
	case "cannot-tell":
		return c.words.say("verdict."+v, nil), ""
	}
	if word, tone = c.verdict(v); word == "" {
		word = c.words.say("since.notyet", nil)
	}
	return word, tone
}

func (c *changes) verdictWord(v string) string {
	word, _ := c.judged(v)
	return word
}

func (c *changes) chip(v string) SheetCell {
	word, tone := c.judged(v)
	return SheetCell{Chip: word, Tone: tone}
}

func (c *changes) value(metric string, n model.Number) string {
	return c.loc.metric(model.MetricNamed(metric), float64(n))
}

// difference is the change with its sign, and under it the same in per cent of what was.
func (c *changes) difference(x diff.Change) SheetCell {
	before, after := float64(x.Before), float64(x.After)
	if math.IsNaN(before) || math.IsNaN(after) {
		return cellOf(missing)
	}
	cell := cellOf(c.signed(x.Name, after-before))
	if before > 0 {
		cell.Small = c.relative(after/before - 1)
	}
	return cell
}

// relative is a change in per cent, with a decimal where it is below ten; nothing where that is nothing.
func (c *changes) relative(ratio float64) string {
	if math.Abs(ratio) >= .0995 {
		return c.loc.change(ratio)
	}
	switch text := c.loc.percent(math.Abs(ratio), 1); {
	case math.Abs(ratio) < .0005:
		return ""
	case ratio > 0:
		return "+" + text
	default:
		return "−" + text
	}
}

func (c *changes) signed(metric string, v float64) string {
	switch text := c.value(metric, model.Number(math.Abs(v))); {
	case math.Abs(v) < 1e-9:
		return "0"
	case v > 0:
		return "+" + text
	default:
		return "−" + text
	}
}

// changedRows is everything that changed, a row each.
func changedRows(d *diff.Diff) []byte {
	out := newSheet("what", "of", "name", "title", "before", "after")
	for _, x := range d.Totals {
		out.row("total", "", formulaSafe(x.Name), "", num(float64(x.Before)), num(float64(x.After)))
	}
	for _, x := range d.Funnels {
		out.row("funnel", formulaSafe(x.Of), formulaSafe(x.Name), "", num(float64(x.Before)), num(float64(x.After)))
	}
	for _, x := range d.Signals {
		out.row("signal", formulaSafe(x.Of), formulaSafe(x.Name), "", formulaSafe(x.Before), formulaSafe(x.After))
	}
	for _, x := range d.Verdicts {
		out.row("verdict", formulaSafe(x.Of), formulaSafe(x.Name), formulaSafe(x.Title), formulaSafe(x.Before), formulaSafe(x.After))
	}
	for _, x := range d.Added {
		out.row("post", formulaSafe(x.ID), "", formulaSafe(x.Title), "", "new")
	}
	for _, x := range d.Revised {
		for _, m := range x.Metrics {
			out.row("post", formulaSafe(x.ID), formulaSafe(m.Name), formulaSafe(x.Title), num(float64(m.Before)), num(float64(m.After)))
		}
	}
	for _, x := range d.Removed {
		out.row("post", formulaSafe(x.ID), "", formulaSafe(x.Title), "", "gone")
	}
	for _, g := range []struct {
		what string
		diff.Files
	}{{"page", d.Pages}, {"file", d.Inputs}} {
		for _, name := range g.Added {
			out.row(g.what, "", formulaSafe(name), "", "", "new")
		}
		for _, name := range g.Changed {
			out.row(g.what, "", formulaSafe(name), "", "", "changed")
		}
		for _, name := range g.Removed {
			out.row(g.what, "", formulaSafe(name), "", "", "gone")
		}
	}
	return out.bytes()
}
