package render

import (
	"math"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
)

// reversal is a pair of groups whose strata turn the answer round: a line a stratum, and the whole that goes the other
// way.
func (b *binding) reversal(r *page.Ref, given *model.Mix) (MixPair, picture) {
	say, m, w := b.words.say, highFirst(given), b.mixWords(given)
	fig := &Figure{ID: b.mixID(given), Title: b.heading(r, upperFirst(say("mix.title", w))), Subtitle: say("mix.picture", w), Table: b.reversalTable(m, w),
		Notes: []string{say("mix.note", w), b.looksNote()}, Links: b.rowsLinks(mixCSV)}
	return MixPair{Figure: fig, Say: []string{say("mix.lead", w)}}, picture{fig, b.reversalChart(fig, m, w)}
}

// reversalTable has what the picture shows and what stands behind it: a row a stratum and group, the whole last.
func (b *binding) reversalTable(m model.Mix, w mixWords) Table {
	say := b.words.say
	out := newTable(say("mix.caption", w), Column{Label: upperFirst(w.By)}, Column{Label: upperFirst(w.Feature)}, Column{say("mix.rate", nil), true}, Column{say("groups.posts", nil), true}, Column{w.Exposure.Label, true})
	rows := func(name string, x model.Stratum) {
		out.add(name, w.A, b.mixRate(x.RateA), b.loc.count(float64(x.PostsA)), b.exposed(x.RateA))
		out.add(name, w.B, b.mixRate(x.RateB), b.loc.count(float64(x.PostsB)), b.exposed(x.RateB))
	}
	for _, x := range m.Strata {
		rows(brief(x.Name), x)
	}
	rows(say("mix.all", w), wholeOf(m))
	return out
}

// mixRate is a rate per 1,000 with its interval.
func (b *binding) mixRate(e model.Estimate) string {
	i := b.loc.perThousand(e)
	if i.Range() == "" {
		return i.Value
	}
	return i.Value + " (" + i.Range() + ")"
}

func (b *binding) exposed(e model.Estimate) string {
	if !e.OK() {
		return missing
	}
	return b.loc.count(e.N)
}

func (b *binding) reversalChart(fig *Figure, m model.Mix, w mixWords) chart.Chart {
	c := chart.Reversal{Head: fig.head(), Groups: [2]string{w.A, w.B}}
	line := func(name string, x model.Stratum) chart.ReversalLine {
		return chart.ReversalLine{Name: name, Ends: [2]chart.ReversalEnd{b.reversalEnd(x.RateA), b.reversalEnd(x.RateB)}}
	}
	top := 0.0
	for _, x := range m.Strata {
		c.Strata = append(c.Strata, line(brief(x.Name), x))
		for _, e := range []model.Estimate{x.RateA, x.RateB} {
			if e.OK() {
				top = max(top, e.Value)
			}
		}
	}
	c.All = line(b.words.say("mix.all", w), wholeOf(m))
	for i, r := range []interval{w.RateA, w.RateB} {
		c.All.Ends[i].Label = r.Value
	}
	for _, v := range chart.Ticks(0, top*perThousand, 4) {
		c.Ticks = append(c.Ticks, chart.Tick{Value: v, Label: b.loc.num(v, decimalsFor(top*perThousand/4))})
	}
	return c
}

// reversalEnd is a rate per 1,000; the area of its dot is how many it was held over.
func (b *binding) reversalEnd(e model.Estimate) chart.ReversalEnd {
	if !e.OK() {
		none := model.Number(math.NaN())
		return chart.ReversalEnd{Value: none, Low: none, High: none, Size: none, Label: missing}
	}
	n := func(v float64) model.Number { return model.Number(v * perThousand) }
	return chart.ReversalEnd{Value: n(e.Value), Low: n(e.Low), High: n(e.High), Size: model.Number(e.N), Label: b.mixRate(e)}
}
