package stats

import (
	"slices"
	"testing"
)

func TestRankIntervals(t *testing.T) {
	items := []Beta{{20, 980}, {900, 100}, {500, 500}, {505, 495}} // clear last, clear first, two alike
	got, err := RankIntervals(items, 2000, .95, 5)
	if err != nil {
		t.Fatal(err)
	}
	if got[0] != (Estimate{4, Interval{4, 4}}) || got[1] != (Estimate{1, Interval{1, 1}}) {
		t.Errorf("clear places: %v", got)
	}
	if alike := (Interval{2, 3}); got[2].Interval != alike || got[3].Interval != alike {
		t.Errorf("alike: %v", got)
	}
	again, _ := RankIntervals(items, 2000, .95, 5)
	if !slices.Equal(got, again) {
		t.Errorf("the same seed gave %v and %v", got, again)
	}
	if got, err := RankIntervals([]Gamma{}, 2000, .95, 5); err != nil || len(got) != 0 {
		t.Errorf("no items: %v, %v", got, err)
	}
	if _, err := RankIntervals(items, 10, .95, 5); err == nil {
		t.Error("10 rounds: want an error")
	}
}

func TestRankDraws(t *testing.T) {
	// The middle two always tie; the ends change places every tenth round.
	draws := func(rounds int) func(func([]float64) bool) {
		return func(yield func([]float64) bool) {
			for r := range rounds {
				v := []float64{9, 5, 5, 1}
				if r%10 == 0 {
					v[0], v[3] = v[3], v[0]
				}
				if !yield(v) {
					return
				}
			}
		}
	}
	got, err := RankDraws(4, draws(200), .95)
	if err != nil {
		t.Fatal(err)
	}
	want := []Estimate{{1, Interval{1, 4}}, {2.5, Interval{2.5, 2.5}}, {2.5, Interval{2.5, 2.5}}, {4, Interval{1, 4}}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := RankDraws(4, draws(99), .95); err == nil {
		t.Error("99 draws: want an error")
	}
	if _, err := RankDraws(3, draws(200), .95); err == nil {
		t.Error("draws of another length: want an error")
	}
}

// Places of states by removal effect, over resampled walks: how attribution says which places it cannot tell apart.
func TestRankDrawsOverResampledWalks(t *testing.T) {
	walks := []Walk{{[]int{0, 1}, 40, 0}, {[]int{1}, 0, 60}, {[]int{2}, 2, 30}, {[]int{0, 2}, 3, 20}}
	counts := make([]float64, 0, 2*len(walks))
	for _, w := range walks {
		counts = append(counts, w.Succeeded, w.Lost)
	}
	got, err := RankDraws(3, func(yield func([]float64) bool) {
		for drawn := range ResampledCounts(counts, 300, 6) {
			for i := range walks {
				walks[i].Succeeded, walks[i].Lost = drawn[2*i], drawn[2*i+1]
			}
			r, err := RemovalEffects(3, walks)
			if err != nil {
				t.Fatal(err)
			}
			if !yield(r.Share) {
				return
			}
		}
	}, .95)
	if err != nil {
		t.Fatal(err)
	}
	if got[2] != (Estimate{3, Interval{3, 3}}) {
		t.Errorf("the weakest state: %v", got[2])
	}
}
