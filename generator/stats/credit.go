package stats

import (
	"fmt"
	"math"
)

// PositionWeights shares 1 among n places in order: 40% to the first, 40% to the last, 20% evenly between; two places
// halve it, one has it all. No places give none.
func PositionWeights(n int) []float64 {
	w := make([]float64, max(n, 0))
	switch {
	case n == 1:
		w[0] = 1
	case n == 2:
		w[0], w[1] = .5, .5
	case n > 2:
		for i := range w {
			w[i] = .2 / float64(n-2)
		}
		w[0], w[n-1] = .4, .4
	}
	return w
}

// DecayWeights shares 1 among places by how long before the end each lies, halving with every halfLife:
// 2^(-age/halfLife) over their sum. Ages and halfLife share a unit. No ages give no weights; it is an error when
// halfLife is not above 0 or an age is negative or missing.
func DecayWeights(ages []float64, halfLife float64) ([]float64, error) {
	if !(halfLife > 0) || !finite(halfLife) {
		return nil, fmt.Errorf("half-life %v: must be above 0", halfLife)
	}
	newest := math.Inf(1)
	for _, a := range ages {
		if !(a >= 0) || !finite(a) {
			return nil, fmt.Errorf("age %v: must be 0 or more", a)
		}
		newest = min(newest, a)
	}
	w := make([]float64, len(ages))
	for i, a := range ages {
		w[i] = math.Exp2(-(a - newest) / halfLife) // from the newest, so that old ones do not all vanish
	}
	total := sum(w)
	for i := range w {
		w[i] /= total
	}
	return w, nil
}
