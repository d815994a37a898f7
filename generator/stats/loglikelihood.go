package stats

import "math"

// LogLik is the log-likelihood of the counts under the fit.
func (f Fit) LogLik() float64 {
	sum, shape := 0.0, family{f.Theta}
	base, _ := math.Lgamma(f.Theta)
	for i, y := range f.y {
		sum += shape.logLikelihood(y, f.Mu[i], base)
	}
	return sum
}

// AIC is twice the parameters less twice the log-likelihood; an estimated theta is a parameter.
func (f Fit) AIC() float64 {
	parameters := float64(len(f.Coefficients))
	if !math.IsNaN(f.ThetaSE) {
		parameters++
	}
	return 2*parameters - 2*f.LogLik()
}

// logLikelihood is one row's part of the log-likelihood; base is ln G(theta).
func (f family) logLikelihood(y, mu, base float64) float64 {
	fact, _ := math.Lgamma(y + 1)
	if f.poisson() {
		return y*math.Log(mu) - mu - fact
	}
	top, _ := math.Lgamma(f.theta + y)
	return top - base - fact - f.theta*math.Log1p(mu/f.theta) + y*math.Log(mu/(f.theta+mu))
}
