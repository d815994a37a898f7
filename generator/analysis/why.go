package analysis

import (
	"fmt"
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// chain is the road to an outcome, as a product: the first step, then each step over the one before it.
type chain struct {
	outcome, funnel string
	steps           []string
}

// chainOf is the declared funnel of posts that ends in the primary conversion, one that begins at the exposure before
// others; where none is declared, exposure and primary alone. Steps that no post reports are left out.
func chainOf(c model.Conversions, funnels []model.Funnel, posts []model.Post) chain {
	out := chain{outcome: c.Primary}
	if c.Primary == "" || c.Exposure == "" || c.Primary == c.Exposure {
		return out
	}
	out.steps = []string{c.Exposure, c.Primary}
	found := false
	for _, f := range funnels {
		n := len(f.Steps)
		if f.Unit != "post" || n < 2 || f.Steps[n-1] != c.Primary || found && f.Steps[0] != c.Exposure {
			continue
		}
		found, out.funnel, out.steps = true, f.Name, f.Steps
		if f.Steps[0] == c.Exposure {
			break
		}
	}
	out.steps = slices.DeleteFunc(slices.Clone(out.steps), func(m string) bool {
		return m != out.steps[0] && m != c.Primary && held(posts, m) == 0
	})
	return out
}

// links are the rates of the chain: step over step.
func (c chain) links() (out [][2]string) {
	for j := 1; j < len(c.steps); j++ {
		out = append(out, [2]string{c.steps[j], c.steps[j-1]})
	}
	return out
}

// road is one post's chain: the first step as counted, then the shrunken rates, whose product is what the post is
// expected to bring.
type road struct {
	value    []float64
	log      []stats.LogRate // of the rates; 0 for the first, which is counted
	variance []float64       // of the logarithm of each: ln(1 + relative posterior variance)
	why      string          // why there is none
	young    bool
}

// roads is every post's chain, on shrunken rates, so that a zero is no accident.
func roads(posts []model.Post, c chain, s *pools, ripe ripeness) []road {
	out := make([]road, len(posts))
	for i := range posts {
		out[i] = roadOf(posts[i], i, c, s)
		out[i].young = ripe.young(posts[i], c.steps...)
	}
	return out
}

func roadOf(p model.Post, i int, c chain, s *pools) road {
	if len(c.steps) == 0 {
		return road{why: "no primary conversion is declared"}
	}
	first, ok := p.Metrics[c.steps[0]]
	switch {
	case !ok:
		return road{why: lacking(p, c.steps[0])}
	case !(first > 0) || math.IsInf(first, 0):
		return road{why: fmt.Sprintf("%g %s: nothing to follow", first, noun(c.steps[0]))}
	}
	r := road{value: []float64{first}, log: []stats.LogRate{{}}, variance: []float64{0}}
	for _, l := range c.links() {
		rate := s.of(l[0], l[1]).of[i]
		if rate.posterior == nil {
			return road{why: rate.why}
		}
		r.value, r.log = append(r.value, rate.Mean()), append(r.log, rate.log)
		r.variance = append(r.variance, math.Log1p(rate.RelativeVariance()))
	}
	return r
}

// usualRoad is the road of a typical post of a group: the geometric mean of the first step, and what is usual of each
// rate. These are the very numbers that the posts' rates are judged by.
type usualRoad struct {
	peers model.Peers
	value []float64
}

// explain gives every post its why, and returns the baselines that they are held against.
func explain(posts []model.Post, c chain, s *pools, ripe ripeness) []model.ChainBaseline {
	all := roads(posts, c, s, ripe)
	var want []int
	for i := range all {
		if all[i].why == "" && !all[i].young {
			want = append(want, i)
		}
	}
	old, used := gather(posts, want), []*usualRoad{}
	usual := cached(func(g model.Peers) (*usualRoad, string) { return usualOf(g, all, old[g], c, s) })
	for i := range posts {
		switch {
		case all[i].why != "":
			posts[i].Why = noWhy(posts[i], c, all[i].why)
		case all[i].young:
			posts[i].Why = noWhy(posts[i], c, fmt.Sprintf("younger than %g days: its counts are still coming in", ripe.days(c.steps...)))
		default:
			u, why := narrowest(posts[i], usual)
			if u == nil {
				posts[i].Why = noWhy(posts[i], c, why)
				continue
			}
			posts[i].Why = whyOf(posts[i], c, all[i], *u)
			if !slices.Contains(used, u) {
				used = append(used, u)
			}
		}
	}
	return chainBaselines(c, used)
}

func usualOf(g model.Peers, all []road, members []int, c chain, s *pools) (*usualRoad, string) {
	if len(members) < minPeers {
		return nil, fmt.Sprintf("%s to compare with, %d are needed", someposts(len(members)), minPeers)
	}
	u := &usualRoad{peers: g}
	u.peers.Posts = len(members)
	mean := 0.0
	for _, i := range members {
		mean += math.Log(all[i].value[0]) / float64(len(members))
	}
	u.value = append(u.value, math.Exp(mean))
	for _, l := range c.links() {
		b, why := s.of(l[0], l[1]).usual(g)
		if b == nil {
			return nil, why
		}
		u.value = append(u.value, b.mean)
	}
	return u, ""
}

func noWhy(p model.Post, c chain, why string) model.Why {
	nan := model.Number(math.NaN())
	return model.Why{Outcome: c.outcome, Funnel: c.funnel, Observed: observed(p, c.outcome), Expected: nan, Baseline: nan, Ratio: model.None(why), Factors: []model.Factor{}}
}

func observed(p model.Post, metric string) model.Number {
	if v, ok := p.Metrics[metric]; ok {
		return model.Number(v)
	}
	return model.Number(math.NaN())
}

// whyOf holds a post's road against the usual one, link by link. The ratio is the product of the factors' ratios,
// multiplied in their order.
func whyOf(p model.Post, c chain, r road, u usualRoad) model.Why {
	w := model.Why{Outcome: c.outcome, Funnel: c.funnel, Peers: u.peers, Observed: observed(p, c.outcome), Expected: 1, Baseline: 1, Factors: u.factors(c)}
	whole := stats.LogRate{}
	w.Ratio = ratioOf(1, u.peers.Posts)
	for j := range w.Factors {
		f := &w.Factors[j]
		f.Value = model.Number(r.value[j])
		f.Ratio = ratioOf(r.value[j]/u.value[j], u.peers.Posts)
		if j > 0 {
			f.Ratio = within95(f.Ratio, r.log[j], u.value[j])
		}
		w.Ratio.Value, whole = w.Ratio.Value*f.Ratio.Value, whole.Plus(r.log[j])
		w.Expected, w.Baseline = w.Expected*f.Value, w.Baseline*f.Baseline
	}
	if whole.SD > 0 {
		w.Ratio = within95(w.Ratio, whole, float64(w.Baseline)/r.value[0])
	}
	return w
}

// ratioOf is a ratio that is counted, not estimated, and has no interval.
func ratioOf(v float64, peers int) model.Estimate {
	return model.Estimate{Value: v, Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: float64(peers), Method: "counted"}
}

// within95 gives a ratio its interval, from that of the logarithm of the rate above the line.
func within95(e model.Estimate, log stats.LogRate, below float64) model.Estimate {
	i := log.Interval(stats.Z95)
	e.Low, e.High, e.Method = math.Exp(i.Low)/below, math.Exp(i.High)/below, "empirical Bayes, 95% credible"
	return e
}

func (u usualRoad) factors(c chain) []model.Factor {
	out := make([]model.Factor, len(c.steps))
	for j, m := range c.steps {
		v := model.Number(u.value[j])
		out[j] = model.Factor{Name: m, Value: v, Baseline: v, Ratio: model.None("the baseline itself")}
		if j > 0 {
			out[j].Of = c.steps[j-1]
		}
	}
	return out
}

func chainBaselines(c chain, used []*usualRoad) []model.ChainBaseline {
	out := []model.ChainBaseline{}
	for _, u := range used {
		b := model.ChainBaseline{Outcome: c.outcome, Peers: u.peers, Value: 1, Factors: u.factors(c)}
		for _, f := range b.Factors {
			b.Value *= f.Baseline
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b model.ChainBaseline) int { return comparePeers(a.Peers, b.Peers) })
	return out
}
