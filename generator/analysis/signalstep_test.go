package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"likewise/generator/model"
)

func TestStepOf(t *testing.T) {
	for _, c := range []struct {
		name             string
		action, exposure []float64
		want             float64
	}{
		{"a few of the reach", []float64{5, 6, 7}, []float64{100, 100, 100}, 1},
		{"nearly all reactions", []float64{93, 95, 90}, []float64{100, 100, 100}, .1},
		{"half", []float64{50, 50, 50}, []float64{100, 100, 100}, 1},
		{"no part: views above reach", []float64{130, 90, 95}, []float64{100, 100, 100}, 1},
		{"one post of likes alone", []float64{100, 5, 6}, []float64{100, 100, 100}, 1},
	} {
		if got := stepOf(c.action, c.exposure, .1); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Likes are nearly all reactions, and what is left of them goes with shares: the ratio of a doubling is one of posts
// that cannot be, so that nothing said, priced or weighed is of it. The verdict is the same.
func TestWhatCannotDoubleIsNotSaidToDouble(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 1))
	s, p := scenarios[0].account(400, 5)
	revenue := make([]float64, len(p.a))
	for i := range p.a {
		s.exposure[i] = math.Round(20000 + 80000*rng.Float64())
		other := distuv.Beta{Alpha: 3.5, Beta: 46.5, Src: rng}.Rand()
		p.a[i] = math.Round(s.exposure[i] * (1 - other))
		p.o[i] = distuv.Poisson{Lambda: s.exposure[i] * .01 * other, Src: rng}.Rand()
		revenue[i] = 10 * p.o[i]
	}
	h := hold(s, []pair{p})[0]
	h.judge()
	h.price(revenue, s.exposure)
	if h.Verdict != model.Contradicts || h.Reading != model.Fewer || h.PerExposure.RateRatio.Value > .01 {
		t.Fatalf("%s %s %v: not the case in question", h.Verdict, h.Reading, h.PerExposure.RateRatio)
	}
	said := h.AtStep(h.PerExposure.RateRatio)
	if math.Abs(said.Value-h.PerSpread.Value) > 1e-9 || said.Value < .3 || said.Value > .95 {
		t.Errorf("said of a step: %v, of the spread: %v", said.Value, h.PerSpread.Value)
	}
	for _, a := range h.Wording.Args {
		if a.Name == "ratio" && float64(a.Number) != said.Value {
			t.Errorf("the sentence has %v, not %v", a.Number, said.Value)
		}
	}
	if got, want := h.Money.OfDoubling.Value, h.Money.PerThousand.Value*(said.Value-1); math.Abs(got-want) > 1e-9 {
		t.Errorf("money %v, want %v", got, want)
	}
	r := &model.Report{Signals: []model.Signal{h.Signal}, Totals: map[string]float64{"purchases": 1000}}
	f := signalFindings(told{Report: r, Conversions: model.Conversions{Primary: "purchases"}, all: 1000})[0]
	if most := 1000 * (h.FactorAtStep(worthHaving) - said.High); math.Abs(float64(f.Strength.Stake)-most) > 1e-6 || f.Estimate.Value != said.Value {
		t.Errorf("the finding weighs %v, not %v, and says %v", f.Strength.Stake, most, f.Estimate.Value)
	}
}
