package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
)

// mostCurves is how many groups a drawing of curves shows: more lines than that cannot be told apart.
const mostCurves = 5

// groupTimeWords is what the wording of the curves of groups picks from.
type groupTimeWords struct {
	timeWords
	Name, By                    string
	Fast, FastGroup             string // the least median of a group
	Slow, SlowGroup             string // the greatest
	Overlap                     bool   // the intervals of the two overlap
	Several                     bool   // two groups or more have a median
	Drawn, Hidden, Withheld, Of int    // Hidden: groups of whom too few converted to show when
}

// groupTimes is the curve of conversions and the median time of each group.
func (b *binding) groupTimes(r *page.Ref, f *model.FunnelResult, by string) (fragment, error) {
	if by != "group" {
		return fragment{}, r.Problem("shortcode-args", fmt.Sprintf("by wants \"group\", got %q", by), `write by="group", or leave it out`)
	}
	var drawn []model.FunnelGroup
	for _, g := range f.Groups {
		if g.Time != nil && len(g.Time.Curve) > 0 && g.Name != groupNone {
			drawn = append(drawn, g)
		}
	}
	if len(drawn) == 0 {
		return fragment{}, r.Problem("no-times", fmt.Sprintf("no group of the funnel %q has times to show", f.Name), "declare groupBy in its [[funnel]], or leave the figure out")
	}
	said := b.groupTimeWords(f, drawn)
	drawn = drawn[:said.Drawn]
	w := b.words
	fig := &Figure{
		ID: b.id(f.Name + "-time-by-" + f.GroupBy), Title: b.heading(r, w.say("people.grouptime-title", said)), Subtitle: w.say("people.grouptime-subtitle", said),
		Table: b.groupTimeTable(f, said), Notes: []string{w.say("people.grouptime-note", said)}, Links: b.rowsLinks(funnelGroupsCSV(f)),
	}
	c := chart.Line{Head: fig.head()}
	last, top := 0.0, 0.0
	for _, g := range drawn {
		last = math.Max(last, g.Time.Curve[len(g.Time.Curve)-1].Seconds)
	}
	for i := 0; i <= curvePoints; i++ {
		c.Buckets = append(c.Buckets, chart.Bucket{Label: span(last * float64(i) / curvePoints)})
	}
	highest := slices.MaxFunc(drawn, func(x, y model.FunnelGroup) int { return cmp.Compare(endOf(x), endOf(y)) }).Name
	for _, g := range drawn {
		line := chart.LineSeries{Name: b.groupName(g.Name, said.By, g.Together)}
		if g.Name == highest {
			line.Tone = chart.Key
		}
		for j := 0; j <= curvePoints; j++ {
			e := convertedBy(g.Time.Curve, last*float64(j)/curvePoints)
			line.Values, line.Labels = append(line.Values, model.Number(e.Value)), append(line.Labels, b.loc.rate(e).Value)
			top = math.Max(top, e.Value)
		}
		c.Series = append(c.Series, line)
	}
	c.Ticks = b.shareTicks(top)
	return fragment{layout: "figure", data: fig, figure: fig, chart: c}, nil
}

// endOf is the share that had converted at the end of the group's curve.
func endOf(g model.FunnelGroup) float64 { return g.Time.Curve[len(g.Time.Curve)-1].Converted.Value }

func (b *binding) groupTimeWords(f *model.FunnelResult, drawn []model.FunnelGroup) groupTimeWords {
	out := groupTimeWords{timeWords: timeWords{Goal: b.funnelFinding(f).Last.Verb}, Name: brief(f.Name), By: brief(f.GroupBy), Of: len(f.Groups), Withheld: f.Withheld, Drawn: min(len(drawn), mostCurves)}
	var fast, slow *model.FunnelGroup
	for i := range f.Groups {
		g := &f.Groups[i]
		if g.Time == nil {
			continue
		}
		out.Converted, out.UnderWay = out.Converted+g.Time.Converted, out.UnderWay+g.Time.UnderWay
		if len(g.Time.Curve) == 0 {
			out.Hidden++
		}
		if !g.Time.Median.OK() || g.Name == groupNone {
			continue
		}
		if fast == nil || g.Time.Median.Value < fast.Time.Median.Value {
			fast = g
		}
		if slow == nil || g.Time.Median.Value > slow.Time.Median.Value {
			slow = g
		}
	}
	if fast == nil || fast == slow {
		return out
	}
	out.Several = true
	out.Fast, out.FastGroup = b.spanInWords(fast.Time.Median.Value), b.groupName(fast.Name, out.By, 0)
	out.Slow, out.SlowGroup = b.spanInWords(slow.Time.Median.Value), b.groupName(slow.Name, out.By, 0)
	out.Overlap = !(fast.Time.Median.High < slow.Time.Median.Low) // an interval that is not known overlaps
	return out
}

// groupTimeTable has a row a group: who converted, how fast, and who is still under way.
func (b *binding) groupTimeTable(f *model.FunnelResult, said groupTimeWords) Table {
	w := b.words
	t := newTable(said.Name, Column{Label: upperFirst(said.By)}, Column{w.say("people.entered", nil), true}, Column{upperFirst(said.Goal), true},
		Column{w.say("people.median", nil), true}, Column{w.say("figure.interval", nil), true}, Column{w.say("people.byend", nil), true}, Column{w.say("figure.interval", nil), true}, Column{w.say("people.underway", nil), true})
	for _, g := range f.Groups {
		if g.Time == nil {
			continue
		}
		cells := []string{b.groupName(g.Name, said.By, g.Together), b.loc.count(float64(g.Steps[0].Count)), b.loc.count(float64(g.Time.Converted))}
		median, within := line(g.Time.Why), missing
		if m := g.Time.Median; m.OK() {
			median = span(m.Value)
			if !math.IsNaN(m.Low) {
				within = w.say("people.fromto", [2]string{span(m.Low), span(m.High)})
			}
		}
		end := [2]string{missing, missing}
		if n := len(g.Time.Curve); n > 0 {
			end = b.cells(g.Time.Curve[n-1].Converted)
		}
		t.add(append(cells, median, within, end[0], end[1], b.loc.count(float64(g.Time.UnderWay)))...)
	}
	return t
}
