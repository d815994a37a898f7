package stats

import (
	"errors"
	"math"
)

// ShareOfSums is the share R = sum(y) / sum(x) over units that differ from each other (posts), with an interval by how
// much they do:
//
//	var R = n/(n-1) * sum (y_i - R x_i)^2 / (sum x)^2
//
// taken to both sides on the logit, so that it stays between 0 and 1. Source: Cochran 1977, Sampling Techniques, section
// 6.4, the linearised variance of a ratio estimator, without the correction for a finite population. It allows for units
// whose true shares differ, which a binomial interval of the sums does not.
//
// It is an error when the slices differ in length, a number is negative or not finite, x sums to nothing, or y to more
// than x. With fewer than two units, and where R is 0 or 1, there is a value and no interval: Low and High are NaN.
func ShareOfSums(y, x []float64, z float64) (Estimate, error) {
	if len(y) != len(x) {
		return Estimate{}, errLengths(len(y), len(x))
	}
	if !allFinite(y) || !allFinite(x) {
		return Estimate{}, errNotFinite
	}
	if err := checkZ(z); err != nil {
		return Estimate{}, err
	}
	var sumY, sumX float64
	for i := range y {
		if y[i] < 0 || x[i] < 0 {
			return Estimate{}, errors.New("an amount is negative")
		}
		sumY, sumX = sumY+y[i], sumX+x[i]
	}
	switch {
	case sumX == 0:
		return Estimate{}, errors.New("the denominators sum to nothing")
	case sumY > sumX:
		return Estimate{}, errors.New("the sum is above what it is a share of")
	}
	r, n := sumY/sumX, float64(len(y))
	out := Estimate{Value: r, Interval: Interval{Low: math.NaN(), High: math.NaN()}}
	if n < 2 || r == 0 || r == 1 {
		return out, nil
	}
	squares := 0.0
	for i := range y {
		d := y[i] - r*x[i]
		squares += d * d
	}
	reach := z * math.Sqrt(n/(n-1)*squares) / sumX / (r * (1 - r))
	out.Low, out.High = r/(r+(1-r)*math.Exp(reach)), r/(r+(1-r)*math.Exp(-reach))
	return out, nil
}
