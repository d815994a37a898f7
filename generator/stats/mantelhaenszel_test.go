package stats

import (
	"math"
	"testing"
)

// berkeley is R's UCBAdmissions, departments A to F; group 1 the men, event an admission.
var berkeley = []Table{
	{512, 313, 89, 19}, {353, 207, 17, 8}, {120, 205, 202, 391},
	{138, 279, 131, 244}, {53, 138, 94, 299}, {22, 351, 24, 317},
}

// bcg is the thirteen trials of the BCG vaccine (Colditz 1994), R's metafor::dat.bcg; group 1 the vaccinated.
var bcg = []Table{
	{4, 119, 11, 128}, {6, 300, 29, 274}, {3, 228, 11, 209}, {62, 13536, 248, 12619}, {33, 5036, 47, 5761},
	{180, 1361, 372, 1079}, {8, 2537, 10, 619}, {505, 87886, 499, 87892}, {29, 7470, 45, 7232},
	{17, 1699, 65, 1600}, {186, 50448, 141, 27197}, {5, 2493, 3, 2338}, {27, 16886, 29, 17825},
}

func TestMantelHaenszel(t *testing.T) {
	crude, err := OddsRatio(Crude(berkeley), Z95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "crude", crude.Value, 1.84108004, six)
	empty := Table{A: 3, B: 4} // a department with men only changes nothing
	got, err := MantelHaenszel(append(berkeley[:6:6], empty), Z95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "common", got.Value, .904696828, 1e-8)
	near(t, "low", got.Low, .771907362, 1e-8)
	near(t, "high", got.High, 1.060329764, 1e-8)
}

func TestCochranMantelHaenszel(t *testing.T) {
	for _, c := range []struct {
		continuity   bool
		statistic, p float64
	}{{false, 1.52460666, .216923697}, {true, 1.426946, .232263}} {
		got, err := CochranMantelHaenszel(berkeley, c.continuity)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "statistic", got.Statistic, c.statistic, six)
		near(t, "p", got.P, c.p, 2*six)
	}
}

func TestBreslowDay(t *testing.T) {
	got, err := BreslowDay(berkeley)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "statistic", got.BreslowDay.Statistic, 18.825514, six)
	near(t, "p", got.BreslowDay.P, .00207139, 2e-6)
	if got.BreslowDay.DF != 5 {
		t.Errorf("df %v, want 5", got.BreslowDay.DF)
	}
	if d := got.BreslowDay.Statistic - got.Tarone.Statistic; d < 0 || d > .01 {
		t.Errorf("Tarone's correction takes off %v, want a little", d)
	}
	// Strata of one odds ratio have nothing to show.
	same, err := BreslowDay([]Table{{10, 20, 30, 15}, {20, 40, 60, 30}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p of equal strata", same.Tarone.P, 1, 1e-6)
}

func TestMantelHaenszelRisk(t *testing.T) {
	got, err := MantelHaenszelRisk(bcg, Z95)
	if err != nil {
		t.Fatal(err)
	}
	// metafor: rma.mh(measure = "RR", dat.bcg) prints -0.4537 [-0.5308, -0.3766].
	near(t, "log ratio", math.Log(got.Value), -.4537, 1e-4)
	near(t, "low", math.Log(got.Low), -.5308, 1e-4)
	near(t, "high", math.Log(got.High), -.3766, 1e-4)
}

func TestMantelHaenszelUndefined(t *testing.T) {
	for _, strata := range [][]Table{
		nil,
		{{5, 5, 0, 0}},           // one group
		{{0, 5, 0, 5}},           // no event
		{{5, 0, 0, 5}},           // complete separation
		{{-1, 5, 5, 5}},          // not a count
		{{math.NaN(), 5, 5, 5}},  // missing
		{{math.Inf(1), 5, 5, 5}}, // not a count
	} {
		if got, err := MantelHaenszel(strata, Z95); err == nil {
			t.Errorf("MantelHaenszel(%v) = %v, want an error", strata, got)
		}
		if got, err := BreslowDay(strata); err == nil {
			t.Errorf("BreslowDay(%v) = %v, want an error", strata, got)
		}
	}
	if got, err := OddsRatio(Table{5, 0, 5, 5}, Z95); err == nil {
		t.Errorf("an empty cell: %v, want an error", got)
	}
}

func TestExpectedCellGivesBackTheRatio(t *testing.T) {
	for _, table := range append(berkeley[:6:6], Table{40, 10, 50, 0}, Table{1, 1000, 3, 20}) {
		for _, ratio := range []float64{.001, .3, 1 - 1e-7, 1, 1 + 1e-7, 4, 900} {
			a := expectedCell(table, ratio)
			b, c, d := table.A+table.B-a, table.A+table.C-a, table.D-table.A+a
			if a <= 0 || b <= 0 || c <= 0 || d <= 0 {
				t.Fatalf("%v at %v: %v %v %v %v", table, ratio, a, b, c, d)
			}
			near(t, "ratio", a*d/(b*c), ratio, 1e-8)
		}
	}
}
