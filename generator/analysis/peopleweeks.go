package analysis

import (
	"context"
	"math"
	"time"

	"likewise/generator/model"
)

// weeks is the funnel by the week (Monday first, in the site's zone) in which people began the path that got them
// furthest. What the engine hands over grows with the span of the data, not with people. A week is immature when the
// window of its last entrants was still open at asOf.
func (wk *walk) weeks(ctx context.Context, o Options) ([]model.FunnelWeek, error) {
	rows, err := wk.table(ctx, "select "+quarterHour("entry")+", reach, count(*) from "+wk.people+" group by 1, 2 order by 1, 2")
	if err != nil || len(rows) == 0 {
		return []model.FunnelWeek{}, err
	}
	var mondays []time.Time
	var stopped [][]float64
	for _, r := range rows {
		m := monday(dayIn(int64(r[0]), o.Zone))
		for len(mondays) == 0 || mondays[len(mondays)-1].Before(m) {
			next := m
			if n := len(mondays); n > 0 {
				next = mondays[n-1].AddDate(0, 0, 7) // weeks without entrants stand too
			}
			mondays = append(mondays, next)
			stopped = append(stopped, make([]float64, len(wk.steps)))
		}
		stopped[len(stopped)-1][int(r[1])-1] += r[2]
	}
	return wk.weekResults(mondays, stopped, o), nil
}

func (wk *walk) weekResults(mondays []time.Time, stopped [][]float64, o Options) []model.FunnelWeek {
	sizes := make([]float64, len(mondays))
	for i := range stopped {
		stopped[i] = atLeast(stopped[i])
		sizes[i] = stopped[i][0]
	}
	hidden := withhold(sizes, o.MinGroup)
	out := make([]model.FunnelWeek, len(mondays))
	for i, m := range mondays {
		open := midnight(m.AddDate(0, 0, 7), o.Zone).Add(time.Duration(wk.window) * time.Microsecond)
		week := model.FunnelWeek{From: m.Format(model.Day), Immature: open.After(o.AsOf), Withheld: hidden[i], Counts: make([]model.Number, len(wk.steps))}
		for j, n := range stopped[i] {
			if hidden[i] {
				n = math.NaN()
			}
			week.Counts[j] = model.Number(n)
		}
		week.Converted = model.None("too few people to show")
		if !hidden[i] {
			week.Converted = shareOf(stopped[i][len(wk.steps)-1], sizes[i], wk.labels[0])
		}
		out[i] = week
	}
	return out
}
