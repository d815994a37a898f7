package stats

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
)

// Drawer is a distribution that can be drawn from: Beta and Gamma here.
type Drawer interface {
	Draw(rng *rand.Rand) float64
}

// leastRounds is how many draws an interval of places must rest on.
const leastRounds = 100

// RankIntervals says how sure each item's place is, 1 the highest: every item is drawn from its distribution rounds
// times and ranked, as RankDraws does. The same seed gives the same places. Source: Goldstein & Spiegelhalter 1996,
// J. R. Stat. Soc. A 159:385. No items give none; it is an error when rounds < 100.
func RankIntervals[D Drawer](items []D, rounds int, conf float64, seed uint64) ([]Estimate, error) {
	if rounds < leastRounds {
		return nil, fmt.Errorf("%d rounds: rank intervals need at least %d", rounds, leastRounds)
	}
	return RankDraws(len(items), func(yield func([]float64) bool) {
		rng, drawn := newRand(seed), make([]float64, len(items))
		for range rounds {
			for i, d := range items {
				drawn[i] = d.Draw(rng)
			}
			if !yield(drawn) {
				return
			}
		}
	}, conf)
}

// RankDraws says how sure the place of each of n items is, 1 the highest, from draws of all their values together
// (posterior draws, or a statistic over resamples). Value is the median place, the interval the middle conf of the
// places; items of equal value share the average of their places. It holds every place in memory, four bytes each.
// It is an error when there are fewer than 100 draws, one does not have n values, or a value is missing.
func RankDraws(n int, draws iter.Seq[[]float64], conf float64) ([]Estimate, error) {
	if err := checkLevel("confidence", conf); err != nil {
		return nil, err
	}
	var rounds [][]float32
	order := identity(max(n, 0))
	for values := range draws {
		if len(values) != n {
			return nil, errLengths(len(values), n)
		}
		if !allFinite(values) {
			return nil, errNotFinite
		}
		rounds = append(rounds, places(values, order))
	}
	if len(rounds) < leastRounds {
		return nil, errors.New("too few draws to see how places vary")
	}
	out, column := make([]Estimate, n), make([]float32, len(rounds))
	for i := range out {
		for r := range rounds {
			column[r] = rounds[r][i]
		}
		slices.Sort(column)
		out[i] = Estimate{placeAt(column, .5), Interval{placeAt(column, (1-conf)/2), placeAt(column, (1+conf)/2)}}
	}
	return out, nil
}

// places is each value's place from the top. order is any order of the indices, the nearer to theirs the quicker; it
// is left in theirs.
func places(values []float64, order []int) []float32 {
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	at := make([]float32, len(values))
	for i := 0; i < len(order); {
		j := i + 1
		for j < len(order) && values[order[j]] == values[order[i]] {
			j++
		}
		for _, item := range order[i:j] {
			at[item] = float32(i+j+1) / 2 // the mean of i+1 ... j
		}
		i = j
	}
	return at
}

// placeAt is the place at quantile p: a place that occurred, not one between two.
func placeAt(sorted []float32, p float64) float64 {
	return float64(sorted[int(p*float64(len(sorted)-1)+.5)])
}
