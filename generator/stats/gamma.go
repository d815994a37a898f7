package stats

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Gamma is a gamma distribution of a rate, in events per unit of exposure: a prior, or what one becomes after events.
// Size counts as events already seen, Exposure as the exposure they took.
type Gamma struct{ Size, Exposure float64 }

// Posterior is the distribution after x more events in e more exposure: Gamma(Size+x, Exposure+e). Nothing in no
// exposure leaves the prior as it is; events without exposure, or a negative or missing count, are an error.
func (g Gamma) Posterior(x, e float64) (Gamma, error) {
	if x == 0 && e == 0 {
		return g, nil
	}
	if err := checkRate(x, e); err != nil {
		return Gamma{}, err
	}
	return Gamma{g.Size + x, g.Exposure + e}, nil
}

// Mean is Size/Exposure.
func (g Gamma) Mean() float64 { return g.Size / g.Exposure }

// Below is the probability that the rate is at most x.
func (g Gamma) Below(x float64) float64 {
	if x <= 0 {
		return 0
	}
	return mathext.GammaIncReg(g.Size, x*g.Exposure)
}

// Interval is the equal-tailed credible interval at level conf, in events per unit of exposure.
func (g Gamma) Interval(conf float64) (Interval, error) {
	if err := checkLevel("confidence", conf); err != nil {
		return Interval{}, err
	}
	tail := (1 - conf) / 2
	return Interval{mathext.GammaIncRegInv(g.Size, tail) / g.Exposure, mathext.GammaIncRegCompInv(g.Size, tail) / g.Exposure}, nil
}

// Draw is one random rate.
func (g Gamma) Draw(rng *rand.Rand) float64 {
	return distuv.Gamma{Alpha: g.Size, Beta: g.Exposure, Src: rng}.Rand()
}

// GammaPrior is a prior learnt from many rates.
type GammaPrior struct {
	Gamma
	// Spread is false where the rates differ no more than chance lets them. Size is then held at the sum of all
	// events, which is all that the data can know of one common rate, and every posterior lies close to it.
	Spread bool
}

// FitGamma is the empirical Bayes prior of rates x[i]/e[i] whose events may exceed their exposure: the gamma that
// maximises the negative binomial likelihood, sum of ln G(s+x) - ln G(s) + s ln r - (s+x) ln(r+e). Source: Clayton &
// Kaldor 1987, Biometrics 43:671. Items without exposure are passed over. It is an error when fewer than two have
// any, when one is no rate, or when there is no event at all.
func FitGamma(x, e []float64) (GammaPrior, error) {
	d, err := rates(x, e)
	if err != nil {
		return GammaPrior{}, err
	}
	return d.prior()
}

// rates are the items that have exposure.
func rates(x, e []float64) (d gammaPoisson, err error) {
	if len(x) != len(e) {
		return d, errLengths(len(x), len(e))
	}
	for i := range x {
		if x[i] == 0 && e[i] == 0 {
			continue
		}
		if err := checkRate(x[i], e[i]); err != nil {
			return d, fmt.Errorf("item %d: %w", i+1, err)
		}
		d.x, d.e = append(d.x, x[i]), append(d.e, e[i])
	}
	return d, nil
}

// prior is FitGamma's, of the items that have exposure.
func (d gammaPoisson) prior() (GammaPrior, error) {
	events, exposure := sum(d.x), sum(d.e)
	if err := checkPrior(len(d.x), events); err != nil {
		return GammaPrior{}, err
	}
	at, spread, err := maximise(d, math.Log(events/exposure), math.Log(events))
	if err != nil {
		return GammaPrior{}, err
	}
	size := math.Exp(at[1])
	return GammaPrior{Gamma{size, size / math.Exp(at[0])}, spread}, nil
}

// gammaPoisson is the likelihood of rates x/e by the logs of the prior's mean and size. Its terms are grouped so that
// they stay small when the size is large.
type gammaPoisson struct{ x, e []float64 }

func (d gammaPoisson) logLikelihood(logMean, logSize float64) float64 {
	s, mean := math.Exp(logSize), math.Exp(logMean)
	base, _ := math.Lgamma(s)
	l := 0.0
	for i, x := range d.x {
		top, _ := math.Lgamma(s + x)
		expected := d.e[i] * mean
		l += top - base - s*math.Log1p(expected/s) + x*math.Log(mean/(s+expected))
	}
	return l
}

func (d gammaPoisson) score(logMean, logSize float64) (mean, size float64) {
	s, m := math.Exp(logSize), math.Exp(logMean)
	psi := mathext.Digamma(s)
	for i, x := range d.x {
		expected := d.e[i] * m
		mean += s * (x - expected) / (s + expected)
		size += s * (mathext.Digamma(s+x) - psi - math.Log1p(expected/s) + (expected-x)/(s+expected))
	}
	return mean, size
}
