package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	wilson         = "Wilson score, 95%"
	rankOfLikely   = "rank of the rate drawn towards comparable posts"
	rankOfObserved = "rank of the observed rate: there is nothing to draw it towards"
	garwood        = "Garwood exact Poisson, 95%; the count exceeds the exposure, so it is a rate per exposure and no proportion"
)

// proportion is k of n with its Wilson interval, or the reason why there is none. what and of name k and n in words.
func proportion(k, n float64, what, of string) model.Estimate {
	switch {
	case math.IsNaN(k) || math.IsNaN(n):
		return model.None("no post has both " + what + " and " + of)
	case n == 0:
		return model.None(fmt.Sprintf("%g of 0 %s: no rate", k, of))
	case k < 0 || n < 0:
		return model.None("a negative count: no rate")
	case k > n:
		return model.None(fmt.Sprintf("more %s than %s: not a proportion", what, of))
	}
	e := model.Estimate{Value: k / n, Low: math.NaN(), High: math.NaN(), K: k, N: n, Method: "ratio of sums; no interval for amounts"}
	if k == math.Trunc(k) && n == math.Trunc(n) {
		if i, err := stats.Wilson(k, n, stats.Z95); err == nil {
			e.Low, e.High, e.Method = i.Low, i.High, wilson
		}
	}
	return e
}

// perExposure is proportion, but where a post counts more conversions than exposures (shares above reactions, clicks
// above impressions) the rate is kept as a Poisson rate per exposure.
func perExposure(k, n float64, metric, exposure string) model.Estimate {
	if !(k > n && n > 0) {
		return proportion(k, n, noun(metric), noun(exposure))
	}
	e := model.Estimate{Value: k / n, Low: math.NaN(), High: math.NaN(), K: k, N: n, Method: "ratio of amounts; no interval"}
	if k == math.Trunc(k) {
		if i, err := stats.Garwood(k, n, .95); err == nil {
			e.Low, e.High, e.Method = i.Low, i.High, garwood
		}
	}
	return e
}

// someposts is "1 post", "6 posts".
func someposts(n int) string {
	if n == 1 {
		return "1 post"
	}
	return fmt.Sprintf("%d posts", n)
}

func noun(metric string) string { return model.MetricNamed(metric).Noun }

// rate gives every post a rate of every declared conversion, also where it has none, with the reason.
func rate(posts []model.Post, c model.Conversions) {
	for i := range posts {
		p := &posts[i]
		p.Rates = []model.Rate{}
		for _, m := range c.Declared() {
			r := model.Rate{Metric: m, Exposure: c.Exposure, K: model.Number(math.NaN()), N: model.Number(math.NaN()),
				P: model.Number(math.NaN()), Q: model.Number(math.NaN()), Shrunk: model.None("not computed yet"), Rank: model.None("no rate to rank")}
			k, hasK := p.Metrics[m]
			n, hasN := p.Metrics[c.Exposure]
			if hasK {
				r.K = model.Number(k)
			}
			if hasN {
				r.N = model.Number(n)
			}
			switch {
			case !hasK:
				r.Rate = model.None(lacking(*p, m))
			case !hasN:
				r.Rate = model.None(lacking(*p, c.Exposure))
			default:
				r.Rate = perExposure(k, n, m, c.Exposure)
			}
			p.Rates = append(p.Rates, r)
		}
	}
}

// rank orders the posts by their likely rate j, highest first; equal rates share the better rank ("1, 2, 2, 4"). The
// rate of a small post is mostly luck, so that a ranking by observed rates would put the smallest posts first and last.
func rank(posts []model.Post, j int) {
	var ranked []*model.Rate
	for i := range posts {
		if r := &posts[i].Rates[j]; r.Rate.OK() {
			ranked = append(ranked, r)
		}
	}
	slices.SortStableFunc(ranked, func(a, b *model.Rate) int { return cmp.Compare(b.Likely().Value, a.Likely().Value) })
	for i, r := range ranked {
		at := float64(i + 1)
		if i > 0 && ranked[i-1].Likely().Value == r.Likely().Value {
			at = ranked[i-1].Rank.Value
		}
		r.Rank = model.Estimate{Value: at, Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: float64(len(ranked)), Method: rankOfObserved}
		if r.Shrunk.OK() {
			r.Rank.Method = rankOfLikely
		}
	}
}
