package render

import (
	"fmt"
	"math"
	"slices"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// bindTrend is a metric by week: {{< trend "revenue" >}}.
func bindTrend(b *binding, r *page.Ref) (fragment, error) {
	t := b.series(r.Arg(0))
	if t == nil {
		var names []string
		for _, s := range b.Report.Trend {
			names = append(names, s.Metric)
		}
		text := fmt.Sprintf("no trend of %q", r.Arg(0))
		return fragment{}, r.Problem("unknown-metric", text, diag.DidYouMean(r.Arg(0), names))
	}
	said := b.recentOf(t.Metric)
	m := model.MetricNamed(t.Metric)
	fig := &Figure{
		ID:       b.id("trend-" + t.Metric),
		Title:    b.heading(r, b.words.say("trend."+map[bool]string{true: "title", false: "plain"}[said.OK], said)),
		Subtitle: b.words.say("trend.subtitle", t),
		Table:    b.trendTable(t, m),
		Links:    b.rowsLinks(trendCSV(t.Metric)),
		Notes:    b.trendNotes(t, said),
	}
	return fragment{layout: "figure", data: fig, figure: fig, chart: b.trendChart(fig, t, m)}, nil
}

func (b *binding) trendNotes(t *model.Series, said recent) []string {
	out := []string{b.words.say("trend.weeks", t)}
	switch {
	case said.OK:
		out = append(out, b.words.say("trend.compared", said))
	case !said.Across: // else the break's own sentence says it
		out = append(out, said.Why)
	}
	if said.AllOrders {
		out = append(out, b.words.say("trend.allorders", nil))
	}
	out = append(out, b.breakNotes(t.Metric)...)
	if t.OddOf > 0 {
		out = append(out, b.oddWeeks(t))
	}
	if said.Aged {
		out = append(out, b.words.say("trend.young", nil))
	}
	if n := len(t.Points); n > 0 && t.Points[n-1].Partial {
		out = append(out, b.words.say("trend.partial", nil))
	}
	return out
}

// weekWords are the weeks out of line with those around them.
type weekWords struct {
	Weeks []oddWeek
	Of    int
}

type oddWeek struct {
	Day, Value, Z string
	Above         bool
}

func (b *binding) oddWeeks(t *model.Series) string {
	said, m := weekWords{Of: t.OddOf}, model.MetricNamed(t.Metric)
	for _, p := range t.Points {
		if p.Odd != 0 {
			said.Weeks = append(said.Weeks, oddWeek{b.loc.day(p.From), b.loc.metric(m, float64(p.Value)), b.loc.num(p.Odd, 1), p.Odd > 0})
		}
	}
	return b.words.say("trend.odd", said)
}

func (b *binding) trendTable(t *model.Series, m model.Metric) Table {
	out := newTable(b.words.label(m), Column{Label: b.words.say("trend.week", nil)}, Column{b.words.label(m), true}, Column{b.words.say("trend.posts", nil), true})
	whole := m.Money && slices.ContainsFunc(t.Points, func(p model.Point) bool { return math.Abs(float64(p.Value)) >= 1000 })
	for _, p := range t.Points {
		week := b.loc.day(p.From)
		if p.Partial {
			week = b.words.say("trend.unfinished", week)
		} else if p.Young {
			week = b.words.say("trend.coming", week)
		}
		if p.Break {
			week = b.words.say("trend.broken-week", week)
		}
		if p.Odd != 0 {
			week = b.words.say("trend.odd-mark", week)
		}
		value := b.loc.metric(m, float64(p.Value))
		if m.Money { // one precision a column
			value = b.loc.moneyDigits(float64(p.Value), map[bool]int{true: 0, false: b.loc.minor}[whole])
		}
		out.add(week, value, b.loc.count(float64(p.Posts)))
	}
	return out
}

func (b *binding) trendChart(fig *Figure, t *model.Series, m model.Metric) chart.Chart {
	c := chart.Line{Head: fig.head()}
	line := chart.LineSeries{Name: b.words.label(m), Tone: chart.Key}
	top := 0.0
	for _, p := range t.Points {
		if !math.IsNaN(float64(p.Value)) {
			top = math.Max(top, float64(p.Value))
		}
		bucket := chart.Bucket{Label: b.loc.date(p.From, "2 Jan", "01-02"), Partial: p.Partial || p.Young}
		if p.Break {
			bucket.Break = b.words.say("trend.anew", nil)
		}
		c.Buckets = append(c.Buckets, bucket)
		line.Values = append(line.Values, p.Value)
		line.Labels = append(line.Labels, b.loc.metric(m, float64(p.Value)))
	}
	c.Series = []chart.LineSeries{line}
	for _, v := range chart.Ticks(0, top, 4) {
		c.Ticks = append(c.Ticks, chart.Tick{Value: v, Label: b.loc.metric(m, v)})
	}
	return c
}
