package analysis

import (
	"maps"
	"slices"
	"time"

	"likewise/generator/model"
)

// setApart moves the counts that meant something else when their post was published out of the metrics, so that no
// total, rate or comparison can reach them, and counts the posts of each break. Where every post is older than a break,
// all have the one meaning and stay.
func setApart(posts []model.Post, breaks []model.Break) []model.Break {
	out := append([]model.Break{}, breaks...)
	for j, b := range out {
		var older []*model.Post
		newer := 0
		for i := range posts {
			_, _, has := posts[i].Exported(b.Metric)
			switch {
			case has && b.Concerns(posts[i]):
				older = append(older, &posts[i])
			case has && (b.Platform == "" || b.Platform == posts[i].Platform):
				newer++
			}
		}
		if newer == 0 {
			continue
		}
		out[j].Posts = len(older)
		for _, p := range older {
			apart(p, b.Metric)
		}
	}
	return out
}

func apart(p *model.Post, metric string) {
	v, ok := p.Metrics[metric]
	if !ok {
		return // by an earlier break
	}
	if p.Broken == nil {
		p.Broken = map[string]float64{}
	}
	p.Broken[metric] = v
	delete(p.Metrics, metric)
}

// lacking says why a post has no count of a metric that can be compared.
func lacking(p model.Post, metric string) string {
	if _, ok := p.Broken[metric]; ok {
		return noun(metric) + " meant something else when this post was published, so they are not compared"
	}
	return "the data has no " + noun(metric) + " for this post"
}

// brokenIn reports whether any of the metrics meant something else when the post was published.
func brokenIn(p model.Post, metrics ...string) bool {
	return slices.ContainsFunc(metrics, func(m string) bool {
		_, ok := p.Broken[m]
		return ok
	})
}

// acrossBreak says why sums of the metrics over days before and after cannot be compared, or nothing.
func acrossBreak(breaks []model.Break, first, last time.Time, metrics []string) string {
	for _, b := range breaks {
		if slices.Contains(metrics, b.Metric) && b.Between(first.Format(model.Day), last.Format(model.Day)) {
			return noun(b.Metric) + " mean something else since " + b.At + ", so that the two spans cannot be compared"
		}
	}
	return ""
}

// marked splits the weeks of a metric at its breaks: see model.Point.
func marked(points []model.Point, metric string, breaks []model.Break) {
	for _, b := range breaks {
		at, err := time.Parse(model.Day, b.At)
		if b.Metric != metric || err != nil {
			continue
		}
		week := monday(at).Format(model.Day)
		for i := range points {
			if points[i].From != week || i == 0 {
				continue
			}
			points[i].Break = true
			if week != b.At {
				points[i].Value = unknown()
			}
		}
	}
}

// present keeps the breaks that split something: those of a platform that some post is of.
func present(posts []model.Post, breaks []model.Break) []model.Break {
	platforms := map[string]bool{"": true}
	for _, p := range posts {
		platforms[p.Platform] = true
	}
	return slices.DeleteFunc(slices.Clone(breaks), func(b model.Break) bool { return !platforms[b.Platform] })
}

// asExported is the posts with the counts of an older meaning put back, for a trend, which shows and does not compare them.
func asExported(posts []model.Post) []model.Post {
	out := slices.Clone(posts)
	for i := range out {
		if p := &out[i]; len(p.Broken) > 0 {
			p.Metrics = maps.Clone(p.Metrics)
			maps.Copy(p.Metrics, p.Broken)
		}
	}
	return out
}
