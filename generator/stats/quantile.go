package stats

import (
	"math"
	"slices"
)

// Quantile is the p-quantile of values already sorted upwards, in their own units, by linear interpolation at
// (n-1)p: type 7 of Hyndman & Fan 1996, Am. Stat. 50:361 (the default of R, NumPy, Excel and DuckDB's quantile_cont).
// ok is false when there are no values, p is outside [0, 1], or a value it rests on is missing or infinite.
func Quantile(sorted []float64, p float64) (float64, bool) {
	if len(sorted) == 0 || !(p >= 0 && p <= 1) {
		return 0, false
	}
	at := float64(len(sorted)-1) * p
	i := int(at)
	x := sorted[i]
	if f := at - float64(i); f > 0 {
		x += f * (sorted[i+1] - x)
	}
	return x, finite(x)
}

// Median is the middle value, or the mean of the middle two, of values in any order; they are not changed.
// ok is false when there are none or one is missing.
func Median(x []float64) (float64, bool) {
	s := slices.Clone(x)
	slices.Sort(s)
	if len(s) == 0 || math.IsNaN(s[0]) { // NaN sorts first
		return 0, false
	}
	return Quantile(s, .5)
}

// Mean is the arithmetic mean. ok is false when there are no values or one is missing or infinite.
func Mean(x []float64) (float64, bool) {
	if len(x) == 0 || !allFinite(x) {
		return 0, false
	}
	return sum(x) / float64(len(x)), true
}

// sum adds with Neumaier's compensation, so that the order of magnitude of the parts does not eat the whole.
func sum(x []float64) float64 {
	s, c := 0.0, 0.0
	for _, v := range x {
		t := s + v
		if math.Abs(s) >= math.Abs(v) {
			c += (s - t) + v
		} else {
			c += (v - t) + s
		}
		s = t
	}
	return s + c
}
