package analysis

import (
	"context"
	"fmt"
	"math"
	"strings"

	"likewise/generator/model"
)

// funnelOfPeople computes one declared funnel of unit "actor", and how long its people took.
func funnelOfPeople(ctx context.Context, l *eventLog, o Options, f model.Funnel) (result model.FunnelResult, times *model.TimeToConvert, err error) {
	wk, err := newWalk(l, f)
	if err != nil {
		return result, nil, err
	}
	defer wk.drop(context.WithoutCancel(ctx))
	if err := wk.gather(ctx); err != nil {
		return result, nil, err
	}
	result = model.FunnelResult{Name: f.Name, Unit: "actor", Rules: wk.rules(), Groups: []model.FunnelGroup{}, Weeks: []model.FunnelWeek{}, GroupBy: f.GroupBy}
	if f.Open {
		result.Steps, err = wk.openSteps(ctx)
	} else {
		times, err = wk.closed(ctx, o, &result)
	}
	if err != nil {
		return result, nil, fmt.Errorf("funnel %q: %w", f.Name, err)
	}
	if result.Events, err = wk.stepEvents(ctx); err != nil {
		return result, nil, fmt.Errorf("funnel %q: count the events of its steps: %w", f.Name, err)
	}
	if result.Sensitivity, err = wk.sensitivity(ctx, result.Steps); err != nil {
		return result, nil, fmt.Errorf("funnel %q under other rules: %w", f.Name, err)
	}
	result.Notes, result.Absent = wk.notes, wk.missed
	return result, times, nil
}

// closed fills the result of a funnel that people enter at its first step.
func (wk *walk) closed(ctx context.Context, o Options, result *model.FunnelResult) (*model.TimeToConvert, error) {
	if err := wk.settle(ctx); err != nil {
		return nil, err
	}
	counts, err := wk.reachCounts(ctx, len(wk.steps), wk.people)
	if err != nil {
		return nil, err
	}
	medians, err := wk.medians(ctx, counts)
	if err != nil {
		return nil, err
	}
	result.Steps = stepResults(wk.stepLabels(), counts, medians)
	if result.Weeks, err = wk.weeks(ctx, o); err != nil {
		return nil, err
	}
	if wk.GroupBy != "" {
		if result.Groups, result.Withheld, err = wk.groups(ctx, o.MinGroup); err != nil {
			return nil, err
		}
	}
	return wk.timeToConvert(ctx, counts)
}

// stepLabels are the names of the steps; in any order they are how many were done.
func (wk *walk) stepLabels() []string {
	if wk.order != orderAny {
		return wk.labels
	}
	out := make([]string, len(wk.labels))
	for i := range out {
		out[i] = fmt.Sprintf("any %d of %d", i+1, len(out))
	}
	return out
}

// rules is what was in force, for the report.
func (wk *walk) rules() model.FunnelRules {
	out := wk.words()
	out.Open = wk.Open
	if wk.GroupBy != "" {
		out.Credit = or(wk.Credit, "first")
	}
	return out
}

// stepResults makes steps of counts: sums first, then rates with Wilson intervals.
func stepResults(labels []string, counts []float64, medians []model.Estimate) []model.StepResult {
	out := make([]model.StepResult, len(labels))
	for i, label := range labels {
		s := model.StepResult{Name: label, Count: model.Number(counts[i]), DropOff: model.Number(math.NaN()),
			OfPrevious: model.None("the first step"), OfFirst: model.None("the first step"), MedianSeconds: model.None("the first step")}
		if i > 0 {
			s.OfPrevious = shareOf(counts[i], counts[i-1], labels[i-1])
			s.OfFirst = shareOf(counts[i], counts[0], labels[0])
			s.DropOff = model.Number(counts[i-1] - counts[i])
			s.MedianSeconds = model.None("not computed for groups")
			if medians != nil {
				s.MedianSeconds = medians[i]
			}
		}
		out[i] = s
	}
	return out
}

// shareOf is proportion in the words of people.
func shareOf(k, n float64, label string) model.Estimate {
	if n == 0 {
		return model.None(fmt.Sprintf("nobody reached %q: no rate", label))
	}
	return proportion(k, n, "people", "people at "+label)
}

// openSteps counts who did each step at all, wherever they entered.
func (wk *walk) openSteps(ctx context.Context) ([]model.StepResult, error) {
	counts, err := wk.everDid(ctx, 0)
	if err != nil {
		return nil, err
	}
	out := stepResults(wk.labels, counts, nil)
	for i := range out[1:] {
		s := &out[i+1]
		s.OfPrevious = model.None("people enter an open funnel at any step, so one step is no share of another")
		s.OfFirst, s.MedianSeconds = s.OfPrevious, s.OfPrevious
	}
	if wk.GroupBy != "" {
		wk.notes = append(wk.notes, "an open funnel has no groups: there is no entry to credit")
	}
	return out, nil
}

// everDid counts who did each step at all, from the step with the index from on.
func (wk *walk) everDid(ctx context.Context, from int) ([]float64, error) {
	var did, count, any []string
	for j := from + 1; j <= len(wk.steps); j++ {
		did = append(did, fmt.Sprintf("max(case when %s then 1 end) as d%d", wk.at(j), j))
		count = append(count, fmt.Sprintf("count(d%d)", j))
		any = append(any, wk.at(j))
	}
	return wk.row(ctx, fmt.Sprintf("select %s from (select %s from %s where %s group by actor) did", strings.Join(count, ", "), strings.Join(did, ", "), wk.events, strings.Join(any, " or ")))
}

// row is the one row of a query of numbers; null is NaN.
func (l *eventLog) row(ctx context.Context, query string) ([]float64, error) {
	rows, err := l.table(ctx, query)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}
