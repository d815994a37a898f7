package stats

import (
	"errors"
	"fmt"
	"math"
)

// Pooling is many estimates drawn towards what they have in common.
type Pooling struct {
	Mean   Estimate   // the common mean
	Tau2   float64    // variance of the true values about it; 0 where the estimates differ no more than chance lets them
	Shrunk []Estimate // each estimate, moved towards the mean by as much as it is uncertain
}

// PartialPool shrinks estimates with known variances towards their common mean:
//
//	shrunk = mean + tau2/(tau2+v) (x - mean)
//
// tau2 is where sum (x-mean)^2/(v+tau2) equals its expectation, k-1 (Paule & Mandel 1982, J. Res. NBS 87:377), or 0.
// The variance of a shrunk estimate is tau2 v/(tau2+v) plus what the mean's own uncertainty adds, (v/(tau2+v))^2
// Var(mean). Source: Morris 1983, JASA 78:47. Estimates should be on a scale where they are near normal, such as logs.
// It is an error when there are fewer than three, the lengths differ, one is missing, or a variance is not above 0.
func PartialPool(x, v []float64, z float64) (Pooling, error) {
	if len(x) != len(v) {
		return Pooling{}, errLengths(len(x), len(v))
	}
	if err := checkZ(z); err != nil {
		return Pooling{}, err
	}
	if len(x) < 3 {
		return Pooling{}, fmt.Errorf("%d estimates: pooling needs at least 3", len(x))
	}
	if !allFinite(x) || !allFinite(v) {
		return Pooling{}, errNotFinite
	}
	for _, w := range v {
		if !(w > 0) {
			return Pooling{}, errors.New("an estimate's variance is not above 0")
		}
	}
	tau2 := pauleMandel(x, v)
	mean, variance, _ := weightedMean(x, v, tau2)
	p := Pooling{Mean: around(mean, z*math.Sqrt(variance)), Tau2: tau2}
	for i := range x {
		own := v[i] / (tau2 + v[i]) // how much of the estimate is noise
		s := tau2*own + own*own*variance
		p.Shrunk = append(p.Shrunk, around(x[i]+own*(mean-x[i]), z*math.Sqrt(s)))
	}
	return p, nil
}

func around(x, half float64) Estimate { return Estimate{x, Interval{x - half, x + half}} }

// weightedMean is the mean by inverse variance, its variance, and the weighted squares about it.
func weightedMean(x, v []float64, tau2 float64) (mean, variance, q float64) {
	w := 0.0
	for i := range x {
		w += 1 / (v[i] + tau2)
		mean += x[i] / (v[i] + tau2)
	}
	mean /= w
	for i := range x {
		q += (x[i] - mean) * (x[i] - mean) / (v[i] + tau2)
	}
	return mean, 1 / w, q
}

// pauleMandel halves towards the tau2 at which the weighted squares, which fall as it grows, equal k-1.
func pauleMandel(x, v []float64) float64 {
	k := float64(len(x) - 1)
	if _, _, q := weightedMean(x, v, 0); q <= k {
		return 0
	}
	low, high := 0.0, 1.0
	for range 1000 {
		if _, _, q := weightedMean(x, v, high); q <= k {
			break
		}
		low, high = high, high*2
	}
	for range 200 {
		middle := (low + high) / 2
		if _, _, q := weightedMean(x, v, middle); q > k {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
