package stats

import (
	"math"
	"testing"
)

func TestLogVarianceShares(t *testing.T) {
	// Two independent factors, logs of +-2 and +-1: variances 4 and 1.
	e, e2 := math.E, math.E*math.E
	got, err := LogVarianceShares([][]float64{{e2, e2, 1 / e2, 1 / e2}, {e, 1 / e, e, 1 / e}, {3, 3, 3, 3}})
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []float64{.8, .2, 0} {
		if math.Abs(got[k]-want) > 1e-12 {
			t.Errorf("share %d = %v, want %v", k, got[k], want)
		}
	}
	near(t, "sum", sum(got), 1, 1e-12)
}

func TestLogVarianceSharesUndefined(t *testing.T) {
	for _, f := range [][][]float64{
		nil, {{1, 2}}, {{1, 2, 3}, {1, 2}}, {{1, 2, 0}}, {{1, 2, math.NaN()}}, {{1, 2, math.Inf(1)}}, {{2, 2, 2}},
		{{2, 4, 8}, {4, 2, 1}},
	} {
		if got, err := LogVarianceShares(f); err == nil {
			t.Errorf("LogVarianceShares(%v) = %v, want an error", f, got)
		}
	}
}
