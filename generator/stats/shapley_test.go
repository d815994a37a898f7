package stats

import (
	"math"
	"testing"
)

// The glove game: two players hold a left glove, the third a right one; a pair is worth 1.
func TestShapleyGloves(t *testing.T) {
	got, err := Shapley([]float64{0, 0, 0, 0, 0, 1, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{1.0 / 6, 1.0 / 6, 2.0 / 3} {
		near(t, "share", got[i], want, 1e-12)
	}
}

func TestShapleyAxioms(t *testing.T) {
	const n = MaxPlayers
	rng := newRand(4)
	worth := make([]float64, 1<<n)
	const alike, dummy = 0b11, 1 << (n - 1)
	for s := range worth {
		base := s &^ dummy
		if base&alike == 0b10 { // players 0 and 1 are worth the same beside anyone
			base ^= alike
		}
		if base == s {
			worth[s] = rng.Float64()
		} else {
			worth[s] = worth[base]
		}
	}
	got, err := Shapley(worth)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "efficiency", sum(got), worth[len(worth)-1]-worth[0], 1e-12)
	near(t, "symmetry", got[0], got[1], 1e-12)
	if math.Abs(got[n-1]) > 1e-12 {
		t.Errorf("the dummy gets %v", got[n-1])
	}
}

func TestCoalitionSums(t *testing.T) {
	worth, err := CoalitionSums(3, []uint{0b001, 0b011, 0b111, 0b011}, []float64{4, 2, 3, 1})
	if err != nil {
		t.Fatal(err)
	}
	for s, want := range []float64{0, 4, 0, 7, 0, 4, 0, 10} {
		if worth[s] != want {
			t.Errorf("worth of %03b = %v, want %v", s, worth[s], want)
		}
	}
	// Each set's amount is then shared equally among its members (Zhao, Mahboobi & Bagheri 2018).
	got, err := Shapley(worth)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{4 + 1.5 + 1, 1.5 + 1, 1} {
		near(t, "share", got[i], want, 1e-12)
	}
}

func TestShapleyUndefined(t *testing.T) {
	for _, w := range [][]float64{nil, {1}, {1, 2, 3}, make([]float64, 1<<(MaxPlayers+1)), {0, math.NaN()}} {
		if got, err := Shapley(w); err == nil {
			t.Errorf("Shapley of %d worths = %v, want an error", len(w), got)
		}
	}
	if _, err := CoalitionSums(2, []uint{4}, []float64{1}); err == nil {
		t.Error("a player too many: want an error")
	}
	if _, err := CoalitionSums(13, nil, nil); err == nil {
		t.Error("13 players: want an error")
	}
}
