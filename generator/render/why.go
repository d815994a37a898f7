package render

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"likewise/generator/model"
)

// whyWords is a post's outcome, held against comparable posts, in sentences.
type whyWords struct {
	Kind               string // "reel", or "post" where the posts compared are of all formats
	Outcome            term
	Count, Baseline    string
	Ratio              ratio
	Main               string // the factor that bears most of the difference
	Near, Plain        string // factors counted near the usual, and estimated ones whose interval holds it
	Steps, Likely      string // what the chain counts between exposure and outcome; what the post is expected to bring by it
	Most               bool   // Main bears more than half of it
	Higher, Lower      string // the others that are not ordinary
	Rate               ratio  // the primary rate against the usual
	Liked              ratio  // the first micro-conversion's rate against the usual
	Action             term
	LikedIs, IsVerdict string // verdicts on the two rates
	Expected           string // how many a usual post of this exposure brings
	Exposure           term
	Days, Age          string // when counts are nearly complete, and the post's age
	AgeInt             int
	Why                string
	Peers              int
}

// whyWords words a post's why. It adds nothing to the analysis but the order of the factors.
func (s *site) whyWords(p *model.Post) whyWords {
	w := whyWords{Kind: s.words.say("post.format", nil), Outcome: s.term(s.Site.Primary), Exposure: s.term(s.Site.Exposure), Ratio: s.ratio(p.Why.Ratio), Why: line(p.Why.Ratio.Why), Peers: p.Why.Peers.Posts}
	if p.Why.Peers.Level == "format" && p.Format != "" {
		w.Kind = brief(p.Format)
	}
	w.Count = s.loc.metric(model.MetricNamed(s.Site.Primary), float64(p.Why.Observed))
	w.Baseline = s.loc.num(float64(p.Why.Baseline), 1)
	if r, ok := p.Rate(s.Site.Primary); ok {
		w.IsVerdict, w.Rate = r.Verdict, s.against(r)
		if v := float64(r.N * r.Baseline); !math.IsNaN(v) {
			w.Expected = s.loc.num(v, 1)
		}
	}
	s.split(p.Why.Factors, &w)
	s.steps(p.Why, &w)
	if len(s.Site.Micro) > 0 {
		s.liked(p, &w)
	}
	s.maturity(p, &w)
	return w
}

// liked holds the rate of the first micro-conversion against the usual one.
func (s *site) liked(p *model.Post, w *whyWords) {
	w.Action = s.term(s.Site.Micro[0])
	r, ok := p.Rate(s.Site.Micro[0])
	if !ok || !r.Shrunk.OK() || !(r.Baseline > 0) {
		return
	}
	w.LikedIs, w.Liked = r.Verdict, s.against(r)
}

// steps names what a chain counts between its ends.
func (s *site) steps(why model.Why, w *whyWords) {
	var between []string
	for i, f := range why.Factors {
		if i > 0 && i < len(why.Factors)-1 {
			between = append(between, s.term(f.Name).Noun)
		}
	}
	w.Steps, w.Likely = s.join(between, 4), s.loc.num(float64(why.Expected), 1)
}

// against is a shrunken rate over what is usual.
func (s *site) against(r model.Rate) ratio {
	b := float64(r.Baseline)
	if !r.Shrunk.OK() || !(b > 0) {
		return s.ratio(model.None(s.words.say("why.nobaseline", nil)))
	}
	return s.ratio(model.Estimate{Value: r.Shrunk.Value / b, Low: r.Shrunk.Low / b, High: r.Shrunk.High / b, N: r.Shrunk.N, Method: r.Shrunk.Method})
}

func (s *site) maturity(p *model.Post, w *whyWords) {
	for _, m := range s.Report.Maturity {
		if m.Metric == s.Site.Primary {
			w.Days = s.loc.num(math.Ceil(m.Days), 0)
		}
	}
	if !math.IsNaN(float64(p.AgeDays)) {
		w.AgeInt = int(math.Floor(float64(p.AgeDays)))
		w.Age = s.loc.num(float64(w.AgeInt), 0)
	}
}

