package stats

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Exit is how many left observation at a time: Events with the event, Censored without (still waiting when last seen).
type Exit struct{ Time, Events, Censored float64 }

// Step is a point of a survival curve: the share still without the event from Time on.
type Step struct {
	Time     float64 // in the caller's unit
	AtRisk   float64 // just before Time
	Events   float64
	Survival Estimate
	SE       float64 // Greenwood
}

// Curve is a survival curve: its steps, at the times when events happened.
type Curve []Step

// KaplanMeier is the share still without the event by time, when some were not watched to the end:
//
//	S(t) = product over event times <= t of (1 - d/r),  SE = S sqrt(sum d/(r(r-d)))
//
// d events among r at risk; who is censored at an event time was still at risk then. The interval is of ln(-ln S), so
// that it stays within 0 and 1 (Kalbfleisch & Prentice 1980); where S has reached 0 there is none, and both limits
// are 0. Source: Kaplan & Meier 1958, JASA 53:457; Greenwood 1926.
// Exits may come in any order and share times. It is an error when a time or count is negative or missing, or when
// there is no event.
func KaplanMeier(exits []Exit, z float64) (Curve, error) {
	if err := checkZ(z); err != nil {
		return nil, err
	}
	sorted, atRisk, err := sortExits(exits)
	if err != nil {
		return nil, err
	}
	var curve Curve
	survival, greenwood := 1.0, 0.0
	for _, e := range sorted {
		if e.Events > 0 {
			survival *= 1 - e.Events/atRisk
			greenwood += e.Events / (atRisk * (atRisk - e.Events))
			curve = append(curve, step(e, atRisk, survival, math.Sqrt(greenwood), z))
		}
		atRisk -= e.Events + e.Censored
	}
	if len(curve) == 0 {
		return nil, fmt.Errorf("no event in %d exits: the curve never leaves 1", len(exits))
	}
	return curve, nil
}

// sortExits is one exit a time, times upwards, and how many there are in all.
func sortExits(exits []Exit) (sorted []Exit, total float64, err error) {
	for _, e := range exits {
		if !(e.Time >= 0) || !(e.Events >= 0) || !(e.Censored >= 0) || !finite(e.Time+e.Events+e.Censored) {
			return nil, 0, fmt.Errorf("%v events and %v censored at %v: must be 0 or more", e.Events, e.Censored, e.Time)
		}
		total += e.Events + e.Censored
	}
	all := slices.SortedStableFunc(slices.Values(exits), func(a, b Exit) int { return cmp.Compare(a.Time, b.Time) })
	for _, e := range all {
		if last := len(sorted) - 1; last >= 0 && sorted[last].Time == e.Time {
			sorted[last].Events += e.Events
			sorted[last].Censored += e.Censored
			continue
		}
		sorted = append(sorted, e)
	}
	return sorted, total, nil
}

// step finishes one step; root is the square root of Greenwood's sum.
func step(e Exit, atRisk, survival, root, z float64) Step {
	if e.Events >= atRisk { // the last at risk: S is 0 and its error undefined
		return Step{Time: e.Time, AtRisk: atRisk, Events: e.Events}
	}
	half := z * root / -math.Log(survival)
	i := Interval{math.Pow(survival, math.Exp(half)), math.Pow(survival, math.Exp(-half))}
	return Step{e.Time, atRisk, e.Events, Estimate{survival, i}, survival * root}
}

// At is the share still without the event at a time, 1 before the first step.
func (c Curve) At(time float64) Estimate {
	now := Estimate{1, Interval{1, 1}}
	for _, s := range c {
		if s.Time > time {
			break
		}
		now = s.Survival
	}
	return now
}

// Quantile is the time by which share p had the event: the first at which S <= 1-p, midway to the next where S equals
// 1-p, as R has it. The interval inverts the curve's own (Brookmeyer & Crowley 1982); a limit that the curve does not
// reach is infinite. ok is false when p is outside (0, 1) or the curve ends before so many had the event: then the
// answer is "not within what was watched".
func (c Curve) Quantile(p float64) (e Estimate, ok bool) {
	if !(p > 0 && p < 1) {
		return Estimate{}, false
	}
	e.Value = c.falls(1-p, func(s Step) float64 { return s.Survival.Value })
	e.Low = c.falls(1-p, func(s Step) float64 { return s.Survival.Low })
	e.High = c.falls(1-p, func(s Step) float64 { return s.Survival.High })
	return e, !math.IsInf(e.Value, 1)
}

// Median is the time by which half had the event.
func (c Curve) Median() (Estimate, bool) { return c.Quantile(.5) }

// falls is the first time at which a line of the curve is at or below level, or infinity.
func (c Curve) falls(level float64, line func(Step) float64) float64 {
	const tie = 1e-9
	for i, s := range c {
		v := line(s)
		switch {
		case math.Abs(v-level) < tie && i+1 < len(c):
			return (s.Time + c[i+1].Time) / 2
		case v <= level+tie:
			return s.Time
		}
	}
	return math.Inf(1)
}
