package render

import "testing"

// A ratio that is not 0 is never printed as one.
func TestRatiosAreNeverPrintedAsNothing(t *testing.T) {
	s, err := speaker(fakeInput(t, fakeLeague(fakeReport(12)), fakeContent))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		v    float64
		want string
	}{{.0001, "under ×0.01"}, {.0049, "under ×0.01"}, {.005, "×0.01"}, {.994, "×0.99"}, {0, "×0.00"}, {12.34, "×12.3"}, {250, "×250"}} {
		if got := s.times(c.v); got != c.want {
			t.Errorf("%v: %q, want %q", c.v, got, c.want)
		}
	}
	if got := s.factor(.0001); got != "under 0.01" {
		t.Errorf("%q", got)
	}
}
