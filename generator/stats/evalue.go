package stats

import (
	"fmt"
	"math"
)

// EValue is how strongly something unmeasured would have to go with both sides, as a risk ratio, to explain a risk
// ratio away: rr + sqrt(rr (rr-1)), and of 1/rr for a ratio below 1. Point explains the estimate away, Limit moves the
// interval's nearer end to 1 (and is 1 where the interval holds 1 already).
type EValue struct{ Point, Limit float64 }

// NewEValue computes it from a risk or rate ratio with its interval. Source: VanderWeele & Ding 2017, Ann. Intern.
// Med. 167:268. For the odds ratio of an event more common than 15%, pass the square roots of the ratio and its
// limits (their table 2). It is an error when a number is not positive and finite or the interval does not hold the
// ratio.
func NewEValue(ratio Estimate) (EValue, error) {
	for _, v := range [...]float64{ratio.Low, ratio.Value, ratio.High} {
		if !(v > 0) || !finite(v) {
			return EValue{}, fmt.Errorf("ratio %v: must be above 0", v)
		}
	}
	if !ratio.Contains(ratio.Value) {
		return EValue{}, fmt.Errorf("ratio %v outside its interval %v to %v", ratio.Value, ratio.Low, ratio.High)
	}
	e := EValue{eValue(ratio.Value), 1}
	if !ratio.Contains(1) {
		nearer := ratio.Low
		if ratio.High < 1 {
			nearer = ratio.High
		}
		e.Limit = eValue(nearer)
	}
	return e, nil
}

func eValue(rr float64) float64 {
	if rr < 1 {
		rr = 1 / rr
	}
	return rr + math.Sqrt(rr*(rr-1))
}
