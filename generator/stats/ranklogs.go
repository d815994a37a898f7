package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// RankIntervalsOfLogs is RankIntervals for rates known by their logarithms, eight times as fast: thousands of items
// in several rankings cost tenths of a second. Draws that differ by less than 1/65,536 of a round's range tie, and
// ties go to the earlier item.
func RankIntervalsOfLogs(items []LogRate, rounds int, conf float64, seed uint64) ([]Estimate, error) {
	if rounds < 100 {
		return nil, fmt.Errorf("%d rounds: rank intervals need at least 100", rounds)
	}
	if err := checkLevel("confidence", conf); err != nil {
		return nil, err
	}
	m, places := len(items), placesOfLogs(items, rounds, newRand(seed))
	out, sorted := make([]Estimate, m), newPlaceSorter(rounds)
	low, mid, high := placeIndex(rounds, (1-conf)/2), placeIndex(rounds, .5), placeIndex(rounds, (1+conf)/2)
	for i := range items {
		for r := range sorted.places {
			sorted.places[r] = places[r*m+i]
		}
		p := sorted.upwards(m)
		out[i] = Estimate{float64(p[mid]), Interval{float64(p[low]), float64(p[high])}}
	}
	return out, nil
}

func placeIndex(n int, p float64) int { return int(p*float64(n-1) + .5) }

// placesOfLogs is the places of all items in the first round, then in the second, and so on.
func placesOfLogs(items []LogRate, rounds int, rng *rand.Rand) []uint32 {
	m := len(items)
	places := make([]uint32, m*rounds)
	s := radix{drawn: make([]float64, m), key: make([]uint16, m), order: make([]int32, m), spare: make([]int32, m)}
	for r := range rounds {
		for i := range items {
			s.drawn[i] = items[i].Draw(rng)
		}
		at := places[r*m : (r+1)*m]
		for place, i := range s.downwards() {
			at[i] = uint32(place + 1)
		}
	}
	return places
}

// placeSorter sorts the places of one item over all rounds, eight bits at a time.
type placeSorter struct{ places, spare []uint32 }

func newPlaceSorter(rounds int) *placeSorter {
	return &placeSorter{make([]uint32, rounds), make([]uint32, rounds)}
}

// upwards is the places in order; none is above most. It is good until the next ones are filled in.
func (s *placeSorter) upwards(most int) []uint32 {
	for shift := 0; most>>shift > 0; shift += 8 {
		var at [257]int32
		for _, p := range s.places {
			at[(p>>shift&255)+1]++
		}
		for b := 1; b < len(at); b++ {
			at[b] += at[b-1]
		}
		for _, p := range s.places {
			b := p >> shift & 255
			s.spare[at[b]] = p
			at[b]++
		}
		s.places, s.spare = s.spare, s.places
	}
	return s.places
}

// radix sorts drawn numbers by 16 bits of their standing between the least and the greatest.
type radix struct {
	drawn        []float64
	key          []uint16
	order, spare []int32
}

// downwards is the indices of drawn, greatest first.
func (s *radix) downwards() []int32 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range s.drawn {
		low, high = min(low, v), max(high, v)
	}
	scale := 0.0
	if high > low {
		scale = math.MaxUint16 / (high - low)
	}
	for i, v := range s.drawn {
		s.key[i], s.order[i] = uint16((high-v)*scale), int32(i)
	}
	s.pass(s.order, s.spare, 0)
	s.pass(s.spare, s.order, 8)
	return s.order
}

// pass is one stable counting sort by eight bits of the key.
func (s *radix) pass(from, to []int32, shift uint) {
	var at [257]int32
	for _, i := range from {
		at[(s.key[i]>>shift&255)+1]++
	}
	for b := 1; b < len(at); b++ {
		at[b] += at[b-1]
	}
	for _, i := range from {
		b := s.key[i] >> shift & 255
		to[at[b]] = i
		at[b]++
	}
}
