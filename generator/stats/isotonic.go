package stats

import "fmt"

// Isotonic is the least squares fit to y that never falls, by pooling adjacent violators. weight is how much each
// value counts (nil for equally), above 0. The fit is in the units of y; each level run of it is the weighted mean of
// the values under it. Source: Ayer et al. 1955, Ann. Math. Stat. 26:641; Barlow et al.
// 1972. No values give no fit; it is an error when a value is missing, the lengths differ, or a weight is not above 0.
func Isotonic(y, weight []float64) ([]float64, error) {
	if weight != nil && len(weight) != len(y) {
		return nil, errLengths(len(y), len(weight))
	}
	if !allFinite(y) {
		return nil, errNotFinite
	}
	type block struct {
		mean, weight float64
		size         int
	}
	var blocks []block
	for i, v := range y {
		w := 1.0
		if weight != nil {
			w = weight[i]
		}
		if !(w > 0) || !finite(w) {
			return nil, fmt.Errorf("weight %v: must be above 0", w)
		}
		b := block{v, w, 1}
		for len(blocks) > 0 && blocks[len(blocks)-1].mean >= b.mean {
			last := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			all := last.weight + b.weight
			b = block{last.mean + (b.mean-last.mean)*b.weight/all, all, last.size + b.size}
		}
		blocks = append(blocks, b)
	}
	fit := make([]float64, 0, len(y))
	for _, b := range blocks {
		for range b.size {
			fit = append(fit, b.mean)
		}
	}
	return fit, nil
}
