package stats

import (
	"math"
	"testing"
)

func TestBenjaminiHochberg(t *testing.T) {
	// Benjamini & Hochberg 1995, section 4.1; shuffled by hand so that the order is seen to be kept.
	p := []float64{.0344, .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	want := []float64{.0645, .0015, .0030, .0095, .035625, .0603, .0638571, .0638571, .0765, .4860}
	q, err := BenjaminiHochberg(p)
	if err != nil {
		t.Fatal(err)
	}
	rejected := 0
	for i, v := range q {
		if i < len(want) {
			near(t, "q", v, want[i], six)
		}
		if v <= .05 {
			rejected++
		}
	}
	if rejected != 4 {
		t.Errorf("%d rejections at .05, want 4", rejected)
	}
}

func TestBenjaminiHochbergUndefined(t *testing.T) {
	for _, p := range [][]float64{{.1, math.NaN()}, {-.1}, {1.1}} {
		if q, err := BenjaminiHochberg(p); err == nil {
			t.Errorf("BenjaminiHochberg(%v) = %v, want an error", p, q)
		}
	}
	if q, err := BenjaminiHochberg(nil); err != nil || len(q) != 0 {
		t.Errorf("of nothing: %v, %v", q, err)
	}
}
