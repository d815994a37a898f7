package stats

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// simulated counts with a slope of .3 on x, a known exposure, and gamma mixing of shape theta (infinite: none).
func simulated(n int, theta float64, seed uint64) Design {
	rng := newRand(seed)
	d := Design{Columns: []Column{Intercept(n), {"x", make([]float64, n)}}}
	for i := range n {
		x := rng.NormFloat64()
		d.Columns[1].Values[i] = x
		d.Offset = append(d.Offset, math.Log(100))
		mu := 100 * math.Exp(-3+.3*x)
		if !math.IsInf(theta, 1) {
			mu *= distuv.Gamma{Alpha: theta, Beta: theta, Src: rng}.Rand()
		}
		d.Y = append(d.Y, distuv.Poisson{Lambda: mu, Src: rng}.Rand())
	}
	return d
}

func TestFitCountsChooses(t *testing.T) {
	even, err := FitCounts(simulated(400, math.Inf(1), 2))
	if err != nil {
		t.Fatal(err)
	}
	if even.Model != PoissonModel || even.Spread.P < .05 {
		t.Errorf("Poisson counts: %s, p %v", even.Model, even.Spread.P)
	}
	wide, err := FitCounts(simulated(400, 2, 1))
	if err != nil {
		t.Fatal(err)
	}
	if wide.Model != NegativeBinomialModel || wide.Spread.P > .001 {
		t.Errorf("mixed counts: %s, p %v", wide.Model, wide.Spread.P)
	}
	near(t, "theta", wide.Theta, 2, .2)
	near(t, "slope", wide.Coefficients[1], .3, .2)
	near(t, "intercept", wide.Coefficients[0], -3, .05)
	loom, err := FitCounts(warpbreaks())
	if err != nil || loom.Model != NegativeBinomialModel {
		t.Errorf("warpbreaks: %v, %v", loom.Model, err)
	}
}

func TestFitCountsRefuses(t *testing.T) {
	if _, err := FitCounts(ships()); err == nil || err.Error() != "34 rows for 9 coefficients: needs 10 a coefficient" {
		t.Errorf("ships: %v", err)
	}
	d := simulated(100, math.Inf(1), 3)
	for i := range d.Y {
		d.Y[i] = math.Round(100 * math.Exp(-3+.3*d.Columns[1].Values[i])) // no noise at all
	}
	if _, err := FitCounts(d); err == nil || !strings.Contains(err.Error(), "spread less than chance") {
		t.Errorf("counts without noise: %v", err)
	}
}

// Ships spread more than Poisson by Pearson's statistic, yet the likelihood has no finite theta.
func TestShipsHaveNoTheta(t *testing.T) {
	if _, err := NegativeBinomial(ships()); err == nil {
		t.Error("want an error")
	}
}

// The spread test calls Poisson counts overdispersed about as often as it says.
func TestOverdispersionLevel(t *testing.T) {
	const runs = 400
	found := 0
	for run := range runs {
		fit, err := Poisson(simulated(60, math.Inf(1), uint64(5000+run)))
		if err != nil {
			t.Fatal(err)
		}
		if fit.Overdispersion().P < .05 {
			found++
		}
	}
	if share := float64(found) / runs; share < .02 || share > .085 {
		t.Errorf("found in %v of Poisson counts, want about .05", share)
	}
}

// Intervals of the slope hold the truth about as often as they say, with the model's error and with HC3.
func TestCoverage(t *testing.T) {
	const runs = 400
	for _, theta := range []float64{math.Inf(1), 3} {
		var own, robust, clustered int
		for run := range runs {
			d := simulated(80, theta, uint64(1000+run))
			fit, err := Poisson(d)
			if err != nil {
				t.Fatal(err)
			}
			hc3, err := fit.HC3()
			if err != nil {
				t.Fatal(err)
			}
			weeks := identity(len(d.Y))
			for i := range weeks {
				weeks[i] /= 2
			}
			byWeek, err := Clustered(fit, weeks)
			if err != nil {
				t.Fatal(err)
			}
			own += holds(t, fit, fit.Quasi())
			robust += holds(t, fit, hc3)
			clustered += holds(t, fit, byWeek)
		}
		for i, n := range []int{own, robust, clustered} {
			if share := float64(n) / runs; share < .91 || share > .985 {
				name := []string{"quasi", "HC3", "clustered"}[i]
				t.Errorf("theta %v, %s: covers %v, want about .95", theta, name, share)
			}
		}
	}
}

func holds(t *testing.T, f Fit, c Covariance) int {
	t.Helper()
	terms, err := f.Terms(c, .95)
	if err != nil {
		t.Fatal(err)
	}
	if terms[1].Coefficient.Contains(.3) {
		return 1
	}
	return 0
}

func TestHeldOut(t *testing.T) {
	d := simulated(200, math.Inf(1), 5)
	fold := Folds(make([]int, 200), 5, 1)
	with, err := HeldOut(d, fold)
	if err != nil {
		t.Fatal(err)
	}
	d.Columns = d.Columns[:1]
	without, err := HeldOut(d, fold)
	if err != nil {
		t.Fatal(err)
	}
	if gain := sum(without) - sum(with); gain < 20 {
		t.Errorf("the true column gains %v, want much", gain)
	}
	if _, err := HeldOut(d, make([]int, 200)); err == nil {
		t.Error("one fold: want an error")
	}
}

func TestFoldsAreEven(t *testing.T) {
	labels := []string{"a", "a", "a", "a", "b", "b", "b", "c"}
	size := map[int]int{}
	for _, f := range Folds(labels, 4, 9) {
		size[f]++
	}
	for f := range 4 {
		if size[f] != 2 {
			t.Errorf("fold %d has %d rows, want 2", f, size[f])
		}
	}
}
