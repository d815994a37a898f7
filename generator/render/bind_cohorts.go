package render

import (
	"fmt"
	"math"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
)

// cohortWords is what the wording of the weeks of entry picks from.
type cohortWords struct {
	finding
	Weeks, Immature, Hidden  int
	Full, Entered, Converted int // weeks that are over and shown, and their people
}

// bindCohorts is a funnel of people by the week in which they entered: {{< cohorts "People who saw a post" >}}. A week whose
// people are still under way is drawn as unfinished.
func bindCohorts(b *binding, r *page.Ref) (fragment, error) {
	f, err := b.funnelOfPeople(r)
	if err != nil {
		return fragment{}, err
	}
	if len(f.Weeks) == 0 {
		return fragment{}, r.Problem("no-weeks", fmt.Sprintf("the funnel %q has no weeks of entry", f.Name), "an open funnel has none: people enter at any step")
	}
	said := b.cohortWords(f)
	w := b.words
	fig := &Figure{
		ID: b.id(f.Name + "-weeks"), Title: b.heading(r, w.say("people.cohorts-title", said)), Subtitle: w.say("people.cohorts-subtitle", said),
		Table: b.cohortTable(f, said), Notes: []string{w.say("people.cohorts-note", said)}, Links: b.rowsLinks(weeksCSV(f.Name)),
	}
	c := chart.Line{Head: fig.head()}
	series, top := chart.LineSeries{Name: upperFirst(said.Last.Verb), Tone: chart.Key}, 0.0
	for _, week := range f.Weeks {
		c.Buckets = append(c.Buckets, chart.Bucket{Label: b.loc.date(week.From, "2 Jan", "01-02"), Partial: week.Immature})
		v, label := math.NaN(), ""
		if e := week.Converted; e.OK() && !week.Withheld {
			v, label, top = e.Value, b.loc.rate(e).Value, math.Max(top, e.Value)
		}
		series.Values, series.Labels = append(series.Values, model.Number(v)), append(series.Labels, label)
	}
	c.Series, c.Ticks = []chart.LineSeries{series}, b.shareTicks(top)
	return fragment{layout: "figure", data: fig, figure: fig, chart: c}, nil
}

// cohortWords sums the weeks that are over and shown. No week is picked out: the best of fifty is mostly luck.
func (b *binding) cohortWords(f *model.FunnelResult) cohortWords {
	out := cohortWords{finding: b.funnelFinding(f), Weeks: len(f.Weeks)}
	for _, week := range f.Weeks {
		switch {
		case week.Withheld:
			out.Hidden++
		case week.Immature:
			out.Immature++
		default:
			out.Full++
			out.Entered += int(week.Counts[0])
			out.Converted += int(week.Counts[len(week.Counts)-1])
		}
	}
	return out
}

func (b *binding) cohortTable(f *model.FunnelResult, said cohortWords) Table {
	w := b.words
	columns := []Column{{Label: w.say("trend.week", nil)}}
	for _, st := range said.Chain {
		columns = append(columns, Column{st.Label, true})
	}
	t := newTable(said.Name, append(columns, Column{w.say("people.share", nil), true})...)
	for _, week := range f.Weeks {
		name := b.loc.day(week.From)
		if week.Immature {
			name = w.say("people.immature", name)
		}
		cells := []string{name}
		for _, n := range week.Counts {
			cells = append(cells, b.loc.count(float64(n)))
		}
		t.add(append(cells, b.withRange(week.Converted))...)
	}
	return t
}
