package stats

import (
	"math"
	"testing"
)

func TestQuantile(t *testing.T) {
	ten := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for _, c := range []struct {
		x       []float64
		p, want float64
	}{
		{ten, 0, 1}, {ten, .25, 3.25}, {ten, .5, 5.5}, {ten, .9, 9.1}, {ten, 1, 10}, // R: quantile(1:10)
		{[]float64{4}, .3, 4},
		{[]float64{1, 3}, .5, 2},
	} {
		got, ok := Quantile(c.x, c.p)
		if !ok {
			t.Errorf("Quantile(%v, %v) is not ok", c.x, c.p)
		}
		near(t, "quantile", got, c.want, 1e-12)
	}
}

func TestQuantileUndefined(t *testing.T) {
	for _, c := range []struct {
		x []float64
		p float64
	}{{nil, .5}, {[]float64{1}, -.1}, {[]float64{1}, 1.1}, {[]float64{1}, math.NaN()}, {[]float64{math.NaN()}, .5}} {
		if got, ok := Quantile(c.x, c.p); ok {
			t.Errorf("Quantile(%v, %v) = %v, want not ok", c.x, c.p, got)
		}
	}
}

func TestMedian(t *testing.T) {
	x := []float64{9, 1, 4, 2}
	got, ok := Median(x)
	if !ok || got != 3 {
		t.Errorf("Median(%v) = %v, %v", x, got, ok)
	}
	if x[0] != 9 {
		t.Error("Median changed its argument")
	}
	if got, ok := Median([]float64{1, math.NaN(), 2}); ok {
		t.Errorf("a missing value gives %v, want not ok", got)
	}
}

func TestMean(t *testing.T) {
	if got, ok := Mean([]float64{1e16, 1, -1e16, 1}); !ok || got != .5 {
		t.Errorf("Mean = %v, %v; want .5", got, ok)
	}
	if _, ok := Mean(nil); ok {
		t.Error("the mean of nothing is ok")
	}
}
