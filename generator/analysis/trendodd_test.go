package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"likewise/generator/model"
)

// weeksOf is a series of so many weeks that grows twofold, with noise, and has the changes that change makes.
func weeksOf(n int, change func(i int, p *model.Point)) model.Series {
	rng := rand.New(rand.NewPCG(1, 2))
	s := model.Series{Metric: "purchases"}
	for i := range n {
		p := model.Point{From: fmt.Sprintf("week %d", i), Value: model.Number(100 * math.Exp(.7*float64(i)/float64(n)+.08*rng.NormFloat64()))}
		if change != nil {
			change(i, &p)
		}
		s.Points = append(s.Points, p)
	}
	return s
}

// Chance alone makes a week odd in one series of twelve, and not in many more.
func TestOddWeeksByChance(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	some := 0
	for range 1000 {
		s := model.Series{Points: make([]model.Point, 52)}
		for i := range s.Points {
			s.Points[i].Value = model.Number(100 * math.Exp(.1*rng.NormFloat64()))
		}
		markOddSeries(&s)
		if slices.ContainsFunc(s.Points, func(p model.Point) bool { return p.Odd != 0 }) {
			some++
		}
	}
	if some < 30 || some > 120 {
		t.Errorf("%d of 1000 series of noise have an odd week; the page says one in twelve", some)
	}
}

func TestOddWeeks(t *testing.T) {
	for name, c := range map[string]struct {
		weeks  int
		change func(i int, p *model.Point)
		odd    map[int]bool // week -> above
		of     int
	}{
		"growth alone": {52, nil, nil, 51},
		"a week of thrice, one of a third": {52, func(i int, p *model.Point) {
			p.Value *= map[int]model.Number{20: 3, 40: 1. / 3}[i] + map[bool]model.Number{true: 0, false: 1}[i == 20 || i == 40]
		}, map[int]bool{20: true, 40: false}, 51},
		"too few weeks": {15, func(i int, p *model.Point) { p.Value *= model.Number(1 + 9*(i/14)) }, nil, 0},
		"all alike":     {30, func(_ int, p *model.Point) { p.Value = 7 }, nil, 0},
		"the last is not over": {40, func(i int, p *model.Point) {
			if i == 39 {
				p.Value, p.Partial = 1, true
			}
		}, nil, 38},
		"counted anew from the twentieth on": {40, func(i int, p *model.Point) {
			if p.Break = i == 20; i >= 20 {
				p.Value *= 5
			}
		}, nil, 39},
		"unknown weeks, and a refund": {40, func(i int, p *model.Point) {
			if i%7 == 0 {
				p.Value = model.Number(math.NaN())
			}
			if i == 30 {
				p.Value = -900
			}
		}, map[int]bool{30: false}, 34},
	} {
		s := []model.Series{weeksOf(c.weeks, c.change)}
		markOdd(s)
		if s[0].OddOf != c.of {
			t.Errorf("%s: %d weeks were held, not %d", name, s[0].OddOf, c.of)
		}
		for i, p := range s[0].Points {
			above, odd := c.odd[i]
			if odd != (p.Odd != 0) || odd && above != (p.Odd > 0) {
				t.Errorf("%s: week %d has z %v", name, i, p.Odd)
			}
		}
	}
}
