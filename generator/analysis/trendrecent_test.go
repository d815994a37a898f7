package analysis

import (
	"fmt"
	"math"
	"testing"

	"likewise/generator/model"
)

// TestRecent finds the post that a change is from, and the chance of one in conversions.
func TestRecent(t *testing.T) {
	mondays := []string{"2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23"}
	for _, c := range []struct {
		name, metric, by string
		values           [8]float64 // of one post a week
		post             string
		without, p       float64
	}{
		{"one post", "reach", "published", [8]float64{10, 10, 10, 10, 10, 10, 10, 40}, "w7", -.25, math.NaN()},
		{"all posts", "reach", "published", [8]float64{10, 10, 10, 10, 20, 20, 20, 20}, "", math.NaN(), math.NaN()},
		{"a fall", "reach", "published", [8]float64{10, 70, 10, 10, 10, 10, 10, 10}, "w1", 1. / 3, math.NaN()},
		{"from nothing", "reach", "published", [8]float64{0, 0, 0, 0, 0, 0, 0, 5}, "", math.NaN(), math.NaN()},
		{"conversions", "purchases", "happened", [8]float64{9, 10, 10, 10, 17, 17, 17, 16}, "", math.NaN(), .008417},
		{"no conversion", "likes", "happened", [8]float64{9, 10, 10, 10, 17, 17, 17, 16}, "", math.NaN(), math.NaN()},
	} {
		s := model.Series{Metric: c.metric, By: c.by}
		var posts []model.Post
		for i, v := range c.values {
			s.Points = append(s.Points, model.Point{From: mondays[i], Value: model.Number(v)})
			posts = append(posts, model.Post{ID: fmt.Sprintf("w%d", i), Published: mondays[i] + "T10:00:00Z", Metrics: map[string]float64{c.metric: v}})
		}
		s.Points = append(s.Points, model.Point{From: "2026-03-02", Value: 900, Partial: true})
		trend := []model.Series{s, {Metric: "few", Points: s.Points[:7]}}
		markRecent(trend, posts, model.Conversions{Macro: []string{"purchases"}})
		got := trend[0].Recent
		same := func(a model.Number, b float64) bool {
			return math.IsNaN(float64(a)) && math.IsNaN(b) || math.Abs(float64(a)-b) < 1e-6
		}
		if got.Post != c.post || !same(got.Without, c.without) || !same(got.P, c.p) {
			t.Errorf("%s: %+v", c.name, *got)
		}
		if trend[1].Recent != nil {
			t.Errorf("%s: seven weeks are compared", c.name)
		}
	}
}
