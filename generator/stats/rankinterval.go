package stats

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Drawer is a distribution that can be drawn from: Beta and Gamma here.
type Drawer interface {
	Draw(rng *rand.Rand) float64
}

// RankIntervals says how sure each item's place is, 1 the highest: every item is drawn from its distribution rounds
// times and ranked; Value is the median place, the interval the middle conf of the places. Source: Goldstein &
// Spiegelhalter 1996, J. R. Stat. Soc. A 159:385. The same seed gives the same places. No items give none; it is an
// error when rounds < 100. It holds rounds x items places in memory, four bytes each.
func RankIntervals[D Drawer](items []D, rounds int, conf float64, seed uint64) ([]Estimate, error) {
	if rounds < 100 {
		return nil, fmt.Errorf("%d rounds: rank intervals need at least 100", rounds)
	}
	if err := checkLevel("confidence", conf); err != nil {
		return nil, err
	}
	places := drawPlaces(items, rounds, newRand(seed))
	out := make([]Estimate, len(items))
	for i := range items {
		p := places[i*rounds : (i+1)*rounds]
		slices.Sort(p)
		out[i] = Estimate{placeAt(p, .5), Interval{placeAt(p, (1-conf)/2), placeAt(p, (1+conf)/2)}}
	}
	return out, nil
}

// drawPlaces is the places of item i in positions i*rounds to (i+1)*rounds.
func drawPlaces[D Drawer](items []D, rounds int, rng *rand.Rand) []uint32 {
	places := make([]uint32, len(items)*rounds)
	order, drawn := identity(len(items)), make([]float64, len(items))
	for r := range rounds {
		for i, d := range items {
			drawn[i] = d.Draw(rng)
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(drawn[b], drawn[a]), cmp.Compare(a, b)) })
		for place, i := range order {
			places[i*rounds+r] = uint32(place + 1)
		}
	}
	return places
}

// placeAt is the place at quantile p: a place that occurred, not one between two.
func placeAt(sorted []uint32, p float64) float64 {
	return float64(sorted[int(p*float64(len(sorted)-1)+.5)])
}
