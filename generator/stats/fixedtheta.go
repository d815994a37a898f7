package stats

import (
	"fmt"
	"math"
)

// NegativeBinomialAt fits ln mu = offset + X b with variance mu + mu^2/theta at a theta that the caller knows, from
// an earlier fit to the same counts say; infinite is Poisson. start is the fitted counts of that fit, or nil. With
// theta held, the estimates are right as long as the mean is, whatever theta should have been, and HC3 gives errors
// that do not trust it either (Gourieroux, Monfort & Trognon 1984, Econometrica 52:681). It refuses what Poisson refuses, and a theta
// that is not above 0.
func NegativeBinomialAt(d Design, theta float64, start []float64) (Fit, error) {
	if !(theta > 0) {
		return Fit{}, fmt.Errorf("theta %v: must be above 0", theta)
	}
	if start != nil && len(start) != len(d.Y) {
		return Fit{}, errLengths(len(start), len(d.Y))
	}
	if err := d.check(); err != nil {
		return Fit{}, err
	}
	return fitGLM(d, family{theta}, start)
}

// LeftOut is each row's deviance when it is predicted without itself, to first order: one Newton step away from the
// fit to all rows,
//
//	eta(-i) = eta - h/(1-h) (y-mu)/mu,  h the leverage
//
// It costs nothing beyond the fit and depends on no dealing into folds. Source: Pregibon 1981, Ann. Stat. 9:705. It
// is an error when a row is fitted by a coefficient of its own.
func (f Fit) LeftOut() ([]float64, error) {
	out, shape := make([]float64, len(f.y)), family{f.Theta}
	for i, y := range f.y {
		h := f.hat[i]
		if 1-h < 1e-8 {
			return nil, fmt.Errorf("row %d is fitted by a coefficient of its own, so it cannot be left out", i+1)
		}
		step := h / (1 - h) * (y - f.Mu[i]) / f.Mu[i]
		out[i] = shape.deviance(y, f.Mu[i]*math.Exp(-max(-30, min(30, step))))
	}
	return out, nil
}

// Heterogeneity tests whether independent estimates x with variances v share one true value: Cochran's Q, the
// weighted squares about the common mean, chi-squared on one degree of freedom less than estimates. Source: Cochran
// 1954, Biometrics 10:101. It is an error when there are fewer than two, the lengths differ, one is missing, or a
// variance is not above 0.
func Heterogeneity(x, v []float64) (Test, error) {
	if len(x) != len(v) {
		return Test{}, errLengths(len(x), len(v))
	}
	if len(x) < 2 {
		return Test{}, fmt.Errorf("%d estimates: nothing to compare", len(x))
	}
	if !allFinite(x) || !allFinite(v) {
		return Test{}, errNotFinite
	}
	for _, w := range v {
		if !(w > 0) {
			return Test{}, fmt.Errorf("variance %v: must be above 0", w)
		}
	}
	_, _, q := weightedMean(x, v, 0)
	return chiSquared(q, float64(len(x)-1)), nil
}
