package stats

import (
	"errors"
	"math"
)

// RobustZ says how far each value lies from the median, in robust standard deviations:
//
//	(x - median) / (1.4826 median|x - median|)
//
// which an outlier cannot hide by inflating. Above 3.5 is the usual mark of one. Source: Iglewicz & Hoaglin 1993 (theirs
// is this, .6745 for 1/1.4826). It is an error when there are fewer than three values, one is missing or infinite, or
// more than half are equal, since their spread is then 0.
func RobustZ(x []float64) ([]float64, error) {
	if !allFinite(x) {
		return nil, errNotFinite
	}
	if len(x) < 3 {
		return nil, errors.New("fewer than 3 values: no usual to be far from")
	}
	median, _ := Median(x)
	away := make([]float64, len(x))
	for i, v := range x {
		away[i] = math.Abs(v - median)
	}
	mad, _ := Median(away)
	if mad == 0 {
		return nil, errors.New("more than half of the values are equal: no spread to measure by")
	}
	z := make([]float64, len(x))
	for i, v := range x {
		z[i] = (v - median) / (1.482602218505602 * mad)
	}
	return z, nil
}
