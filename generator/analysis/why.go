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

// road is one post's chain on logarithms: the mean and variance of each factor, whose sums are those of the outcome.
// The first factor is counted and has no variance.
type road struct {
	mean, variance []float64
	why            string // why there is none
	young          bool
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
		return road{why: "the data has no " + noun(c.steps[0]) + " for this post"}
	case !(first > 0) || math.IsInf(first, 0):
		return road{why: fmt.Sprintf("%g %s: nothing to follow", first, noun(c.steps[0]))}
	}
	r := road{mean: []float64{math.Log(first)}, variance: []float64{0}}
	for _, l := range c.links() {
		rate := s.of(l[0], l[1]).of[i]
		if rate.posterior == nil {
			return road{why: rate.why}
		}
		r.mean, r.variance = append(r.mean, rate.log.Mean), append(r.variance, rate.log.SD*rate.log.SD)
	}
	return r
}

// usualRoad is the mean of the roads of comparable posts: on the scale of counts, geometric means.
type usualRoad struct {
	peers model.Peers
	mean  []float64
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
	old := gather(posts, want)
	of, why := narrowest(posts, want, func(g model.Peers) (usualRoad, string) { return usualOf(g, all, old[g]) })
	for i := range posts {
		switch {
		case all[i].why != "":
			posts[i].Why = noWhy(posts[i], c, all[i].why)
		case all[i].young:
			posts[i].Why = noWhy(posts[i], c, fmt.Sprintf("younger than %g days: its counts are still coming in", ripe.days(c.steps...)))
		case of[i] == nil:
			posts[i].Why = noWhy(posts[i], c, why[i])
		default:
			posts[i].Why = whyOf(posts[i], c, all[i], *of[i])
		}
	}
	return chainBaselines(c, of, want)
}

func usualOf(g model.Peers, all []road, members []int) (usualRoad, string) {
	if len(members) < minPeers {
		return usualRoad{}, fmt.Sprintf("%d posts to compare with, %d are needed", len(members), minPeers)
	}
	u := usualRoad{peers: g, mean: make([]float64, len(all[members[0]].mean))}
	u.peers.Posts = len(members)
	for _, i := range members {
		for j, m := range all[i].mean {
			u.mean[j] += m / float64(len(members))
		}
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

// whyOf holds a post's road against the usual one, link by link: each over the geometric mean of comparable posts. The ratio is the product of the factors' ratios, multiplied in
// their order.
func whyOf(p model.Post, c chain, r road, u usualRoad) model.Why {
	w := model.Why{Outcome: c.outcome, Funnel: c.funnel, Peers: u.peers, Observed: observed(p, c.outcome), Expected: 1, Baseline: 1, Factors: u.factors(c)}
	ratio, variance := 1.0, 0.0
	for j := range w.Factors {
		f := &w.Factors[j]
		if f.Value = model.Number(math.Exp(r.mean[j])); j == 0 {
			f.Value = observed(p, f.Name) // not by way of its logarithm
		}
		f.Ratio = ratioOf(r.mean[j]-u.mean[j], r.variance[j], u.peers.Posts)
		ratio, variance = ratio*f.Ratio.Value, variance+r.variance[j]
		w.Expected, w.Baseline = w.Expected*f.Value, w.Baseline*f.Baseline
	}
	w.Ratio = ratioOf(math.Log(ratio), variance, u.peers.Posts)
	w.Ratio.Value = ratio
	return w
}

// ratioOf is the exponential of a log ratio with its interval; one that is counted, not estimated, has none.
func ratioOf(logRatio, variance float64, peers int) model.Estimate {
	e := model.Estimate{Value: math.Exp(logRatio), Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: float64(peers),
		Method: "counted"}
	if variance > 0 {
		half := stats.Z95 * math.Sqrt(variance)
		e.Low, e.High = math.Exp(logRatio-half), math.Exp(logRatio+half)
		e.Method = "empirical Bayes, 95% credible on the logarithm"
	}
	return e
}

func (u usualRoad) factors(c chain) []model.Factor {
	out := make([]model.Factor, len(c.steps))
	for j, m := range c.steps {
		v := model.Number(math.Exp(u.mean[j]))
		out[j] = model.Factor{Name: m, Value: v, Baseline: v, Ratio: model.None("the baseline itself")}
		if j > 0 {
			out[j].Of = c.steps[j-1]
		}
	}
	return out
}

func chainBaselines(c chain, of map[int]*usualRoad, members []int) []model.ChainBaseline {
	out, seen := []model.ChainBaseline{}, map[*usualRoad]bool{}
	for _, i := range members {
		u := of[i]
		if u == nil || seen[u] {
			continue
		}
		seen[u] = true
		b := model.ChainBaseline{Outcome: c.outcome, Peers: u.peers, Value: 1, Factors: u.factors(c)}
		for _, f := range b.Factors {
			b.Value *= f.Baseline
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b model.ChainBaseline) int { return comparePeers(a.Peers, b.Peers) })
	return out
}
