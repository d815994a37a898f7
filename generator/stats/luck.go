package stats

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

const (
	luckFloor = -24.0   // the logarithm of a chance that is taken for none
	luckTail  = 1e-11   // a chance that could not matter to the best
	luckLooks = 10_000  // counts that are looked at one by one; where there are more, some of them together
	luckWide  = 400.0   // a spread of counts of which each tail is reckoned for itself
	luckGrain = 1.0 / 8 // of a standard deviation: more is never looked at together, and of few equals less
)

// BestOfEquals is the luck line: the best observed proportion among equals, each with trials of its own and all with the
// same true proportion p. Value is the expected one, the interval what it lies in with probability conf:
//
//	E[max] = integral over x from 0 to 1 of 1 - F(x),  F(x) = product over i of P(K_i <= n_i x),  K_i binomial(n_i, p)
//
// Few trials make a high best: ten equals of 100 trials and ten of a million have a best like that of the ten of 100, and not
// like that of twenty of the median. It is exact where the best can be one of some 10,000 counts, and beyond that the
// expected one is right to a thousandth of a 95% interval, and its ends to a hundredth. Trials are rounded to whole ones, at least 1.
// Source: the distribution of the maximum of independent variables (David & Nagaraja, Order Statistics, section 2.1).
// It is an error when there are no equals, a number of trials is not above 0 or missing, or p or conf is outside 0 to 1.
func BestOfEquals(trials []float64, p, conf float64) (Estimate, error) {
	switch {
	case len(trials) == 0:
		return Estimate{}, fmt.Errorf("best of none: needs at least one")
	case !(p >= 0 && p <= 1):
		return Estimate{}, fmt.Errorf("proportion %v: must lie between 0 and 1", p)
	}
	if err := checkLevel("confidence", conf); err != nil {
		return Estimate{}, err
	}
	equals, err := equalsOf(trials)
	if err != nil || p == 0 || p == 1 {
		return Estimate{p, Interval{p, p}}, err
	}
	out := sweepBest(equals, p, conf, luckLooks)
	if len(trials) == 1 {
		out.Value = p
	}
	return out, nil
}

// equals is how many have the same number of trials.
type equals struct{ trials, count float64 }

func equalsOf(trials []float64) ([]equals, error) {
	sorted := make([]float64, len(trials))
	for i, n := range trials {
		if !(n > 0) || n > math.MaxInt32 {
			return nil, fmt.Errorf("%v trials: must be above 0 and at most %d", n, math.MaxInt32)
		}
		sorted[i] = max(1, math.Round(n))
	}
	slices.Sort(sorted)
	var out []equals
	for _, n := range sorted {
		if len(out) == 0 || out[len(out)-1].trials != n {
			out = append(out, equals{trials: n})
		}
		out[len(out)-1].count++
	}
	return out, nil
}

// BinomialTail is P(K >= k) for the count K of n trials with chance p each.
func BinomialTail(n, k, p float64) float64 { return above(n, k-1, p) }

// above is P(K > k) for a binomial K.
func above(n, k, p float64) float64 {
	switch {
	case k < 0:
		return 1
	case k >= n:
		return 0
	}
	return mathext.RegIncBeta(k+1, n-k, p)
}

// within is the logarithm of the chance that all of a group stay at or below a count that one exceeds by tail.
func (e equals) within(tail float64) float64 { return e.count * math.Log1p(-min(tail, 1-1e-16)) }

// logBest is ln F(x), or some number below luckFloor.
func logBest(all []equals, p, x float64) float64 {
	total := 0.0
	for _, e := range all {
		if x > p && e.trials*divergence(x, p) > -luckFloor+20 {
			break // Chernoff: no chance to exceed x, nor has any with more trials
		}
		if total += e.within(above(e.trials, math.Floor(x*e.trials), p)); total < luckFloor {
			break
		}
	}
	return total
}

