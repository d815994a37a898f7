package stats

import (
	"math"
	"testing"
)

func TestLearnBeta(t *testing.T) {
	k, n := []float64{3, 9, 4, 16, 7, 2, 12, 5, 0}, []float64{100, 120, 90, 150, 100, 80, 110, 95, 0}
	p, err := LearnBeta(k, n)
	if err != nil {
		t.Fatal(err)
	}
	plain, _ := FitBeta(k, n)
	if p.BetaPrior != plain || !p.Spread {
		t.Fatalf("%+v, fitted %+v", p.BetaPrior, plain)
	}
	// The covariance is the inverse of the curvature of the likelihood, here by second differences of its values.
	d := betaBinomial{k[:8], n[:8]}
	at, size, h := math.Log(p.A/p.B), math.Log(p.A+p.B), 1e-3
	l := func(i, j float64) float64 { return d.logLikelihood(at+i*h, size+j*h) }
	i00 := -(l(1, 0) - 2*l(0, 0) + l(-1, 0)) / (h * h)
	i11 := -(l(0, 1) - 2*l(0, 0) + l(0, -1)) / (h * h)
	i01 := -(l(1, 1) - l(1, -1) - l(-1, 1) + l(-1, -1)) / (4 * h * h)
	det := i00*i11 - i01*i01
	near(t, "variance of the mean", p.mean, i11/det, 1e-4)
	near(t, "variance of the size", p.size, i00/det, 1e-4)
	near(t, "covariance", p.both, -i01/det, 1e-3)

	plainly, _ := p.Beta.Posterior(16, 150)
	wide, err := p.Posterior(16, 150)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "mean", wide.Mean(), plainly.Mean(), 1e-12)
	if wide.A >= plainly.A || wide.A+wide.B < (plainly.A+plainly.B)/2-1 {
		t.Errorf("%v, from a certain prior %v", wide, plainly)
	}
	sure, _ := LearntBeta{BetaPrior: plain}.Posterior(16, 150)
	near(t, "a certain prior", sure.A, plainly.A, 1e-9)
	if _, err := p.Posterior(5, 4); err == nil {
		t.Error("5 of 4 have a posterior")
	}
}

func TestLearnGamma(t *testing.T) {
	x, e := mites()
	p, err := LearnGamma(x, e)
	if err != nil {
		t.Fatal(err)
	}
	// Bliss & Fisher 1953 and R's MASS: the mean's logarithm has variance (1/mu + 1/k)/n, k's standard error .276.
	near(t, "mean", p.mean, (150/172.+1/p.Size)/150, 1e-4)
	near(t, "se of k", p.Size*math.Sqrt(p.size), .276, .02)
	near(t, "covariance", p.both+1, 1, 1e-6) // the two are orthogonal
	plainly, _ := p.Gamma.Posterior(3, 1)
	wide, _ := p.Posterior(3, 1)
	near(t, "posterior mean", wide.Mean(), plainly.Mean(), 1e-12)
	if wide.Size >= plainly.Size {
		t.Errorf("%v, from a certain prior %v", wide, plainly)
	}
	if _, err := p.Posterior(5, 0); err == nil {
		t.Error("5 per 0 have a posterior")
	}
}

func TestLearnWithoutSpread(t *testing.T) {
	p, err := LearnBeta([]float64{10, 20, 30, 40}, []float64{100, 200, 300, 400})
	if err != nil || p.Spread || p.size != 0 || !(p.mean > 0) {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := LearnBeta([]float64{0, 0}, []float64{1, 2}); err == nil {
		t.Error("no event teaches a prior")
	}
	if _, err := LearnGamma(nil, nil); err == nil {
		t.Error("nothing teaches a prior")
	}
}
