package stats

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Beta is a beta distribution of a proportion: a prior, or what one becomes after k of n.
type Beta struct{ A, B float64 }

// Posterior is the distribution after k of n more: Beta(A+k, B+n-k). 0 of 0 leaves the prior as it is; k above n, or
// a negative or missing count, is an error.
func (b Beta) Posterior(k, n float64) (Beta, error) {
	if k == 0 && n == 0 {
		return b, nil
	}
	if err := checkProportion(k, n); err != nil {
		return Beta{}, err
	}
	return Beta{b.A + k, b.B + n - k}, nil
}

// Mean is A/(A+B).
func (b Beta) Mean() float64 { return b.A / (b.A + b.B) }

// Below is the probability that the proportion is at most x.
func (b Beta) Below(x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	return mathext.RegIncBeta(b.A, b.B, x)
}

// Interval is the equal-tailed credible interval at level conf, as proportions.
func (b Beta) Interval(conf float64) (Interval, error) {
	if err := checkLevel("confidence", conf); err != nil {
		return Interval{}, err
	}
	tail := (1 - conf) / 2
	return Interval{b.quantile(tail), b.quantile(1 - tail)}, nil
}

// quantile is where a share p lies below, by Halley's method on the logarithm of the proportion from a good guess: two
// or three looks at the incomplete beta, where a search takes eight. Where there is no such guess, or it does not settle
// at once, it searches.
func (b Beta) quantile(p float64) float64 {
	const near, most = 1e-6, 6 // the next step would be of the order of near^3
	if b.A < 1.5 || b.B < 1.5 {
		return mathext.InvRegIncBeta(b.A, b.B, p)
	}
	whole, l := mathext.Lbeta(b.A, b.B), math.Log(b.guess(normalQuantile(p)))
	for range most {
		x := math.Exp(l)
		if !(x > 0 && x < 1) {
			break
		}
		density := math.Exp(b.A*l + (b.B-1)*math.Log1p(-x) - whole) // of the logarithm
		step := (mathext.RegIncBeta(b.A, b.B, x) - p) / density
		bend := b.A - (b.B-1)*x/(1-x) // the slope of the density's logarithm
		step /= max(.5, 1-step*bend/2)
		l -= step
		if math.Abs(step) < near {
			return math.Exp(l)
		}
	}
	return mathext.InvRegIncBeta(b.A, b.B, p)
}

// guess is the quantile of a standard normal z, for shapes above 1. Source: Abramowitz & Stegun 1964, 26.5.22.
func (b Beta) guess(z float64) float64 {
	p, q := 1/(2*b.A-1), 1/(2*b.B-1)
	h, bend := 2/(p+q), (z*z-3)/6
	w := -z*math.Sqrt(h+bend)/h - (q-p)*(bend+5./6-2/(3*h))
	return b.A / (b.A + b.B*math.Exp(2*w))
}

// Draw is one random proportion.
func (b Beta) Draw(rng *rand.Rand) float64 {
	return distuv.Beta{Alpha: b.A, Beta: b.B, Src: rng}.Rand()
}

// BetaPrior is a prior learnt from many proportions.
type BetaPrior struct {
	Beta
	// Spread is false where the proportions differ no more than chance lets them. A+B is then held at the sum of all
	// n, which is all that the data can know of one common proportion, and every posterior lies close to it.
	Spread bool
}

// FitBeta is the empirical Bayes prior of proportions k[i]/n[i]: the A and B that maximise the beta-binomial
// likelihood, sum of ln B(A+k, B+n-k) - ln B(A, B). Source: Casella 1985, Am. Stat. 39:83; Griffiths 1973, Biometrics
// 29:637. Items with n = 0 carry no news and are passed over.
// It is an error when fewer than two carry any, when one is not a proportion, or when all k are 0 or all k = n, since
// then the likelihood has no maximum.
func FitBeta(k, n []float64) (BetaPrior, error) {
	d, err := proportions(k, n)
	if err != nil {
		return BetaPrior{}, err
	}
	return d.prior()
}

// proportions are the items that carry news.
func proportions(k, n []float64) (d betaBinomial, err error) {
	if len(k) != len(n) {
		return d, errLengths(len(k), len(n))
	}
	for i := range k {
		if k[i] == 0 && n[i] == 0 {
			continue
		}
		if err := checkProportion(k[i], n[i]); err != nil {
			return d, fmt.Errorf("item %d: %w", i+1, err)
		}
		d.k, d.n = append(d.k, k[i]), append(d.n, n[i])
	}
	return d, nil
}

// prior is FitBeta's, of the items that carry news.
func (d betaBinomial) prior() (BetaPrior, error) {
	all, trials := sum(d.k), sum(d.n)
	if err := checkPrior(len(d.k), all); err != nil {
		return BetaPrior{}, err
	}
	if all == trials {
		return BetaPrior{}, fmt.Errorf("%v of %v: every trial succeeded, so there is no prior to learn", all, trials)
	}
	mean := math.Log(all / (trials - all))
	at, spread, err := maximise(d, mean, math.Log(trials))
	if err != nil {
		return BetaPrior{}, err
	}
	a, b := betaFrom(at[0], at[1])
	return BetaPrior{Beta{a, b}, spread}, nil
}

// betaBinomial is the likelihood of proportions k/n by the logit of the prior's mean and the log of its size.
type betaBinomial struct{ k, n []float64 }

func (d betaBinomial) logLikelihood(logitMean, logSize float64) float64 {
	a, b := betaFrom(logitMean, logSize)
	base, l := mathext.Lbeta(a, b), 0.0
	for i, k := range d.k {
		l += mathext.Lbeta(a+k, b+d.n[i]-k) - base
	}
	return l
}

func (d betaBinomial) score(logitMean, logSize float64) (mean, size float64) {
	a, b := betaFrom(logitMean, logSize)
	psiA, psiB, psiAll := mathext.Digamma(a), mathext.Digamma(b), mathext.Digamma(a+b)
	var byA, byB float64
	for i, k := range d.k {
		all := psiAll - mathext.Digamma(a+b+d.n[i])
		byA += mathext.Digamma(a+k) - psiA + all
		byB += mathext.Digamma(b+d.n[i]-k) - psiB + all
	}
	return a * b / (a + b) * (byA - byB), a*byA + b*byB
}

// betaFrom is A and B from the logit of their mean and the log of their sum, the scale on which they are searched.
func betaFrom(logitMean, logSize float64) (a, b float64) {
	size := math.Exp(logSize)
	return size / (1 + math.Exp(-logitMean)), size / (1 + math.Exp(logitMean))
}

func checkPrior(items int, events float64) error {
	switch {
	case items < 2:
		return fmt.Errorf("%d items with exposure: a prior needs at least 2 to learn from", items)
	case events == 0:
		return fmt.Errorf("no event in %d items: there is no prior to learn", items)
	}
	return nil
}
