package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// EqualCounts is the two-sided p that two counts of equal exposure have one rate: given their sum, the first is
// binomial with one half. Exact; twice the smaller tail, at most 1, which here is also the sum of all that is as
// unlikely. Source: Przyborowski & Wilenski 1940, Biometrika 31:313.
// It is an error when a count is below 0 or no whole number.
func EqualCounts(a, b float64) (float64, error) {
	for _, v := range []float64{a, b} {
		if v < 0 || v != math.Trunc(v) || math.IsInf(v, 0) {
			return 0, fmt.Errorf("count %v: must be a whole number, 0 or more", v)
		}
	}
	if a == b {
		return 1, nil
	}
	return min(1, 2*distuv.Binomial{N: a + b, P: .5}.CDF(min(a, b))), nil
}
