package render

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// bindAttribution is the credit of one declaration under every model, side by side: {{< attribution "Purchases by format" >}},
// or the first without a name.
func bindAttribution(b *binding, r *page.Ref) (fragment, error) {
	var names []string
	for i := range b.Report.Attribution {
		a := &b.Report.Attribution[i]
		if r.Arg(0) == "" || a.Name == r.Arg(0) {
			return b.attribution(r, a), nil
		}
		names = append(names, a.Name)
	}
	hint := diag.DidYouMean(r.Arg(0), names)
	if len(names) == 0 {
		hint = "declare it in site.toml as [[attribution]]"
	}
	return fragment{}, r.Problem("unknown-attribution", fmt.Sprintf("no attribution is named %q", r.Arg(0)), hint)
}

// creditWords is what the wording of an attribution picks from.
type creditWords struct {
	Name, Touch, Conversion, Window string
	Conversions, Untouched, Paths   int
	Value                           string
	Agree                           bool // every model puts the same touch first
	First                           string
	Least, Most                     string // the first touch's least and greatest share over the models
}

func (b *binding) attribution(r *page.Ref, a *model.Attributed) fragment {
	w := b.words
	said := creditWords{Name: line(a.Name), Touch: line(a.Touch), Conversion: line(a.Conversion), Window: line(a.Window), Conversions: a.Conversions, Untouched: a.Untouched, Paths: a.Paths}
	if a.Value > 0 {
		said.Value = b.loc.metric(model.Metric{Money: true}, a.Value)
	}
	touches := creditedTouches(a)
	b.agreement(a, &said)
	columns := []Column{{Label: upperFirst(said.Touch)}}
	for _, m := range a.Models {
		columns = append(columns, Column{upperFirst(line(m.Name)), true})
	}
	fig := &Figure{
		ID: b.id("attribution-" + a.Name), Title: b.heading(r, w.say("people.credit-title", said)), Subtitle: w.say("people.credit-subtitle", said),
		Table: newTable(said.Name, columns...), Notes: []string{w.say("people.credit-note", said)}, Links: append([]Link{b.csv(creditCSV(a.Name))}, b.methodsLinks()...),
	}
	c := chart.Bar{Head: chart.Head{Title: fig.Title.Text, Label: fig.Title.Text}, Compare: math.NaN()}
	for _, t := range touches {
		cells := []string{line(t)}
		low, high := math.Inf(1), math.Inf(-1)
		for _, m := range a.Models {
			v, ok := m.Credit[t]
			if m.Why != "" || !ok && len(m.Credit) == 0 {
				cells = append(cells, missing)
				continue
			}
			low, high = math.Min(low, v), math.Max(high, v)
			cells = append(cells, b.loc.num(v, 1))
		}
		fig.Table.add(cells...)
		if high >= low {
			c.Rows = append(c.Rows, chart.BarRow{Name: line(t), Value: model.Number((low + high) / 2), Low: model.Number(low), High: model.Number(high), Label: leastToMost(b.loc.num(low, 0), b.loc.num(high, 0))})
		}
	}
	return fragment{layout: "figure", data: fig, figure: fig, chart: c}
}

// leastToMost is "68–101", or one number where both are the same in print.
func leastToMost(low, high string) string {
	if low == high {
		return low
	}
	return low + "–" + high
}

// creditedTouches lists the touches by the most credit that any model gives them, most first.
func creditedTouches(a *model.Attributed) []string {
	seen := map[string]float64{}
	for _, m := range a.Models {
		for t, v := range m.Credit {
			seen[t] = math.Max(seen[t], v)
		}
	}
	return slices.SortedFunc(maps.Keys(seen), func(x, y string) int {
		return cmp.Or(cmp.Compare(seen[y], seen[x]), cmp.Compare(x, y))
	})
}

// agreement says whether all models put the same touch first, and between what shares.
func (b *binding) agreement(a *model.Attributed, said *creditWords) {
	said.Agree = true
	least, most := math.Inf(1), math.Inf(-1)
	for _, m := range a.Models {
		first, best, sum := "", math.Inf(-1), 0.0
		for t, v := range m.Credit {
			sum += v
			if v > best || v == best && t < first {
				first, best = t, v
			}
		}
		if first == "" || sum == 0 {
			continue
		}
		if said.First == "" {
			said.First = line(first)
		}
		said.Agree = said.Agree && said.First == line(first)
		least, most = math.Min(least, best/sum), math.Max(most, best/sum)
	}
	if said.First == "" {
		said.Agree = false
		return
	}
	said.Least, said.Most = b.loc.percent(least, 0), b.loc.percent(most, 0)
}
