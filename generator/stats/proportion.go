package stats

import (
	"fmt"
	"math"
)

// checkProportion says in words why k of n is not a proportion, or returns nil.
func checkProportion(k, n float64) error {
	switch {
	case !finite(k) || !finite(n):
		return fmt.Errorf("%v of %v: a count is missing, so there is no rate", k, n)
	case k < 0 || n < 0:
		return fmt.Errorf("%v of %v: a count below 0 is not a count", k, n)
	case n == 0:
		return fmt.Errorf("%v of 0: no rate", k)
	case k > n:
		return fmt.Errorf("%v of %v: more than there were, so not a proportion", k, n)
	}
	return nil
}

// Wilson is the score interval of the proportion k/n, as a proportion:
//
//	(2k + z^2 -/+ z sqrt(z^2 + 4k(1-p))) / (2(n + z^2)),  p = k/n
//
// z is the normal quantile, Z95 for 95%. Source: Wilson 1927, JASA 22:209; Newcombe 1998, Stat. Med. 17:857, method 3.
// 0 of n begins at 0 and n of n ends at 1, exactly. It is undefined, and an error, when n = 0, k > n, or a count is
// negative, missing or infinite.
func Wilson(k, n, z float64) (Interval, error) {
	if err := checkProportion(k, n); err != nil {
		return Interval{}, err
	}
	if err := checkZ(z); err != nil {
		return Interval{}, err
	}
	z2 := z * z
	root := z * math.Sqrt(z2+4*k*(1-k/n))
	i := Interval{(2*k + z2 - root) / (2 * (n + z2)), (2*k + z2 + root) / (2 * (n + z2))}
	if k == 0 {
		i.Low = 0 // root is z^2 up to rounding
	}
	if k == n {
		i.High = 1
	}
	return i, nil
}

// Newcombe is the difference k1/n1 - k2/n2 of two independent proportions with its hybrid score interval:
//
//	d - sqrt((p1-l1)^2 + (u2-p2)^2),  d + sqrt((u1-p1)^2 + (p2-l2)^2)
//
// where l and u are the Wilson limits. Source: Newcombe 1998, Stat. Med. 17:873, method 10. Undefined, and an error,
// where either proportion is.
func Newcombe(k1, n1, k2, n2, z float64) (Estimate, error) {
	a, err := Wilson(k1, n1, z)
	if err != nil {
		return Estimate{}, fmt.Errorf("first rate: %w", err)
	}
	b, err := Wilson(k2, n2, z)
	if err != nil {
		return Estimate{}, fmt.Errorf("second rate: %w", err)
	}
	p1, p2 := k1/n1, k2/n2
	d := p1 - p2
	return Estimate{d, Interval{d - math.Hypot(p1-a.Low, b.High-p2), d + math.Hypot(a.High-p1, p2-b.Low)}}, nil
}
