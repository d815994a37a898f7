package model

import "math"

// AtStep is a rate ratio for each doubling of the action's rate, as it is for one Step of it: what is said of a signal,
// and what it weighs in money and conversions, is said of a step that posts can take. Where they cannot double, the ratio
// of a doubling is one of posts that cannot be.
func (g *Signal) AtStep(e Estimate) Estimate {
	if !e.OK() || !(g.Step > 0) || g.Step == 1 {
		return e
	}
	e.Value, e.Low, e.High = g.FactorAtStep(e.Value), g.FactorAtStep(e.Low), g.FactorAtStep(e.High)
	e.Method += ", for the usual difference between posts: its rate cannot double"
	return e
}

// FactorAtStep is AtStep of a bare ratio.
func (g *Signal) FactorAtStep(v float64) float64 {
	if !(g.Step > 0) || g.Step == 1 {
		return v
	}
	return math.Pow(v, g.Step)
}
