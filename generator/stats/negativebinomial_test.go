package stats

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

func TestTrigamma(t *testing.T) {
	for x := 1e-6; x < 1e7; x *= 1.37 {
		near(t, "trigamma", trigamma(x), mathext.Zeta(2, x), 1e-13)
	}
	near(t, "of 1", trigamma(1), math.Pi*math.Pi/6, 1e-14)
	near(t, "of 1e6", trigamma(1e6), 1e-6+.5e-12, 1e-9)
}

func TestNegativeBinomialMites(t *testing.T) {
	y, _ := mites()
	d := Design{Y: y, Columns: []Column{Intercept(len(y))}}
	fit, err := NegativeBinomial(d)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "theta", fit.Theta, 1.02459, 5e-6) // Bliss & Fisher 1953
	near(t, "mean", math.Exp(fit.Coefficients[0]), 172.0/150, 1e-9)
	terms, err := fit.Terms(fit.ModelBased(), .95)
	if err != nil {
		t.Fatal(err)
	}
	m := 172.0 / 150
	near(t, "se", terms[0].SE, math.Sqrt((1/m+1/fit.Theta)/150), 1e-6)
	if !(fit.ThetaSE > .1 && fit.ThetaSE < .5) {
		t.Errorf("error of theta %v", fit.ThetaSE)
	}
}

// warpbreaks is R's data set of that name (Tippett 1950): wools A and B, tensions L, M and H, nine looms each.
func warpbreaks() Design {
	d := Design{Y: []float64{
		26, 30, 54, 25, 70, 52, 51, 26, 67, 18, 21, 29, 17, 12, 18, 35, 30, 36, 36, 21, 24, 18, 10, 43, 28, 15, 26,
		27, 14, 29, 19, 29, 31, 41, 20, 44, 42, 26, 19, 16, 39, 28, 21, 39, 29, 20, 21, 24, 17, 13, 15, 15, 16, 28,
	}}
	var wool, tension []string
	for i := range d.Y {
		wool = append(wool, string("AB"[i/27]))
		tension = append(tension, string("LMH"[i/9%3]))
	}
	d.Columns = append([]Column{Intercept(len(d.Y))}, Indicators("wool", wool, "A")...)
	d.Columns = append(d.Columns, Indicators("tension", tension, "L")...)
	return d
}

// The published fits are R's: glm(breaks ~ wool + tension, poisson) and MASS::glm.nb, to the digits it prints.
// At the maximum, besides, the score of every coefficient and of theta is 0.
func TestNegativeBinomialWarpbreaks(t *testing.T) {
	d := warpbreaks()
	p, err := Poisson(d)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "Poisson deviance", p.Deviance, 210.39, 5e-5)
	near(t, "Poisson AIC", p.AIC(), 493.06, 2e-5)
	fit, err := NegativeBinomial(d)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "theta", fit.Theta, 9.94, 5e-4)
	near(t, "error of theta", fit.ThetaSE, 2.56, 2e-3)
	near(t, "log-likelihood", 2*fit.LogLik(), -398.764, 2e-6)
	near(t, "AIC", fit.AIC(), 408.76, 2e-5)
	for j, want := range []float64{3.6734, -.1862, -.5114, -.2992} {
		near(t, fit.Names[j], fit.Coefficients[j], want, 3e-4)
	}
	total := make([]float64, len(d.Columns))
	for i := range d.Y {
		fit.x.add(total, i, fit.pull(i))
	}
	if g := norm(total); g > 1e-6 {
		t.Errorf("score of the coefficients %v", total)
	}
	if g, _ := thetaScore(d.Y, fit.Mu, fit.Theta); math.Abs(g) > 1e-8 {
		t.Errorf("score of theta %v", g)
	}
	h := 1e-4 * fit.Theta
	up, info := thetaScore(d.Y, fit.Mu, fit.Theta+h)
	down, _ := thetaScore(d.Y, fit.Mu, fit.Theta-h)
	near(t, "information", info, (down-up)/(2*h), 1e-3)
}

func TestNegativeBinomialRefusesPoissonCounts(t *testing.T) {
	y := []float64{3, 4, 3, 4, 3, 4, 3, 4}
	_, err := NegativeBinomial(Design{Y: y, Columns: []Column{Intercept(8)}})
	if !errors.Is(err, errNoSpread) {
		t.Errorf("even counts: %v", err)
	}
}
