package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

const signalsCSV = "data/signals.csv"

// SignalsView is the verdict on every micro-conversion: the figure, then a card each.
type SignalsView struct {
	Figure *Figure
	Why    []string // how to read the two columns
	Cards  []SignalCard
}

// SignalCard is one micro-conversion.
type SignalCard struct {
	ID         string
	Title      Heading
	Chip, Tone string
	Sentence   string
	Reasons    []string
	Sheet      Sheet // per exposure and in total
	Facts      []Fact
}

// bindSignals is {{< signals >}}: every micro-conversion held against the primary conversion, or against
// outcome="signups". detail="none" leaves the cards out.
func bindSignals(b *binding, r *page.Ref) (fragment, error) {
	outcome, err := b.outcome(r, signalOutcomes(b.Report))
	if err != nil {
		return fragment{}, err
	}
	all := b.signalsOf(outcome)
	if len(all) == 0 {
		return b.nothing(r, "signals.none", b.term(outcome))
	}
	said := b.leagueOfSignals(all)
	fig := &Figure{
		ID:       b.id("signals-" + outcome),
		Title:    b.heading(r, upperFirst(b.words.say("signals.title", said))),
		Subtitle: b.words.say("signals.subtitle", said),
		Table:    b.signalsTable(all),
		Notes:    b.signalsNotes(all),
		Links:    b.signalsLinks(r, outcome),
	}
	view := &SignalsView{Figure: fig}
	if detail, _ := r.Get("detail"); detail != "none" {
		view.Why = []string{b.words.say("signals.why", said)}
		view.Cards = b.signalCards(r, all)
	}
	return fragment{layout: "signals", data: view, figure: fig, chart: b.signalsChart(fig, all)}, nil
}

// outcome reads the outcome argument; the primary conversion where it is left out.
func (b *binding) outcome(r *page.Ref, known []string) (string, error) {
	v, ok := r.Get("outcome")
	if !ok || v == b.Site.Primary {
		return b.Site.Primary, nil
	}
	if !slices.Contains(known, v) {
		return "", r.Problem("unknown-outcome", fmt.Sprintf("nothing is held against %q", v), diag.DidYouMean(v, known))
	}
	return v, nil
}