// split names the factors: the one that bears most of a difference that is sure, others that are far from 1, and the
// ordinary. Of a post with too little data for a verdict no difference is split.
func (s *site) split(factors []model.Factor, w *whyWords) {
	main, sum := -1, 0.0
	towards := 1.0
	if w.Ratio.OK && w.Ratio.number < 1 {
		towards = -1
	}
	for i, f := range factors {
		if l := towards * logOf(f.Ratio); l > 0 {
			if sum += l; main < 0 || l > towards*logOf(factors[main].Ratio) {
				main = i
			}
		}
	}
	sure := (w.Ratio.Up || w.Ratio.Down) && w.IsVerdict != model.TooLittleData
	var near, plain, higher, lower []string
	for i, f := range factors {
		named := s.factorName(f) + " (" + s.ratio(f.Ratio).Value + ")"
		switch {
		case i == main && !ordinary(f.Ratio) && sure:
			w.Main, w.Most = named, logOf(f.Ratio)*towards > sum/2
		case ordinary(f.Ratio) && math.IsNaN(f.Ratio.Low):
			near = append(near, named)
		case ordinary(f.Ratio):
			plain = append(plain, named)
		case f.Ratio.Value > 1:
			higher = append(higher, named)
		default:
			lower = append(lower, named)
		}
	}
	w.Near, w.Plain, w.Higher, w.Lower = s.join(near, 4), s.join(plain, 4), s.join(higher, 4), s.join(lower, 4)
}

func logOf(e model.Estimate) float64 {
	if !e.OK() || e.Value <= 0 {
		return 0
	}
	return math.Log(e.Value)
}

// ordinary is a factor whose interval holds 1, or a counted one within a quarter of 1.
func ordinary(e model.Estimate) bool {
	if !math.IsNaN(e.Low) && !math.IsNaN(e.High) {
		return e.Low <= 1 && e.High >= 1
	}
	return math.Abs(logOf(e)) < math.Log(1.25)
}

// factorName is "reach", or "purchases per sign-up".
func (s *site) factorName(f model.Factor) string { return s.linkName(f.Name, f.Of) }

func (s *site) linkName(name, of string) string {
	if of == "" {
		return s.term(name).Short
	}
	return s.words.say("why.per", struct{ Name, Of term }{s.term(name), s.term(of)})
}

// whySentences are one or two paragraphs on a post: what it brought, then by which steps and whether likes told.
func (s *site) whySentences(w whyWords) []string {
	switch {
	case w.IsVerdict == model.TooYoung:
		return s.paragraphs(w, []string{"why.young"})
	case w.IsVerdict == "":
		return nil
	case !w.Ratio.OK:
		return s.paragraphs(w, []string{"why.none"})
	case w.IsVerdict == model.TooLittleData:
		return s.paragraphs(w, []string{"why.little"}, []string{"why.parts"})
	}
	return s.paragraphs(w, []string{"why.ratio", "why.rate"}, []string{"why.parts", "why.liked"})
}

// paragraphs says each list of sentences as one paragraph; what has nothing to say is left out.
func (s *site) paragraphs(w whyWords, keys ...[]string) []string {
	var out []string
	for _, list := range keys {
		var said []string
		for _, k := range list {
			if t := strings.TrimSpace(s.words.say(k, w)); t != "" {
				said = append(said, t)
			}
		}
		if len(said) > 0 {
			out = append(out, strings.Join(said, " "))
		}
	}
	return out
}

