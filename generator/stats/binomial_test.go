package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// The draws are those of distuv from the same source, of every way of drawing.
func TestBinomialDrawsWhatGonumDraws(t *testing.T) {
	ours, theirs, sizes := newBinomial(newRand(3)), newRand(3), newRand(4)
	for round := range 20000 {
		n := math.Floor(math.Pow(10, 6*sizes.Float64()))
		p := []float64{sizes.Float64(), sizes.Float64() / n, 1 - sizes.Float64()/n, .5}[round%4]
		if p >= 1-1e-12 {
			continue
		}
		if got, want := ours.draw(n, p), (distuv.Binomial{N: n, P: p, Src: theirs}).Rand(); got != want {
			t.Fatalf("draw %d of %v with %v: %v, distuv has %v", round, n, p, got, want)
		}
	}
}
