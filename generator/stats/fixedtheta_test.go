package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// spread is a design of overdispersed counts with one column that matters.
func spread(n int) Design {
	rng := rand.New(rand.NewPCG(7, 7))
	d := Design{Y: make([]float64, n), Offset: make([]float64, n), Columns: []Column{Intercept(n), {Name: "x", Values: make([]float64, n)}}}
	for i := range n {
		d.Columns[1].Values[i] = rng.NormFloat64()
		d.Offset[i] = math.Log(1000 * math.Exp(rng.NormFloat64()))
		mu := .01 * math.Exp(d.Offset[i]+.3*d.Columns[1].Values[i]+.5*rng.NormFloat64())
		d.Y[i] = math.Round(max(0, mu+math.Sqrt(mu)*rng.NormFloat64()))
	}
	return d
}

func TestThetaHeldGivesTheSameFit(t *testing.T) {
	d := spread(120)
	free, err := NegativeBinomial(d)
	if err != nil {
		t.Fatal(err)
	}
	held, err := NegativeBinomialAt(d, free.Theta, nil)
	if err != nil {
		t.Fatal(err)
	}
	for j, b := range held.Coefficients {
		if math.Abs(b-free.Coefficients[j]) > 1e-7 {
			t.Errorf("%s: %v against %v", held.Names[j], b, free.Coefficients[j])
		}
	}
	if _, err := NegativeBinomialAt(d, 0, nil); err == nil {
		t.Error("theta 0 was fitted")
	}
}

// The one step is near the refit without the row.
func TestLeftOutIsNearTheRefit(t *testing.T) {
	d := spread(60)
	fit, err := NegativeBinomialAt(d, 4, nil)
	if err != nil {
		t.Fatal(err)
	}
	quick, err := fit.LeftOut()
	if err != nil {
		t.Fatal(err)
	}
	var a, b float64
	for i := range d.Y {
		var rest []int
		for j := range d.Y {
			if j != i {
				rest = append(rest, j)
			}
		}
		without, err := NegativeBinomialAt(d.take(rest), 4, nil)
		if err != nil {
			t.Fatal(err)
		}
		a, b = a+quick[i], b+family{4}.deviance(d.Y[i], without.predict(d, i))
	}
	if math.Abs(a-b) > .01*b || a <= fit.Deviance {
		t.Errorf("left out %v, refitted %v, fitted %v", a, b, fit.Deviance)
	}
}

func TestHeterogeneity(t *testing.T) {
	// Two estimates 1 and 3 with variance 1 each: mean 2, Q = 2 on 1 df, p = .1573.
	got, err := Heterogeneity([]float64{1, 3}, []float64{1, 1})
	if err != nil || math.Abs(got.Statistic-2) > 1e-12 || got.DF != 1 || math.Abs(got.P-.15729920705) > 1e-9 {
		t.Errorf("%+v %v", got, err)
	}
	for _, v := range [][]float64{{1}, {1, 0}, {1, math.NaN()}} {
		if _, err := Heterogeneity([]float64{1, 3}, v); err == nil {
			t.Errorf("variances %v were accepted", v)
		}
	}
}

func TestNegativeBinomialMeans(t *testing.T) {
	d := spread(400)
	ml, err := NegativeBinomial(d)
	if err != nil {
		t.Fatal(err)
	}
	mu, theta, err := NegativeBinomialMeans(d, 5, 5)
	if err != nil || math.Abs(theta/ml.Theta-1) > 1e-6 {
		t.Fatalf("theta %v, %v in full: %v", theta, ml.Theta, err)
	}
	for i, want := range ml.Mu {
		if math.Abs(mu[i]/want-1) > 1e-6 {
			t.Errorf("row %d: mean %v, %v in full", i, mu[i], want)
		}
	}
	for i := range d.Y {
		d.Y[i] = math.Round(10 * math.Exp(d.Offset[i]) / 1000)
	}
	if _, theta, err := NegativeBinomialMeans(d, 5, 2); err == nil {
		t.Errorf("theta %v of counts that vary less than Poisson's", theta)
	}
}
