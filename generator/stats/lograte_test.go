package stats

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

func TestLogRateMoments(t *testing.T) {
	// ln of a uniform is -Exp(1): mean -1, standard deviation 1. ln of Exp(1): mean -gamma, variance pi^2/6.
	u := Beta{1, 1}.Log()
	near(t, "mean of ln uniform", u.Mean, -1, 1e-9)
	near(t, "sd of ln uniform", u.SD, 1, 1e-9)
	e := Gamma{1, 1}.Log()
	near(t, "mean of ln exponential", e.Mean, -0.5772156649015329, 1e-9)
	near(t, "sd of ln exponential", e.SD, math.Pi/math.Sqrt(6), 1e-9)
	for _, g := range []Gamma{{.2, 3}, {1, 1}, {7.5, .1}} {
		near(t, "mean log", g.MeanLog(), g.Log().Mean, 1e-15)
	}
	near(t, "per 2", Gamma{1, 2}.Log().Mean, e.Mean-math.Ln2, 1e-9)
	for _, b := range []Beta{{.3, 40}, {.9, 1.5}} { // split and whole agree
		x, y := logGammaCumulants(b.A), logGammaCumulants(b.A+b.B)
		near(t, "mean", b.Log().Mean, x[0]-y[0], 1e-9)
		near(t, "sd", b.Log().SD, math.Sqrt(x[1]-y[1]), 1e-9)
	}
}

func TestHurwitz(t *testing.T) {
	for _, x := range []float64{.01, .3, 1, 2.5, 11.9, 16, 40, 1e4, 3e7} {
		a, b, c := hurwitz(x)
		near(t, "second", a, mathext.Zeta(2, x), 1e-13)
		near(t, "third", b, mathext.Zeta(3, x), 1e-13)
		near(t, "fourth", c, mathext.Zeta(4, x), 1e-13)
	}
}

// Quantiles of the draws' own map against the exact distribution, in standard deviations.
func TestLogRateBend(t *testing.T) {
	for _, b := range []Beta{{1, 50}, {1.5, 300}, {3, 40}, {12, 1000}, {400, 9000}} {
		l := b.Log()
		for _, z := range []float64{-2.326348, -1.644854, -.5, 0, .5, 1.644854, 2.326348} {
			got := b.Below(math.Exp(l.core + l.scale*l.bend(z)))
			want := .5 * math.Erfc(-z/math.Sqrt2)
			if math.Abs(got-want) > .013 {
				t.Errorf("%v at z %v: share below %.5f, want %.5f", b, z, got, want)
			}
		}
	}
}

// The ends of 95% intervals against the exact distribution, and of a product against its known one: Beta(3,2) times
// Beta(5,4) is Beta(3,6).
func TestLogRateInterval(t *testing.T) {
	for _, c := range []struct {
		b   Beta
		log LogRate
		tol float64
	}{
		{Beta{400, 9000}, Beta{400, 9000}.Log(), 1e-5}, {Beta{12, 1000}, Beta{12, 1000}.Log(), 2e-4}, {Beta{3, 40}, Beta{3, 40}.Log(), .002},
		{Beta{.8, 200}, Beta{.8, 200}.Log(), .025}, {Beta{3, 6}, Beta{3, 2}.Log().Plus(Beta{5, 4}.Log()), .005},
	} {
		i := c.log.Interval(Z95)
		if low, high := c.b.Below(math.Exp(i.Low)), c.b.Below(math.Exp(i.High)); math.Abs(low-.025) > c.tol || math.Abs(high-.975) > c.tol {
			t.Errorf("%v: shares below the ends %.5f and %.5f", c.b, low, high)
		}
	}
	if i := (LogRate{}).Plus(LogRate{}).Interval(Z95); i != (Interval{}) {
		t.Errorf("1 times 1: %v", i)
	}
}

func TestRelativeVariance(t *testing.T) {
	near(t, "uniform", Beta{1, 1}.RelativeVariance(), 1./12*4, 1e-12)
	near(t, "exponential", Gamma{1, 7}.RelativeVariance(), 1, 1e-12)
}

func TestLogRateDrawsSmallShapes(t *testing.T) {
	rng := newRand(1)
	for _, b := range []Beta{{.2, 30}, {.6, 200}} {
		l, below := b.Log(), 0
		median := math.Log(mustQuantile(t, b))
		for range 20000 {
			if l.Draw(rng) < median {
				below++
			}
		}
		if below < 9700 || below > 10300 {
			t.Errorf("%v: %d of 20000 draws below the median", b, below)
		}
	}
}

func mustQuantile(t *testing.T, b Beta) float64 {
	t.Helper()
	low, high := 0.0, 1.0
	for range 200 {
		if mid := (low + high) / 2; b.Below(mid) < .5 {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

func TestRankIntervalsOfLogs(t *testing.T) {
	var exact []Beta
	var logs []LogRate
	for i := range 60 {
		b := Beta{2 + float64(i%7)*3, 300 + 10*float64(i)}
		exact, logs = append(exact, b), append(logs, b.Log())
	}
	want, err := RankIntervals(exact, 2000, .9, 1)
	if err != nil {
		t.Fatal(err)
	}
	got, err := RankIntervalsOfLogs(logs, 2000, .9, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if math.Abs(got[i].Value-want[i].Value) > 3 || math.Abs(got[i].Low-want[i].Low) > 3 || math.Abs(got[i].High-want[i].High) > 3 {
			t.Errorf("item %d %v: %v, by exact draws %v", i, exact[i], got[i], want[i])
		}
	}
	again, _ := RankIntervalsOfLogs(logs, 2000, .9, 1)
	if !slices.Equal(got, again) {
		t.Error("the same seed gives other places")
	}
}

func TestRankIntervalsOfLogsDegenerate(t *testing.T) {
	if got, err := RankIntervalsOfLogs(nil, 400, .9, 1); err != nil || len(got) != 0 {
		t.Errorf("no items: %v, %v", got, err)
	}
	one, err := RankIntervalsOfLogs([]LogRate{Beta{3, 4}.Log()}, 400, .9, 1)
	if err != nil || one[0] != (Estimate{1, Interval{1, 1}}) {
		t.Errorf("one item: %v, %v", one, err)
	}
	if _, err := RankIntervalsOfLogs([]LogRate{{}}, 99, .9, 1); err == nil {
		t.Error("99 rounds are enough")
	}
	far := []LogRate{{core: 0, scale: .001}, {core: 5, scale: .001}, {core: -3, scale: .001}}
	got, _ := RankIntervalsOfLogs(far, 100, .9, 1)
	for i, want := range []float64{2, 1, 3} {
		if got[i] != (Estimate{want, Interval{want, want}}) {
			t.Errorf("item %d: %v, want place %v", i, got[i], want)
		}
	}
}

func BenchmarkRankIntervalsOfLogs(b *testing.B) {
	items := make([]LogRate, 400)
	for i := range items {
		items[i] = Beta{10 + float64(i%40), 1000}.Log()
	}
	for b.Loop() {
		if _, err := RankIntervalsOfLogs(items, 400, .9, 1); err != nil {
			b.Fatal(err)
		}
	}
}
