package stats

import (
	"math"
	"testing"
)

// near fails unless got is want to the given relative tolerance (absolute where want is 0).
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	scale := math.Abs(want)
	if scale == 0 {
		scale = 1
	}
	if !(math.Abs(got-want) <= tol*scale) {
		t.Errorf("%s = %.10g, want %.10g", what, got, want)
	}
}

const six = 1e-6

func TestWilson(t *testing.T) {
	for _, c := range []struct{ k, n, low, high, tol float64 }{
		{81, 263, .25528852, .36620958, 5e-8},
		{0, 20, 0, .16112516, 5e-8},
		{1, 29, .00611321, .17175522, 1e-6},
		{20, 20, 1 - .16112516, 1, 5e-8},
		{790, 180480, 0.004083020884316825, 0.004692509634198122, 1e-12},
	} {
		got, err := Wilson(c.k, c.n, Z95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "low", got.Low, c.low, c.tol)
		near(t, "high", got.High, c.high, c.tol)
	}
}

func TestWilsonUndefined(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		k, n, z float64
		want    string
	}{
		{0, 0, Z95, "0 of 0: no rate"},
		{3, 0, Z95, "3 of 0: no rate"},
		{5, 4, Z95, "5 of 4: more than there were, so not a proportion"},
		{-1, 4, Z95, "-1 of 4: a count below 0 is not a count"},
		{1, -4, Z95, "1 of -4: a count below 0 is not a count"},
		{nan, 4, Z95, "NaN of 4: a count is missing, so there is no rate"},
		{1, nan, Z95, "1 of NaN: a count is missing, so there is no rate"},
		{1, inf, Z95, "1 of +Inf: a count is missing, so there is no rate"},
		{1, 4, 0, "z 0: must be above 0"},
		{1, 4, nan, "z NaN: must be above 0"},
	} {
		got, err := Wilson(c.k, c.n, c.z)
		if err == nil || err.Error() != c.want {
			t.Errorf("Wilson(%v, %v, %v) = %v, %v; want %q", c.k, c.n, c.z, got, err, c.want)
		}
	}
}

func TestNewcombe(t *testing.T) {
	for _, c := range []struct{ k1, n1, k2, n2, d, low, high, tol float64 }{
		{56, 70, 48, 80, .2, .0524314724, .3338726540, six},
		{10, 10, 0, 20, 1, .6791, 1, 5e-5},
	} {
		got, err := Newcombe(c.k1, c.n1, c.k2, c.n2, Z95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "difference", got.Value, c.d, 1e-12)
		near(t, "low", got.Low, c.low, c.tol)
		near(t, "high", got.High, c.high, c.tol)
	}
	if _, err := Newcombe(1, 2, 3, 2, Z95); err == nil || err.Error() != "second rate: 3 of 2: more than there were, so not a proportion" {
		t.Errorf("3 of 2: %v", err)
	}
}
