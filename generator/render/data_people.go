package render

import (
	"strconv"

	"likewise/generator/model"
	"likewise/generator/page"
)

// Paths of the tables under the figures of people.
func timesCSV(funnel string) string     { return "data/times-" + page.Slug(funnel) + ".csv" }
func weeksCSV(funnel string) string     { return "data/weeks-" + page.Slug(funnel) + ".csv" }
func elsewhereCSV(funnel string) string { return "data/elsewhere-" + page.Slug(funnel) + ".csv" }

// planPeople is the CSV of the figures of people that are no counts of a funnel.
func (s *site) planPeople(p *plan) {
	for i := range s.Report.Funnels {
		if f := &s.Report.Funnels[i]; f.Unit == "actor" {
			p.add(elsewhereCSV(f.Name), "rules of "+f.Name, made(func() []byte { return elsewhereRows(f) }))
			p.add(weeksCSV(f.Name), "weeks of "+f.Name, made(func() []byte { return weekRows(f) }))
		}
	}
	for i := range s.Report.TimeToConvert {
		t := &s.Report.TimeToConvert[i]
		p.add(timesCSV(t.Funnel), "times of "+t.Funnel, made(func() []byte { return timesRows(t) }))
	}
}

func timesRows(t *model.TimeToConvert) []byte {
	out := newSheet("seconds_after_entry", "converted", "converted_low", "converted_high")
	for _, p := range t.Curve {
		out.row(append([]string{num(p.Seconds)}, estimate(p.Converted)...)...)
	}
	return out.bytes()
}

// elsewhereRows has a row a set of rules and step; the site's own come first.
func elsewhereRows(f *model.FunnelResult) []byte {
	out := newSheet("tool", "step", "count", "order", "window", "window_from", "reentry", "source")
	own := model.FunnelReadings{Rules: f.Rules}
	for _, st := range f.Steps {
		own.Counts = append(own.Counts, st.Count)
	}
	for _, r := range append([]model.FunnelReadings{own}, f.Sensitivity...) {
		for i, n := range r.Counts {
			step := strconv.Itoa(i + 1)
			if i < len(f.Steps) {
				step = f.Steps[i].Name
			}
			out.row(formulaSafe(r.Tool), formulaSafe(step), num(float64(n)), r.Rules.Order, r.Rules.Window, r.Rules.WindowFrom, r.Rules.Reentry, formulaSafe(r.Source))
		}
	}
	return out.bytes()
}

// weekRows is the people who entered in each week; the numbers of a week of too few are withheld.
func weekRows(f *model.FunnelResult) []byte {
	head := []string{"week_from"}
	for _, st := range f.Steps {
		head = append(head, formulaSafe(st.Name))
	}
	out := newSheet(append(head, "converted", "converted_low", "converted_high", "still_under_way", "withheld")...)
	for _, w := range f.Weeks {
		cells := []string{w.From}
		for i := range f.Steps {
			n := ""
			if i < len(w.Counts) {
				n = num(float64(w.Counts[i]))
			}
			cells = append(cells, n)
		}
		out.row(append(append(cells, estimate(w.Converted)...), strconv.FormatBool(w.Immature), strconv.FormatBool(w.Withheld))...)
	}
	return out.bytes()
}
