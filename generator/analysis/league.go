package analysis

import (
	"math"
	"sync"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	rankRounds = 300
	rankDraws  = 800_000 // over all posts: above 2,600 posts there are fewer rounds
	rankSeed   = 20260101
	rankMethod = rankOfLikely + "; 90% interval of the true rate's, by posterior simulation"
)

// compare holds the posts of a report against each other: shrunken rates, ranks and their intervals, groups, and why
// each post brought what it brought. The report has its posts, with their observed rates. Verdicts wait for the
// comparisons of the whole site: see settle.
func compare(r *model.Report, o Options, ripe ripeness) {
	c, chain := o.Conversions, chainOf(o.Conversions, o.Funnels, r.Posts)
	s := newPools(r.Posts, ripe, c, chain)
	r.Maturity = ripe.list()
	r.Baselines = []model.Baseline{}
	for _, m := range c.Declared() {
		r.Baselines = append(r.Baselines, s.of(m, c.Exposure).baselines...)
	}
	r.ChainBaselines = explain(r.Posts, chain, s, ripe)
	var wait sync.WaitGroup // all of these only read the posts
	wait.Go(func() { r.Luck = luck(r.Posts, c) })
	wait.Go(func() { r.Spread = spreads(r.Posts, c, chain, s, ripe) })
	wait.Go(func() { r.Change = changes(r.Posts, o, chain, ripe) })
	wait.Go(func() { r.Mixes = mixes(r.Posts, c, ripe) })
	wait.Go(func() { r.Patterns = patterns(r.Posts, c) })
	wait.Wait()
	r.Groups = groupPosts(r.Posts, c)
}

// pools are the shrunken rates that the league needs, by metric and exposure.
type pools struct {
	keys [][2]string
	made []*pool
}

// newPools shrinks every declared conversion over the exposure, which ranks and judges the posts' rates, and every link
// of the chain. Rates do not depend on each other, so each has a goroutine.
func newPools(posts []model.Post, ripe ripeness, c model.Conversions, chain chain) *pools {
	s := &pools{}
	for _, m := range c.Declared() {
		s.keys = append(s.keys, [2]string{m, c.Exposure})
	}
	ranked := len(s.keys)
	for _, l := range chain.links() {
		if s.at(l[0], l[1]) < 0 {
			s.keys = append(s.keys, l)
		}
	}
	s.made = make([]*pool, len(s.keys))
	var wait sync.WaitGroup
	for j, k := range s.keys {
		wait.Go(func() {
			s.made[j] = newPool(posts, ripe, k[0], k[1])
			if j < ranked {
				judgeAll(posts, j, s.made[j], ripe)
				rank(posts, j)
				rankWithin(posts, j, s.made[j])
			}
		})
	}
	wait.Wait()
	return s
}

func (s *pools) at(metric, exposure string) int {
	for j, k := range s.keys {
		if k == [2]string{metric, exposure} {
			return j
		}
	}
	return -1
}

func (s *pools) of(metric, exposure string) *pool { return s.made[s.at(metric, exposure)] }

// rankWithin gives the ranks of rate j the interval of the true ones.
func rankWithin(posts []model.Post, j int, p *pool) {
	var of []int
	var logs []stats.LogRate
	for i := range posts {
		if posts[i].Rates[j].Rank.OK() && p.of[i].posterior != nil {
			of, logs = append(of, i), append(logs, p.of[i].log)
		}
	}
	if len(of) == 0 {
		return
	}
	rounds := max(100, min(rankRounds, rankDraws/len(of)))
	intervals, err := stats.RankIntervalsOfLogs(logs, rounds, .9, rankSeed)
	if err != nil {
		return
	}
	for at, i := range of {
		rank := &posts[i].Rates[j].Rank
		rank.Low, rank.High = intervals[at].Low, intervals[at].High
		rank.Method = rankMethod
	}
}

func judgeAll(posts []model.Post, j int, p *pool, ripe ripeness) {
	for i := range posts {
		judge(&posts[i].Rates[j], p.of[i], ripe.young(posts[i], p.metric, p.exposure))
	}
}

// judge gives a rate its shrunken value and, where it may be judged, its p against what is usual. The verdict of one
// that has a p is left to settle.
func judge(r *model.Rate, p pooled, young bool) {
	r.Baseline, r.Verdict = model.Number(math.NaN()), model.TooLittleData
	switch {
	case !r.Rate.OK():
		r.Shrunk = model.None(r.Rate.Why)
	case p.posterior == nil:
		r.Shrunk = model.None(p.why)
	default:
		r.Shrunk = shrunk(p, float64(r.K), float64(r.N))
		r.Baseline = model.Number(p.base.mean)
	}
	switch {
	case r.Rate.OK() && young:
		r.Verdict = model.TooYoung
	case r.Shrunk.OK():
		r.P = model.Number(tail(p.posterior, p.base.mean))
	}
}

func shrunk(p pooled, k, n float64) model.Estimate {
	e := model.Estimate{Value: p.Mean(), Low: math.NaN(), High: math.NaN(), K: k, N: n, Method: "empirical Bayes, " + p.base.model + ", 95% credible"}
	if i, err := p.Interval(.95); err == nil {
		e.Low, e.High = i.Low, i.High
	}
	return e
}

// tail is twice the posterior probability that the true rate lies on the far side of the baseline: how often a verdict
// on this side would have the direction wrong, doubled.
func tail(p posterior, baseline float64) float64 {
	below := p.Below(baseline)
	return min(1, 2*min(below, 1-below))
}
