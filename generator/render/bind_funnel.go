package render

import (
	"fmt"
	"math"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// bindFunnel is {{< funnel "From reach to purchase" >}}: the declared funnel of that name or slug. With compact="true" it
// has a short title and is drawn in half the height, for a first screen.
func bindFunnel(b *binding, r *page.Ref) (fragment, error) {
	f, err := b.funnelNamed(r, r.Arg(0))
	if err != nil {
		return fragment{}, err
	}
	compact, _ := r.Get("compact")
	if compact != "" && compact != "true" && compact != "false" {
		return fragment{}, r.Problem("shortcode-args", fmt.Sprintf("compact wants true or false, got %q", compact), `write compact="true", or leave it out`)
	}
	said := b.funnelFinding(f)
	fig := &Figure{
		ID:       b.id(f.Name),
		Title:    b.heading(r, b.words.say("funnel.title", said)),
		Subtitle: b.words.say("funnel.subtitle", said),
		Table:    b.funnelTable(f, said),
		Notes:    b.funnelNotes(f, said),
		Links:    b.rowsLinks(funnelCSV(f)),
	}
	if short := b.words.say("funnel.short", said); compact == "true" && short != "" {
		fig.Title.Text = short
	}
	drawn := b.funnelChart(fig, f, said)
	drawn.Compact = compact == "true"
	return fragment{layout: "figure", data: fig, figure: fig, chart: drawn}, nil
}

func (b *binding) funnelNamed(r *page.Ref, name string) (*model.FunnelResult, error) {
	var names []string
	for i := range b.Report.Funnels {
		f := &b.Report.Funnels[i]
		if f.Name == name || page.Slug(f.Name) == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	hint := diag.DidYouMean(name, names)
	if len(names) == 0 {
		hint = "declare it in site.toml as [[funnel]]"
	}
	return nil, r.Problem("unknown-funnel", fmt.Sprintf("no funnel is named %q", name), hint)
}

func (b *binding) funnelChart(fig *Figure, f *model.FunnelResult, said finding) chart.Funnel {
	c := chart.Funnel{Head: chart.Head{Title: fig.Title.Text, Label: said.sentence()}, Log: true, Steps: make([]chart.FunnelStep, len(f.Steps))}
	for i, st := range f.Steps {
		c.Steps[i] = chart.FunnelStep{Name: said.stepLabel(said.Chain[i]), Count: st.Count, Label: said.Chain[i].Count}
		if i > 0 {
			c.Steps[i].GoOn, c.Steps[i].Interval = b.goOn(st.OfPrevious)
		}
	}
	return c
}

// goOn words the way from one step to the next: "2.12% go on", "(2.08–2.16)", or why there is no rate.
func (b *binding) goOn(e model.Estimate) (text, within string) {
	if !e.OK() {
		return line(e.Why), ""
	}
	i := b.loc.rate(e)
	if i.Low != "" {
		within = "(" + i.Range() + ")"
	}
	return b.words.say("funnel.goon", i.Value), within
}

func (b *binding) funnelTable(f *model.FunnelResult, said finding) Table {
	w := b.words
	t := newTable(said.Name, Column{Label: w.say("funnel.step", nil)}, Column{w.say("funnel.count", nil), true},
		Column{w.say("funnel.ofprevious", nil), true}, Column{w.say("figure.interval", nil), true},
		Column{w.say("funnel.offirst", nil), true}, Column{w.say("figure.interval", nil), true}, Column{w.say("funnel.lost", nil), true})
	for i, st := range f.Steps {
		prev, first, lost := b.cells(st.OfPrevious), b.cells(st.OfFirst), missing
		if i == 0 {
			prev, first = [2]string{missing, missing}, [2]string{missing, missing}
		} else if !math.IsNaN(float64(st.DropOff)) {
			lost = b.loc.count(float64(st.DropOff))
		}
		t.add(said.Chain[i].Label, said.Chain[i].Count, prev[0], prev[1], first[0], first[1], lost)
	}
	return t
}

// cells is an estimate in two cells: value and interval, or the reason and nothing.
func (s *site) cells(e model.Estimate) [2]string {
	if !e.OK() {
		return [2]string{line(e.Why), missing}
	}
	i := s.loc.rate(e)
	if i.Low == "" {
		return [2]string{i.Value, missing}
	}
	return [2]string{i.Value, i.Range()}
}

func (b *binding) funnelNotes(f *model.FunnelResult, said finding) []string {
	var out []string
	if f.Unit == "post" {
		out = append(out, b.words.say("funnel.posts", f.Posts))
		if f.Broken > 0 {
			out = append(out, b.words.say("break.left", f.Broken))
		}
	} else {
		out = append(out, b.words.say("funnel.rules", f.Rules))
		out = append(out, b.stepEvents(f)...)
		for _, n := range f.Notes {
			out = append(out, upperFirst(line(n))+".")
		}
	}
	for _, st := range f.Steps {
		if st.OfPrevious.OK() && !math.IsNaN(st.OfPrevious.Low) {
			out = append(out, b.words.say("funnel.method", st.OfPrevious.Method))
			break
		}
	}
	if f.Unit == "post" && said.People {
		out = append(out, b.words.say("funnel.once", nil))
	}
	for i, st := range f.Steps {
		if st.Missing > 0 {
			out = append(out, b.words.say("funnel.missing", struct {
				Step  step
				Posts int
			}{said.Chain[i], st.Missing}))
		}
	}
	return out
}
