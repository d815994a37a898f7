package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// MixView is one panel a pair of groups.
type MixView struct{ Panels []*Panel }

// bindMix is {{< mix >}}: two groups of posts on one rate, as they are and stratum by stratum. Without a and b it shows
// the pairs whose make-up changes the answer, reversals first; {{< mix a="reel" b="carousel" >}} shows that pair.
func bindMix(b *binding, r *page.Ref) (fragment, error) {
	a, hasA := r.Get("a")
	other, hasB := r.Get("b")
	if hasA != hasB {
		return fragment{}, r.Problem("shortcode-args", "mix takes both a and b, or neither", `write {{< mix a="reel" b="carousel" >}}`)
	}
	var chosen []*model.Mix
	if hasA {
		m := b.mixOf(a, other)
		if m == nil {
			return fragment{}, r.Problem("unknown-group", fmt.Sprintf("%q and %q are not held against each other", a, other), diag.DidYouMean(a, b.mixNames()))
		}
		chosen = []*model.Mix{m}
	} else {
		chosen = b.tellingMixes()
	}
	if len(chosen) == 0 {
		return b.nothing(r, "mix.none", b.term(b.Site.Primary))
	}
	view := &MixView{}
	for _, m := range chosen {
		view.Panels = append(view.Panels, b.mixPanel(r, m))
	}
	return fragment{layout: "mix", data: view}, nil
}

func (s *site) mixOf(a, b string) *model.Mix {
	for i := range s.Report.Mixes {
		m := &s.Report.Mixes[i]
		if m.Metric == s.Site.Primary && (m.A == a && m.B == b || m.A == b && m.B == a) {
			return m
		}
	}
	return nil
}

