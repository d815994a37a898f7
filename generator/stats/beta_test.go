package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// The guess and its steps end where a search ends, for shapes of all sizes.
func TestBetaIntervalIsThatOfASearch(t *testing.T) {
	rng := newRand(3)
	for range 3000 {
		b := Beta{math.Exp(10*rng.Float64() - 2), math.Exp(12*rng.Float64() - 1)}
		i, err := b.Interval(.95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "low end", i.Low, mathext.InvRegIncBeta(b.A, b.B, .025), 1e-11)
		near(t, "high end", i.High, mathext.InvRegIncBeta(b.A, b.B, .975), 1e-11)
	}
}
