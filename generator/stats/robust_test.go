package stats

import (
	"math"
	"testing"
)

func TestRobustZ(t *testing.T) {
	got, err := RobustZ([]float64{1, 2, 3, 4, 100})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{-2, -1, 0, 1, 97} { // median 3, mad 1
		near(t, "z", got[i], want/1.4826, 1e-5)
	}
	for _, x := range [][]float64{nil, {1, 2}, {5, 5, 5, 9}, {1, 2, math.NaN()}} {
		if got, err := RobustZ(x); err == nil {
			t.Errorf("RobustZ(%v) = %v, want an error", x, got)
		}
	}
}
