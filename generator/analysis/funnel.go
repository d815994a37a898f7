package analysis

import (
	"math"

	"likewise/generator/model"
)

// postFunnels counts the declared funnels whose unit is the post: each step is the sum of a metric over posts.
func postFunnels(posts []model.Post, declared []model.Funnel) []model.FunnelResult {
	out := []model.FunnelResult{}
	for _, f := range declared {
		if f.Unit != "post" {
			continue
		}
		r := model.FunnelResult{Name: f.Name, Unit: f.Unit, Posts: len(posts), Steps: sumSteps(posts, f.Steps), Groups: []model.FunnelGroup{}}
		out = append(out, r)
	}
	return out
}

// sumSteps sums, then divides: each rate is a ratio of totals, not a mean of ratios.
func sumSteps(posts []model.Post, steps []string) []model.StepResult {
	out := make([]model.StepResult, len(steps))
	counts := make([]float64, len(steps))
	for i, m := range steps {
		sum, _, missing := sumOf(posts, m)
		if missing == len(posts) {
			sum = math.NaN()
		}
		counts[i] = sum
		s := model.StepResult{Name: m, Count: model.Number(sum), Missing: missing, DropOff: model.Number(math.NaN()),
			OfPrevious: model.None("the first step"), OfFirst: model.None("the first step"), MedianSeconds: model.None("sums over posts have no times")}
		if i > 0 {
			s.OfPrevious = proportion(sum, counts[i-1], noun(m), noun(steps[i-1]))
			s.OfFirst = proportion(sum, counts[0], noun(m), noun(steps[0]))
			s.DropOff = model.Number(counts[i-1] - sum)
		}
		out[i] = s
	}
	return out
}
