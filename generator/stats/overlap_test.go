package stats

import (
	"math"
	"testing"
)

func TestTopOverlap(t *testing.T) {
	x := []float64{9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
	y := []float64{9, 1, 8, 2, 7, 3, 6, 4, 5, 0}
	got, err := TopOverlap(x, y, 3) // {0 1 2} and {0 2 4}
	if err != nil {
		t.Fatal(err)
	}
	near(t, "shared", got.Shared, 2, 1e-12)
	near(t, "by chance", got.ByChance, .9, 1e-12)
	near(t, "p", got.P, (3*7+1)/120.0, 1e-12) // of choose(10, 3) = 120
}

func TestTopOverlapTies(t *testing.T) {
	got, err := TopOverlap([]float64{3, 1, 1, 1}, []float64{4, 3, 2, 1}, 2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "shared", got.Shared, 1+1.0/3, 1e-12)
	all, err := TopOverlap([]float64{0, 0, 0}, []float64{0, 0, 0}, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "all tied", all.Shared, all.ByChance, 1e-12)
	whole, err := TopOverlap([]float64{1, 2}, []float64{2, 1}, 2)
	if err != nil || whole.Shared != 2 || whole.P != 1 {
		t.Errorf("all of all: %+v, %v", whole, err)
	}
}

func TestTopOverlapUndefined(t *testing.T) {
	if _, err := TopOverlap([]float64{1}, []float64{1, 2}, 1); err == nil {
		t.Error("lengths: want an error")
	}
	if _, err := TopOverlap([]float64{1, math.NaN()}, []float64{1, 2}, 1); err == nil {
		t.Error("missing: want an error")
	}
	for _, k := range []int{0, 3} {
		if _, err := TopOverlap([]float64{1, 2}, []float64{1, 2}, k); err == nil {
			t.Errorf("top %d of 2: want an error", k)
		}
	}
}
