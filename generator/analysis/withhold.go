package analysis

import (
	"cmp"
	"slices"
)

// shownOf is those that are not hidden.
func shownOf[T any](all []T, hidden []bool) []T {
	out := []T{}
	for i, x := range all {
		if !hidden[i] {
			out = append(out, x)
		}
	}
	return out
}

// withhold says which groups may not be shown: those of fewer than least people, and, so that they cannot be had by
// subtracting the others from the total, the next smallest ones until at least two are withheld and together they are
// no fewer than least, and not one person each. Empty groups hide nothing and count for nothing.
func withhold(sizes []float64, least int) []bool {
	return withholdToo(sizes, least, make([]bool, len(sizes)))
}

// withholdToo is withhold where some groups may not be shown whatever their size.
func withholdToo(sizes []float64, least int, must []bool) []bool {
	out := make([]bool, len(sizes))
	order := make([]int, 0, len(sizes))
	for i, n := range sizes {
		if n > 0 {
			order = append(order, i)
		}
	}
	small := func(i int) bool { return must[i] || sizes[i] < float64(least) }
	slices.SortStableFunc(order, func(a, b int) int {
		if small(a) != small(b) {
			return map[bool]int{true: -1, false: 1}[small(a)]
		}
		return cmp.Compare(sizes[a], sizes[b])
	})
	hidden, people := 0, 0.0
	for _, i := range order {
		if !small(i) && (hidden == 0 || hidden >= 2 && people >= float64(least) && people > float64(hidden)) {
			break
		}
		out[i] = true
		hidden++
		people += sizes[i]
	}
	return out
}
