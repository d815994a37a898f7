package stats

import (
	"math"
	"testing"
)

// aml is R's survival::aml, the maintained group (Miller 1981).
var aml = []Exit{{9, 1, 0}, {13, 1, 0}, {13, 0, 1}, {18, 1, 0}, {23, 1, 0}, {28, 0, 1}, {31, 1, 0}, {34, 1, 0}, {45, 0, 1}, {48, 1, 0}, {161, 0, 1}}

func TestKaplanMeier(t *testing.T) {
	curve, err := KaplanMeier(aml, Z95)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct{ time, survival, se float64 }{
		{9, .90909, .086678}, {13, .81818, .116291}, {18, .71591, .139665}, {23, .61364, .152632},
		{31, .49091, .164193}, {34, .36818, .162669}, {48, .18409, .153493},
	}
	if len(curve) != len(want) {
		t.Fatalf("%d steps, want %d", len(curve), len(want))
	}
	for i, w := range want {
		if curve[i].Time != w.time {
			t.Errorf("step %d at %v, want %v", i, curve[i].Time, w.time)
		}
		near(t, "survival", curve[i].Survival.Value, w.survival, 1e-5)
		near(t, "standard error", curve[i].SE, w.se, 6e-6)
		if s := curve[i].Survival; !s.Contains(s.Value) || s.Low < 0 || s.High > 1 {
			t.Errorf("interval %v", s)
		}
	}
	// The upper limit never falls to one half: who was watched longest had no event.
	median, ok := curve.Median()
	if !ok || median.Value != 31 || median.Low != 13 || !math.IsInf(median.High, 1) {
		t.Errorf("median %v, %v", median, ok)
	}
	near(t, "at 20", curve.At(20).Value, .71591, 1e-5)
	if curve.At(8.9).Value != 1 {
		t.Errorf("before the first step: %v", curve.At(8.9))
	}
}

func TestKaplanMeierByTotals(t *testing.T) {
	one, err := KaplanMeier([]Exit{{2, 2, 0}, {3, 1, 3}}, Z95)
	if err != nil {
		t.Fatal(err)
	}
	each, err := KaplanMeier([]Exit{{3, 0, 1}, {3, 0, 1}, {2, 1, 0}, {3, 1, 0}, {2, 1, 0}, {3, 0, 1}}, Z95)
	if err != nil {
		t.Fatal(err)
	}
	for i := range one {
		if one[i] != each[i] {
			t.Errorf("step %d: %v by totals, %v one by one", i, one[i], each[i])
		}
	}
}

func TestKaplanMeierEnds(t *testing.T) {
	all, err := KaplanMeier([]Exit{{1, 1, 0}, {2, 1, 0}}, Z95)
	if err != nil {
		t.Fatal(err)
	}
	if last := all[1]; last.Survival != (Estimate{}) || last.SE != 0 {
		t.Errorf("everyone had the event: %+v", last)
	}
	if m, ok := all.Median(); !ok || m.Value != 1.5 {
		t.Errorf("median of 1, 2 = %v, %v", m, ok)
	}
	few, err := KaplanMeier([]Exit{{1, 1, 0}, {2, 0, 9}}, Z95)
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := few.Median(); ok {
		t.Errorf("one in ten had the event, yet the median is %v", m)
	}
	for _, exits := range [][]Exit{nil, {{1, 0, 5}}, {{-1, 1, 0}}, {{1, -1, 0}}, {{math.NaN(), 1, 0}}} {
		if got, err := KaplanMeier(exits, Z95); err == nil {
			t.Errorf("KaplanMeier(%v) = %v, want an error", exits, got)
		}
	}
}
