package stats

import (
	"math"
	"testing"
)

func TestGarwood(t *testing.T) {
	for _, c := range []struct{ x, exposure, low, high float64 }{
		{5, 1, 1.62348639, 11.6683321},
		{5, 100, .0162348639, .116683321},
		{0, 1, 0, 3.688879454}, // -ln(.025)
	} {
		got, err := Garwood(c.x, c.exposure, .95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "low", got.Low, c.low, 5e-9)
		near(t, "high", got.High, c.high, 5e-9)
	}
}

func TestGarwoodLargeCountsApproachTheNormal(t *testing.T) {
	got, err := Garwood(1e6, 1, .95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "low", got.Low, 1e6-Z95*1e3, 1e-5)
	near(t, "high", got.High, 1e6+Z95*1e3, 1e-5)
}

func TestGarwoodUndefined(t *testing.T) {
	for _, c := range []struct {
		x, exposure, conf float64
		want              string
	}{
		{3, 0, .95, "3 per 0: no rate"},
		{-3, 1, .95, "-3 per 1: a count below 0 is not a count"},
		{math.NaN(), 1, .95, "NaN per 1: a count is missing, so there is no rate"},
		{3, 1, 1, "confidence 1: must lie between 0 and 1"},
		{3, 1, math.NaN(), "confidence NaN: must lie between 0 and 1"},
	} {
		if got, err := Garwood(c.x, c.exposure, c.conf); err == nil || err.Error() != c.want {
			t.Errorf("Garwood(%v, %v, %v) = %v, %v; want %q", c.x, c.exposure, c.conf, got, err, c.want)
		}
	}
}
