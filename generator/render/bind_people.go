package render

import (
	"fmt"

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
	columns = append(columns, Column{Label: w.say("people.rules", nil)}, Column{Label: w.say("people.source", nil)})
	fig := &Figure{
		ID: b.id(f.Name + "-elsewhere"), Title: b.heading(r, w.say("people.sensitivity-title", nil)), Subtitle: w.say("people.sensitivity-subtitle", brief(f.Name)),
		Table: newTable(brief(f.Name), columns...), Notes: []string{w.say("people.sensitivity-note", nil)}, Links: b.rowsLinks(elsewhereCSV(f.Name)),
	}
	own := []string{w.say("people.here", nil)}
	for _, st := range f.Steps {
		own = append(own, b.loc.count(float64(st.Count)))
	}
	fig.Table.add(append(own, w.say("people.ruletext", f.Rules), "site.toml")...)
	for _, s := range f.Sensitivity {
		cells := []string{line(s.Tool)}
		for _, n := range s.Counts {
			cells = append(cells, b.loc.count(float64(n)))
		}
		rules := w.say("people.ruletext", s.Rules)
		if s.Note != "" {
			rules += "; " + line(s.Note)
		}
		fig.Table.add(append(cells, rules, line(s.Source))...)
	}
	return fragment{layout: "figure", data: fig, figure: fig}, nil
}
