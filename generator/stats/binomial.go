package stats

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// binomial draws binomial counts of many sizes, the very ones that distuv.Binomial draws from the same source, but
// remembers the logarithms of factorials, which are most of the work.
type binomial struct {
	src  *rand.Rand
	fact []float64 // ln n!, 0 where it is not known yet
}

// mostFact is the largest count whose factorial is remembered.
const mostFact = 1 << 16

func newBinomial(src *rand.Rand) *binomial { return &binomial{src: src} }

// draw is one count of n trials, a whole number, with chance p each.
func (b *binomial) draw(n, p float64) float64 {
	few := min(p, 1-p) // distuv counts the rarer of the two
	switch {
	case p >= 1-1e-12: // the last group takes what is left, whatever rounding made of its share
		return n
	case n < 25 || n*few < 1:
		return distuv.Binomial{N: n, P: p, Src: b.src}.Rand()
	}
	got := b.reject(n, few)
	if p > .5 {
		return n - got
	}
	return got
}

// reject draws by rejection from a Cauchy distribution, for n p of at least 1. Source: Press et al. 1992, Numerical
// Recipes in C, section 7.3.
func (b *binomial) reject(n, p float64) float64 {
	mean, all := n*p, b.logFactorial(n)
	with, without := math.Log(p), math.Log1p(-p)
	width := math.Sqrt(2 * mean * (1 - p))
	for {
		y := math.Tan(math.Pi * b.src.Float64())
		k := width*y + mean
		if k < 0 || k >= n+1 {
			continue
		}
		k = math.Floor(k)
		mass := math.Exp(all - b.logFactorial(k) - b.logFactorial(n-k) + k*with + (n-k)*without)
		if b.src.Float64() <= 1.2*width*(1+y*y)*mass {
			return k
		}
	}
}

// logFactorial is ln k!.
func (b *binomial) logFactorial(k float64) float64 {
	if k >= mostFact {
		l, _ := math.Lgamma(k + 1)
		return l
	}
	at := int(k)
	if at >= len(b.fact) {
		b.fact = append(b.fact, make([]float64, at+1-len(b.fact))...)
	}
	if b.fact[at] == 0 {
		b.fact[at], _ = math.Lgamma(k + 1)
	}
	return b.fact[at]
}
