// Package stats hands out estimates: intervals, rank correlations, exact splits, small regressions and the tests that
// go with them, as pure functions of plain numbers.
//
// It knows no posts and no likes, reads nothing and writes nothing. Every estimator names its formula, its source, the
// units it works in and what it does when there is no answer. Where there is none it says so, as an error in words or
// as ok = false; it never clamps a number into range, never substitutes zero, and never panics on its input.
// Randomness is a seed in the arguments, so that the same numbers give the same result.
package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Z95 is the standard normal quantile at .975: the half-width, in standard errors, of a two-sided 95% interval.
const Z95 = 1.959963984540054

// Interval is a closed range in the units of the estimate it belongs to.
type Interval struct{ Low, High float64 }

// Contains reports whether x lies within the interval, ends included.
func (i Interval) Contains(x float64) bool { return i.Low <= x && x <= i.High }

// Estimate is a value with its interval.
type Estimate struct {
	Value float64
	Interval
}

// errLengths is what every function of paired slices says when the pairs do not match.
func errLengths(a, b int) error {
	return fmt.Errorf("%d values against %d: the lengths differ", a, b)
}

// errNotFinite is what functions of a slice say on NaN or infinity.
var errNotFinite = errors.New("a value is missing or infinite")

// tooLarge is the magnitude that is taken for infinite: so far out that products of a few such numbers overflow.
const tooLarge = 1e60

func finite(x float64) bool { return math.Abs(x) <= tooLarge }

func allFinite(x []float64) bool {
	for _, v := range x {
		if !finite(v) {
			return false
		}
	}
	return true
}

// normalQuantile is the quantile of the standard normal, normalTail its two-sided tail tooLarge |z|.
func normalQuantile(p float64) float64 { return distuv.UnitNormal.Quantile(p) }
func normalTail(z float64) float64     { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// chiSquaredTail is P(X >= x) for a chi-squared variable with df degrees of freedom.
func chiSquaredTail(x, df float64) float64 {
	if x <= 0 {
		return 1
	}
	return distuv.ChiSquared{K: df}.Survival(x)
}

// checkLevel refuses a confidence level or probability that does not lie strictly between 0 and 1.
func checkLevel(name string, p float64) error {
	if !(p > 0 && p < 1) {
		return fmt.Errorf("%s %v: must lie between 0 and 1", name, p)
	}
	return nil
}

// checkZ refuses a number of standard errors that is not positive and finite.
func checkZ(z float64) error {
	if !(z > 0) || !finite(z) {
		return fmt.Errorf("z %v: must be above 0", z)
	}
	return nil
}
