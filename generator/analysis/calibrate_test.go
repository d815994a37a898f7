package analysis

import (
	"slices"
	"testing"

	"likewise/generator/stats"
)

// A rate is worked out once for the same counts and the same held, and anew for any other.
func TestCalibrationsAreKept(t *testing.T) {
	s, p := scenarios[0].account(150, 4)
	rows := identityOf(150)
	held := []stats.Column{stats.Intercept(150)}
	for _, c := range s.controls(p.o, rows)[:2] {
		held = append(held, c.columns...)
	}
	kept := &calibrations{}
	first, err := kept.of(p.a, s.exposure, held)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := kept.of(slices.Clone(p.a), slices.Clone(s.exposure), slices.Clone(held))
	if &first[0] != &again[0] {
		t.Error("the same rate was worked out twice")
	}
	if alone, err := calibrated(p.a, s.exposure, held); err != nil || !slices.Equal(alone, first) {
		t.Errorf("kept %v, alone %v, %v", first[:3], alone[:3], err)
	}
	for name, other := range map[string]func() ([]float64, error){
		"other held":     func() ([]float64, error) { return kept.of(p.a, s.exposure, held[:2]) },
		"other counts":   func() ([]float64, error) { return kept.of(p.o, s.exposure, held) },
		"other exposure": func() ([]float64, error) { return kept.of(p.a, p.a, held) },
	} {
		if got, err := other(); err == nil && slices.Equal(got, first) {
			t.Errorf("%s: the same rate", name)
		}
	}
}

// BenchmarkHold is two actions against two outcomes over a thousand posts, but for the people.
func BenchmarkHold(b *testing.B) {
	s, p := scenarios[2].account(1000, 5)
	other := pair{action: "saves", outcome: "signups", a: p.o, o: p.a}
	pairs := []pair{p, other, {action: "shares", outcome: "purchases", a: p.a, o: p.o}, {action: "comments", outcome: "signups", a: p.o, o: p.a}}
	b.ReportAllocs()
	for b.Loop() {
		s.calibrations = &calibrations{}
		hold(s, pairs)
	}
}