func signalOutcomes(r *model.Report) []string {
	var out []string
	for i := range r.Signals {
		if o := r.Signals[i].Outcome; !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// nothing stands where there is nothing to show, and says why: the sentence of the key, or that no goal is named.
func (b *binding) nothing(_ *page.Ref, key string, data any) (fragment, error) {
	if section, _, _ := strings.Cut(key, "."); b.Site.Primary == "" && section != "findings" && section != "odd" && section != "posts" {
		key, data = "goal.none", b.words.say("goal."+section, nil)
	}
	return fragment{layout: "note", data: b.words.say(key, data)}, nil
}

func (b *binding) signalsLinks(r *page.Ref, outcome string) []Link {
	links := []Link{}
	if detail, _ := r.Get("detail"); detail == "none" {
		if to := b.pageWith("signals"); to != "" && to != b.page.Path {
			links = append(links, Link{Text: b.words.say("signals.more", b.term(b.Site.Exposure)), URL: href(b.root, to) + "#" + figureID(page.Slug("signals-"+outcome))})
		}
	}
	return append(links, b.rowsLinks(signalsCSV)...)
}

func (b *binding) signalsChart(fig *Figure, all []*model.Signal) chart.Chart {
	c := chart.Forest{Head: fig.head(), Log: true, Reference: 1, RefLabel: b.words.say("signals.same", nil)}
	for _, g := range all {
		w := b.signalWords(g)
		r := g.AtStep(g.PerExposure.RateRatio)
		row := chart.ForestRow{Name: w.Action.Label, Value: model.Number(r.Value), Low: model.Number(r.Low), High: model.Number(r.High),
			Label: w.Per.Value, Interval: w.Per.Range, Note: w.Chip, Tone: toneOf(w.Tone), Strong: g.Verdict != model.CannotTell}
		if !w.Per.OK {
			row.Value, row.Low, row.High, row.Label = model.Number(math.NaN()), model.Number(math.NaN()), model.Number(math.NaN()), ""
		}
		c.Rows = append(c.Rows, row)
	}
	for _, v := range []float64{.5, .8, 1.25, 1.5, 2} {
		c.Ticks = append(c.Ticks, chart.Tick{Value: v, Label: "×" + b.loc.num(v, map[bool]int{true: 2, false: 1}[v == 1.25])})
	}
	return c
}

func (b *binding) signalsTable(all []*model.Signal) Table {
	w := b.words
	t := newTable(w.say("signals.caption", nil), Column{Label: w.say("signals.action", nil)}, Column{w.say("signals.per", b.term(b.Site.Exposure)), true}, Column{w.say("figure.interval", nil), true},
		Column{w.say("signals.total", nil), true}, Column{w.say("figure.interval", nil), true}, Column{w.say("signals.q", nil), true}, Column{w.say("signals.posts", nil), true}, Column{Label: w.say("signals.verdict", nil)})
	for _, g := range all {
		s := b.signalWords(g)
		t.add(s.Action.Label, s.Per.Value, cmp.Or(s.Per.Range, missing), s.Total.Value, cmp.Or(s.Total.Range, missing), b.small(g.PerExposure.Q), b.loc.count(float64(s.Posts)), s.Chip)
	}
	return t
}

// small writes a p or q without its letter.
func (s *site) small(p model.Number) string {
	switch v := float64(p); {
	case math.IsNaN(v):
		return missing
	case v < .001:
		return "<" + nbsp + s.loc.num(.001, 3)
	default:
		return s.loc.num(v, 3)
	}
}

func (b *binding) signalsNotes(all []*model.Signal) []string {
	w := b.signalWords(all[0])
	out := []string{b.words.say("signals.posts-note", w)}
	for _, g := range all {
		if w := b.signalWords(g); w.Step != "" {
			out = append(out, b.words.say("signals.step", w))
		}
	}
	if n := all[0].Posts.Broken; n > 0 {
		out = append(out, b.words.say("break.left", n))
	}
	if m := all[0].PerExposure.Model; m != "" {
		out = append(out, b.words.say("signals.method", struct {
			Model, Controls string
			Weeks           int
		}{line(m), w.Controls, all[0].PerExposure.Weeks}))
	}
	if said := b.otherwise(all); said != "" {
		out = append(out, said)
	}
	return append(out, b.looksNote())
}

// otherwise says for which actions the ratio in total lies on another side than the one per exposure; empty: for none.
func (s *site) otherwise(all []*model.Signal) string {
	var of []string
	for _, g := range all {
		if w := s.signalWords(g); w.Otherwise {
			of = append(of, s.words.say("signals.otherwise-of", w))
		}
	}
	if len(of) == 0 {
		return ""
	}
	return s.words.say("signals.otherwise", struct {
		Of       string
		Exposure term
	}{s.join(of, len(of)), s.term(all[0].Exposure)})
}

// looksNote is the tally of comparisons.
func (s *site) looksNote() string {
	return s.words.say("figure.looks", struct{ All, Left string }{s.loc.count(float64(s.Report.Looks.Comparisons)), s.loc.count(float64(s.Report.Looks.Surviving))})
}

func (b *binding) signalCards(r *page.Ref, all []*model.Signal) []SignalCard {
	level, axis := b.heading(r, ""), axisOfSignals(all)
	out := make([]SignalCard, len(all))
	for i, g := range all {
		w := b.signalWords(g)
		out[i] = SignalCard{ID: b.id("signal-" + g.Action + "-" + g.Outcome), Title: level.Sub(w.Action.Label), Chip: w.Chip, Tone: w.Tone,
			Sentence: b.signalSentence(g), Reasons: b.reasons(g), Sheet: b.roads(g, w, axis), Facts: b.signalFacts(w)}
	}
	return out
}

// axisOfSignals is the one scale that all signals of a page are drawn on, so that their intervals can be compared.
func axisOfSignals(all []*model.Signal) ratioScale {
	var ratios []model.Estimate
	for _, g := range all {
		ratios = append(ratios, g.AtStep(g.PerExposure.RateRatio), g.AtStep(g.Total.RateRatio))
	}
	return scaleOf(ratios)
}

// roads is the effect per exposure and in total, side by side.
func (b *binding) roads(g *model.Signal, w signalWords, axis ratioScale) Sheet {
	say := b.words.say
	t := newSheetOf("roads", say("signals.roads", w), Column{Label: say("signals.road", w)}, Column{Label: say("signals.ratio", w)}, Column{Label: say("signals.reading", w)})
	per, total := g.AtStep(g.PerExposure.RateRatio), g.AtStep(g.Total.RateRatio)
	t.add("", cellOf(say("signals.road-per", w)), estimateCell(axis.bar(per, w.Per.tone()), w.Per), cellOf(say("signals.road-per-why", w)))
	t.add("", cellOf(say("signals.road-total", w)), estimateCell(axis.bar(total, w.Total.tone()), w.Total), cellOf(say("signals.road-total-why", w)))
	return t
}

// signalFacts is the evidence beside the verdict, a line each; what is not known is left out or said.
func (b *binding) signalFacts(w signalWords) []Fact {
	out := []Fact{}
	add := func(name string, has bool) {
		if has {
			out = append(out, Fact{b.words.say("fact."+name, w), b.words.say("fact."+name+"-text", w)})
		}
	}
	add("rank", w.Raw.OK)
	add("top", w.Top.Known)
	add("gain", w.Gain.OK)
	add("money", w.Money != nil)
	add("people", w.People != nil)
	add("formats", w.Formats != "")
	add("level", w.Level.OK && w.Verdict == string(model.Supports))
	add("odd", w.Odd > 0 && w.Without.OK)
	add("control", w.Control.Shuffles > 0)
	return out
}

// pageWith is the path of the first page that shows the shortcode in full, the overview last; empty where none does.
func (s *site) pageWith(name string) string {
	found := ""
	for _, p := range s.Pages {
		has := slices.ContainsFunc(p.Refs, func(r *page.Ref) bool {
			detail, _ := r.Get("detail")
			return r.Name == name && detail != "none"
		})
		if has && p.Path != "" {
			return p.Path
		}
	}
	return found
}

// bindVerdict is a verdict within a sentence: {{< verdict "likes" >}}, with outcome="signups" for another goal and
// show="word", "ratio" or "all".
func bindVerdict(b *binding, r *page.Ref) (fragment, error) {
	g, err := b.signalNamed(r)
	switch {
	case err != nil:
		return fragment{}, err
	case g == nil:
		return fragment{layout: "value", data: value{Text: b.words.say("verdict.cannot-tell", nil), URL: b.root + signalsCSV}}, nil
	}
	return b.verdictValue(r, g)
}

// signalNamed is the signal of the action that the reference names; nil where that is declared, but there is nothing to
// hold it against.
func (b *binding) signalNamed(r *page.Ref) (*model.Signal, error) {
	outcome, err := b.outcome(r, signalOutcomes(b.Report))
	if err != nil {
		return nil, err
	}
	var known []string
	for _, g := range b.signalsOf(outcome) {
		if known = append(known, g.Action); g.Action == r.Arg(0) {
			return g, nil
		}
	}
	if slices.Contains(b.Site.Micro, r.Arg(0)) {
		return nil, nil
	}
	return nil, r.Problem("unknown-action", fmt.Sprintf("%q is not held against %q", r.Arg(0), outcome), diag.DidYouMean(r.Arg(0), known))
}

func (b *binding) verdictValue(r *page.Ref, g *model.Signal) (fragment, error) {
	show, ok := r.Get("show")
	if !ok {
		show = "all"
	}
	known := []string{"all", "ratio", "word"}
	if !slices.Contains(known, show) {
		return fragment{}, r.Problem("shortcode-args", fmt.Sprintf("verdict cannot show %q", show), diag.DidYouMean(show, known))
	}
	url := b.root + signalsCSV
	if to := b.pageWith("signals"); to != "" {
		url = href(b.root, to)
	}
	return fragment{layout: "value", data: value{Text: b.words.say("verdict."+show, b.signalWords(g)), URL: url}}, nil
}
