package stats

import (
	"math"
	"slices"
	"testing"
)

// Hunter L against panel score of canned tuna: Hollander & Wolfe 1973, p. 187, as in R's ?cor.test.
var (
	hunter = []float64{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1}
	panel  = []float64{2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8}
)

func TestRanks(t *testing.T) {
	got := Ranks([]float64{10, 20, 10, 5, 20, 20})
	if want := []float64{2.5, 5, 2.5, 1, 5, 5}; !slices.Equal(got, want) {
		t.Errorf("Ranks = %v, want %v", got, want)
	}
	if got := Ranks(nil); len(got) != 0 {
		t.Errorf("Ranks(nil) = %v", got)
	}
}

func TestPearson(t *testing.T) {
	r, ok := Pearson(hunter, panel)
	if !ok {
		t.Fatal("not ok")
	}
	near(t, "r", r, 0.5711816, six) // R: cor.test(x, y)
	i, err := FisherZ(r, 9, 0, Z95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "low", i.Low, -0.1497426, six)
	near(t, "high", i.High, 0.8955795, six)
}

func TestSpearman(t *testing.T) {
	rho, ok := Spearman(hunter, panel)
	if !ok {
		t.Fatal("not ok")
	}
	near(t, "rho", rho, .6, 1e-12)
	ties, ok := Spearman([]float64{1, 2, 2, 3}, []float64{1, 1, 2, 2})
	if !ok {
		t.Fatal("not ok with ties")
	}
	near(t, "rho with ties", ties, 1/math.Sqrt2, 1e-12)
}

func TestCorrelationUndefined(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct{ x, y []float64 }{
		{nil, nil},
		{[]float64{1}, []float64{1}},
		{[]float64{1, 2}, []float64{1}},
		{[]float64{1, 1, 1}, []float64{1, 2, 3}},
		{[]float64{.1, .1, .1}, []float64{1, 2, 3}}, // the mean of these is not .1
		{[]float64{1, nan, 3}, []float64{1, 2, 3}},
		{[]float64{1, math.Inf(1), 3}, []float64{1, 2, 3}},
	} {
		if r, ok := Pearson(c.x, c.y); ok {
			t.Errorf("Pearson(%v, %v) = %v, want not ok", c.x, c.y, r)
		}
		if r, ok := Spearman(c.x, c.y); ok {
			t.Errorf("Spearman(%v, %v) = %v, want not ok", c.x, c.y, r)
		}
	}
}

func TestSpearmanPartial(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5, 6}
	y := []float64{2, 1, 4, 3, 6, 5}
	z := []float64{1, 3, 2, 5, 4, 6}
	// By hand, 1 - 6 sum d^2 / 210 each.
	xy, xz, yz := 1-6*6/210.0, 1-6*4/210.0, 1-6*18/210.0
	got, ok := SpearmanPartial(x, y, z)
	if !ok {
		t.Fatal("not ok")
	}
	near(t, "partial", got, (xy-xz*yz)/math.Sqrt((1-xz*xz)*(1-yz*yz)), 1e-12)
	if got, ok := SpearmanPartial(x, y, x); ok {
		t.Errorf("given x itself: %v, want not ok", got)
	}
}

func TestCorrelationIntervals(t *testing.T) {
	// By hand from the formulas: rho .6, n 28, z 1.96: atanh .6 = .6931471806.
	at := math.Log(2)
	for _, c := range []struct {
		name string
		f    func(float64, int, int, float64) (Interval, error)
		se   float64
	}{
		{"Bonett-Wright", BonettWright, math.Sqrt(1.18 / 25)},
		{"Fisher 1.06", Fisher106, 1.06 / 5},
		{"Fisher", FisherZ, .2},
	} {
		got, err := c.f(.6, 28, 0, 1.96)
		if err != nil {
			t.Fatal(err)
		}
		near(t, c.name+" low", got.Low, math.Tanh(at-1.96*c.se), 1e-12)
		near(t, c.name+" high", got.High, math.Tanh(at+1.96*c.se), 1e-12)
		given, err := c.f(.6, 29, 1, 1.96)
		if err != nil {
			t.Fatal(err)
		}
		near(t, c.name+" given one", given.Low, got.Low, 1e-12)
	}
	for _, c := range []struct {
		rho         float64
		n, controls int
	}{{1, 30, 0}, {-1, 30, 0}, {math.NaN(), 30, 0}, {.5, 3, 0}, {.5, 4, 1}} {
		if got, err := BonettWright(c.rho, c.n, c.controls, Z95); err == nil {
			t.Errorf("BonettWright(%v, %d, %d) = %v, want an error", c.rho, c.n, c.controls, got)
		}
	}
}
