package stats

import (
	"fmt"
	"math"
)

// LMDI splits the change of a product of factors into one effect a factor, in the units of the product:
//
//	effect(k) = L(V1, V0) ln(x1k/x0k),  L(a, b) = (a-b)/ln(a/b), L(a, a) = a
//
// The effects sum to V1 - V0 and change sign when the periods change places. Source: Ang 2004, Energy Policy 32:1131
// (LMDI-I); for zero its limit, Ang & Liu 2007, Energy Policy 35:238: a product that starts from or falls to 0 gives
// the whole change to the factors that are 0, in equal parts, and a product that stays 0 gives no effect.
// A rate that has no value because its denominator is 0 is not 0: give it the other period's value, so that the
// denominator bears the change. It is an error when there is no factor, the lengths differ, or a factor is negative,
// missing or infinite.
func LMDI(from, to []float64) ([]float64, error) {
	if len(from) != len(to) {
		return nil, errLengths(len(from), len(to))
	}
	if len(from) == 0 {
		return nil, fmt.Errorf("no factors to split a change among")
	}
	v0, zeros0, err := product(from)
	if err != nil {
		return nil, err
	}
	v1, zeros1, err := product(to)
	if err != nil {
		return nil, err
	}
	effects := make([]float64, len(from))
	for k := range effects {
		switch {
		case zeros0 > 0 && zeros1 > 0: // 0 to 0
		case zeros0 > 0 && from[k] == 0:
			effects[k] = v1 / float64(zeros0)
		case zeros1 > 0 && to[k] == 0:
			effects[k] = -v0 / float64(zeros1)
		case zeros0 == 0 && zeros1 == 0:
			effects[k] = logMean(v1, v0) * math.Log(to[k]/from[k])
		}
	}
	return effects, nil
}

func product(x []float64) (v float64, zeros int, err error) {
	v = 1
	for _, f := range x {
		if !(f >= 0) || !finite(f) {
			return 0, 0, fmt.Errorf("factor %v: must be 0 or more", f)
		}
		if f == 0 {
			zeros++
		}
		v *= f
	}
	if zeros == 0 && (v < 1e-300 || !(v < 1e300)) {
		return 0, 0, fmt.Errorf("product %v: too far out to split", v)
	}
	return v, zeros, nil
}

// logMean is the logarithmic mean of two positive numbers.
func logMean(a, b float64) float64 {
	d := (a - b) / b
	if math.Abs(d) < 1e-9 {
		return b * (1 + d/2)
	}
	return (a - b) / math.Log1p(d)
}
