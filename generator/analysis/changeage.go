package analysis

import (
	"math"

	"likewise/generator/model"
)

// growth says how much of each step's count has usually come by an age. Where the outcome's pace is not known from
// dated actions, nothing is said of any; a step before it whose own is not known is taken to come as the next one does.
type growth [][]model.Number

func growthOf(c chain, ripe ripeness) growth {
	out := make(growth, len(c.steps))
	var next []model.Number
	for j := len(c.steps) - 1; j >= 0; j-- {
		if days := ripe[c.steps[j]].ByDay; len(days) > 0 {
			next = days
		}
		out[j] = next
	}
	if len(out) > 0 && len(ripe[c.steps[len(c.steps)-1]].ByDay) == 0 {
		clear(out)
	}
	return out
}

func (g growth) known() bool { return len(g) > 0 && len(g[len(g)-1]) > 0 }

// share is the part of step j that has come by an age in days, between the days' ends by a straight line. All has come
// to a post that is older than the curve, and to one of unknown age.
func (g growth) share(j int, age model.Number) float64 {
	days := g[j]
	if len(days) == 0 || !(float64(age) < float64(len(days))) {
		return 1
	}
	at, part := math.Modf(max(0, float64(age)))
	before, day := 0.0, int(at)
	if day > 0 {
		before = float64(days[day-1])
	}
	return before + part*(float64(days[day])-before)
}
