package analysis

import (
	"cmp"
	"slices"
)

// withhold says which groups may not be shown: those of fewer than least people, and, so that they cannot be had by
// subtracting the others from the total, the next smallest ones until at least two are withheld and together they are
// no fewer than least. Empty groups hide nothing and count for nothing.
func withhold(sizes []float64, least int) []bool {
	out := make([]bool, len(sizes))
	order := make([]int, 0, len(sizes))
	for i, n := range sizes {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[a], sizes[b]) })
	hidden, people := 0, 0.0
	for _, i := range order {
		small := sizes[i] < float64(least)
		if !small && (hidden == 0 || hidden >= 2 && people >= float64(least)) {
			break
		}
		out[i] = true
		hidden++
		people += sizes[i]
	}
	return out
}
