package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// NegativeBinomial fits ln mu = offset + X b with variance mu + mu^2/theta, theta by maximum likelihood: the
// coefficients given theta and theta given the means in turn, until the likelihood settles. Source: Lawless 1987,
// Can. J. Stat. 15:209; Venables & Ripley 2002, section 7.4 (R's MASS::glm.nb). AIC counts theta as a parameter.
// Refuses what Poisson refuses, and counts that vary no more than Poisson lets them, since theta is then infinite.
func NegativeBinomial(d Design) (Fit, error) {
	c, err := d.check()
	if err != nil {
		return Fit{}, err
	}
	fit, err := c.poisson()
	if err != nil {
		return Fit{}, err
	}
	return c.negativeBinomial(fit)
}

// negativeBinomial is NegativeBinomial from the Poisson fit on.
func (c checked) negativeBinomial(fit Fit) (Fit, error) {
	theta, s := startTheta(c.Y, fit.Mu), newIRLS(c, family{fit.Theta}, fit.Mu)
	for round := range 200 {
		next, se, err := mlTheta(c.Y, s.mu, theta)
		if err != nil {
			return Fit{}, err
		}
		settled := round > 0 && math.Abs(next-theta) < 1e-9*theta
		theta = next
		s.begin(family{theta})
		if err := s.newton(); err != nil {
			return Fit{}, err
		}
		if settled {
			fit = s.fit()
			fit.ThetaSE = se
			return fit, nil
		}
	}
	return Fit{}, errors.New("theta of the negative binomial did not settle")
}

// startTheta is a moment estimate to begin from.
func startTheta(y, mu []float64) float64 {
	s := 0.0
	for i, m := range mu {
		e := y[i]/m - 1
		s += e * e
	}
	return float64(len(y)) / s
}

var errNoSpread = errors.New("the counts vary no more than Poisson lets them: the negative binomial has nothing to add")

// mlTheta is the theta of highest likelihood given the means, and its standard error from the observed information:
// Newton on ln theta, kept within steps of 1.
func mlTheta(y, mu []float64, theta float64) (best, se float64, err error) {
	level, _ := Mean(mu)
	most := 1e6 * math.Max(1, level)
	theta = min(max(theta, 1e-6), most/10)
	for range 200 {
		score, info := thetaScore(y, mu, theta)
		step := score / (theta * info) // Newton, where the likelihood is concave
		slope := score * theta
		if curvature := theta*theta*info - slope; curvature > 0 {
			step = slope / curvature // the same on ln theta, better far from the top
		} else if !(info > 0) {
			step = math.Copysign(1, score)
		}
		step = max(-1, min(1, step))
		theta *= math.Exp(step)
		switch {
		case theta > most:
			return 0, 0, errNoSpread
		case theta < 1e-8:
			return 0, 0, errors.New("the counts are nearly all 0 but a few, too uneven for the negative binomial")
		case math.Abs(step) < 1e-11:
			_, info = thetaScore(y, mu, theta)
			return theta, 1 / math.Sqrt(info), nil
		}
	}
	return 0, 0, errors.New("theta of the negative binomial did not settle")
}

// thetaScore is the derivative of the log-likelihood by theta and the negative of its second.
func thetaScore(y, mu []float64, theta float64) (score, info float64) {
	psi, psi1 := mathext.Digamma(theta), trigamma(theta)
	for i, m := range mu {
		all := theta + m
		score += mathext.Digamma(theta+y[i]) - psi - math.Log1p(m/theta) + (m-y[i])/all
		info += psi1 - trigamma(theta+y[i]) - m/(theta*all) + (m-y[i])/(all*all)
	}
	return score, info
}

// trigamma is the derivative of the digamma function, for x above 0: by recurrence to 12, from there by its asymptotic
// series. Source: Abramowitz & Stegun 1964, 6.4.6 and 6.4.12. It is Zeta(2, x) of mathext to 14 digits, in a tenth of the time.
func trigamma(x float64) float64 {
	sum := 0.0
	for ; x < 12; x++ {
		sum += 1 / (x * x)
	}
	r := 1 / (x * x)
	return sum + 1/x + r/2 + r/x*(1./6-r*(1./30-r*(1./42-r*(1./30-r*(5./66-r*691./2730)))))
}
