package analysis

import (
	"math"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// level is the two-sided error that a verdict may be wrong by.
const level = .05

// adjust turns the p values of all signals into q values: one family per exposure, one in total.
func adjust(all []*trial) {
	for _, of := range []func(*trial) (p, q *model.Number){
		func(h *trial) (p, q *model.Number) { return &h.PerExposure.P, &h.PerExposure.Q },
		func(h *trial) (p, q *model.Number) { return &h.Total.P, &h.Total.Q },
	} {
		var p, q []*model.Number
		for _, h := range all {
			a, b := of(h)
			p, q = append(p, a), append(q, b)
		}
		benjaminiHochberg(p, q)
	}
}

// benjaminiHochberg sets each q from all p that are known.
func benjaminiHochberg(p, q []*model.Number) {
	var known []float64
	var at []int
	for i, v := range p {
		if !math.IsNaN(float64(*v)) {
			known, at = append(known, float64(*v)), append(at, i)
		}
	}
	adjusted, err := stats.BenjaminiHochberg(known)
	if err != nil {
		return // no p value here is outside 0 to 1
	}
	for j, i := range at {
		*q[i] = model.Number(adjusted[j])
	}
}

// judge settles the verdict with its reasons and the wording of its sentence.
func (h *trial) judge() {
	switch {
	case !h.available:
		h.because("signal.not-fitted", text("why", h.PerExposure.RateRatio.Why))
	case len(h.reverses) > 0:
		up, down := h.reverses[0], h.reverses[1]
		h.because("signal.reverses", text("upFormat", up.Format), number("up", h.FactorAtStep(up.RateRatio.Value)),
			text("downFormat", down.Format), number("down", h.FactorAtStep(down.RateRatio.Value)), number("p", float64(h.FormatsP)))
	case h.below():
		h.judgeBelow()
	case h.above():
		h.judgeAbove()
	default:
		h.because("signal.interval-wide", number("worth", h.FactorAtStep(worthHaving)), number("posts", float64(h.PostsNeeded)))
	}
	h.Wording = h.sentence()
}

func (h *trial) above() bool { return h.PerExposure.RateRatio.Low > 1 }

// below is an interval that leaves no ratio worth having.
func (h *trial) below() bool { return h.PerExposure.RateRatio.High < worthHaving }

// judgeAbove supports unless another look at the same question says otherwise.
func (h *trial) judgeAbove() {
	before := len(h.Reasons)
	if q := float64(h.PerExposure.Q); !(q < level) {
		h.because("signal.not-after-correction", number("q", q))
	}
	if h.Control.Verdict == model.Supports {
		h.because("signal.control-fails", number("supports", float64(h.Control.Supports)), number("shuffles", float64(h.Control.Shuffles)))
	}
	if f, ok := h.formatBeyond(func(r model.Estimate) bool {
		return r.High < 1 || r.Value < 1/worthHaving && float64(h.FormatsP) < level
	}); ok {
		h.because("signal.format-differs", text("format", f.Format), number("ratio", h.FactorAtStep(f.RateRatio.Value)))
	}
	if g := h.Rank.GivenExposure; !g.OK() || g.Value <= 0 {
		h.because("signal.rank-disagrees", number("rho", g.Value))
	} else if r := h.Rank.OfRates; r.OK() && r.Value < 0 {
		h.because("signal.rates-disagree", number("rho", r.Value))
	} else if p := float64(h.Rank.PermutationP); !(p < level) {
		h.because("signal.shuffles-as-good", number("p", p))
	}
	if a := h.Actor; a != nil && a.OddsRatio.OK() && a.OddsRatio.High < 1 {
		h.because("signal.actors-disagree", number("ratio", a.OddsRatio.Value))
	}
	if len(h.Reasons) == before {
		h.Verdict, h.Reading = model.Supports, model.More
		h.because("signal.above")
	}
}

// judgeBelow contradicts unless the people who acted say otherwise.
func (h *trial) judgeBelow() {
	if a := h.Actor; a != nil && a.OddsRatio.OK() && a.OddsRatio.Low > 1 {
		h.because("signal.actors-disagree", number("ratio", a.OddsRatio.Value))
		return
	}
	if f, ok := h.formatBeyond(h.worthElsewhere); ok {
		h.because("signal.format-differs", text("format", f.Format), number("ratio", h.FactorAtStep(f.RateRatio.Value)))
		return
	}
	h.Verdict, h.Reading = model.Contradicts, model.NoGain
	if r := h.PerExposure.RateRatio; r.High < 1 && float64(h.PerExposure.Q) < level {
		h.Reading = model.Fewer
		h.because("signal.below", number("high", h.FactorAtStep(r.High)))
		return
	}
	h.because("signal.nothing-worth-having", number("high", h.FactorAtStep(h.PerExposure.RateRatio.High)), number("worth", h.FactorAtStep(worthHaving)))
}

// worthElsewhere is a format's own effect worth having, if its interval lies above 1 or, where formats differ, if the
// format has a quarter of the posts.
func (h *trial) worthElsewhere(r model.Estimate) bool {
	return r.Value > worthHaving && (r.Low > 1 || float64(h.FormatsP) < level && 4*r.N >= float64(h.Posts.Used))
}

// formatBeyond finds the first format whose own effect is beyond.
func (h *trial) formatBeyond(beyond func(model.Estimate) bool) (model.FormatEffect, bool) {
	for _, f := range h.Formats {
		if f.RateRatio.OK() && beyond(f.RateRatio) {
			return f, true
		}
	}
	return model.FormatEffect{}, false
}

func (h *trial) because(key string, args ...model.WordArg) {
	if args == nil {
		args = []model.WordArg{}
	}
	h.Reasons = append(h.Reasons, model.Wording{Key: key, Args: args})
}

// sentence is the verdict's own wording; render words it by "signal.supports", "signal.contradicts" or
// "signal.cannot-tell", and by "signal.no-model" where nothing could be fitted.
func (h *trial) sentence() model.Wording {
	names := []model.WordArg{text("action", h.Action), text("outcome", h.Outcome), text("exposure", h.Exposure), number("n", float64(h.Posts.Used))}
	if !h.available {
		return model.Wording{Key: "signal.no-model", Args: append(names, text("why", h.PerExposure.RateRatio.Why))}
	}
	r := h.AtStep(h.PerExposure.RateRatio)
	return model.Wording{Key: "signal." + string(h.Verdict), Args: append(names, number("ratio", r.Value), number("low", r.Low), number("high", h.FactorAtStep(r.High)),
		number("q", float64(h.PerExposure.Q)), number("worth", h.FactorAtStep(worthHaving)), number("postsNeeded", float64(h.PostsNeeded)))}
}

func number(name string, v float64) model.WordArg {
	return model.WordArg{Name: name, Number: model.Number(v)}
}

func text(name, v string) model.WordArg {
	return model.WordArg{Name: name, Number: unknown(), Text: v}
}
