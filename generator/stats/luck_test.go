package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func repeated(m int, n float64) []float64 {
	out := make([]float64, m)
	for i := range out {
		out[i] = n
	}
	return out
}

// methods.md, section 2: 50 posts of reach 500, all truly 4%; 50 of 200 clicks at 1%.
func TestBestOfEquals(t *testing.T) {
	for _, c := range []struct {
		m            int
		n, p         float64
		want, within float64
	}{
		{50, 500, .04, .060924, 2e-5},
		{50, 200, .01, .028697, 2e-5},
		{1, 500, .04, .04, 1e-12},                     // the best of one is the mean
		{1, 20_000_000, .5, .5, 1e-12},                // far from the start of the support
		{2, 1, .5, .75, 1e-12},                        // 1 - (1/2)^2
		{3, 2, .5, (2 - 27.0/64 - 1.0/64) / 2, 1e-12}, // F = 1/4, 3/4
		{7, 9, 0, 0, 0}, {7, 9, 1, 1, 0},
	} {
		got, err := BestOfEquals(repeated(c.m, c.n), c.p, .95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "expected best", got.Value, c.want, c.within)
	}
}

// bruteBest goes through every outcome of a few equals: the expected best, and the chance that it is at most x.
func bruteBest(trials []float64, p float64) (mean float64, atMost func(x float64) float64) {
	type outcome struct{ best, chance float64 }
	all := []outcome{{0, 1}}
	for _, n := range trials {
		d, next := distuv.Binomial{N: n, P: p}, []outcome{}
		for _, o := range all {
			for k := range int(n) + 1 {
				next = append(next, outcome{max(o.best, float64(k)/n), o.chance * d.Prob(float64(k))})
			}
		}
		all = next
	}
	for _, o := range all {
		mean += o.best * o.chance
	}
	return mean, func(x float64) (sum float64) {
		for _, o := range all {
			if o.best <= x+1e-12 {
				sum += o.chance
			}
		}
		return sum
	}
}

func TestBestOfEqualsAgreesWithEveryOutcome(t *testing.T) {
	for _, trials := range [][]float64{{1}, {1, 2}, {3, 7}, {2, 5, 9}, {4, 4, 13}, {1, 3, 10, 20}, {6, 6, 6, 6}, {17, 23}} {
		for _, p := range []float64{.02, .1, .35, .5, .9} {
			got, err := BestOfEquals(trials, p, .9)
			if err != nil {
				t.Fatal(err)
			}
			mean, atMost := bruteBest(trials, p)
			near(t, "expected best", got.Value, mean, 1e-9)
			if atMost(got.Low) < .05-1e-9 || got.Low > 0 && atMost(got.Low-1e-6) >= .05 || atMost(got.High) < .95-1e-9 || atMost(got.High-1e-6) >= .95 {
				t.Errorf("%v at %v: %v to %v, with chances %v and %v", trials, p, got.Low, got.High, atMost(got.Low), atMost(got.High))
			}
		}
	}
}

// Against seeded draws, where outcomes are too many to go through: reaches that differ a hundredfold and more.
func TestBestOfEqualsAgreesWithDraws(t *testing.T) {
	const rounds = 4000
	for _, c := range []struct {
		m         int
		spread, p float64
	}{{60, 1.2, .0004}, {40, .3, .05}, {300, 2, .002}, {5, 3, .6}} {
		rng := newRand(uint64(c.m))
		trials := make([]float64, c.m)
		for i := range trials {
			trials[i] = math.Ceil(math.Exp(8 + c.spread*rng.NormFloat64()))
		}
		sum, square, beyond := 0.0, 0.0, 0.0
		got, err := BestOfEquals(trials, c.p, .9)
		if err != nil {
			t.Fatal(err)
		}
		for range rounds {
			best := 0.0
			for _, n := range trials {
				best = max(best, distuv.Binomial{N: n, P: c.p, Src: rng}.Rand()/n)
			}
			sum, square = sum+best, square+best*best
			if best > got.High+1e-12 {
				beyond++
			}
		}
		mean := sum / rounds
		se := math.Sqrt((square/rounds - mean*mean) / rounds)
		if math.Abs(got.Value-mean) > 4*se {
			t.Errorf("%d equals at %v: %v, drawn %v (standard error %v)", c.m, c.p, got.Value, mean, se)
		}
		if beyond/rounds > .05+4*math.Sqrt(.05*.95/rounds) {
			t.Errorf("%d equals at %v: %v of the draws lie beyond the interval", c.m, c.p, beyond/rounds)
		}
	}
}

// Looking at counts together changes nothing that is printed.
func TestBestOfManyCounts(t *testing.T) {
	rng, coarse := newRand(7), 0
	for _, c := range []struct {
		m            int
		size, spread float64
		p            float64
	}{{300, 8, 1, .05}, {500, 9, .6, .05}, {500, 9, .6, .3}, {20, 12, 2, .4}, {2, 15, .5, .01}, {400, 9, 1.5, .0005}, {1500, 7, 1, .1}} {
		trials := make([]float64, c.m)
		for i := range trials {
			trials[i] = math.Ceil(math.Exp(c.size + c.spread*rng.NormFloat64()))
		}
		all, err := equalsOf(trials)
		if err != nil {
			t.Fatal(err)
		}
		got, want := sweepBest(all, c.p, .95, luckLooks), sweepBest(all, c.p, .95, math.Inf(1))
		near := (want.High - want.Low) / 1000
		if math.Abs(got.Value-want.Value) > near || math.Abs(got.Low-want.Low) > 10*near || math.Abs(got.High-want.High) > 10*near {
			t.Errorf("%d of e^%v at %v: %+v, want %+v", c.m, c.size, c.p, got, want)
		}
		if got != want {
			coarse++
		}
	}
	if coarse < 3 {
		t.Errorf("only %d cases have many counts", coarse)
	}
}

func TestBinomialTail(t *testing.T) {
	for _, c := range []struct{ n, k, p, want float64 }{{3, 2, .5, .5}, {10, 0, .3, 1}, {10, 11, .3, 0}, {10, 10, .3, math.Pow(.3, 10)}, {200, 13, .025, .0017299043}} {
		if got := BinomialTail(c.n, c.k, c.p); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v of %v at %v: %v, want %v", c.k, c.n, c.p, got, c.want)
		}
	}
}

func TestBestOfEqualsRefuses(t *testing.T) {
	for _, c := range []struct {
		trials  []float64
		p, conf float64
	}{{nil, .1, .95}, {[]float64{5, 0}, .1, .95}, {[]float64{5, math.NaN()}, .1, .95}, {[]float64{5}, -.1, .95}, {[]float64{5}, 1.1, .95}, {[]float64{5}, math.NaN(), .95}, {[]float64{5}, .5, 1.5}, {[]float64{1e10}, .5, .95}} {
		if got, err := BestOfEquals(c.trials, c.p, c.conf); err == nil {
			t.Errorf("%v gives %v, want an error", c, got)
		}
	}
}

func BenchmarkBestOfEquals(b *testing.B) {
	rng := newRand(1)
	trials := make([]float64, 10_000)
	for i := range trials {
		trials[i] = math.Ceil(math.Exp(9 + 1.5*rng.NormFloat64()))
	}
	for b.Loop() {
		if _, err := BestOfEquals(trials, .003, .95); err != nil {
			b.Fatal(err)
		}
	}
}
