package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const changeMethod = "LMDI-I on sums over the posts published in each span; weekdays by what posts of each usually have (Bühlmann-Straub), ages by the share of a count that has usually come"

// changes splits, for every declared conversion, the difference between the last month and the one before, days 1 to 28
// of each, and between the last 28 days and those before, as far as posts are old enough. Where no post has a date there
// is none.
func changes(posts []model.Post, o Options, primary chain, ripe ripeness) []model.Change {
	out := []model.Change{}
	if o.AsOf.IsZero() || !slices.ContainsFunc(posts, func(p model.Post) bool { return p.Published != "" }) {
		return out
	}
	for _, c := range outcomes(o.Conversions, primary) {
		t := newComparison(posts, c, ripe)
		last := lastRipe(o, ripe.days(c.steps...))
		for _, s := range []spans{monthBefore(last), weeksBefore(last)} {
			out = append(out, t.change(s, o.Breaks))
		}
	}
	return out
}

// comparison is the posts that have every step of a chain, and what is usual among those that are old enough.
type comparison struct {
	chain
	posts  []grown
	growth growth
	usual  weekdayRates
}

// grown is a post with what its steps come to when all has come, at the usual pace.
type grown struct {
	*model.Post
	on      time.Time
	weekday int // Monday is 0
	steps   []float64
}

// below is what stands below the line of step j: the step before, or the post itself.
func (g *grown) below(j int) float64 {
	if j == 0 {
		return 1
	}
	return g.steps[j-1]
}

func newComparison(posts []model.Post, c chain, ripe ripeness) comparison {
	t := comparison{chain: c, growth: growthOf(c, ripe)}
	var old []grown
	for i := range posts {
		p := &posts[i]
		on, ok := day(p.Published)
		if !ok || !hasAll(*p, c.steps) {
			continue
		}
		g := grown{Post: p, on: on, weekday: (int(on.Weekday()) + 6) % 7, steps: make([]float64, len(c.steps))}
		young := ripe.young(*p, c.steps...)
		for j, m := range c.steps {
			g.steps[j] = p.Metrics[m]
			if !young { // of a younger one too little has come to say what will
				g.steps[j] /= t.growth.share(j, p.AgeDays)
			}
		}
		t.posts = append(t.posts, g)
		if !young {
			old = append(old, g)
		}
	}
	t.usual = weekdayRatesOf(old, len(c.steps))
	return t
}

// change compares two spans: V = posts x weekdays x age x first step a post x step over step ..., the steps being
// ratios of sums of what all posts come to, each as it would be with the usual weekdays. The product is what was counted.
func (t comparison) change(s spans, breaks []model.Break) model.Change {
	from, to := t.side(s.earlier, s.earlyTo), t.side(s.from, s.to)
	out := model.Change{Outcome: t.outcome, Grain: s.grain, From: from.Side, To: to.Side, Factors: []model.ChangeFactor{}}
	if out.Why = acrossBreak(breaks, s.earlier, s.to, t.steps); out.Why != "" {
		return out
	}
	if from.Posts == 0 || to.Posts == 0 {
		out.Why = cmp.Or(acrossBreak(breaks, s.earlier, t.newest(), t.steps), "no post in one of the two spans has every step")
		return out
	}
	x0, x1, why := factorsOf(t.chain, float64(from.Posts), float64(to.Posts), from.sums, to.sums)
	if why != "" {
		out.Why = why
		return out
	}
	x0, x1 = t.matched(from, x0), t.matched(to, x1)
	effects, err := stats.LMDI(x0, x1)
	if err != nil {
		out.Why = err.Error()
		return out
	}
	for k, name := range t.factors() {
		e := model.ChangeFactor{Name: name, From: model.Number(x0[k]), To: model.Number(x1[k]), Effect: model.Number(effects[k])}
		switch before := k - (len(x0) - len(t.steps)); {
		case before == 0:
			e.Of = "posts"
		case before > 0:
			e.Of = t.steps[before-1]
		}
		out.Factors = append(out.Factors, e)
	}
	out.Method = changeMethod
	return out
}

// newest is the day of the newest post that has every step: breaks up to then have set counts apart.
func (t comparison) newest() time.Time {
	var out time.Time
	for _, p := range t.posts {
		if p.on.After(out) {
			out = p.on
		}
	}
	return out
}

// factors names the factors in the order of matched.
func (t comparison) factors() []string {
	out := []string{"posts", model.FactorWeekdays}
	if t.growth.known() {
		out = append(out, model.FactorAge)
	}
	return append(out, t.steps...)
}

// matched takes the weekdays out of the rates of a span, and puts them and the age of its posts beside the rates.
func (t comparison) matched(s spanned, x []float64) []float64 {
	out := []float64{x[0], 1}
	if t.growth.known() {
		out = append(out, s.come)
	}
	for j, index := range t.usual.index(s.posts) {
		out[1] *= index
		out = append(out, x[j+1]/index)
	}
	return out
}

// spanned is a side with its posts and the sums of their steps when all has come.
type spanned struct {
	model.Side
	posts []grown
	sums  []float64
	come  float64 // Side.Come, and 1 of nothing
}

// side sums the steps of the posts published in a span.
func (t comparison) side(from, to time.Time) spanned {
	out := spanned{Side: model.Side{From: from.Format(model.Day), To: to.Format(model.Day), Value: unknown(), Youngest: unknown(), Come: unknown()}, sums: make([]float64, len(t.steps)), come: 1}
	var counted []model.Post
	for _, p := range t.posts {
		if p.on.Before(from) || p.on.After(to) {
			continue
		}
		out.posts, counted = append(out.posts, p), append(counted, *p.Post)
		out.Weekdays[p.weekday]++
		if !(p.AgeDays >= out.Youngest) && !math.IsNaN(float64(p.AgeDays)) {
			out.Youngest = p.AgeDays
		}
		for j, v := range p.steps {
			out.sums[j] += v
		}
	}
	if out.Posts = len(counted); out.Posts == 0 {
		return out
	}
	value, _, _ := sumOf(counted, t.outcome)
	out.Value = model.Number(value)
	if all := out.sums[len(out.sums)-1]; t.growth.known() && all > 0 {
		out.come = value / all
		out.Come = model.Number(out.come)
	}
	return out
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
