package stats

import (
	"math"
	"testing"
)

func TestEValue(t *testing.T) {
	for _, c := range []struct{ rr, low, high, point, limit, tol float64 }{
		{3.9, 1.8, 8.7, 7.26, 3.0, 2e-4}, // VanderWeele & Ding 2017: breastfeeding and respiratory death
		{1 / 3.9, 1 / 8.7, 1 / 1.8, 7.26, 3.0, 2e-4},
		{1.2, .9, 1.6, 1.2 + math.Sqrt(.24), 1, 1e-12},
		{1, .9, 1.1, 1, 1, 0},
	} {
		got, err := NewEValue(Estimate{c.rr, Interval{c.low, c.high}})
		if err != nil {
			t.Fatal(err)
		}
		near(t, "point", got.Point, c.point, max(c.tol, 1e-12)*3)
		near(t, "limit", got.Limit, c.limit, max(c.tol, 1e-12)*3)
	}
	for _, e := range []Estimate{{0, Interval{0, 1}}, {2, Interval{3, 4}}, {math.NaN(), Interval{1, 2}}, {2, Interval{1, math.Inf(1)}}} {
		if got, err := NewEValue(e); err == nil {
			t.Errorf("NewEValue(%v) = %v, want an error", e, got)
		}
	}
}
