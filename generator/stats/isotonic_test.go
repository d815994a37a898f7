package stats

import (
	"math"
	"testing"
)

func TestIsotonic(t *testing.T) {
	for _, c := range []struct{ y, w, want []float64 }{
		{[]float64{1, 2, 3}, nil, []float64{1, 2, 3}},
		{[]float64{3, 2, 1}, nil, []float64{2, 2, 2}},
		// R: isoreg(c(1, 0, 4, 3, 3, 5, 4, 2, 0))$yf
		{[]float64{1, 0, 4, 3, 3, 5, 4, 2, 0}, nil, []float64{.5, .5, 3, 3, 3, 3, 3, 3, 3}},
		{[]float64{4, 1}, []float64{1, 2}, []float64{2, 2}},
		{nil, nil, nil},
	} {
		got, err := Isotonic(c.y, c.w)
		if err != nil || len(got) != len(c.want) {
			t.Fatalf("Isotonic(%v, %v) = %v, %v", c.y, c.w, got, err)
		}
		for i := range got {
			near(t, "fit", got[i], c.want[i], 1e-12)
		}
	}
	for _, c := range [][2][]float64{{{1, math.NaN()}, nil}, {{1, 2}, {1}}, {{1, 2}, {1, 0}}} {
		if got, err := Isotonic(c[0], c[1]); err == nil {
			t.Errorf("Isotonic(%v) = %v, want an error", c, got)
		}
	}
}
