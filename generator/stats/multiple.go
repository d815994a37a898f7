package stats

import (
	"cmp"
	"fmt"
	"slices"
)

// BenjaminiHochberg turns p values into adjusted ones (q), in the order given: q <= .05 keeps the expected share of
// false discoveries among those kept at or below 5%.
//
//	q(i) = min over j >= i of p(j) m/j, at most 1, p sorted upwards
//
// Source: Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57:289. Give it every comparison that was looked at, not
// those that looked good. It is an error when a p value is missing or outside [0, 1]; no p values give no q values.
func BenjaminiHochberg(p []float64) ([]float64, error) {
	order := make([]int, len(p))
	for i, v := range p {
		if !(v >= 0 && v <= 1) {
			return nil, fmt.Errorf("p value %v: must lie between 0 and 1", v)
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	q := make([]float64, len(p))
	least, m := 1.0, float64(len(p))
	for j := len(order) - 1; j >= 0; j-- {
		least = min(least, p[order[j]]*m/float64(j+1))
		q[order[j]] = least
	}
	return q, nil
}
