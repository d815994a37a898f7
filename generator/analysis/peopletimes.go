package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// curvePoints is about how many points a curve of time to convert may have; more are binned, in SQL.
const curvePoints = 1000

// table is the rows of a query of numbers; null is NaN.
func (l *eventLog) table(ctx context.Context, query string) ([][]float64, error) {
	var out [][]float64
	err := l.w.Each(ctx, query, func(r *sql.Rows) error {
		cols, err := r.Columns()
		if err != nil {
			return err
		}
		cells, into := make([]sql.NullFloat64, len(cols)), make([]any, len(cols))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := r.Scan(into...); err != nil {
			return err
		}
		row := make([]float64, len(cols))
		for i, c := range cells {
			row[i] = math.NaN()
			if c.Valid {
				row[i] = c.Float64
			}
		}
		out = append(out, row)
		return nil
	})
	return out, err
}

// took is the microseconds from the entry of a path to step j.
func took(j int) string { return fmt.Sprintf("greatest(f%d - a%d, 0)", j, j) }

// placed reads the values at some places (1-based) of the sorted times to step j, without reading the others.
func (wk *walk) placed(ctx context.Context, j int, places []int) (map[int]float64, error) {
	list := make([]string, len(places))
	for i, p := range places {
		list[i] = fmt.Sprint(p)
	}
	rows, err := wk.table(ctx, fmt.Sprintf(`select n, d from (select d, row_number() over (order by d) as n from (select %s as d from %s where f%d is not null) reached) placed where n in (%s)`,
		took(j), wk.people, j, strings.Join(list, ", ")))
	out := map[int]float64{}
	for _, r := range rows {
		out[int(r[0])] = r[1] / 1e6
	}
	return out, err
}

// quantiles are the type-7 quantiles of the seconds to step j of n people, with the 95% interval of the median by order
// statistics (the binomial's normal approximation; Conover 1999, section 3.2), and the longest.
func (wk *walk) quantiles(ctx context.Context, j, n int, ps []float64) (values []float64, median stats.Interval, longest float64, err error) {
	low, high := medianPlaces(n)
	places := []int{low, high, n}
	for _, p := range ps {
		at := int(float64(n-1) * p)
		places = append(places, at+1, min(at+2, n))
	}
	slices.Sort(places)
	d, err := wk.placed(ctx, j, slices.Compact(places))
	if err != nil {
		return nil, median, 0, err
	}
	for _, p := range ps {
		at := float64(n-1) * p
		i := int(at)
		v := d[i+1]
		if f := at - float64(i); f > 0 {
			v += f * (d[i+2] - v)
		}
		values = append(values, v)
	}
	return values, stats.Interval{Low: d[low], High: d[high]}, d[n], nil
}

// medianPlaces are the places, of n sorted values, that hold their median in 95% of samples.
func medianPlaces(n int) (low, high int) {
	half := stats.Z95 * math.Sqrt(float64(n)) / 2
	return max(1, int(math.Floor(float64(n)/2-half))), min(n, int(math.Ceil(float64(n)/2+half))+1)
}

// medians is the median seconds from entry to each step.
func (wk *walk) medians(ctx context.Context, counts []float64) ([]model.Estimate, error) {
	out := make([]model.Estimate, len(counts))
	for i, n := range counts {
		if i == 0 || n == 0 {
			out[i] = model.None("nobody got here")
			continue
		}
		v, interval, _, err := wk.quantiles(ctx, i+1, int(n), []float64{.5})
		if err != nil {
			return nil, err
		}
		out[i] = medianOf(v[0], interval, n)
	}
	return out, nil
}

func medianOf(v float64, i stats.Interval, n float64) model.Estimate {
	e := model.Estimate{Value: v, Low: i.Low, High: i.High, K: math.NaN(), N: n, Method: "median of those who got there; order statistics, 95%"}
	if n < 6 { // below six people the extremes hold the median in fewer than 95% of samples
		e.Low, e.High, e.Method = math.NaN(), math.NaN(), "median of those who got there; too few for an interval"
	}
	return e
}

var shown = []struct {
	name string
	p    float64
}{{"p10", .1}, {"p25", .25}, {"p50", .5}, {"p75", .75}, {"p90", .9}}

