package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"
)

// dice are a stream of random draws. Each part of the year has its own stream, so that a new caption
// changes no count.
type dice struct{ *rand.Rand }

func newDice(seed, stream uint64) dice {
	return dice{rand.New(rand.NewPCG(seed, stream))}
}

func (d dice) chance(p float64) bool { return d.Float64() < p }

// between is uniform on [low, high).
func (d dice) between(low, high float64) float64 { return low + (high-low)*d.Float64() }

// lognormal has the given median; spread is the standard deviation of its logarithm.
func (d dice) lognormal(median, spread float64) float64 {
	return median * math.Exp(spread*d.NormFloat64())
}

// gamma has mean 1 and variance 1/shape (Marsaglia and Tsang 2000; shape >= 1).
func (d dice) gamma(shape float64) float64 {
	a := shape - 1.0/3
	c := 1 / math.Sqrt(9*a)
	for {
		x := d.NormFloat64()
		v := math.Pow(1+c*x, 3)
		if v > 0 && math.Log(1-d.Float64()) < .5*x*x+a-a*v+a*math.Log(v) {
			return a * v / shape
		}
	}
}

// binomial counts successes in n trials by jumping from one to the next: quick where p is small.
func (d dice) binomial(n int, p float64) int {
	if p <= 0 {
		return 0
	}
	if p >= 1 {
		return n
	}
	miss := math.Log1p(-p)
	k, at := 0, 0.0
	for {
		at += 1 + math.Floor(math.Log(1-d.Float64())/miss)
		if at > float64(n) {
			return k
		}
		k++
	}
}

// days is an exponential duration with the given mean.
func (d dice) days(mean float64) time.Duration {
	return toDuration(mean * d.ExpFloat64())
}

// delay is the time from publication until a person sees a post.
func (d dice) delay() time.Duration {
	return toDuration(delayScale * math.Pow(d.ExpFloat64(), 1/delayShape))
}

// arrived is the share of a post's people who have seen it at an age: the distribution of delay.
func arrived(age time.Duration) float64 {
	if age <= 0 {
		return 0
	}
	return 1 - math.Exp(-math.Pow(age.Hours()/24/delayScale, delayShape))
}

func toDuration(days float64) time.Duration {
	return time.Duration(days * 24 * float64(time.Hour))
}

// hex is an opaque id of n digits.
func (d dice) hex(n int) string {
	return fmt.Sprintf("%016x", d.Uint64())[:n]
}

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// weighted picks an element with probability proportional to its weight.
func weighted[T any](d dice, from []T, weight func(T) float64) T {
	total := 0.0
	for _, x := range from {
		total += weight(x)
	}
	u := d.Float64() * total
	for _, x := range from {
		if u -= weight(x); u < 0 {
			return x
		}
	}
	return from[len(from)-1]
}
