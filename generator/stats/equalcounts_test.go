package stats

import (
	"math"
	"testing"
)

// TestEqualCounts against sums of binomial coefficients, and against what R's binom.test(39, 106) gives.
func TestEqualCounts(t *testing.T) {
	for _, c := range []struct{ a, b, want, tol float64 }{
		{9, 1, 22. / 1024, 1e-12},
		{1, 9, 22. / 1024, 1e-12},
		{5, 0, 2. / 32, 1e-12},
		{4, 4, 1, 0}, {0, 0, 1, 0},
		{1, 0, 1, 0},
		{67, 39, .008417, 1e-6},
	} {
		got, err := EqualCounts(c.a, c.b)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "equal counts", got, c.want, c.tol)
	}
	for _, bad := range [][2]float64{{-1, 2}, {1.5, 2}, {math.NaN(), 1}, {1, math.Inf(1)}} {
		if got, err := EqualCounts(bad[0], bad[1]); err == nil {
			t.Errorf("EqualCounts(%v) = %v, want an error", bad, got)
		}
	}
}
