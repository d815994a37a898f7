package stats

import (
	"math"
	"testing"
)

// metafor's tau^2 for these trials under method = "PM" is .3181. The mean is ours, -.7150; its REML one is -.7145.
func TestPartialPool(t *testing.T) {
	var x, v []float64
	for _, s := range bcg {
		n1, n2 := s.A+s.B, s.C+s.D
		x = append(x, math.Log(s.A/n1/(s.C/n2)))
		v = append(v, 1/s.A-1/n1+1/s.C-1/n2)
	}
	got, err := PartialPool(x, v, Z95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "tau2", got.Tau2, .3181, 2e-4)
	near(t, "mean", got.Mean.Value, -.7150, 1e-3)
	for i, s := range got.Shrunk {
		if math.Abs(s.Value-got.Mean.Value) > math.Abs(x[i]-got.Mean.Value) || !s.Contains(s.Value) {
			t.Errorf("estimate %v went to %v about %v", x[i], s, got.Mean.Value)
		}
	}
}

// The eight schools (Rubin 1981) differ no more than chance lets them: all are drawn to the mean, 7.7 (4.1).
func TestPartialPoolWithoutSpread(t *testing.T) {
	se := []float64{15, 10, 16, 11, 9, 11, 10, 18}
	v := make([]float64, len(se))
	for i, s := range se {
		v[i] = s * s
	}
	got, err := PartialPool([]float64{28, 8, -3, 7, -1, 1, 18, 12}, v, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got.Tau2 != 0 {
		t.Errorf("tau2 %v, want 0", got.Tau2)
	}
	near(t, "mean", got.Mean.Value, 7.69, 1e-3)
	near(t, "se", got.Mean.High-got.Mean.Value, 4.07, 1e-3)
	for _, s := range got.Shrunk {
		near(t, "shrunk", s.Value, got.Mean.Value, 1e-12)
		near(t, "high", s.High, got.Mean.High, 1e-12)
	}
}

func TestPartialPoolUndefined(t *testing.T) {
	for _, c := range [][2][]float64{{{1, 2}, {1, 2}}, {{1, 2, 3}, {1, 2}}, {{1, 2, 3}, {1, 2, 0}}, {{1, 2, math.NaN()}, {1, 2, 3}}} {
		if got, err := PartialPool(c[0], c[1], Z95); err == nil {
			t.Errorf("PartialPool(%v) = %v, want an error", c, got)
		}
	}
}
