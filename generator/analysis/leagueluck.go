package analysis

import (
	"fmt"
	"math"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// luck is, for every declared conversion, the best observed rate beside the best that equal posts would show.
func luck(posts []model.Post, c model.Conversions) []model.Luck {
	out := []model.Luck{}
	for j, m := range c.Declared() {
		out = append(out, luckOf(posts, j, m, c.Exposure))
	}
	return out
}

// luckOf looks at the posts that have a rate and are not too young.
func luckOf(posts []model.Post, j int, metric, exposure string) model.Luck {
	l := model.Luck{Metric: metric, Exposure: exposure, Best: model.None("no post has a rate"), Expected: model.None("no post has a rate"),
		Median: model.Number(math.NaN()), Common: model.Number(math.NaN())}
	var k float64
	var n []float64
	total := 0.0
	for i := range posts {
		r := posts[i].Rates[j]
		if !r.Rate.OK() || r.Verdict == model.TooYoung {
			continue
		}
		k, total, n = k+r.Rate.K, total+r.Rate.N, append(n, r.Rate.N)
		if !l.Best.OK() || r.Rate.Value > l.Best.Value {
			l.Best, l.Post = r.Rate, posts[i].ID
		}
	}
	if len(n) == 0 {
		return l
	}
	middle, _ := stats.Median(n)
	l.Posts, l.Median, l.Common = len(n), model.Number(middle), model.Number(k/total)
	l.Expected = expectedBest(n, k/total, metric, exposure)
	return l
}

func expectedBest(exposed []float64, p float64, metric, exposure string) model.Estimate {
	switch {
	case model.MetricNamed(metric).Money:
		return model.None(noun(metric) + " is an amount, not a count: luck has no known spread")
	case p > 1:
		return model.None(fmt.Sprintf("more %s than %s: not a proportion", noun(metric), noun(exposure)))
	}
	trials := make([]int, len(exposed))
	for i, n := range exposed {
		if n < 1 || n > math.MaxInt32 {
			return model.None(fmt.Sprintf("a post has %g %s", n, noun(exposure)))
		}
		trials[i] = int(math.Round(n))
	}
	best, err := stats.ExpectedBest(trials, p)
	if err != nil {
		return model.None(err.Error())
	}
	return model.Estimate{Value: best.Value, Low: best.Low, High: best.High, K: math.NaN(), N: float64(len(trials)), Method: "highest rate that posts of these exposures show by luck, all with the common rate; 5th to 95th percentile"}
}
