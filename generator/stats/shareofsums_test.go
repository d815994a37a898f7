package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestShareOfSums(t *testing.T) {
	// With equal denominators it is the mean and its standard error: .1 .2 .3 .4 have mean .25 and sd .1290994449.
	e, err := ShareOfSums([]float64{1, 2, 3, 4}, []float64{10, 10, 10, 10}, 1)
	if err != nil {
		t.Fatal(err)
	}
	se := .12909944487358056 / 2
	logit := func(p float64) float64 { return math.Log(p / (1 - p)) }
	if math.Abs(e.Value-.25) > 1e-12 || math.Abs(logit(e.High)-logit(.25)-se/(.25*.75)) > 1e-12 || math.Abs(logit(e.High)+logit(e.Low)-2*logit(.25)) > 1e-12 {
		t.Errorf("%+v", e)
	}
	// Units of one ratio leave nothing open.
	if e, _ := ShareOfSums([]float64{1, 2, 4}, []float64{10, 20, 40}, Z95); math.Abs(e.Low-e.Value)+math.Abs(e.High-e.Value) > 1e-12 {
		t.Errorf("equal ratios: %+v", e)
	}
	for _, c := range []struct {
		name string
		y, x []float64
	}{{"lengths", []float64{1}, nil}, {"negative", []float64{-1}, []float64{1}}, {"above the whole", []float64{3}, []float64{2}}, {"no denominator", []float64{0}, []float64{0}}, {"not a number", []float64{math.NaN()}, []float64{1}}} {
		if _, err := ShareOfSums(c.y, c.x, Z95); err == nil {
			t.Errorf("%s is taken", c.name)
		}
	}
	for _, c := range [][2][]float64{{{1}, {2}}, {{0, 0}, {2, 3}}, {{2, 3}, {2, 3}}} {
		if e, err := ShareOfSums(c[0], c[1], Z95); err != nil || !math.IsNaN(e.Low) || !math.IsNaN(e.High) {
			t.Errorf("%v: %+v %v", c, e, err)
		}
	}
}

// Forty posts whose rates differ by a third around 5%: the interval holds the ratio of expectations about as often as
// it says, where the binomial interval does not.
func TestShareOfSumsCovers(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 15))
	held, wilson, rounds := 0, 0, 2000
	for range rounds {
		var y, x []float64
		var k, n float64
		for range 40 {
			reach := 500 + 4000*rng.Float64()
			rate := .05 * math.Exp(.35*rng.NormFloat64()-.35*.35/2)
			buys := math.Max(0, math.Round(reach*rate+math.Sqrt(reach*rate)*rng.NormFloat64()))
			y, x, k, n = append(y, buys), append(x, math.Round(reach)), k+buys, n+math.Round(reach)
		}
		e, err := ShareOfSums(y, x, Z95)
		if err != nil {
			t.Fatal(err)
		}
		if e.Low <= .05 && .05 <= e.High {
			held++
		}
		if w, _ := Wilson(k, n, Z95); w.Low <= .05 && .05 <= w.High {
			wilson++
		}
	}
	share, narrow := float64(held)/float64(rounds), float64(wilson)/float64(rounds)
	t.Logf("held in %.1f%%, Wilson of the sums in %.1f%%", 100*share, 100*narrow)
	if share < .91 || share > .97 || narrow > .6 {
		t.Errorf("held in %.3f, Wilson in %.3f", share, narrow)
	}
}
