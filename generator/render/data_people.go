package render

import (
	"maps"
	"math"
	"slices"
	"strconv"

	"likewise/generator/model"
	"likewise/generator/page"
)

// Paths of the tables under the figures of people.
func timesCSV(funnel string) string     { return "data/times-" + page.Slug(funnel) + ".csv" }
func elsewhereCSV(funnel string) string { return "data/elsewhere-" + page.Slug(funnel) + ".csv" }
func creditCSV(name string) string      { return "data/credit-" + page.Slug(name) + ".csv" }

// writePeople makes the CSV of the figures of people that are no counts of a funnel.
func (s *site) writePeople(out *writer) {
	for i := range s.Report.Funnels {
		if f := &s.Report.Funnels[i]; f.Unit == "actor" {
			out.write(elsewhereCSV(f.Name), "rules of "+f.Name, elsewhereRows(f))
		}
	}
	for i := range s.Report.TimeToConvert {
		t := &s.Report.TimeToConvert[i]
		out.write(timesCSV(t.Funnel), "times of "+t.Funnel, timesRows(t))
	}
	for i := range s.Report.Attribution {
		a := &s.Report.Attribution[i]
		out.write(creditCSV(a.Name), "attribution "+a.Name, creditRows(a))
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

func creditRows(a *model.Attributed) []byte {
	out := newSheet("model", "touch", "credit", "value", "why_none")
	for _, m := range a.Models {
		if m.Why != "" {
			out.row(formulaSafe(m.Name), "", "", "", formulaSafe(m.Why))
			continue
		}
		for _, touch := range slices.Sorted(maps.Keys(m.Credit)) {
			value, ok := m.Value[touch]
			if !ok {
				value = math.NaN()
			}
			out.row(formulaSafe(m.Name), formulaSafe(touch), num(m.Credit[touch]), num(value), "")
		}
	}
	return out.bytes()
}