func (s *site) mixNames() []string {
	var out []string
	for _, m := range s.Report.Mixes {
		for _, n := range []string{m.A, m.B} {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// tellingMixes are the reversals, clear ones first; where there is none, the two pairs of formats that differ most
// surely.
func (s *site) tellingMixes() []*model.Mix {
	var reversed, plain []*model.Mix
	for i := range s.Report.Mixes {
		m := &s.Report.Mixes[i]
		switch {
		case m.Metric != s.Site.Primary || !m.Crude.OK() || !m.Adjusted.OK():
		case m.Reversal == "clear" || m.Reversal == "possible":
			reversed = append(reversed, m)
		case m.Feature == "format":
			plain = append(plain, m)
		}
	}
	slices.SortStableFunc(reversed, func(a, b *model.Mix) int { return cmp.Compare(a.Reversal, b.Reversal) }) // clear, possible
	slices.SortStableFunc(plain, func(a, b *model.Mix) int { return cmp.Compare(a.Q, b.Q) })
	if len(reversed) > 0 {
		return reversed[:min(3, len(reversed))]
	}
	return plain[:min(1, len(plain))]
}

// mixWords is a pair of groups in sentences. A is the group with the higher crude rate.
type mixWords struct {
	A, B, By, Feature   string
	Outcome, Exposure   term
	RateA, RateB        interval
	Crude, Adjusted     signed // per 1,000
	CrudeSure           bool   // the interval of Crude holds no 0
	AdjustedSure, Turns bool   // the like of Adjusted; its sign is the other one
	Clear               bool   // a reversal beyond chance
	Posts               int
}

func (s *site) mixWords(m *model.Mix) mixWords {
	a, b, ra, rb, crude, adjusted := m.A, m.B, m.RateA, m.RateB, m.Crude, m.Adjusted
	if crude.Value < 0 {
		a, b, ra, rb, crude, adjusted = b, a, rb, ra, negated(crude), negated(adjusted)
	}
	d := decimalsFor(max(ra.Value, rb.Value) * perThousand / 20)
	w := mixWords{A: brief(a), B: brief(b), By: brief(m.By), Feature: brief(m.Feature), Outcome: s.term(m.Metric), Exposure: s.term(m.Exposure),
		RateA: s.loc.scaledTo(ra, perThousand, d), RateB: s.loc.scaledTo(rb, perThousand, d), Crude: s.signed(crude, perThousand, d), Adjusted: s.signed(adjusted, perThousand, d),
		CrudeSure: crude.Low > 0, AdjustedSure: adjusted.Low > 0 || adjusted.High < 0, Turns: adjusted.Value < 0, Clear: m.Reversal == "clear", Posts: int(adjusted.N)}
	return w
}

func negated(e model.Estimate) model.Estimate {
	e.Value, e.Low, e.High = -e.Value, -e.High, -e.Low
	return e
}

func (b *binding) mixPanel(r *page.Ref, m *model.Mix) *Panel {
	say := b.words.say
	w := b.mixWords(m)
	p := &Panel{ID: b.id("mix-" + m.A + "-" + m.B + "-" + m.By), Title: b.heading(r, upperFirst(say("mix.title", w))), Subtitle: say("mix.subtitle", w), Lead: []string{say("mix.lead", w)},
		Sheet: newSheetOf("mixes", say("mix.caption", w), Column{Label: upperFirst(w.By)}, Column{Label: w.A}, Column{say("groups.posts", nil), true}, Column{Label: w.B}, Column{say("groups.posts", nil), true}),
		Notes: []string{say("mix.note", w), b.looksNote()}, Links: b.rowsLinks(mixCSV)}
	swap := m.Crude.Value < 0 // as mixWords has them
	most := max(m.RateA.Value, m.RateB.Value)
	for _, x := range m.Strata {
		for _, e := range []model.Estimate{x.RateA, x.RateB} {
			if e.OK() {
				most = max(most, e.Value)
			}
		}
	}
	row := func(class, name string, ra, rb model.Estimate, na, nb int) {
		if swap {
			ra, rb, na, nb = rb, ra, nb, na
		}
		p.Sheet.add(class, cellOf(name), b.mixCell(ra, rb, most), cellOf(b.loc.count(float64(na))), b.mixCell(rb, ra, most), cellOf(b.loc.count(float64(nb))))
	}
	na, nb := 0, 0
	for _, x := range m.Strata {
		na, nb = na+x.PostsA, nb+x.PostsB
		row("", brief(x.Name), x.RateA, x.RateB, x.PostsA, x.PostsB)
	}
	row("whole", say("mix.all", w), m.RateA, m.RateB, na, nb)
	return p
}

// mixCell is a rate with its bar; the higher of the two has the colour.
func (b *binding) mixCell(e, other model.Estimate, most float64) SheetCell {
	if !e.OK() {
		return SheetCell{Text: missing}
	}
	tone := ""
	if other.OK() && e.Value > other.Value {
		tone = "key"
	}
	return SheetCell{Text: b.loc.num(e.Value*perThousand, decimalsFor(most*perThousand/20)), Bar: sideBar(e.Value, most, false, tone), Class: "within"}
}

func (s *site) mixRows() []byte {
	out := newSheet("metric", "exposure", "feature", "a", "b", "by", "stratum", "rate_a", "rate_a_low", "rate_a_high", "rate_b", "rate_b_low", "rate_b_high", "posts_a", "posts_b", "adjusted", "adjusted_low", "adjusted_high", "q", "reversal")
	for _, m := range s.Report.Mixes {
		head := func(stratum string) []string {
			return []string{formulaSafe(m.Metric), formulaSafe(m.Exposure), formulaSafe(m.Feature), formulaSafe(m.A), formulaSafe(m.B), formulaSafe(m.By), formulaSafe(stratum)}
		}
		whole := append(append(head(""), estimate(m.RateA)...), estimate(m.RateB)...)
		whole = append(append(whole, "", ""), estimate(m.Adjusted)...)
		out.row(append(whole, num(float64(m.Q)), m.Reversal)...)
		for _, x := range m.Strata {
			cells := append(append(head(x.Name), estimate(x.RateA)...), estimate(x.RateB)...)
			out.row(append(cells, strconv.Itoa(x.PostsA), strconv.Itoa(x.PostsB), "", "", "", "", "")...)
		}
	}
	return out.bytes()
}

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
