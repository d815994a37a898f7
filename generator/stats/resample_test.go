package stats

import (
	"slices"
	"testing"
)

func TestShufflesStayInStrata(t *testing.T) {
	strata := []string{"a", "b", "a", "b", "a", "c"}
	moved, rounds := false, 0
	for order := range Shuffles(strata, 50, 7) {
		rounds++
		for i, j := range order {
			if strata[i] != strata[j] {
				t.Fatalf("%d moved from stratum %q to %q", j, strata[j], strata[i])
			}
			moved = moved || i != j
		}
		sorted := slices.Sorted(slices.Values(order))
		if !slices.Equal(sorted, identity(len(strata))) {
			t.Fatalf("%v is not a permutation", order)
		}
	}
	if !moved || rounds != 50 {
		t.Errorf("moved %v in %d rounds", moved, rounds)
	}
}

// Fisher's tea: of 4 and 4 cups, 3 right of each. The exact one-sided p is 17/70.
func TestPermute(t *testing.T) {
	truth := []float64{1, 1, 1, 1, 0, 0, 0, 0}
	said := []float64{1, 1, 1, 0, 1, 0, 0, 0}
	hits := func(order []int) (float64, bool) {
		n := 0.0
		for i, j := range order {
			n += truth[i] * said[j]
		}
		return n, true
	}
	got, err := Permute(make([]int, 8), 20000, 1, hits)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p above", got.Above, 17.0/70, .05)
	near(t, "p below", got.Below, 69.0/70, .01)
	near(t, "null mean", got.NullMean, 2, .01)
	if got.Observed != 3 || got.Null.Low != 1 || got.Null.High != 3 {
		t.Errorf("%+v", got)
	}
	again, _ := Permute(make([]int, 8), 20000, 1, hits)
	if again != got {
		t.Errorf("the same seed gave %+v and %+v", got, again)
	}
}

func TestPermuteUndefined(t *testing.T) {
	fine := func([]int) (float64, bool) { return 1, true }
	if _, err := Permute([]int{1, 2, 3}, 100, 1, fine); err == nil {
		t.Error("strata of one: want an error")
	}
	if _, err := Permute([]int{1, 1, 1}, 18, 1, fine); err == nil {
		t.Error("18 shuffles: want an error")
	}
	if _, err := Permute([]int{1, 1}, 100, 1, func([]int) (float64, bool) { return 0, false }); err == nil {
		t.Error("undefined statistic: want an error")
	}
	if got, err := Permute([]int{1, 1}, 100, 1, fine); err != nil || got.TwoSided != 1 {
		t.Errorf("a constant statistic: %+v, %v; want p 1", got, err)
	}
}

// Law school data: Efron & Tibshirani 1993, table 3.1; r = .776, bootstrap percentile interval about [.46, .97].
func TestBootstrap(t *testing.T) {
	lsat := []float64{576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594}
	gpa := []float64{3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96}
	correlation := func(sample []int) (float64, bool) {
		x, y := make([]float64, len(sample)), make([]float64, len(sample))
		for i, j := range sample {
			x[i], y[i] = lsat[j], gpa[j]
		}
		return Pearson(x, y)
	}
	got, err := Bootstrap(15, 4000, .95, 11, correlation)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "r", got.Value, .776, 1e-3)
	near(t, "low", got.Low, .46, .05)
	near(t, "high", got.High, .97, .02)
	if _, err := Bootstrap(1, 4000, .95, 11, correlation); err == nil {
		t.Error("one observation: want an error")
	}
}

func TestResampledCounts(t *testing.T) {
	counts := []float64{70, 0, 20, 10}
	mean := make([]float64, len(counts))
	const rounds = 4000
	for drawn := range ResampledCounts(counts, rounds, 3) {
		total := 0.0
		for i, d := range drawn {
			total += d
			mean[i] += d / rounds
		}
		if total != 100 {
			t.Fatalf("%v sums to %v, want 100", drawn, total)
		}
	}
	for i, c := range counts {
		near(t, "mean count", mean[i], c, .02)
	}
}
