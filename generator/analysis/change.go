package analysis

import (
	"fmt"
	"math"
	"slices"
	"time"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const changeMethod = "LMDI-I on sums over the posts published in each span"

// spans is two spans of publication days that are compared, the later one ending on a day whose posts are old enough.
type spans struct {
	grain                      string
	from, to, earlier, earlyTo time.Time
}

// changes splits, for every declared conversion, the difference between the last full month and the one before, and
// between the last 28 days and those before (four of each weekday), as far as posts are old enough. Where no post has
// a date there is none.
func changes(posts []model.Post, o Options, primary chain, ripe ripeness) []model.Change {
	out := []model.Change{}
	if o.AsOf.IsZero() || !slices.ContainsFunc(posts, func(p model.Post) bool { return p.Published != "" }) {
		return out
	}
	for _, c := range outcomes(o.Conversions, primary) {
		last := lastRipe(o, ripe.days(c.steps...))
		for _, s := range []spans{monthBefore(last), weeksBefore(last)} {
			out = append(out, changeOf(posts, c, s, o.Breaks))
		}
	}
	return out
}

// lastRipe is the last day all of whose posts are old enough.
func lastRipe(o Options, days float64) time.Time {
	at := o.AsOf.In(o.Zone)
	today := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	return today.AddDate(0, 0, -int(math.Ceil(days)))
}

func monthBefore(last time.Time) spans {
	first := time.Date(last.Year(), last.Month(), 1, 0, 0, 0, 0, time.UTC)
	if last.AddDate(0, 0, 1).Day() != 1 { // the month is not over
		first = first.AddDate(0, -1, 0)
	}
	return spans{"month", first, first.AddDate(0, 1, -1), first.AddDate(0, -1, 0), first.AddDate(0, 0, -1)}
}

func weeksBefore(last time.Time) spans {
	return spans{"28 days", last.AddDate(0, 0, -27), last, last.AddDate(0, 0, -55), last.AddDate(0, 0, -28)}
}

// changeOf compares two spans: V = posts x first step a post x step over step ..., each a ratio of sums.
func changeOf(posts []model.Post, c chain, s spans, breaks []model.Break) model.Change {
	from, sums0 := side(posts, c, s.earlier, s.earlyTo)
	to, sums1 := side(posts, c, s.from, s.to)
	out := model.Change{Outcome: c.outcome, Grain: s.grain, From: from, To: to, Factors: []model.ChangeFactor{}}
	if out.Why = acrossBreak(breaks, s.earlier, s.to, c.steps); out.Why != "" {
		return out
	}
	if from.Posts == 0 || to.Posts == 0 {
		out.Why = "no post in one of the two spans has every step"
		return out
	}
	x0, x1, why := factorsOf(c, float64(from.Posts), float64(to.Posts), sums0, sums1)
	if why != "" {
		out.Why = why
		return out
	}
	effects, err := stats.LMDI(x0, x1)
	if err != nil {
		out.Why = err.Error()
		return out
	}
	names := append([]string{"posts"}, c.steps...)
	for k, name := range names {
		e := model.ChangeFactor{Name: name, From: model.Number(x0[k]), To: model.Number(x1[k]), Effect: model.Number(effects[k])}
		if k > 0 {
			e.Of = names[k-1]
		}
		out.Factors = append(out.Factors, e)
	}
	out.Method = changeMethod
	return out
}

// side sums the steps of the posts published in a span that have every step.
func side(posts []model.Post, c chain, from, to time.Time) (model.Side, []float64) {
	out := model.Side{From: from.Format(model.Day), To: to.Format(model.Day), Value: model.Number(math.NaN())}
	var in []model.Post
	for _, p := range posts {
		if d, ok := day(p.Published); ok && !d.Before(from) && !d.After(to) && hasAll(p, c.steps) {
			in = append(in, p)
		}
	}
	sums := make([]float64, len(c.steps))
	for j, m := range c.steps {
		sums[j], _, _ = sumOf(in, m)
	}
	if out.Posts = len(in); out.Posts > 0 {
		out.Value = model.Number(sums[len(sums)-1])
	}
	return out, sums
}

func hasAll(p model.Post, metrics []string) bool {
	for _, m := range metrics {
		if v, ok := p.Metrics[m]; !ok || v < 0 || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// factorsOf turns sums into factors. A rate of nothing out of nothing has no value: it is given the other span's, so
// that the step below the line bears the change.
func factorsOf(c chain, posts0, posts1 float64, sums0, sums1 []float64) (x0, x1 []float64, why string) {
	x0, x1 = []float64{posts0}, []float64{posts1}
	below0, below1, of := posts0, posts1, "posts"
	for j, m := range c.steps {
		if sums0[j] > 0 && below0 == 0 || sums1[j] > 0 && below1 == 0 {
			return nil, nil, fmt.Sprintf("%s without %s in one of the two spans", noun(m), noun(of))
		}
		r0, r1 := sums0[j]/below0, sums1[j]/below1
		switch {
		case below0 == 0 && below1 == 0:
			r0, r1 = 0, 0
		case below0 == 0:
			r0 = r1
		case below1 == 0:
			r1 = r0
		}
		x0, x1 = append(x0, r0), append(x1, r1)
		below0, below1, of = sums0[j], sums1[j], m
	}
	return x0, x1, ""
}
