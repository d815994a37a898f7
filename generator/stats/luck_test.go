package stats

import (
	"math"
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
		got, err := ExpectedBest(c.m, c.n, c.p)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "expected best", got, c.want, c.tol)
	}
}

func TestExpectedBestUndefined(t *testing.T) {
	for _, c := range []struct {
		m, n int
		p    float64
	}{{0, 5, .1}, {5, 0, .1}, {5, 5, -.1}, {5, 5, 1.1}, {5, 5, math.NaN()}} {
		if got, err := ExpectedBest(c.m, c.n, c.p); err == nil {
			t.Errorf("ExpectedBest(%v) = %v, want an error", c, got)
		}
	}
}
