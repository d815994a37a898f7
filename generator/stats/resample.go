package stats

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
)

// newRand is the one source of randomness here: a PCG that starts from the caller's seed.
func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)) }

// Shuffles yields rounds random orders of 0 ... len(strata)-1 that move each index only within its stratum. The slice
// is reused from one round to the next. The same seed yields the same orders.
func Shuffles[S comparable](strata []S, rounds int, seed uint64) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		rng, groups := newRand(seed), strataOf(strata)
		order := identity(len(strata))
		for range rounds {
			for _, g := range groups {
				// Fisher-Yates on the places of one stratum.
				for i := len(g) - 1; i > 0; i-- {
					a, b := g[i], g[rng.IntN(i+1)]
					order[a], order[b] = order[b], order[a]
				}
			}
			if !yield(order) {
				return
			}
		}
	}
}

// strataOf lists the indices of each stratum, strata in order of first appearance.
func strataOf[S comparable](strata []S) [][]int {
	at := map[S]int{}
	var groups [][]int
	for i, s := range strata {
		g, ok := at[s]
		if !ok {
			g = len(groups)
			at[s] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}

func identity(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// Permutation is where an observed statistic stands among those of shuffled data.
type Permutation struct {
	Observed float64
	NullMean float64  // the mean over the shuffles: what arithmetic alone gives
	Null     Interval // the middle 95% of the shuffles
	Above    float64  // one-sided p: shuffles (and the data) at or above the observed
	Below    float64  // one-sided p: at or below
	TwoSided float64  // twice the smaller, at most 1
	Shuffles int
}

// Permute tests a statistic against shuffles within strata (labels, one for each observation; the same label
// everywhere for a free shuffle). statistic is given an order of the observations, first the data's own, 0 ... n-1,
// and decides which side follows it; so that rates sharing a denominator can be rebuilt from shuffled counts.
//
//	p = (1 + count) / (1 + rounds)
//
// never 0. Source: Phipson & Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9:39. It is an error when no stratum has two
// members, rounds < 19 (p could not reach .05), or the statistic is undefined for the data or for a shuffle.
func Permute[S comparable](strata []S, rounds int, seed uint64, statistic func(order []int) (float64, bool)) (Permutation, error) {
	if rounds < 19 {
		return Permutation{}, fmt.Errorf("%d shuffles: at least 19 are needed for p to reach .05", rounds)
	}
	if !slices.ContainsFunc(strataOf(strata), func(g []int) bool { return len(g) > 1 }) {
		return Permutation{}, errors.New("no stratum holds two observations, so nothing can be shuffled")
	}
	observed, ok := statistic(identity(len(strata)))
	if !ok || !finite(observed) {
		return Permutation{}, errors.New("the statistic is undefined for these data")
	}
	null := make([]float64, 0, rounds)
	for order := range Shuffles(strata, rounds, seed) {
		v, ok := statistic(order)
		if !ok || !finite(v) {
			return Permutation{}, errors.New("the statistic is undefined for shuffled data")
		}
		null = append(null, v)
	}
	return standing(observed, null), nil
}

func standing(observed float64, null []float64) Permutation {
	tie := 1e-12 * math.Abs(observed) // the same arrangement summed in another order
	above, below := 1, 1
	for _, v := range null {
		if v >= observed-tie {
			above++
		}
		if v <= observed+tie {
			below++
		}
	}
	n := float64(len(null) + 1)
	p := Permutation{Observed: observed, Above: float64(above) / n, Below: float64(below) / n, Shuffles: len(null)}
	p.TwoSided = min(1, 2*min(p.Above, p.Below))
	p.NullMean, _ = Mean(null)
	p.Null, _ = percentiles(null, .95)
	return p
}

// Resamples yields rounds bootstrap samples: n indices from 0 ... n-1 with replacement. The slice is reused from one
// round to the next. The same seed yields the same samples.
func Resamples(n, rounds int, seed uint64) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		rng, sample := newRand(seed), make([]int, max(n, 0))
		for range rounds {
			for i := range sample {
				sample[i] = rng.IntN(n)
			}
			if !yield(sample) {
				return
			}
		}
	}
}

// ResampledCounts yields rounds bootstrap samples of observations that stand in equal groups: counts drawn from the
// multinomial with the total and the shares of counts. The slice is reused from one round to the next. It costs by
// the number of groups, not of observations. Negative or missing counts are taken as empty groups.
func ResampledCounts(counts []float64, rounds int, seed uint64) iter.Seq[[]float64] {
	return func(yield func([]float64) bool) {
		src, drawn := newBinomial(newRand(seed)), make([]float64, len(counts))
		total := 0.0
		for _, c := range counts {
			if c > 0 && finite(c) {
				total += c
			}
		}
		for range rounds {
			left, mass := math.Round(total), total
			for i, c := range counts {
				drawn[i] = 0
				if c > 0 && finite(c) && left > 0 {
					drawn[i] = src.draw(left, c/mass)
					left -= drawn[i]
					mass -= c
				}
			}
			if !yield(drawn) {
				return
			}
		}
	}
}

// Bootstrap is the percentile interval of a statistic over resampled observations, around its value on the data.
// statistic is given n indices, first 0 ... n-1. Source: Efron & Tibshirani 1993, chapter 13. Samples where the
// statistic is undefined are left out; it is an error when they are more than one in twenty, when it is undefined on
// the data, or when there are fewer than two observations or 100 rounds.
func Bootstrap(n, rounds int, conf float64, seed uint64, statistic func(sample []int) (float64, bool)) (Estimate, error) {
	if err := checkLevel("confidence", conf); err != nil {
		return Estimate{}, err
	}
	if n < 2 || rounds < 100 {
		return Estimate{}, fmt.Errorf("%d observations, %d rounds: a bootstrap needs 2 and 100", n, rounds)
	}
	value, ok := statistic(identity(n))
	if !ok || !finite(value) {
		return Estimate{}, errors.New("the statistic is undefined for these data")
	}
	draws := make([]float64, 0, rounds)
	for sample := range Resamples(n, rounds, seed) {
		if v, ok := statistic(sample); ok && finite(v) {
			draws = append(draws, v)
		}
	}
	if lost := rounds - len(draws); lost*20 > rounds {
		return Estimate{}, fmt.Errorf("the statistic is undefined in %d of %d resamples", lost, rounds)
	}
	i, _ := percentiles(draws, conf)
	return Estimate{value, i}, nil
}

// percentiles is the middle conf of the draws, which it sorts. ok is false when there are none.
func percentiles(draws []float64, conf float64) (i Interval, ok bool) {
	slices.Sort(draws)
	low, ok1 := Quantile(draws, (1-conf)/2)
	high, ok2 := Quantile(draws, (1+conf)/2)
	return Interval{low, high}, ok1 && ok2
}
