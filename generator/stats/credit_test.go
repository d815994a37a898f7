package stats

import (
	"math"
	"slices"
	"testing"
)

func TestPositionWeights(t *testing.T) {
	for _, want := range [][]float64{{}, {1}, {.5, .5}, {.4, .2, .4}, {.4, .1, .1, .4}} {
		if got := PositionWeights(len(want)); !slices.Equal(got, want) {
			t.Errorf("PositionWeights(%d) = %v, want %v", len(want), got, want)
		}
	}
	if got := PositionWeights(-1); len(got) != 0 {
		t.Errorf("of -1: %v", got)
	}
}

func TestDecayWeights(t *testing.T) {
	for _, c := range []struct{ ages, want []float64 }{
		{[]float64{14, 7, 0}, []float64{1.0 / 7, 2.0 / 7, 4.0 / 7}},
		{[]float64{1e6, 1e6 + 7}, []float64{2.0 / 3, 1.0 / 3}}, // all of them old
		{nil, nil},
	} {
		got, err := DecayWeights(c.ages, 7)
		if err != nil || len(got) != len(c.want) {
			t.Fatalf("DecayWeights(%v) = %v, %v", c.ages, got, err)
		}
		for i := range got {
			near(t, "weight", got[i], c.want[i], 1e-12)
		}
	}
	if _, err := DecayWeights([]float64{1}, 0); err == nil {
		t.Error("half-life 0: want an error")
	}
	if _, err := DecayWeights([]float64{math.NaN()}, 7); err == nil {
		t.Error("a missing age: want an error")
	}
}
