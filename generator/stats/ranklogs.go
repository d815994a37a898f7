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
	places := placesOfLogs(items, rounds, newRand(seed))
	out := make([]Estimate, len(items))
	low, mid, high := placeIndex(rounds, (1-conf)/2), placeIndex(rounds, .5), placeIndex(rounds, (1+conf)/2)
	for i := range items {
		p := places[i*rounds : (i+1)*rounds]
		out[i].Value = float64(selectNth(p, mid)) // partitions p, so that the others lie in its halves
		out[i].Low = float64(selectNth(p[:mid+1], low))
		out[i].High = float64(selectNth(p[mid:], high-mid))
	}
	return out, nil
}

func placeIndex(n int, p float64) int { return int(p*float64(n-1) + .5) }

// placesOfLogs is the places of item i in positions i*rounds to (i+1)*rounds.
func placesOfLogs(items []LogRate, rounds int, rng *rand.Rand) []uint32 {
	m := len(items)
	places := make([]uint32, m*rounds)
	s := radix{drawn: make([]float64, m), key: make([]uint16, m), order: make([]int32, m), spare: make([]int32, m)}
	for r := range rounds {
		for i := range items {
			s.drawn[i] = items[i].Draw(rng)
		}
		for place, i := range s.downwards() {
			places[int(i)*rounds+r] = uint32(place + 1)
		}
	}
	return places
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

// selectNth is the n-th smallest (from 0) of x, which it partitions around it. Source: Hoare 1961, CACM 4:321.
func selectNth(x []uint32, n int) uint32 {
	low, high := 0, len(x)-1
	for low < high {
		pivot, i, j := x[(low+high)/2], low, high
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for x[j] > pivot {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			high = j
		case n >= i:
			low = i
		default:
			return x[n]
		}
	}
	return x[n]
}
