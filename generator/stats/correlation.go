package stats

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Ranks gives each value its place from the bottom, 1 the smallest; equal values share the average of their places.
// NaN counts as smallest; callers that care refuse it first.
func Ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	ranks := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for _, at := range order[i:j] {
			ranks[at] = float64(i+j+1) / 2 // the mean of i+1 ... j
		}
		i = j
	}
	return ranks
}

// Pearson is the product-moment correlation, from -1 to 1. ok is false when the lengths differ, there are fewer than
// two pairs, a value is missing or infinite, or one side is constant: without spread there is nothing to go together.
func Pearson(x, y []float64) (r float64, ok bool) {
	if len(x) != len(y) || len(x) < 2 || !allFinite(x) || !allFinite(y) {
		return 0, false
	}
	mx, my := sum(x)/float64(len(x)), sum(y)/float64(len(y))
	var xx, yy, xy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xx += dx * dx
		yy += dy * dy
		xy += dx * dy
	}
	if constant(x) || constant(y) || xx == 0 || yy == 0 {
		return 0, false
	}
	r = xy / (math.Sqrt(xx) * math.Sqrt(yy))
	return max(-1, min(1, r)), true // only rounding can lie outside
}

func constant(x []float64) bool {
	for _, v := range x {
		if v != x[0] {
			return false
		}
	}
	return true
}

// Spearman is Pearson on average ranks, from -1 to 1. Source: Spearman 1904. ok is false when the lengths differ,
// there are fewer than two pairs, a value is missing or infinite, or one side is constant.
func Spearman(x, y []float64) (rho float64, ok bool) {
	if !allFinite(x) || !allFinite(y) {
		return 0, false
	}
	return Pearson(Ranks(x), Ranks(y))
}

// SpearmanPartial is the rank correlation of x and y given z:
//
//	(xy - xz yz) / sqrt((1 - xz^2)(1 - yz^2))
//
// over the three Spearman correlations. ok is false where one of them is, or where z fixes the order of x or of y
// (a correlation of 1 or -1), since then nothing is left to correlate.
func SpearmanPartial(x, y, z []float64) (rho float64, ok bool) {
	xy, ok1 := Spearman(x, y)
	xz, ok2 := Spearman(x, z)
	yz, ok3 := Spearman(y, z)
	left := (1 - xz*xz) * (1 - yz*yz)
	if !ok1 || !ok2 || !ok3 || left < 1e-12 {
		return 0, false
	}
	return max(-1, min(1, (xy-xz*yz)/math.Sqrt(left))), true
}

// BonettWright is the interval of a Spearman correlation from n pairs, on Fisher's scale:
//
//	tanh(atanh(rho) -/+ z sqrt((1 + rho^2/2) / (n - 3 - controls)))
//
// controls is the number of variables given, 0 for a raw correlation. Source: Bonett & Wright 2000, Psychometrika
// 65:23. It is an error when n - 3 - controls < 1, or when rho is not strictly between -1 and 1.
func BonettWright(rho float64, n, controls int, z float64) (Interval, error) {
	return fisherInterval(rho, n, controls, z, 1+rho*rho/2)
}

// Fisher106 is the interval of a Spearman correlation that many tools print, with standard error 1.06/sqrt(n-3). Its
// 1.06 is the variance's in Fieller, Hartley & Pearson 1957, Biometrika 44:470, taken for the standard error's; so it is
// wider than theirs, and near Bonett and Wright's at |rho| = .5. It is here to be compared with; show BonettWright.
func Fisher106(rho float64, n, controls int, z float64) (Interval, error) {
	return fisherInterval(rho, n, controls, z, 1.06*1.06)
}

// FisherZ is the interval of a Pearson correlation: numerator 1 in the same formula. Source: Fisher 1921, Metron 1:3.
func FisherZ(r float64, n, controls int, z float64) (Interval, error) {
	return fisherInterval(r, n, controls, z, 1)
}

func fisherInterval(r float64, n, controls int, z, numerator float64) (Interval, error) {
	if err := checkZ(z); err != nil {
		return Interval{}, err
	}
	if !(r > -1 && r < 1) {
		return Interval{}, fmt.Errorf("correlation %v: an interval needs one strictly between -1 and 1", r)
	}
	df := n - 3 - controls
	if controls < 0 || df < 1 {
		return Interval{}, fmt.Errorf("%d pairs with %d held: an interval needs at least %d", n, controls, 4+max(0, controls))
	}
	at, half := math.Atanh(r), z*math.Sqrt(numerator/float64(df))
	return Interval{math.Tanh(at - half), math.Tanh(at + half)}, nil
}
