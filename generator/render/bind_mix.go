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

// MixView is what each pair of groups has.
type MixView struct{ Pairs []MixPair }

// MixPair is a panel, or, where the strata turn the answer round, a figure that shows how, and what to say under it.
type MixPair struct {
	Panel  *Panel
	Figure *Figure
	Say    []string
}

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
	view, out := &MixView{}, fragment{layout: "mix"}
	for _, m := range chosen {
		if !turned(m) {
			view.Pairs = append(view.Pairs, MixPair{Panel: b.mixPanel(r, m)})
			continue
		}
		pair, drawing := b.reversal(r, m)
		view.Pairs, out.more = append(view.Pairs, pair), append(out.more, drawing)
	}
	out.data = view
	return out, nil
}

// turned reports whether the strata say the opposite of the whole, surely or perhaps.
func turned(m *model.Mix) bool { return m.Reversal == "clear" || m.Reversal == "possible" }

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
		case turned(m):
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
	Shared, Turned      int    // strata that both have, and those in which B is ahead
	Apart               string // the stratum in which the shares of exposure differ most
	ShareA, ShareB      string // of A's and of B's exposure
}

func (s *site) mixWords(given *model.Mix) mixWords {
	m := highFirst(given)
	d := mixDecimals(m)
	w := mixWords{A: brief(m.A), B: brief(m.B), By: brief(m.By), Feature: brief(m.Feature), Outcome: s.term(m.Metric), Exposure: s.term(m.Exposure),
		RateA: s.loc.scaledTo(m.RateA, perThousand, d), RateB: s.loc.scaledTo(m.RateB, perThousand, d), Crude: s.signed(m.Crude, perThousand, d), Adjusted: s.signed(m.Adjusted, perThousand, d),
		CrudeSure: m.Crude.Low > 0, AdjustedSure: m.Adjusted.Low > 0 || m.Adjusted.High < 0, Turns: m.Adjusted.Value < 0, Clear: m.Reversal == "clear", Posts: int(m.Adjusted.N)}
	s.mixStrata(&m, &w)
	return w
}

// mixStrata counts the strata that both groups have, and finds where their shares differ most.
func (s *site) mixStrata(m *model.Mix, w *mixWords) {
	share := func(e, all model.Estimate) float64 {
		if !e.OK() || !(all.N > 0) {
			return 0
		}
		return e.N / all.N
	}
	most := 0.0
	for _, x := range m.Strata {
		if x.RateA.OK() && x.RateB.OK() {
			w.Shared++
			if x.RateB.Value > x.RateA.Value {
				w.Turned++
			}
		}
		if a, b := share(x.RateA, m.RateA), share(x.RateB, m.RateB); math.Abs(a-b) > most {
			most = math.Abs(a - b)
			w.Apart, w.ShareA, w.ShareB = brief(x.Name), s.loc.percent(a, 0), s.loc.percent(b, 0)
		}
	}
}

// highFirst is the mix with the groups so named that A has the higher crude rate.
func highFirst(m *model.Mix) model.Mix {
	out := *m
	if !(m.Crude.Value < 0) {
		return out
	}
	out.A, out.B, out.RateA, out.RateB, out.Crude, out.Adjusted = m.B, m.A, m.RateB, m.RateA, negated(m.Crude), negated(m.Adjusted)
	out.Strata = slices.Clone(m.Strata)
	for i, x := range m.Strata {
		out.Strata[i] = model.Stratum{Name: x.Name, PostsA: x.PostsB, PostsB: x.PostsA, RateA: x.RateB, RateB: x.RateA}
	}
	return out
}

// mixDecimals are those of the rates per 1,000 in sentences.
func mixDecimals(m model.Mix) int {
	return decimalsFor(max(m.RateA.Value, m.RateB.Value) * perThousand / 20)
}

func negated(e model.Estimate) model.Estimate {
	e.Value, e.Low, e.High = -e.Value, -e.High, -e.Low
	return e
}

func (b *binding) mixPanel(r *page.Ref, given *model.Mix) *Panel {
	say, m := b.words.say, highFirst(given)
	w := b.mixWords(given)
	p := &Panel{ID: b.mixID(given), Title: b.heading(r, upperFirst(say("mix.title", w))), Subtitle: say("mix.subtitle", w), Lead: []string{say("mix.lead", w)},
		Sheet: newSheetOf("mixes", say("mix.caption", w), Column{Label: upperFirst(w.By)}, Column{Label: w.A}, Column{say("groups.posts", nil), true}, Column{Label: w.B}, Column{say("groups.posts", nil), true}),
		Notes: []string{say("mix.note", w), b.looksNote()}, Links: b.rowsLinks(mixCSV)}
	most := max(m.RateA.Value, m.RateB.Value)
	for _, x := range m.Strata {
		for _, e := range []model.Estimate{x.RateA, x.RateB} {
			if e.OK() {
				most = max(most, e.Value)
			}
		}
	}
	row := func(class, name string, x model.Stratum) {
		p.Sheet.add(class, cellOf(name), b.mixCell(x.RateA, x.RateB, most), cellOf(b.loc.count(float64(x.PostsA))), b.mixCell(x.RateB, x.RateA, most), cellOf(b.loc.count(float64(x.PostsB))))
	}
	for _, x := range m.Strata {
		row("", brief(x.Name), x)
	}
	row("whole", say("mix.all", w), wholeOf(m))
	return p
}

func (b *binding) mixID(m *model.Mix) string { return b.id("mix-" + m.A + "-" + m.B + "-" + m.By) }

// wholeOf is all strata of a mix as if they were one.
func wholeOf(m model.Mix) model.Stratum {
	out := model.Stratum{RateA: m.RateA, RateB: m.RateB}
	for _, x := range m.Strata {
		out.PostsA, out.PostsB = out.PostsA+x.PostsA, out.PostsB+x.PostsB
	}
	return out
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