// divergence is Kullback and Leibler's, from a proportion p to x.
func divergence(x, p float64) float64 {
	d := 0.0
	if x > 0 {
		d += x * math.Log(x/p)
	}
	if x < 1 {
		d += (1 - x) * math.Log((1-x)/(1-p))
	}
	return d
}

// jump is where the logarithm of F rises, and by how much.
type jump struct{ at, by float64 }

// sweepBest integrates from where F begins to where it is 1, over every place at which it jumps, or some looks of them.
func sweepBest(all []equals, p, conf, looks float64) Estimate {
	from, to := 0.0, 1.0
	for to-from > to/1000 {
		if x := (from + to) / 2; logBest(all, p, x) < luckFloor {
			from = x
		} else {
			to = x
		}
	}
	logF, jumps, together := 0.0, []jump{}, math.Floor(countsAbove(all, from, p)/looks)
	grain := min(luckGrain, float64(len(all))/4000) // the best of many hangs on no one's counts
	for _, e := range all {
		at := math.Floor(from * e.trials)
		tail := above(e.trials, at, p)
		logF += e.within(tail)
		jumps = e.jumps(jumps, at, tail, p, min(together, math.Floor(e.spread(p)*grain)))
	}
	slices.SortFunc(jumps, func(a, b jump) int { return int(math.Copysign(1, a.at-b.at)) })
	out, x := Estimate{Value: from, Interval: Interval{math.NaN(), math.NaN()}}, from
	for _, j := range append(jumps, jump{at: math.NaN()}) {
		f := math.Exp(min(logF, 0))
		if math.IsNaN(out.Low) && f >= (1-conf)/2 {
			out.Low = x
		}
		if math.IsNaN(out.High) && f >= (1+conf)/2 {
			out.High = x
		}
		if math.IsNaN(j.at) {
			break
		}
		out.Value += (1 - f) * max(0, j.at-x)
		x, logF = max(x, j.at), logF+j.by
	}
	return out
}

// countsAbove is about how many counts above a proportion have a chance to matter.
func countsAbove(all []equals, from, p float64) float64 {
	counts := 0.0
	for _, e := range all {
		counts += max(0, e.most(p)-from*e.trials)
	}
	return counts
}

// most is a count that hardly any goes beyond: less than luckTail of them.
func (e equals) most(p float64) float64 {
	return min(e.trials, math.Ceil(e.trials*p+7*e.spread(p)+8))
}

// spread is the standard deviation of a count.
func (e equals) spread(p float64) float64 { return math.Sqrt(e.trials * p * (1 - p)) }

// jumps adds those of a group above the count at, which one exceeds by tail; so many counts together make one.
func (e equals) jumps(out []jump, at, tail, p, together float64) []jump {
	n := e.trials
	stride := max(1, together)
	mass := 0.0
	if at < n {
		mass = binomialMass(n, at+1, p)
	}
	was, most, step := e.within(tail), e.most(p), 1.0
	if wide := math.Floor(e.spread(p) / luckWide); wide >= 1 { // so far from the middle a mass may be too small for a number
		stride = max(stride, wide)
		step = stride
	}
	for k := min(n, at+step); k <= n; k = min(n, k+step) {
		if step > 1 {
			tail = above(n, k, p)
		} else {
			tail = max(0, tail-mass)
		}
		mass *= (n - k) / (k + 1) * p / (1 - p)
		end := k >= most || tail*e.count <= luckTail // the tail alone may never get there: it is what sums leave
		if k-at < stride && !end {
			continue
		}
		now := e.within(tail)
		out = append(out, jump{(at + (k-at+1)/2) / n, now - was})
		if end {
			break
		}
		at, was = k, now
	}
	return out
}

// binomialMass is P(K = k).
func binomialMass(n, k, p float64) float64 {
	choose := -math.Log(n+1) - mathext.Lbeta(k+1, n-k+1)
	return math.Exp(choose + k*math.Log(p) + (n-k)*math.Log1p(-p))
}
