package stats

import (
	"math"
	"slices"
	"testing"
)

func TestLMDI(t *testing.T) {
	from, to := []float64{10000, .05, .10, .04}, []float64{16000, .04, .12, .05}
	got, err := LMDI(from, to)
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []float64{1.325729400, -.629416345, .514270600, .629416345} {
		near(t, "effect", got[k], want, 2e-9)
	}
	near(t, "sum", sum(got), 3.84-2, 1e-13)
	back, _ := LMDI(to, from)
	for k := range back {
		near(t, "effect back", back[k], -got[k], 1e-12)
	}
}

func TestLMDIZero(t *testing.T) {
	for _, c := range []struct{ from, to, want []float64 }{
		{[]float64{100, 0}, []float64{200, .1}, []float64{0, 20}},
		{[]float64{200, .1}, []float64{100, 0}, []float64{0, -20}},
		{[]float64{100, 0, 0}, []float64{200, .1, .5}, []float64{0, 5, 5}},
		{[]float64{100, 0}, []float64{0, .1}, []float64{0, 0}},
		{[]float64{0, 1}, []float64{0, 2}, []float64{0, 0}},
		{[]float64{5, 2}, []float64{5, 2}, []float64{0, 0}},
		{[]float64{4}, []float64{7}, []float64{3}},
	} {
		got, err := LMDI(c.from, c.to)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(got, c.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
			t.Errorf("LMDI(%v, %v) = %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

// The limit is what small numbers tend to.
func TestLMDILimit(t *testing.T) {
	got, err := LMDI([]float64{100, 1e-300}, []float64{200, .1})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "effect", got[1], 20, .01)
}

func TestLMDIUndefined(t *testing.T) {
	for _, c := range [][2][]float64{{nil, nil}, {{1}, {1, 2}}, {{-1}, {1}}, {{1}, {math.NaN()}}, {{1}, {math.Inf(1)}}} {
		if got, err := LMDI(c[0], c[1]); err == nil {
			t.Errorf("LMDI(%v, %v) = %v, want an error", c[0], c[1], got)
		}
	}
}
