package render

import (
	"cmp"
	"math"
	"strconv"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
)

const thresholdCSV = "data/threshold.csv"

// bindThreshold is {{< threshold "saves" >}}: the primary conversion, or outcome="signups", over the rate of an action,
// and the level from which more goes with no more.
func bindThreshold(b *binding, r *page.Ref) (fragment, error) {
	g, err := b.signalNamed(r)
	switch {
	case err != nil:
		return fragment{}, err
	case g == nil:
		return b.nothing(r, "threshold.none", thresholdWords{Action: b.term(r.Arg(0))})
	}
	return b.threshold(r, g)
}

// thresholdWords is a curve in sentences.
type thresholdWords struct {
	Action, Outcome, Exposure term
	Level                     signed // per 1,000
	Supports                  bool   // the action's verdict: without it no level means anything
	Flat                      bool   // no step anywhere
	Posts, Groups             int
	Controls                  string
}

func (b *binding) threshold(r *page.Ref, g *model.Signal) (fragment, error) {
	w := thresholdWords{Action: b.term(g.Action), Outcome: b.term(g.Outcome), Exposure: b.term(g.Exposure), Supports: g.Verdict == model.Supports, Posts: g.Posts.Used, Controls: b.controls(g.Controls)}
	if g.Threshold == nil || len(g.Threshold.Points) < 2 {
		return b.nothing(r, "threshold.none", w)
	}
	points := g.Threshold.Points
	w.Groups, w.Level, w.Flat = len(points), b.signed(g.Threshold.Level, perThousand, 1), points[0].Fit == points[len(points)-1].Fit
	say := b.words.say
	fig := &Figure{ID: b.id("threshold-" + g.Action + "-" + g.Outcome), Title: b.heading(r, upperFirst(say("threshold.title", w))), Subtitle: say("threshold.subtitle", w),
		Table: b.thresholdTable(points, w), Notes: []string{say("threshold.note", w), say("threshold.method", w)}, Links: b.rowsLinks(thresholdCSV)}
	return fragment{layout: "figure", data: fig, figure: fig, chart: b.thresholdChart(fig, g, w)}, nil
}

func (b *binding) thresholdChart(fig *Figure, g *model.Signal, w thresholdWords) chart.Chart {
	c := chart.Curve{Head: fig.head(), XName: b.words.say("threshold.x", w), YName: b.words.say("threshold.y", w),
		Reference: 1, Mark: model.Number(math.NaN())}
	points := g.Threshold.Points
	low, high, top := math.Inf(1), 0.0, 1.0
	for i, p := range points {
		from, to := float64(p.From)*perThousand, float64(p.To)*perThousand
		if i == 0 {
			from = max(from, to/thresholdEnds)
		}
		if i == len(points)-1 {
			to = min(to, from*thresholdEnds)
		}
		low, high, top = min(low, from), max(high, to), max(top, float64(p.Relative), float64(p.Fit))
		c.Groups = append(c.Groups, chart.CurveGroup{From: model.Number(from), To: model.Number(to), Fit: p.Fit, Low: p.Low, High: p.High, Shown: p.Relative, Tip: b.thresholdGroup(p) + ": " + b.times(float64(p.Relative))})
	}
	for _, v := range chart.RatioTicks(low, high, 6) {
		c.XTicks = append(c.XTicks, chart.Tick{Value: v, Label: b.loc.num(v, decimalsFor(v))})
	}
	for _, v := range chart.Ticks(0, top*1.2, 3) {
		c.YTicks = append(c.YTicks, chart.Tick{Value: v, Label: "×" + b.loc.num(v, 1)})
	}
	if w.Supports && w.Level.OK {
		c.Mark, c.MarkLabel = model.Number(g.Threshold.Level.Value*perThousand), b.words.say("threshold.mark", w)
	}
	return c
}

// thresholdEnds is how many times the inner edge of the first and the last group its outer edge may lie away in the
// drawing: one post with next to no likes must not take half the picture.
const thresholdEnds = 3

func (s *site) thresholdGroup(p model.ThresholdPoint) string {
	low, high := float64(p.From)*perThousand, float64(p.To)*perThousand
	d := decimalsFor(high / 4)
	return s.loc.num(low, d) + "–\u2060" + s.loc.num(high, d)
}

func (b *binding) thresholdTable(points []model.ThresholdPoint, w thresholdWords) Table {
	say := b.words.say
	t := newTable(say("threshold.caption", w), Column{say("threshold.group", w), true}, Column{say("signals.posts", nil), true}, Column{say("threshold.shown", w), true},
		Column{say("threshold.fit", nil), true}, Column{say("figure.interval", nil), true})
	for _, p := range points {
		e := b.ratio(model.Estimate{Value: float64(p.Fit), Low: float64(p.Low), High: float64(p.High), Method: "fit"})
		t.add(b.thresholdGroup(p), b.loc.count(float64(p.Posts)), b.times(float64(p.Relative)), e.Value, cmp.Or(e.Range, missing))
	}
	return t
}

func (s *site) thresholdRows() []byte {
	out := newSheet("action", "outcome", "exposure", "rate_from", "rate_to", "posts", "against_expected", "fit", "fit_low", "fit_high", "level", "level_low", "level_high", "why_no_level")
	for i := range s.Report.Signals {
		g := &s.Report.Signals[i]
		if g.Threshold == nil {
			continue
		}
		for _, p := range g.Threshold.Points {
			cells := []string{formulaSafe(g.Action), formulaSafe(g.Outcome), formulaSafe(g.Exposure), num(float64(p.From)), num(float64(p.To)), strconv.Itoa(p.Posts),
				num(float64(p.Relative)), num(float64(p.Fit)), num(float64(p.Low)), num(float64(p.High))}
			out.row(append(append(cells, estimate(g.Threshold.Level)...), formulaSafe(g.Threshold.Level.Why))...)
		}
	}
	return out.bytes()
}
