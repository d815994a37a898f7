package analysis

import "likewise/generator/model"

// markYoung marks the weeks of a series by publication in which some post is too young for the metric: its counts are
// still coming in, and held against an older week it would seem to fall.
func markYoung(trend []model.Series, posts []model.Post, maturity []model.Maturity) {
	ripe, byWeek := ripeness{}, published(posts)
	for _, m := range maturity {
		ripe[m.Metric] = m
	}
	for _, s := range trend {
		if s.By != "published" {
			continue
		}
		for i := range s.Points {
			for _, p := range byWeek[s.Points[i].From] {
				_, _, has := p.Exported(s.Metric)
				s.Points[i].Young = s.Points[i].Young || has && ripe.young(p, s.Metric)
			}
		}
	}
}
