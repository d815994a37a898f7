package analysis

import (
	"fmt"
	"math"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// outcomes is a chain for every declared conversion: the primary's own, exposure and conversion for the others.
func outcomes(c model.Conversions, primary chain) []chain {
	out := []chain{}
	if len(primary.steps) > 0 {
		out = append(out, primary)
	}
	for _, m := range c.Declared() {
		if m != c.Primary && m != c.Exposure && c.Exposure != "" {
			out = append(out, chain{outcome: m, steps: []string{c.Exposure, m}})
		}
	}
	return out
}

// spreads says, for every declared conversion, which link of its chain bears the difference between posts.
func spreads(posts []model.Post, c model.Conversions, primary chain, s *pools, ripe ripeness) []model.Spread {
	out := []model.Spread{}
	for _, ch := range outcomes(c, primary) {
		out = append(out, spreadOf(ch, roads(posts, ch, s, ripe)))
	}
	return out
}

// spreadOf shares the variance of the logarithm of the outcome among the links: Cov(ln x, ln V) / Var(ln V), over the
// true values. Shrinking takes from the variance of a rate what it cannot know, on average its posterior variance;
// that is put back, so that a rate known from few counts is not made to look steady.
func spreadOf(c chain, all []road) model.Spread {
	out := model.Spread{Outcome: c.outcome, SD: model.Number(math.NaN()), Factors: []model.Share{}}
	var used []road
	for _, r := range all {
		if r.why == "" && !r.young {
			used = append(used, r)
		} else if r.why != "" && out.Why == "" {
			out.Why = r.why
		}
	}
	if out.Posts = len(used); out.Posts < minPeers {
		if out.Posts > 0 || out.Why == "" {
			out.Why = fmt.Sprintf("%s, %d are needed", someposts(out.Posts), minPeers)
		}
		return out
	}
	out.Why = ""
	factors, unknown := spreadParts(used, len(c.steps))
	shares, err := stats.LogVarianceShares(factors)
	if err != nil {
		out.Why = err.Error()
		return out
	}
	known := logVariance(factors)
	whole := known
	for _, v := range unknown {
		whole += v
	}
	for k, m := range c.steps {
		share := model.Share{Name: m, Share: model.Number((shares[k]*known + unknown[k]) / whole)}
		if k > 0 {
			share.Of = c.steps[k-1]
		}
		out.Factors = append(out.Factors, share)
	}
	out.SD = model.Number(math.Sqrt(whole))
	out.Method = "covariance shares of the logarithm of the outcome, on shrunken rates with their mean posterior variance"
	return out
}

// spreadParts is the factors of every post, link by link, and the mean posterior variance of each link's logarithm.
func spreadParts(used []road, links int) (factors [][]float64, unknown []float64) {
	factors, unknown = make([][]float64, links), make([]float64, links)
	for k := range links {
		for _, r := range used {
			factors[k] = append(factors[k], r.value[k])
			unknown[k] += r.variance[k] / float64(len(used))
		}
	}
	return factors, unknown
}

// logVariance is the variance, divisor n, of the logarithm of the product of the factors.
func logVariance(factors [][]float64) float64 {
	n := len(factors[0])
	logs, mean := make([]float64, n), 0.0
	for i := range n {
		for _, x := range factors {
			logs[i] += math.Log(x[i])
		}
		mean += logs[i] / float64(n)
	}
	v := 0.0
	for _, l := range logs {
		v += (l - mean) * (l - mean) / float64(n)
	}
	return v
}
