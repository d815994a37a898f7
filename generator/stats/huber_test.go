package stats

import (
	"math"
	"testing"
)

// Brownlee's stack loss data, R's stackloss. MASS::rlm(stack.loss ~ ., stackloss) prints -41.0265311, .8293739,
// .9261082, -.1278492 and scale 2.441; it stops at a change of 1e-4, so its last digits are not those of the limit.
func TestHuberStackLoss(t *testing.T) {
	y, x := stackLoss()
	f, err := Huber(y, x)
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range []float64{-41.0265311, .8293739, .9261082, -.1278492} {
		near(t, x[j].Name, f.Coefficients[j], want, 2e-3)
	}
	near(t, "scale", f.Scale, 2.441, 2e-3)
	for i := range y {
		near(t, "fitted + residual", f.Fitted[i]+f.Residuals[i], y[i], 1e-12)
	}
}

func stackLoss() ([]float64, []Column) {
	y := []float64{42, 37, 37, 28, 18, 18, 19, 20, 15, 14, 14, 13, 11, 12, 8, 7, 8, 8, 9, 15, 15}
	return y, []Column{Intercept(len(y)),
		{"air flow", []float64{80, 80, 75, 62, 62, 62, 62, 62, 58, 58, 58, 58, 58, 58, 50, 50, 50, 50, 50, 56, 70}},
		{"water temperature", []float64{27, 27, 25, 24, 22, 23, 24, 24, 23, 18, 18, 17, 18, 19, 18, 18, 19, 19, 20, 20, 20}},
		{"acid", []float64{89, 88, 90, 87, 87, 87, 93, 93, 87, 80, 89, 88, 82, 93, 89, 86, 72, 79, 80, 82, 91}}}
}

func TestHuberUndefined(t *testing.T) {
	one := Intercept(3)
	for name, c := range map[string]struct {
		y []float64
		x []Column
	}{
		"no columns":    {[]float64{1, 2, 3}, nil},
		"too few rows":  {[]float64{1}, []Column{Intercept(1)}},
		"lengths":       {[]float64{1, 2, 3, 4}, []Column{one}},
		"missing":       {[]float64{1, math.NaN(), 3}, []Column{one}},
		"missing x":     {[]float64{1, 2, 3}, []Column{{"x", []float64{1, math.Inf(1), 2}}}},
		"repeated":      {[]float64{1, 2, 4}, []Column{one, one}},
		"all the same":  {[]float64{2, 2, 2}, []Column{one}},
		"a column of 0": {[]float64{2, 5, 2}, []Column{{"zero", []float64{0, 0, 0}}}},
	} {
		if got, err := Huber(c.y, c.x); err == nil {
			t.Errorf("%s: %+v, want an error", name, got)
		}
	}
}
