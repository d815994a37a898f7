package analysis

import (
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// markRecent says of every series what is behind the difference of its newest weeks: the one post that most of it is
// from, where posts stand in the week of their publication, and its chance, where conversions are counted one by one in
// the week in which they happened.
func markRecent(trend []model.Series, posts []model.Post, c model.Conversions) {
	byWeek := published(posts)
	for i := range trend {
		s := &trend[i]
		last, before, ok := s.Compared()
		if !ok {
			continue
		}
		s.Recent = &model.Recent{Without: unknown(), P: unknown(), Q: unknown()}
		switch {
		case s.By == "published":
			s.Recent.Post, s.Recent.Without = onePost(s.Metric, last, before, byWeek)
		case slices.Contains(c.Macro, s.Metric) && !model.MetricNamed(s.Metric).Money:
			if p, err := stats.EqualCounts(sumPoints(last), sumPoints(before)); err == nil {
				s.Recent.P = model.Number(p)
			}
		}
	}
}

// onePost is the post that more than half of the difference is from, and the change without it.
func onePost(metric string, last, before []model.Point, byWeek map[string][]model.Post) (id string, without model.Number) {
	now, then := sumPoints(last), sumPoints(before)
	weeks, sign := last, 1.0
	if now < then {
		weeks, sign = before, -1
	}
	most := 0.0
	for _, w := range weeks {
		for _, p := range byWeek[w.From] {
			if v, ok := p.Metrics[metric]; ok && v > most {
				id, most = p.ID, v
			}
		}
	}
	if most <= math.Abs(now-then)/2 || !(then > 0) {
		return "", unknown()
	}
	if sign > 0 {
		now -= most
	} else if then -= most; !(then > 0) {
		return "", unknown()
	}
	return id, model.Number(now/then - 1)
}

// sumPoints adds weeks; one in which nothing is known adds nothing.
func sumPoints(points []model.Point) float64 {
	total := 0.0
	for _, p := range points {
		if v := float64(p.Value); !math.IsNaN(v) {
			total += v
		}
	}
	return total
}
