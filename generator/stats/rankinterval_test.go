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
