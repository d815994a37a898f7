package analysis

import (
	"cmp"
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	oddLimit = 3.5 // |z| beyond which a post is listed: Iglewicz & Hoaglin 1993
	oddPosts = 20  // fewer show no pattern to be out of
)

// patterns looks for posts whose first micro-conversion stands far from what their other counts suggest.
func patterns(posts []model.Post, c model.Conversions) []model.Pattern {
	if len(c.Micro) == 0 {
		return []model.Pattern{}
	}
	return []model.Pattern{patternOf(posts, c.Micro[0], c.Exposure)}
}

// patternOf fits the logarithm of the metric on those of exposure, comments and saves by Huber's M-estimator, and
// measures each residual in robust standard deviations. Half is added to counts that may be 0. A post is listed when
// it is also beyond the noise of its own count, so that few likes are never odd.
func patternOf(posts []model.Post, metric, exposure string) model.Pattern {
	given := []string{exposure}
	for _, m := range []string{"comments", "saves"} {
		if m != metric && m != exposure && held(posts, m)*10 >= len(posts)*9 {
			given = append(given, m)
		}
	}
	out := model.Pattern{Metric: metric, Given: given, Limit: oddLimit, Oddities: []model.Oddity{}}
	members, y, x := patternRows(posts, metric, given)
	out.Posts = len(members)
	if len(members) < oddPosts {
		out.Why = "too few posts with all of the counts to show a pattern"
		return out
	}
	fit, err := stats.Huber(y, varying(x))
	if err != nil {
		out.Why = err.Error()
		return out
	}
	z, err := stats.RobustZ(fit.Residuals)
	if err != nil {
		out.Why = err.Error()
		return out
	}
	for at, i := range members {
		value, expected := posts[i].Metrics[metric], max(0, math.Exp(fit.Fitted[at])-.5)
		if noise := math.Sqrt(expected + 1); math.Abs(z[at]) > oddLimit && math.Abs(value-expected) > oddLimit*noise {
			out.Oddities = append(out.Oddities, model.Oddity{Post: posts[i].ID, Row: posts[i].Row, Metric: metric,
				Value: model.Number(value), Expected: model.Number(expected), Z: model.Number(z[at]), Given: given})
		}
	}
	slices.SortFunc(out.Oddities, func(a, b model.Oddity) int {
		return cmp.Or(cmp.Compare(math.Abs(float64(b.Z)), math.Abs(float64(a.Z))), cmp.Compare(a.Row, b.Row))
	})
	return out
}

func held(posts []model.Post, metric string) (n int) {
	for _, p := range posts {
		if _, ok := p.Metrics[metric]; ok {
			n++
		}
	}
	return n
}

// patternRows is the posts that have every count, none negative and the first given above 0, on logarithms.
func patternRows(posts []model.Post, metric string, given []string) (members []int, y []float64, x []stats.Column) {
	x = make([]stats.Column, len(given))
	for j, m := range given {
		x[j].Name = m
	}
	for i, p := range posts {
		row := make([]float64, 0, len(given)+1)
		for _, m := range append([]string{metric}, given...) {
			if v, ok := p.Metrics[m]; ok && v >= 0 && (m != given[0] || v > 0) && !math.IsInf(v, 0) {
				row = append(row, v)
			}
		}
		if len(row) < len(given)+1 {
			continue
		}
		members, y = append(members, i), append(y, math.Log(row[0]+.5))
		x[0].Values = append(x[0].Values, math.Log(row[1]))
		for j := 1; j < len(given); j++ {
			x[j].Values = append(x[j].Values, math.Log(row[j+1]+.5))
		}
	}
	return members, y, x
}

// varying is the intercept and the columns that are not the same everywhere.
func varying(x []stats.Column) []stats.Column {
	out := []stats.Column{stats.Intercept(len(x[0].Values))}
	for _, c := range x {
		if slices.Min(c.Values) < slices.Max(c.Values) {
			out = append(out, c)
		}
	}
	return out
}
