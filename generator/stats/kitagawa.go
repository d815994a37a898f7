package stats

import "fmt"

// RateMix is a difference of two crude rates split into what the groups' own rates did and what the mix of groups did.
// Rate + Mix = Difference, all as proportions (or events per exposure).
type RateMix struct{ Difference, Rate, Mix float64 }

// Kitagawa splits the crude rate of the first side less that of the second:
//
//	rate = sum (w1+w2)/2 (r1-r2),  mix = sum (r1+r2)/2 (w1-w2)
//
// where r are the groups' rates k/n and w their shares of n. Source: Kitagawa 1955, JASA 50:1168. A group that one
// side lacks has no rate there; it is given the other side's, so that its whole contribution is mix. It is an error
// when the lengths differ, a side has no exposure, or a count is negative, missing, or stands without exposure.
func Kitagawa(k1, n1, k2, n2 []float64) (RateMix, error) {
	for _, s := range [][]float64{n1, k2, n2} {
		if len(s) != len(k1) {
			return RateMix{}, errLengths(len(k1), len(s))
		}
	}
	all1, all2 := sum(n1), sum(n2)
	if !(all1 > 0 && all2 > 0) {
		return RateMix{}, fmt.Errorf("exposures of %v and %v: a side without exposure has no rate", all1, all2)
	}
	var rate, mix float64
	for i := range k1 {
		r1, err1 := groupRate(k1[i], n1[i])
		r2, err2 := groupRate(k2[i], n2[i])
		switch {
		case err1 != nil:
			return RateMix{}, fmt.Errorf("group %d, first side: %w", i+1, err1)
		case err2 != nil:
			return RateMix{}, fmt.Errorf("group %d, second side: %w", i+1, err2)
		case n1[i] == 0:
			r1 = r2
		case n2[i] == 0:
			r2 = r1
		}
		w1, w2 := n1[i]/all1, n2[i]/all2
		rate += (w1 + w2) / 2 * (r1 - r2)
		mix += (r1 + r2) / 2 * (w1 - w2)
	}
	return RateMix{sum(k1)/all1 - sum(k2)/all2, rate, mix}, nil
}

// groupRate is k/n, and 0 for nothing of nothing, which the caller replaces.
func groupRate(k, n float64) (float64, error) {
	if k == 0 && n == 0 {
		return 0, nil
	}
	if err := checkRate(k, n); err != nil {
		return 0, err
	}
	return k / n, nil
}
