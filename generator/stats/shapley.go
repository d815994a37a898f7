package stats

import (
	"fmt"
	"math/bits"
)

// MaxPlayers is how many players Shapley and CoalitionSums take.
const MaxPlayers = 12

// Shapley shares the worth of all players together, exactly. worth[s] is what the coalition s is worth, a bit a player
// (bit 0 the first), so that its length is 2^players and worth[0] is what nobody is worth. The shares sum to the worth
// of all less that of nobody.
//
//	share(i) = sum over s without i of |s|! (n-|s|-1)! / n! (worth(s+i) - worth(s))
//
// Source: Shapley 1953. It is an error when the length is not a power of two up to 2^MaxPlayers, or a worth is
// missing or infinite.
func Shapley(worth []float64) ([]float64, error) {
	n, err := players(worth)
	if err != nil {
		return nil, err
	}
	shares := make([]float64, n)
	for s := range worth {
		size := bits.OnesCount(uint(s))
		for i := range n {
			if s&(1<<i) == 0 {
				shares[i] += (worth[s|1<<i] - worth[s]) / (float64(n) * choose(n-1, size))
			}
		}
	}
	return shares, nil
}

func players(worth []float64) (int, error) {
	n := bits.Len(uint(len(worth))) - 1
	switch {
	case n < 1 || n > MaxPlayers || len(worth) != 1<<n:
		return 0, fmt.Errorf("%d coalitions: must be 2^players, of 1 to %d players", len(worth), MaxPlayers)
	case !allFinite(worth):
		return 0, errNotFinite
	}
	return n, nil
}

// choose is the binomial coefficient, exact for the sizes here.
func choose(n, k int) float64 {
	c := 1.0
	for i := range k {
		c = c * float64(n-i) / float64(i+1)
	}
	return c
}

// CoalitionSums is the worth of every coalition when it gets all that happened among its own members only: of each set
// (a bit a player) an amount, worth(s) = sum of amounts of the sets within s. The empty set counts towards everybody,
// and so towards nobody's share. It is an error when players is not 1 to MaxPlayers, the lengths differ, a set holds
// a player beyond them, or an amount is missing or infinite.
func CoalitionSums(players int, sets []uint, amounts []float64) ([]float64, error) {
	if players < 1 || players > MaxPlayers {
		return nil, fmt.Errorf("%d players: must be 1 to %d", players, MaxPlayers)
	}
	if len(sets) != len(amounts) {
		return nil, errLengths(len(sets), len(amounts))
	}
	if !allFinite(amounts) {
		return nil, errNotFinite
	}
	worth := make([]float64, 1<<players)
	for i, s := range sets {
		if s >= uint(len(worth)) {
			return nil, fmt.Errorf("set %b holds a player beyond the %d", s, players)
		}
		worth[s] += amounts[i]
	}
	for bit := 1; bit < len(worth); bit <<= 1 { // sums over subsets, one player at a time
		for s := range worth {
			if s&bit != 0 {
				worth[s] += worth[s^bit]
			}
		}
	}
	return worth, nil
}
