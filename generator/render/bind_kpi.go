package render

import (
	"fmt"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// bindKPI is one key number: {{< kpi "purchases" compare="previous" >}}. Neighbours make a strip: see joinKPIs.
func bindKPI(b *binding, r *page.Ref) (fragment, error) {
	m, err := b.metric(r, r.Arg(0))
	if err != nil {
		return fragment{}, err
	}
	k := KPI{Label: b.words.label(m), Value: b.loc.metric(m, b.Report.Totals[m.Name]), URL: b.root + b.metricSource(m.Name)}
	if t := b.series(m.Name); t != nil {
		k.Spark = chart.Spark(sparkValues(sinceBreak(model.FullWeeks(t.Points))))
	}
	switch compare, _ := r.Get("compare"); compare {
	case "", "none":
	case "previous":
		b.compare(&k, m.Name)
	default:
		hint := diag.DidYouMean(compare, []string{"previous", "none"})
		return fragment{}, r.Problem("shortcode-args", fmt.Sprintf("kpi cannot compare with %q", compare), hint)
	}
	if x := b.lastBreak(m.Name); x != nil && x.Posts > 0 && !b.recentOf(m.Name).Across {
		said := &k.Against
		if k.Compared != "" {
			said = &k.Compared
		}
		*said = b.words.say("break.since", struct{ Day, Against string }{b.loc.day(x.At), *said})
	}
	return fragment{layout: "kpis", data: &KPIStrip{Items: []KPI{k}}}, nil
}

// compare words the last full weeks against those before.
func (s *site) compare(k *KPI, metric string) {
	r := s.recentOf(metric)
	switch {
	case !r.OK:
		k.Against = r.Why
		return
	case r.Previous <= 0:
		k.Against = s.words.say("kpi.fromzero", r)
		return
	}
	k.Last, k.Change = r.Last, s.loc.change(r.LastSum/r.Previous-1)
	k.Compared, k.AllOrders = s.words.say("kpi.against", r), r.AllOrders
	if r.One {
		k.Without = s.words.say("kpi.without", r)
	}
	if r.Chance != "" {
		k.Chance = s.words.say("kpi.chance", r)
	}
	switch {
	case r.LastSum > r.Previous:
		k.Direction = "up"
	case r.LastSum < r.Previous:
		k.Direction = "down"
	default:
		k.Direction = "flat"
	}
}

// sparkWeeks bounds a sparkline to about a year.
const sparkWeeks = 53

func sparkValues(points []model.Point) []model.Number {
	points = points[max(0, len(points)-sparkWeeks):]
	out := make([]model.Number, len(points))
	for i, p := range points {
		out[i] = p.Value
	}
	return out
}

// joinKPIs puts key numbers that stand on neighbouring lines into one strip, which the first of them shows.
func (b *binding) joinKPIs() {
	var head *fragment
	var strips []*KPIStrip
	var last *page.Ref
	for _, r := range b.page.Refs {
		f := b.fragments[r]
		if r.Name != "kpi" || f == nil {
			head = nil
			continue
		}
		if head != nil && last.File == r.File && r.Line-last.Line <= 2 {
			strip := head.data.(*KPIStrip)
			strip.Items = append(strip.Items, f.data.(*KPIStrip).Items...)
			f.layout = ""
		} else {
			head = f
			strips = append(strips, f.data.(*KPIStrip))
		}
		last = r
	}
	for _, strip := range strips {
		strip.Notes = b.comparedNotes(strip.Items)
	}
}

// comparedNotes says once what the small numbers of a strip compare, instead of under each, and then what a reader
// should know of one of them.
func (s *site) comparedNotes(items []KPI) []string {
	var ways, out, without, chances []string
	labels, orders := map[string][]string{}, map[string]bool{}
	for _, k := range items {
		if k.Compared == "" {
			continue
		}
		if labels[k.Compared] == nil {
			ways = append(ways, k.Compared)
		}
		labels[k.Compared] = append(labels[k.Compared], k.Label)
		orders[k.Compared] = orders[k.Compared] || k.AllOrders
		if k.Without != "" {
			without = append(without, k.Without)
		}
		if k.Chance != "" {
			chances = append(chances, k.Chance)
		}
	}
	for _, w := range ways {
		said := struct {
			Names, Compared string
			Orders          bool // that belong to no post are counted, too
		}{Compared: w, Orders: orders[w]}
		if len(ways) > 1 {
			said.Names = s.labels(labels[w])
		}
		out = append(out, s.words.say("kpi.note", said))
	}
	if len(without) > 0 {
		out = append(out, s.words.say("kpi.one", s.join(without, len(without))))
	}
	return append(out, chances...)
}

// labels joins labels at the start of a sentence.
func (s *site) labels(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		if out[i] = n; i > 0 {
			out[i] = lowerFirst(n)
		}
	}
	return s.join(out, len(out))
}
