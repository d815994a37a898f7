package stats

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
)

// ExpectedBest is the luck line: the highest proportion among posts of one true proportion p, each with its own number
// of trials. Value is its mean, Low and High its 5th and 95th percentile. Exact, but that trials are rounded to three
// digits:
//
//	E[max] = integral over x from 0 to 1 of (1 - product over i of F_i(n_i x)),  F_i the binomial distribution function
//
// Source: the tail integral of the maximum's distribution (David & Nagaraja, Order Statistics, sections 2.1 and 5.2).
// It is an error when there are no trials, a number of trials is below 1, or p is missing or outside [0, 1].
func ExpectedBest(trials []int, p float64) (Estimate, error) {
	switch {
	case len(trials) == 0 || slices.Min(trials) < 1:
		return Estimate{}, fmt.Errorf("best of %d: each needs at least one trial", len(trials))
	case !(p >= 0 && p <= 1):
		return Estimate{}, fmt.Errorf("proportion %v: must lie between 0 and 1", p)
	case p == 0 || p == 1:
		return Estimate{p, Interval{p, p}}, nil
	}
	return best(equals(trials, p)), nil
}

// equal is a group of so many posts with the same number of trials: cum is the distribution function of one of them,
// from first upwards.
type equal struct {
	posts, trials float64
	first         int
	cum           []float64
}

// equals gathers posts by their trials, the fewest first.
func equals(trials []int, p float64) []equal {
	of := map[int]int{}
	for _, n := range trials {
		of[threeDigits(n)]++
	}
	var out []equal
	for _, n := range slices.Sorted(maps.Keys(of)) {
		first, mass := binomialMass(n, p, float64(len(trials)))
		total, below := sum(mass), 0.0
		for i, w := range mass {
			below += w
			mass[i] = min(1, below/total)
		}
		out = append(out, equal{float64(of[n]), float64(n), first, mass})
	}
	return out
}

// above is the index of the first count of the group whose proportion is above x.
func (g equal) above(x float64) int {
	return sort.Search(len(g.cum), func(i int) bool { return g.at(i) > x })
}

func (g equal) at(i int) float64 { return float64(g.first+i) / g.trials }

// logUnder is the logarithm of the probability that nothing of all lies above x.
func logUnder(all []equal, x float64) float64 {
	log := 0.0
	for _, g := range all {
		i := g.above(x)
		if i == 0 {
			return math.Inf(-1)
		}
		log += g.posts * math.Log(g.cum[i-1])
	}
	return log
}

// beginning is a proportion below which the maximum does not lie, but for one case in a thousand million.
func beginning(all []equal) float64 {
	low, high := 0.0, 1.0
	for range 40 {
		if middle := (low + high) / 2; logUnder(all, middle) < -21 {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// rise is a place at which the logarithm of the maximum's distribution function grows by by.
type rise struct{ at, by float64 }

// best integrates upwards from where the maximum begins.
func best(all []equal) Estimate {
	from := beginning(all)
	log := 0.0
	var rises []rise
	for _, g := range all {
		i, before := g.above(from), -1e3 // no logarithm is that of nothing, from which there is no rise
		if i > 0 {
			before = g.posts * math.Log(g.cum[i-1])
		}
		log += before
		for ; i < len(g.cum); i++ {
			now := g.posts * math.Log(g.cum[i])
			rises, before = append(rises, rise{g.at(i), now - before}), now
		}
	}
	slices.SortStableFunc(rises, func(a, b rise) int { return cmp.Compare(a.at, b.at) })
	e := Estimate{from, Interval{from, from}}
	under := math.Exp(log)
	for _, r := range rises {
		e.Value += (1 - under) * (r.at - from)
		if under < .95 {
			e.High = r.at
		}
		if under < .05 {
			e.Low = r.at
		}
		log, from = log+r.by, r.at
		under = math.Exp(min(log, 0))
	}
	return e
}

// threeDigits rounds a number of trials to three digits, so that many posts make few groups.
func threeDigits(n int) int {
	unit := 1
	for n/unit >= 1000 {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}

// binomialMass is the binomial mass up to a factor, outward from its mode (which is 1) until what is left could not
// matter to the maximum of m, and the count that its first element belongs to.
func binomialMass(n int, p, m float64) (first int, mass []float64) {
	const negligible = 1e-22
	odds := p / (1 - p)
	mode := min(n, int(float64(n+1)*p))
	w := 1.0
	first = mode
	for k := mode; k > 0 && w > negligible; k-- {
		w *= float64(k) / (float64(n-k+1) * odds)
		first = k - 1
		mass = append(mass, w)
	}
	for i, j := 0, len(mass)-1; i < j; i, j = i+1, j-1 {
		mass[i], mass[j] = mass[j], mass[i]
	}
	mass = append(mass, 1)
	w = 1
	for k := mode; k < n && w > negligible/m; k++ {
		w *= float64(n-k) / float64(k+1) * odds
		mass = append(mass, w)
	}
	return first, mass
}
