package analysis

import (
	"fmt"
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	betaBinomial = "beta-binomial"
	gammaPoisson = "gamma-poisson"
)

// posterior is what is known of one post's true rate: a stats.Beta or a stats.Gamma.
type posterior interface {
	Mean() float64
	Below(x float64) float64
	Interval(conf float64) (stats.Interval, error)
	Log() stats.LogRate
	RelativeVariance() float64
}

// prior is what is known of a post's true rate before its own counts.
type prior struct {
	beta  stats.LearntBeta
	gamma stats.LearntGamma
	model string
}

func (p prior) dist() posterior {
	if p.model == gammaPoisson {
		return p.gamma.Gamma
	}
	return p.beta.Beta
}

// after is the posterior of k in n exposures, which knows how well the prior is known.
func (p prior) after(k, n float64) (posterior, error) {
	if p.model == gammaPoisson {
		return p.gamma.Posterior(k, n)
	}
	return p.beta.Posterior(k, n)
}

// weight is how much exposure the prior is worth, and whether the posts differ beyond chance.
func (p prior) weight() (float64, bool) {
	if p.model == gammaPoisson {
		return p.gamma.Exposure, p.gamma.Spread
	}
	return p.beta.A + p.beta.B, p.beta.Spread
}

// pool is one rate, metric over exposure, of all posts, each drawn towards its peers.
type pool struct {
	metric, exposure string
	k, n             []float64                             // NaN where a post lacks it
	of               []pooled                              // by post
	usual            func(model.Peers) (*baseline, string) // what is usual in a group, learnt once
	baselines        []model.Baseline
}

// pooled is one post in a pool; where it has no posterior, why says so.
type pooled struct {
	posterior
	log  stats.LogRate
	base *baseline
	why  string
}

// baseline is the fitted prior of one group of peers.
type baseline struct {
	prior
	peers model.Peers
	mean  float64
	k, n  float64
}

// newPool shrinks the rate of every post by empirical Bayes among comparable posts that are old enough.
func newPool(posts []model.Post, ripe ripeness, metric, exposure string) *pool {
	p := &pool{metric: metric, exposure: exposure, k: column(posts, metric), n: column(posts, exposure), of: make([]pooled, len(posts))}
	var usable, mature []int
	for i := range posts {
		if p.of[i].why = p.unusable(posts[i], i); p.of[i].why != "" {
			continue
		}
		usable = append(usable, i)
		if !ripe.young(posts[i], metric, exposure) {
			mature = append(mature, i)
		}
	}
	all, old := gather(posts, usable), gather(posts, mature)
	p.usual = cached(func(g model.Peers) (*baseline, string) { return p.fit(g, all[g], old[g]) })
	for _, i := range usable {
		base, why := narrowest(posts[i], p.usual)
		p.shrink(i, base, why)
	}
	p.list()
	return p
}

// column is a metric of every post, NaN where a post has none.
func column(posts []model.Post, metric string) []float64 {
	out := make([]float64, len(posts))
	for i := range posts {
		v, ok := posts[i].Metrics[metric]
		if !ok || math.IsInf(v, 0) {
			v = math.NaN()
		}
		out[i] = v
	}
	return out
}

// unusable says why a post's counts are no rate that can be shrunk, or nothing.
func (p *pool) unusable(post model.Post, i int) string {
	k, n := p.k[i], p.n[i]
	switch {
	case math.IsNaN(k):
		return lacking(post, p.metric)
	case math.IsNaN(n):
		return lacking(post, p.exposure)
	case k < 0 || n < 0:
		return "a negative count: no rate"
	case n == 0 && k > 0:
		return fmt.Sprintf("%g %s of 0 %s: no rate", k, noun(p.metric), noun(p.exposure))
	case model.MetricNamed(p.metric).Money || k != math.Trunc(k):
		return noun(p.metric) + " is an amount, not a count: it is not shrunk"
	}
	return ""
}

// fit learns what is usual among the posts of a group that are old enough; all decides whether counts may exceed
// exposures.
func (p *pool) fit(g model.Peers, all, old []int) (*baseline, string) {
	if len(old) < minPeers {
		return nil, fmt.Sprintf("%s to compare with, %d are needed", someposts(len(old)), minPeers)
	}
	b := &baseline{peers: g, prior: prior{model: betaBinomial}}
	k, n := make([]float64, len(old)), make([]float64, len(old))
	for j, i := range old {
		k[j], n[j] = p.k[i], p.n[i]
		b.k, b.n = b.k+k[j], b.n+n[j]
	}
	if b.k == 0 {
		return nil, fmt.Sprintf("no %s in %s: nothing to compare with", noun(p.metric), someposts(len(old)))
	}
	var err error
	if slices.ContainsFunc(all, func(i int) bool { return p.k[i] > p.n[i] }) {
		b.model = gammaPoisson
		b.gamma, err = stats.LearnGamma(k, n)
	} else {
		b.beta, err = stats.LearnBeta(k, n)
	}
	if err != nil {
		return nil, err.Error()
	}
	b.peers.Posts, b.mean = len(old), b.dist().Mean()
	return b, ""
}

func (p *pool) shrink(i int, b *baseline, why string) {
	if b == nil {
		p.of[i].why = why
		return
	}
	post, err := b.after(p.k[i], p.n[i])
	if err != nil {
		p.of[i].why = err.Error()
		return
	}
	p.of[i] = pooled{posterior: post, log: post.Log(), base: b}
}

// list keeps the baselines in use, in their order.
func (p *pool) list() {
	seen := map[*baseline]bool{}
	for i := range p.of {
		if b := p.of[i].base; b != nil && !seen[b] {
			seen[b] = true
			p.baselines = append(p.baselines, b.report(p.metric, p.exposure))
		}
	}
	slices.SortFunc(p.baselines, func(a, b model.Baseline) int { return comparePeers(a.Peers, b.Peers) })
}

func (b *baseline) report(metric, exposure string) model.Baseline {
	weight, spread := b.weight()
	rate := model.Estimate{Value: b.mean, Low: math.NaN(), High: math.NaN(), K: b.k, N: b.n,
		Method: "mean of the posts' true rates, " + b.model + " by maximum likelihood; the range holds 90% of them"}
	if i, err := b.dist().Interval(.9); err == nil {
		rate.Low, rate.High = i.Low, i.High
	}
	return model.Baseline{Metric: metric, Exposure: exposure, Peers: b.peers, Rate: rate, Model: b.model, Weight: model.Number(weight), Spread: spread}
}
