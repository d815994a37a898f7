package stats

import (
	"cmp"
	"fmt"
	"slices"
)

// Overlap is how many of the top k by one measure are in the top k by another. Equal values that straddle the cut
// count by the share of them that fits, so that the order of the data never decides.
type Overlap struct {
	K        int
	Shared   float64
	ByChance float64 // k^2/m, the hypergeometric mean
	P        float64 // chance of as many or more without any connection, Shared rounded down
}

// TopOverlap compares the top k by x with the top k by y, of m pairs. It is an error when the lengths differ, a value
// is missing or infinite, or k is not from 1 to m.
func TopOverlap(x, y []float64, k int) (Overlap, error) {
	m := len(x)
	switch {
	case m != len(y):
		return Overlap{}, errLengths(m, len(y))
	case !allFinite(x) || !allFinite(y):
		return Overlap{}, errNotFinite
	case k < 1 || k > m:
		return Overlap{}, fmt.Errorf("top %d of %d: must be 1 to %d", k, m, m)
	}
	inX, inY := topShare(x, k), topShare(y, k)
	o := Overlap{K: k, ByChance: float64(k) * float64(k) / float64(m)}
	for i := range inX {
		o.Shared += inX[i] * inY[i]
	}
	o.P = atLeastShared(m, k, int(o.Shared+1e-9))
	return o, nil
}

// topShare is 1 for values surely in the top k, 0 for those surely not, and between for those tied at the cut.
func topShare(x []float64, k int) []float64 {
	sorted := slices.SortedFunc(slices.Values(x), func(a, b float64) int { return cmp.Compare(b, a) })
	cut := sorted[k-1]
	above, at := 0, 0
	for _, v := range x {
		if v > cut {
			above++
		} else if v == cut {
			at++
		}
	}
	share := make([]float64, len(x))
	for i, v := range x {
		if v > cut {
			share[i] = 1
		} else if v == cut {
			share[i] = float64(k-above) / float64(at)
		}
	}
	return share
}

// atLeastShared is P(two random k-subsets of m share s or more), hypergeometric.
func atLeastShared(m, k, s int) float64 {
	least := max(0, 2*k-m)
	mass, total, tail := 1.0, 0.0, 0.0 // relative to the mass at the mode, so that nothing vanishes
	mode := max(least, min(k, (k+1)*(k+1)/(m+2)))
	at := make([]float64, k+1)
	at[mode] = 1
	for i := mode; i < k; i++ {
		mass *= float64(k-i) * float64(k-i) / (float64(i+1) * float64(m-2*k+i+1))
		at[i+1] = mass
	}
	mass = 1
	for i := mode; i > least; i-- {
		mass *= float64(i) * float64(m-2*k+i) / (float64(k-i+1) * float64(k-i+1))
		at[i-1] = mass
	}
	for i, p := range at {
		total += p
		if i >= s {
			tail += p
		}
	}
	return tail / total
}
