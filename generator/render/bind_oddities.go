package render

import (
	"math"

	"likewise/generator/model"
	"likewise/generator/page"
)

// bindOddities is {{< oddities >}}: posts whose likes stand far from what their other counts suggest.
func bindOddities(b *binding, r *page.Ref) (fragment, error) {
	for i := range b.Report.Patterns {
		if p := &b.Report.Patterns[i]; p.Why == "" {
			return fragment{layout: "panel", data: b.oddPanel(r, p)}, nil
		}
	}
	why := ""
	if len(b.Report.Patterns) > 0 {
		why = line(b.Report.Patterns[0].Why)
	}
	return b.nothing(r, "odd.none", why)
}

// oddWords is the search for odd posts in a sentence.
type oddWords struct {
	Action       term
	Given, Limit string
	Posts, Found int
	Verdict      *signalWords // of the action, with and without them; nil where there is no signal
	Changes      bool
}

func (b *binding) oddPanel(r *page.Ref, x *model.Pattern) *Panel {
	say := b.words.say
	w := oddWords{Action: b.term(x.Metric), Posts: x.Posts, Found: len(x.Oddities), Limit: b.loc.num(x.Limit, 1)}
	var given []string
	for _, g := range x.Given {
		given = append(given, b.term(g).Noun)
	}
	w.Given = b.join(given, 6)
	for _, g := range b.signalsOf(b.Site.Primary) {
		if g.Action == x.Metric && g.Outliers.Without.RateRatio.OK() {
			v := b.signalWords(g)
			w.Verdict, w.Changes = &v, g.Outliers.Changes
		}
	}
	p := &Panel{ID: b.id("oddities-" + x.Metric), Title: b.heading(r, upperFirst(say("odd.title", w))), Subtitle: say("odd.subtitle", w), Lead: []string{say("odd.lead", w)},
		Sheet: newSheetOf("odd", say("odd.caption", w), Column{Label: say("posts.post", nil)}, Column{w.Action.Label, true}, Column{say("odd.expected", nil), true}, Column{say("odd.z", nil), true}),
		Notes: []string{say("odd.note", w)}, Links: b.rowsLinks(oddCSV)}
	for _, o := range x.Oddities {
		p.Sheet.add("", b.postCell(o), cellOf(b.loc.count(float64(o.Value))), cellOf(b.loc.num(float64(o.Expected), 0)), cellOf(b.loc.num(float64(o.Z), 1)))
	}
	return p
}

// postCell is the post of an oddity as a link; rows tell posts with one id apart.
func (b *binding) postCell(o model.Oddity) SheetCell {
	for _, p := range b.posts {
		if p.Row == o.Row {
			return SheetCell{Text: p.Title, URL: href(b.root, p.Path), Small: b.postDetail(p), Class: "who"}
		}
	}
	return cellOf(brief(o.Post))
}

func (s *site) oddRows() []byte {
	out := newSheet("post_id", "metric", "value", "expected", "z")
	for _, x := range s.Report.Patterns {
		for _, o := range x.Oddities {
			z := float64(o.Z)
			if math.IsInf(z, 0) {
				z = math.NaN()
			}
			out.row(formulaSafe(o.Post), formulaSafe(o.Metric), num(float64(o.Value)), num(float64(o.Expected)), num(z))
		}
	}
	return out.bytes()
}