// whySheet is the waterfall: from the usual by each factor to the post, on a logarithmic scale.
func (s *site) whySheet(p *model.Post, w whyWords) Sheet {
	t := newSheetOf("falls", s.words.say("why.caption", w), Column{Label: s.words.say("why.factor", nil)}, Column{Label: s.words.say("why.bar", w)},
		Column{s.words.say("why.this", nil), true}, Column{s.words.say("why.usual", w), true})
	if !w.Ratio.OK || len(p.Why.Factors) == 0 {
		return t
	}
	f := fallOf(p.Why)
	for _, x := range p.Why.Factors {
		r := s.ratio(x.Ratio)
		tone := toneClass(r.tone())
		if !ordinary(x.Ratio) && tone == "" {
			tone = map[bool]string{true: "key", false: "warn"}[x.Ratio.Value > 1]
		}
		t.add("", cellOf(upperFirst(s.factorName(x))), SheetCell{Text: ratioText(r), Bar: f.step(x.Ratio, tone), Class: "within"}, cellOf(s.linkValue(x, x.Value)), cellOf(s.linkValue(x, x.Baseline)))
	}
	whole := SheetCell{Text: ratioText(w.Ratio), Bar: f.whole(p.Why.Ratio), Class: "within"}
	t.add("whole", cellOf(s.words.say("why.whole", w)), whole, cellOf(s.loc.num(float64(p.Why.Expected), 1)), cellOf(w.Baseline))
	return t
}

func ratioText(r ratio) string {
	if r.Range == "" {
		return r.Value
	}
	return r.Value + " (" + r.Range + ")"
}

// linkValue is a factor's value: a count for the first, a share for the others, or how many to one.
func (s *site) linkValue(f model.Factor, v model.Number) string {
	switch x := float64(v); {
	case f.Of == "":
		return s.loc.num(x, 0)
	case x > 1.5: // more than one of the step before: no share
		return s.loc.num(x, 1)
	case x < .0995:
		return s.loc.percent(x, 2)
	default:
		return s.loc.percent(x, 1)
	}
}

// fall draws the steps of a waterfall one below the other, each from where the last one ended, with the interval of
// each as a thin line about its end.
type fall struct{ low, high, at float64 }

const fallWidth, fallEdge = 200.0, 3.0

// fallOf is as wide as the steps and their intervals, but an interval widens it by no more than half.
func fallOf(w model.Why) *fall {
	low, high, at := 0.0, 0.0, 0.0
	least, most := 0.0, 0.0
	reach := func(from float64, e model.Estimate) {
		if from0, to, ok := ends(from, e); ok {
			least, most = min(least, from0), max(most, to)
		}
	}
	for _, f := range w.Factors {
		reach(at, f.Ratio)
		at += logOf(f.Ratio)
		low, high = min(low, at), max(high, at)
	}
	reach(0, w.Ratio)
	room := (high - low) / 2
	return &fall{low: max(min(low, least), low-room), high: min(max(high, most), high+room)}
}

// ends is the interval of a ratio in logarithms, from where its step begins.
func ends(from float64, e model.Estimate) (low, high float64, ok bool) {
	if !e.OK() || !(e.Low > 0) || math.IsInf(e.High, 0) || math.IsNaN(e.High) {
		return 0, 0, false
	}
	return from + math.Log(e.Low), from + math.Log(e.High), true
}

func (f *fall) x(v float64) float64 {
	if f.high-f.low < .05 {
		return fallWidth / 2
	}
	return fallEdge + (min(max(v, f.low), f.high)-f.low)/(f.high-f.low)*(fallWidth-2*fallEdge)
}

func (f *fall) step(e model.Estimate, tone string) template.HTML {
	from := f.at
	f.at += logOf(e)
	return f.draw(from, f.at, e, tone)
}

func (f *fall) whole(e model.Estimate) template.HTML { return f.draw(0, logOf(e), e, "quiet") }

func (f *fall) draw(from, to float64, e model.Estimate, tone string) template.HTML {
	a, b := f.x(min(from, to)), f.x(max(from, to))
	if b-a < 2 {
		a, b = (a+b)/2-1, (a+b)/2+1
	}
	interval := ""
	if low, high, ok := ends(from, e); ok {
		interval = fmt.Sprintf(`<path class="span" d="M%.1f 10H%.1f"></path>`, f.x(low), f.x(high))
	}
	return template.HTML(fmt.Sprintf(`<svg class="fall %s" viewBox="0 0 200 20" preserveAspectRatio="none" aria-hidden="true"><path class="zero" d="M%.1f 0V20"></path><path class="bar" d="M%.1f 3H%.1fV17H%.1fZ"></path>%s</svg>`,
		tone, f.x(0), a, b, a, interval))
}
