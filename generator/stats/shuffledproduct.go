package stats

import (
	"slices"

	"gonum.org/v1/gonum/floats"
)

// ShuffledProduct is two series whose sum of products is looked for among those of shuffles of X.
type ShuffledProduct struct {
	X, Y         []float64
	Observed     float64
	Above, Below int // shuffles that are at or above the observed, and at or below
}

// ShuffleProducts counts, for series as long as strata, where each observed sum of products stands among those of
// shuffles within strata (see Shuffles). All share the same shuffles, which is most of the work, and those of equal X
// the moving of it.
func ShuffleProducts[S comparable](strata []S, rounds int, seed uint64, of []*ShuffledProduct) {
	const tie = 1e-12 // the same arrangement summed in another order
	var groups [][]*ShuffledProduct
	for _, p := range of {
		if at := slices.IndexFunc(groups, func(g []*ShuffledProduct) bool { return slices.Equal(g[0].X, p.X) }); at < 0 {
			groups = append(groups, []*ShuffledProduct{p})
		} else {
			groups[at] = append(groups[at], p)
		}
	}
	moved := make([]float64, len(strata))
	for order := range Shuffles(strata, rounds, seed) {
		for _, g := range groups {
			for i, at := range order {
				moved[i] = g[0].X[at]
			}
			for _, p := range g {
				sum := floats.Dot(moved, p.Y)
				if sum >= p.Observed-tie {
					p.Above++
				}
				if sum <= p.Observed+tie {
					p.Below++
				}
			}
		}
	}
}