// timeToConvert is how long people took to the last step: quantiles among those who converted, and a Kaplan-Meier
// curve over all who entered, each by the entry that their week of entry goes by. Who did not convert was watched for
// a whole window from there, or, when it is still open, until the data was exported.
func (wk *walk) timeToConvert(ctx context.Context, counts []float64) (*model.TimeToConvert, error) {
	k := len(wk.steps)
	n := int(counts[k-1])
	labels := wk.stepLabels()
	out := &model.TimeToConvert{Funnel: wk.Name, Step: labels[k-1], Converted: n, Quantiles: map[string]model.Number{}, Curve: []model.ConvertedBy{}, Median: model.None("nobody converted")}
	if n == 0 {
		out.Why = "nobody converted"
		return out, nil
	}
	ps := make([]float64, len(shown))
	for i, s := range shown {
		ps[i] = s.p
	}
	values, interval, longest, err := wk.quantiles(ctx, k, n, ps)
	if err != nil {
		return nil, err
	}
	for i, s := range shown {
		out.Quantiles[s.name] = model.Number(values[i])
	}
	out.Median = medianOf(values[2], interval, float64(n))
	return out, wk.curve(ctx, longest, out)
}

// curve adds the Kaplan-Meier curve and who is under way.
func (wk *walk) curve(ctx context.Context, longest float64, out *model.TimeToConvert) error {
	all, err := wk.exits(ctx, wk.people, "", binSeconds(longest, curvePoints))
	if err != nil {
		return err
	}
	all[""].draw(out)
	return nil
}

// watched is when people stopped being watched, how many of them are still under way, and how many more are not but
// have entered again since, by which they may still convert.
type watched struct {
	exits           []stats.Exit
	underWay, again int
}

// draw adds the Kaplan-Meier curve and who is under way.
func (w watched) draw(out *model.TimeToConvert) {
	out.UnderWay, out.Again = w.underWay, w.again
	curve, err := stats.KaplanMeier(w.exits, stats.Z95)
	if err != nil {
		out.Why = err.Error()
		return
	}
	for _, s := range curve {
		out.Curve = append(out.Curve, model.ConvertedBy{Seconds: s.Time, Converted: model.Estimate{
			Value: 1 - s.Survival.Value, Low: 1 - s.Survival.High, High: 1 - s.Survival.Low, K: math.NaN(), N: s.AtRisk, Method: "Kaplan-Meier, Greenwood on log(-log), 95%"}})
	}
}

// binSeconds is the width of a bin in whole seconds, such that a curve as long as this has at most so many points.
func binSeconds(longest float64, points int) int64 {
	for _, w := range []int64{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200} {
		if longest/float64(w) <= float64(points) {
			return w
		}
	}
	return 86400 * (1 + int64(longest/86400/float64(points)))
}

// exits is when the people of a relation stopped being watched, by the group that an expression over them names, in bins
// of so many seconds, each at its end: by then it was known. An empty expression makes one group, named "".
func (wk *walk) exits(ctx context.Context, people, group string, width int64) (map[string]watched, error) {
	until, open := wk.leftOpen()
	bin := width * 1_000_000
	q := fmt.Sprintf(`select g, d - mod(d, %[1]d), converted, open, count(*) from (
		select %[7]s as g, case when f%[2]d is not null then %[3]s else %[4]s end + %[5]d as d, case when f%[2]d is not null then 1 else 0 end as converted,
			case when f%[2]d is not null then 0 else %[6]s end as open from %[8]s) watched group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
		bin, len(wk.steps), took(len(wk.steps)), until, bin-1, open, or(group, "''"), people)
	out := map[string]watched{}
	err := wk.w.Each(ctx, q, func(r *sql.Rows) error {
		var g string
		var d, n float64
		var converted, open int
		err := r.Scan(&g, &d, &converted, &open, &n)
		w, e := out[g], stats.Exit{Time: d / 1e6}
		if converted == 1 {
			e.Events = n
		} else {
			e.Censored = n
		}
		switch open {
		case stillOpen:
			w.underWay += int(n)
		case openAgain:
			w.again += int(n)
		}
		w.exits = append(w.exits, e)
		out[g] = w
		return err
	})
	return out, err
}

// Whether somebody who did not convert still may.
const (
	stillOpen = 1 // by the entry that they count by
	openAgain = 2 // only by a newer one
)

// leftOpen is, as expressions over people who did not convert, how long they were watched, and whether they still may:
// 0, stillOpen or openAgain.
func (wk *walk) leftOpen() (until, open string) {
	now := wk.asOf.UnixMicro()
	if wk.window == 0 {
		return fmt.Sprintf("%d - entry", now), fmt.Sprint(stillOpen)
	}
	last := "entry"
	if wk.previous { // each step opens the window anew
		last = "case reach"
		for j := range wk.steps {
			last += fmt.Sprintf(" when %d then f%d", j+1, j+1)
		}
		last += " end"
	}
	until = fmt.Sprintf("least(%d, %s + %d) - entry", now, last, wk.window)
	return until, fmt.Sprintf("case when %[1]s >= %[2]d then %[3]d when newest >= %[2]d then %[4]d else 0 end", last, wk.recent, stillOpen, openAgain)
}
