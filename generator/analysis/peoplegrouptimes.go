package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// groupCurvePoints is about how many points the curve of one group has: enough to draw, and too few to tell people apart.
const groupCurvePoints = 60

// groupKey is a group's value, empty where it has none, over people with groups.
const groupKey = "coalesce(nullif(g, '" + noValue + "'), '')"

// groupTimes adds to each group how long its people took. Where fewer than minGroup of a group converted, their times
// are theirs alone and are not shown, nor those of the group from which they could be had by subtraction.
func (wk *walk) groupTimes(ctx context.Context, groups []model.FunnelGroup, minGroup int) error {
	k, longest := len(wk.steps), 0.0
	times, err := wk.middleTimes(ctx)
	if err != nil {
		return err
	}
	sizes := make([]float64, len(groups))
	for i, g := range groups {
		sizes[i] = float64(g.Steps[k-1].Count)
		longest = math.Max(longest, times[g.Name].longest)
	}
	people, err := wk.exits(ctx, wk.parted, groupKey, binSeconds(longest, groupCurvePoints))
	if err != nil {
		return err
	}
	hidden := withhold(sizes, minGroup)
	for i := range groups {
		g := &groups[i]
		out := &model.TimeToConvert{Funnel: wk.Name, Step: wk.stepLabels()[k-1], Converted: int(sizes[i]), Quantiles: map[string]model.Number{}, Curve: []model.ConvertedBy{}}
		g.Time = out
		key := g.Name
		if key == noValue {
			key = ""
		}
		out.UnderWay, out.Again = people[key].underWay, people[key].again
		switch {
		case sizes[i] == 0:
			out.Why = "nobody converted"
		case hidden[i] && sizes[i] < float64(minGroup):
			out.Why = "too few people converted to show when"
		case hidden[i]:
			out.Why = "withheld, so that those of a smaller group cannot be worked out"
		default:
			people[key].draw(out)
			out.Median = times[g.Name].median
			out.Quantiles["p50"] = model.Number(out.Median.Value)
		}
		if out.Why != "" {
			out.Median = model.None(out.Why)
		}
		g.Steps[k-1].MedianSeconds = out.Median
	}
	return nil
}

// middleTime is the median of a group's times to the last step, in seconds, and the longest.
type middleTime struct {
	median  model.Estimate
	longest float64
}

// middleTimes reads, for every group, the sorted times about its median, without reading the others.
func (wk *walk) middleTimes(ctx context.Context) (map[string]middleTime, error) {
	k := len(wk.steps)
	q := fmt.Sprintf(`select g, n, c, d from (select g, d, row_number() over (partition by g order by d) as n, count(*) over (partition by g) as c
		from (select %s as g, %s as d from %s where f%d is not null) reached) placed where abs(n - c / 2.0) <= sqrt(c) + 2 or n = c order by g, n`, groupKey, took(k), wk.parted, k)
	placed, size := map[string]map[int]float64{}, map[string]int{}
	err := wk.w.Each(ctx, q, func(r *sql.Rows) error {
		var g string
		var n, c int
		var d float64
		err := r.Scan(&g, &n, &c, &d)
		g = or(g, noValue)
		if placed[g] == nil {
			placed[g] = map[int]float64{}
		}
		placed[g][n], size[g] = d/1e6, c
		return err
	})
	out := map[string]middleTime{}
	for g, d := range placed {
		n := size[g]
		low, high := medianPlaces(n)
		middle := (d[(n+1)/2] + d[n/2+1]) / 2
		out[g] = middleTime{medianOf(middle, stats.Interval{Low: d[low], High: d[high]}, float64(n)), d[n]}
	}
	return out, err
}
