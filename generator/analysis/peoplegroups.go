package analysis

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	noValue      = "(none)" // the event has no value of groupBy, or there is no such event
	tooSmall     = "(withheld)"
	groupOutcome = "difference to everybody else, Newcombe, 95%; p by the chi-squared test of the 2 by 2 table"
)

// peopleGroup is how many of a group came at least as far as each step.
type peopleGroup struct {
	name   string
	counts []float64
}

// groups is the funnel for each value of groupBy. Groups too small to show stand together in one.
func (wk *walk) groups(ctx context.Context, minGroup int) (out []model.FunnelGroup, withheld int, err error) {
	if err := wk.w.Exec(ctx, "create table "+wk.parted+" as "+wk.partedSQL()); err != nil {
		return nil, 0, err
	}
	found, err := wk.groupCounts(ctx)
	if err != nil {
		return nil, 0, err
	}
	sizes := make([]float64, len(found))
	for i, g := range found {
		sizes[i] = g.counts[0]
	}
	var show []peopleGroup
	rest := peopleGroup{tooSmall, make([]float64, len(wk.steps))}
	for i, hide := range withhold(sizes, minGroup) {
		if !hide {
			show = append(show, found[i])
			continue
		}
		withheld++
		for j, n := range found[i].counts {
			rest.counts[j] += n
		}
	}
	out = wk.compare(show, rest)
	if err := wk.groupTimes(ctx, out, minGroup); err != nil {
		return nil, 0, err
	}
	if withheld > 0 && rest.counts[0] >= float64(minGroup) {
		out = append(out, model.FunnelGroup{Name: tooSmall, Steps: stepResults(wk.stepLabels(), rest.counts, nil), Together: withheld})
	}
	return out, withheld, nil
}

// groupCounts reads the counts of each group, the largest first.
func (wk *walk) groupCounts(ctx context.Context) ([]peopleGroup, error) {
	byName := map[string][]float64{}
	err := wk.w.Each(ctx, "select "+groupKey+", reach, count(*) from "+wk.parted+" group by 1, 2", func(r *sql.Rows) error {
		var name sql.NullString
		var reach int
		var n float64
		if err := r.Scan(&name, &reach, &n); err != nil {
			return err
		}
		g := or(name.String, noValue)
		if byName[g] == nil {
			byName[g] = make([]float64, len(wk.steps))
		}
		byName[g][reach-1] += n
		return nil
	})
	out := make([]peopleGroup, 0, len(byName))
	for name, stopped := range byName {
		out = append(out, peopleGroup{name, atLeast(stopped)})
	}
	slices.SortFunc(out, func(a, b peopleGroup) int {
		return cmp.Or(cmp.Compare(b.counts[0], a.counts[0]), cmp.Compare(a.name, b.name))
	})
	return out, err
}

// partedSQL is people with their group g. Credited to all, the funnel runs within each value. Else the value is that of
// the event that is credited; where several events of the same second qualify, the least value, so that the order of the
// file does not matter. It is empty where there is no such event.
func (wk *walk) partedSQL() string {
	if wk.Credit == "all" {
		r := wk.route
		r.grouped = true
		return anchored(r, wk.events)
	}
	at, which := wk.credited()
	return fmt.Sprintf(`select people.*, coalesce(credited.g, '') as g from %[2]s people left join (
		select actor, min(g) as g from (select person.actor, reach, m, g from (select actor, reach, %[1]s as at from %[2]s) person join %[3]s event on event.actor = person.actor and event.t = person.at) met where %[4]s group by actor
		) credited on credited.actor = people.actor`,
		at, wk.people, wk.events, which)
}

// credited is the time of the event whose value counts, as an expression over people, and the test that it is of the
// right step, over events and reach.
func (wk *walk) credited() (at, which string) {
	furthest, reached := "case reach", "case reach"
	for j := 1; j <= len(wk.steps); j++ {
		furthest += fmt.Sprintf(" when %d then %s", j, wk.at(j))
		reached += fmt.Sprintf(" when %d then f%d", j, j)
	}
	step := slices.Index(wk.labels, wk.Credit)
	switch {
	case wk.order == orderAny && wk.Credit == "last":
		return reached + " end", "m > 0"
	case wk.Credit == "last":
		return reached + " end", furthest + " end"
	case wk.order == orderAny:
		return "entry", "m > 0"
	case step > 0:
		return fmt.Sprintf("f%d", step+1), wk.at(step + 1)
	}
	return "entry", wk.at(1)
}

// compare holds each group against everybody else who has a value, those withheld among them. Its q waits for all comparisons of the
// report: see looks.
func (wk *walk) compare(groups []peopleGroup, rest peopleGroup) []model.FunnelGroup {
	out := make([]model.FunnelGroup, 0, len(groups))
	last := len(wk.steps) - 1
	all := [2]float64{rest.counts[0], rest.counts[last]}
	for _, g := range groups {
		if !outside(g) {
			all[0] += g.counts[0]
			all[1] += g.counts[last]
		}
	}
	for _, g := range groups {
		k, n := g.counts[last], g.counts[0]
		d, p := model.None("they have no value to compare by"), math.NaN()
		if !outside(g) {
			d, p = differs(k, n, all[1]-k, all[0]-n)
		}
		out = append(out, model.FunnelGroup{Name: g.name, Steps: stepResults(wk.stepLabels(), g.counts, nil), Difference: &d, P: numberPtr(p), Q: numberPtr(math.NaN())})
	}
	return out
}

// outside reports whether a group is those whose credited event has no value, or who have no such event: what they lack
// may be the step itself, so they are no group to compare with.
func outside(g peopleGroup) bool { return g.name == noValue }

func numberPtr(f float64) *model.Number {
	n := model.Number(f)
	return &n
}

// differs is the difference of two shares with its interval, and p, NaN where there is no test.
func differs(k1, n1, k2, n2 float64) (model.Estimate, float64) {
	if n1 == 0 || n2 == 0 {
		return model.None("there is nobody else to compare with"), math.NaN()
	}
	d, err := stats.Newcombe(k1, n1, k2, n2, stats.Z95)
	if err != nil {
		return model.None(err.Error()), math.NaN()
	}
	e := model.Estimate{Value: d.Value, Low: d.Low, High: d.High, K: math.NaN(), N: n1 + n2, Method: groupOutcome}
	test, err := stats.CochranMantelHaenszel([]stats.Table{{A: k1, B: n1 - k1, C: k2, D: n2 - k2}}, false)
	if err != nil { // nobody converted, or everybody: nothing to tell apart
		return e, math.NaN()
	}
	return e, test.P
}
