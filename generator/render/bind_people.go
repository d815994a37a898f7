package render

import (
	"fmt"
	"math"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
)

// funnelOfPeople is the funnel that a shortcode names, which must follow people.
func (b *binding) funnelOfPeople(r *page.Ref) (*model.FunnelResult, error) {
	f, err := b.funnelNamed(r, r.Arg(0))
	if err == nil && f.Unit != "actor" {
		err = r.Problem("not-of-people", fmt.Sprintf("the funnel %q sums over posts", f.Name), `only unit = "actor" follows people through events`)
	}
	return f, err
}

// bindBreakdown is the groups of a funnel of people side by side: {{< breakdown "People who saw a post" >}}.
func bindBreakdown(b *binding, r *page.Ref) (fragment, error) {
	f, err := b.funnelOfPeople(r)
	if err != nil {
		return fragment{}, err
	}
	if len(f.Groups) == 0 {
		return fragment{}, r.Problem("no-groups", fmt.Sprintf("the funnel %q has no groups", f.Name), `declare groupBy = "format", or another column, in its [[funnel]]`)
	}
	w := b.words
	said := breakdownWords{Goal: b.funnelFinding(f).Last.Verb, By: line(f.GroupBy)}
	fig := &Figure{
		ID: b.id(f.Name + "-by-" + f.GroupBy), Subtitle: w.say("people.breakdown-subtitle", said), Links: append([]Link{b.csv(funnelCSV(f))}, b.methodsLinks()...),
		Table: newTable(line(f.Name), Column{Label: upperFirst(said.By)}, Column{w.say("people.entered", nil), true}, Column{upperFirst(said.Goal), true}, Column{w.say("people.share", nil), true},
			Column{w.say("figure.interval", nil), true}, Column{w.say("people.difference", nil), true}, Column{"q", true}),
		Notes: []string{w.say("people.breakdown-note", nil)},
	}
	c := chart.Bar{Head: chart.Head{Label: f.Name}, Compare: math.NaN()}
	if last := f.Steps[len(f.Steps)-1]; last.OfFirst.OK() {
		c.Compare, c.CompName = last.OfFirst.Value, w.say("people.all", b.loc.rate(last.OfFirst).Value)
	}
	for _, g := range f.Groups {
		row := chart.BarRow{Name: line(g.Name), Value: model.Number(math.NaN()), Low: model.Number(math.NaN()), High: model.Number(math.NaN())}
		first, last := g.Steps[0], g.Steps[len(g.Steps)-1]
		cells, q := b.cells(last.OfFirst), missing
		diff := missing
		if e := last.OfFirst; e.OK() {
			row.Value, row.Low, row.High, row.Label = model.Number(e.Value), model.Number(e.Low), model.Number(e.High), cells[0]
		}
		if g.Difference != nil && g.Difference.OK() {
			diff = b.loc.num(100*g.Difference.Value, 1) + " (" + b.loc.num(100*g.Difference.Low, 1) + " to " + b.loc.num(100*g.Difference.High, 1) + ")"
		}
		if g.Q != nil && !math.IsNaN(float64(*g.Q)) {
			q = b.loc.num(float64(*g.Q), 3)
			said.Different = said.Different || float64(*g.Q) < 0.05
		}
		c.Rows = append(c.Rows, row)
		fig.Table.add(line(g.Name), b.loc.count(float64(first.Count)), b.loc.count(float64(last.Count)), cells[0], cells[1], diff, q)
	}
	fig.Title = b.heading(r, w.say("people.breakdown-title", said))
	c.Title = fig.Title.Text
	return fragment{layout: "figure", data: fig, figure: fig, chart: c}, nil
}

// breakdownWords is what the wording of a breakdown picks from.
type breakdownWords struct {
	Goal, By  string
	Different bool // some group differs from everybody else at q below .05
}

// bindSensitivity is the same steps counted by the rules of other tools: {{< sensitivity "People who saw a post" >}}.
func bindSensitivity(b *binding, r *page.Ref) (fragment, error) {
	f, err := b.funnelOfPeople(r)
	if err != nil {
		return fragment{}, err
	}
	w := b.words
	columns := []Column{{Label: w.say("people.tool", nil)}}
	for _, st := range b.funnelFinding(f).Chain {
		columns = append(columns, Column{st.Label, true})
	}
	columns = append(columns, Column{Label: w.say("people.rules", nil)})
	fig := &Figure{
		ID: b.id(f.Name + "-elsewhere"), Title: b.heading(r, w.say("people.sensitivity-title", nil)), Subtitle: w.say("people.sensitivity-subtitle", line(f.Name)),
		Table: newTable(line(f.Name), columns...), Notes: []string{w.say("people.sensitivity-note", nil)}, Links: append([]Link{b.csv(elsewhereCSV(f.Name))}, b.methodsLinks()...),
	}
	own := []string{w.say("people.here", nil)}
	for _, st := range f.Steps {
		own = append(own, b.loc.count(float64(st.Count)))
	}
	fig.Table.add(append(own, w.say("people.ruletext", f.Rules))...)
	for _, s := range f.Sensitivity {
		cells := []string{line(s.Tool)}
		for _, n := range s.Counts {
			cells = append(cells, b.loc.count(float64(n)))
		}
		fig.Table.add(append(cells, w.say("people.ruletext", s.Rules))...)
	}
	return fragment{layout: "figure", data: fig, figure: fig}, nil
}
