package analysis

import (
	"context"
	"math"
	"slices"

	"likewise/generator/model"
)

// funnels computes the declared funnels in their order: those of unit "post" as sums over posts, those of unit "actor"
// from events, which open opens.
func funnels(ctx context.Context, open eventOpener, o Options, posts []model.Post) ([]model.FunnelResult, []model.TimeToConvert, error) {
	out, times := []model.FunnelResult{}, []model.TimeToConvert{}
	for _, f := range o.Funnels {
		if f.Unit == "post" {
			r, err := postFunnel(posts, f, o.Fields)
			if err != nil {
				return nil, nil, err
			}
			out = append(out, r)
			continue
		}
		events, err := open()
		if err != nil {
			return nil, nil, err
		}
		if len(events.columns) == 0 {
			return nil, nil, &DeclarationError{Kind: "funnel", Name: f.Name, Key: "unit", Text: "it follows people, and the data has no events", Hint: `add a file of events, or use unit = "post"`}
		}
		r, t, err := funnelOfPeople(ctx, events, o, f)
		if err != nil {
			return nil, nil, err
		}
		if out = append(out, r); t != nil {
			times = append(times, *t)
		}
	}
	return out, times, nil
}

// postFunnel counts a funnel whose unit is the post: each step is the sum of a metric over posts. Those for which a step
// meant something else when they were published are left out of all of its steps. fields are the columns of posts beyond
// those that every site has.
func postFunnel(posts []model.Post, f model.Funnel, fields []string) (model.FunnelResult, error) {
	all := len(posts)
	posts = slices.DeleteFunc(slices.Clone(posts), func(p model.Post) bool { return brokenIn(p, f.StepNames()...) })
	out := model.FunnelResult{Name: f.Name, Unit: f.Unit, Posts: len(posts), Broken: all - len(posts), Steps: sumSteps(posts, f.StepNames()), GroupBy: f.GroupBy,
		Groups: []model.FunnelGroup{}, Weeks: []model.FunnelWeek{}, Sensitivity: []model.FunnelReadings{}, Notes: []string{}}
	if f.GroupBy == "" {
		return out, nil
	}
	var err error
	out.Groups, err = postGroups(posts, f, fields)
	return out, err
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
