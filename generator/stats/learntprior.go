package stats

import "math"

// LearntBeta is a fitted prior that remembers how well it is known. Posteriors of a plain BetaPrior take its A and B
// for certain, and with few items their intervals hold too little.
type LearntBeta struct {
	BetaPrior
	uncertainty
}

// uncertainty is the covariance of a prior's mean (on its link's scale) and log size, by the observed information.
type uncertainty struct{ mean, size, both float64 }

// of is the variance of a quantity with these slopes.
func (u uncertainty) of(byMean, bySize float64) float64 {
	return byMean*byMean*u.mean + 2*byMean*bySize*u.both + bySize*bySize*u.size
}

// LearnBeta is FitBeta that remembers. Where the items show no spread, only the mean's uncertainty is known.
func LearnBeta(k, n []float64) (LearntBeta, error) {
	d, err := proportions(k, n)
	if err != nil {
		return LearntBeta{}, err
	}
	p, err := d.prior()
	if err != nil {
		return LearntBeta{}, err
	}
	return LearntBeta{p, learn(d, math.Log(p.A/p.B), math.Log(p.A+p.B), p.Spread)}, nil
}

// Posterior is the beta after k of n with the mean of Beta.Posterior, and a variance raised by what the prior's own
// uncertainty adds: the squared slopes of that mean in the prior's parameters times their covariance. Source: Kass &
// Steffey 1989, JASA 84:717, equation 3.8, to the first order.
func (p LearntBeta) Posterior(k, n float64) (Beta, error) {
	b, err := p.Beta.Posterior(k, n)
	if err != nil {
		return b, err
	}
	size, m := p.A+p.B, b.Mean()
	byMean := p.A * p.B / size / (size + n)
	bySize := size * (p.Mean()*n - k) / ((size + n) * (size + n))
	own := m * (1 - m) / (b.A + b.B + 1)
	wide := m*(1-m)/(own+p.cap(own, byMean, bySize)) - 1
	return Beta{m * wide, (1 - m) * wide}, nil
}

// LearntGamma is a fitted prior of rates that remembers how well it is known.
type LearntGamma struct {
	GammaPrior
	uncertainty
}

// LearnGamma is FitGamma that remembers.
func LearnGamma(x, e []float64) (LearntGamma, error) {
	d, err := rates(x, e)
	if err != nil {
		return LearntGamma{}, err
	}
	p, err := d.prior()
	if err != nil {
		return LearntGamma{}, err
	}
	return LearntGamma{p, learn(d, math.Log(p.Mean()), math.Log(p.Size), p.Spread)}, nil
}

// Posterior is LearntBeta.Posterior for rates.
func (p LearntGamma) Posterior(x, e float64) (Gamma, error) {
	g, err := p.Gamma.Posterior(x, e)
	if err != nil {
		return g, err
	}
	m := g.Mean()
	byMean := m * p.Exposure / g.Exposure
	bySize := (p.Size*e - x*p.Exposure) / (g.Exposure * g.Exposure)
	own := m / g.Exposure
	wide := own + p.cap(own, byMean, bySize)
	return Gamma{m * m / wide, m / wide}, nil
}

// cap is the variance to add, at most the variance there is: beyond that the first order says nothing.
func (u uncertainty) cap(own, byMean, bySize float64) float64 {
	return min(own, max(0, u.of(byMean, bySize)))
}

// learn is the inverse of the observed information, by differences of the score.
func learn(m priorModel, mean, logSize float64, spread bool) uncertainty {
	const h = 1e-4
	a0, a1 := m.score(mean+h, logSize)
	b0, b1 := m.score(mean-h, logSize)
	i00 := (b0 - a0) / (2 * h)
	if !(i00 > 0) {
		return uncertainty{}
	}
	alone := uncertainty{mean: 1 / i00}
	if !spread {
		return alone
	}
	c0, c1 := m.score(mean, logSize+h)
	d0, d1 := m.score(mean, logSize-h)
	i01, i11 := ((b1-a1)+(d0-c0))/(4*h), (d1-c1)/(2*h)
	det := i00*i11 - i01*i01
	if !(i11 > 0) || !(det > 0) {
		return alone
	}
	return uncertainty{i11 / det, i00 / det, -i01 / det}
}
