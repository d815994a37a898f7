package stats

import (
	"fmt"
	"math"
)

// ExpectedBest is the luck line: the proportion that the best of m equals is expected to show when each has n trials
// and the same true proportion p. Exact:
//
//	E[max]/n = (1/n) sum over k < n of (1 - F(k)^m),  F the binomial distribution function
//
// Source: the tail sum of the maximum's distribution (David & Nagaraja, Order Statistics, section 2.1).
// It is an error when m or n is below 1, or p is missing or outside [0, 1].
func ExpectedBest(m, n int, p float64) (float64, error) {
	switch {
	case m < 1 || n < 1:
		return 0, fmt.Errorf("best of %d with %d trials each: needs at least one of both", m, n)
	case !(p >= 0 && p <= 1):
		return 0, fmt.Errorf("proportion %v: must lie between 0 and 1", p)
	case p == 0 || p == 1:
		return p, nil
	}
	first, mass := binomialMass(n, p, float64(m))
	total := sum(mass)
	best, below := float64(first), 0.0 // under first, F(k)^m is 0 to the last digit, so each term is 1
	for _, w := range mass[:len(mass)-1] {
		below += w
		best += -math.Expm1(float64(m) * math.Log(min(1, below/total)))
	}
	return best / float64(n), nil
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
