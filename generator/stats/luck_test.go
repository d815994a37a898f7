package stats

import (
	"math"
	"slices"
	"testing"
)

func TestExpectedBest(t *testing.T) {
	for _, c := range []struct {
		m, n         int
		p, want, tol float64
	}{
		{50, 500, .04, .060924, 2e-5},
		{50, 200, .01, .028697, 2e-5},
		{1, 500, .04, .04, 1e-12},                     // the best of one is the mean
		{1, 20_000_000, .5, .5, 1e-12},                // far from the start of the support
		{2, 1, .5, .75, 1e-12},                        // 1 - (1/2)^2
		{3, 2, .5, (2 - 27.0/64 - 1.0/64) / 2, 1e-12}, // F = 1/4, 3/4
		{7, 9, 0, 0, 0}, {7, 9, 1, 1, 0},
	} {
		got, err := ExpectedBest(slices.Repeat([]int{c.n}, c.m), c.p)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "expected best", got.Value, c.want, c.tol)
	}
}

// TestExpectedBestOfUnequal takes posts of one trial and of two: by hand, max is 1 unless the one misses and the two do
// not both hit (3/8 of the cases), and then 1/2 unless all miss (1/8).
func TestExpectedBestOfUnequal(t *testing.T) {
	got, err := ExpectedBest([]int{2, 1}, .5)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "best of one and two", got.Value, 5./8+.5*2/8, 1e-12)
	// Small posts reach further by luck than as many of the middle size.
	mixed, _ := ExpectedBest(append(slices.Repeat([]int{400}, 100), slices.Repeat([]int{10_000}, 100)...), .001)
	equal, _ := ExpectedBest(slices.Repeat([]int{5200}, 200), .001)
	if !(mixed.Value > 2*equal.Value) || !(mixed.Low < mixed.Value && mixed.Value < mixed.High) {
		t.Errorf("mixed %+v, equal %+v", mixed, equal)
	}
}

// TestExpectedBestSimulated draws the maximum of unequal posts many times.
func TestExpectedBestSimulated(t *testing.T) {
	trials := []int{30, 55, 80, 120, 300, 700, 999}
	const p, rounds = .03, 5_000
	rng := newRand(7)
	best := make([]float64, rounds)
	for r := range best {
		for _, n := range trials {
			k := 0
			for range n {
				if rng.Float64() < p {
					k++
				}
			}
			best[r] = max(best[r], float64(k)/float64(n))
		}
	}
	slices.Sort(best)
	got, err := ExpectedBest(trials, p)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "mean", got.Value, sum(best)/rounds, .015)
	near(t, "95th percentile", got.High, best[rounds*95/100], .05)
	near(t, "5th percentile", got.Low, best[rounds*5/100], .05)
}

func TestExpectedBestUndefined(t *testing.T) {
	for _, c := range []struct {
		trials []int
		p      float64
	}{{nil, .1}, {[]int{5, 0}, .1}, {[]int{5}, -.1}, {[]int{5}, 1.1}, {[]int{5}, math.NaN()}} {
		if got, err := ExpectedBest(c.trials, c.p); err == nil {
			t.Errorf("ExpectedBest(%v) = %v, want an error", c, got)
		}
	}
}
