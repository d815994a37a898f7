package analysis

import (
	"fmt"
	"math"
	"slices"

	"likewise/generator/model"
)

// judged counts the posts by their verdict on the primary rate, with what they brought.
type judged struct {
	posts, above, typical, below, thin, young int
	brought                                   float64 // by those above
	surplus                                   float64 // of those above over what is usual, at its least
}

func (t told) judged() judged {
	var j judged
	for i := range t.Posts {
		r, ok := t.Posts[i].Rate(t.Primary)
		if !ok {
			continue
		}
		j.posts++
		switch r.Verdict {
		case model.Above:
			j.above++
			j.brought += float64(r.K)
			j.surplus += float64(r.N) * max(0, r.Shrunk.Low-float64(r.Baseline))
		case model.Typical:
			j.typical++
		case model.Below:
			j.below++
		case model.TooYoung:
			j.young++
		default:
			j.thin++
		}
	}
	return j
}

// standoutFindings is the posts whose rate is above what is usual. Stake: their conversions beyond the usual, at least.
func standoutFindings(t told) []model.Finding {
	j := t.judged()
	if j.above+j.below+j.typical == 0 {
		return nil
	}
	f := t.finding(t.Primary, "/posts", tally(j.above, j.posts-j.young, "posts whose rate is above that of comparable posts, after correction for every comparison"), model.AsCount, t.Primary)
	f.Strength.Sure, f.Strength.Stake = surelyShown, model.Number(j.surplus)
	return []model.Finding{said(f, "standouts", named("outcome", t.Primary, model.OfMetric), named("exposure", t.Exposure, model.OfMetric), amount("brought", j.brought, model.AsCount),
		amount("all", t.all, model.AsCount), amount("above", j.above, model.AsCount), amount("below", j.below, model.AsCount), amount("posts", j.posts-j.young, model.AsCount))}
}

// thinFindings is the posts of which nothing can be said one by one.
func thinFindings(t told) []model.Finding {
	j := t.judged()
	if j.thin == 0 {
		return nil
	}
	f := t.finding(t.Primary, "/posts", tally(j.thin, j.posts, "posts that are expected to bring so few that none at all would be no surprise, or that have no rate"), model.AsCount, model.TooLittleData)
	f.Verdict = model.CannotTell
	return []model.Finding{said(f, "thin", named("outcome", t.Primary, model.OfMetric), amount("posts", j.posts, model.AsCount), amount("thin", j.thin, model.AsCount))}
}

// youngFindings is the posts whose counts are still coming in.
func youngFindings(t told) []model.Finding {
	j := t.judged()
	if j.young == 0 {
		return nil
	}
	days := math.NaN()
	for _, m := range t.Maturity {
		if m.Metric == t.Primary {
			days = m.Days
		}
	}
	f := t.finding(t.Primary, "/posts", tally(j.young, j.posts, "posts younger than the age at which nine in ten of the usual count have come"), model.AsCount, model.TooYoung)
	f.Verdict = model.CannotTell
	return []model.Finding{said(f, "young", named("outcome", t.Primary, model.OfMetric), amount("posts", j.posts, model.AsCount), amount("young", j.young, model.AsCount), amount("days", math.Ceil(days), model.AsCount))}
}

// quietFindings is the posts that convert beyond chance and are not liked; that a post's rate lies above the usual says
// nothing by itself, half of all do. Stake: their conversions beyond what is usual for their exposure, at the least.
func quietFindings(t told) []model.Finding {
	if len(t.Micro) == 0 {
		return nil
	}
	for i, g := range t.Groups {
		if g.Name != model.QuietConverter || g.Posts == 0 || !(g.Primary > 0) {
			continue
		}
		q := t.quiet()
		f := t.finding(t.Primary, fmt.Sprintf("/groups/%d", i), tally(q.above, g.Posts, "posts whose rate is above that of comparable posts, after correction for every comparison"), model.AsCount, t.Micro[0])
		f.Strength.Sure, f.Strength.Stake = surelyShown, model.Number(q.surplus)
		if q.above == 0 {
			f.Verdict = model.CannotTell
		}
		return []model.Finding{said(f, "quiet", named("action", t.Micro[0], model.OfMetric), named("outcome", t.Primary, model.OfMetric),
			amount("posts", g.Posts, model.AsCount), amount("above", q.above, model.AsCount), amount("brought", q.brought, model.AsCount))}
	}
	return nil
}

// quiet counts the quiet converters, as judged counts all posts.
func (t told) quiet() judged {
	of := *t.Report
	of.Posts = slices.DeleteFunc(slices.Clone(of.Posts), func(p model.Post) bool { return p.Group != model.QuietConverter })
	t.Report = &of
	return t.judged()
}

// oddFindings is the posts whose action is out of pattern. Stake: none, unless a verdict hangs on them; then a tenth of
// all conversions.
func oddFindings(t told) []model.Finding {
	var out []model.Finding
	for i := range t.Patterns {
		p := &t.Patterns[i]
		f := t.finding(t.Primary, fmt.Sprintf("/patterns/%d", i), tally(len(p.Oddities), p.Posts, fmt.Sprintf("posts beyond %g robust standard deviations, by Huber's M-estimator", p.Limit)), model.AsCount, p.Metric)
		blanks := []model.WordArg{named("action", p.Metric, model.OfMetric), amount("posts", p.Posts, model.AsCount), amount("odd", len(p.Oddities), model.AsCount)}
		key := "odd"
		for j := range t.Signals {
			if g := &t.Signals[j]; g.Action == p.Metric && g.Outcome == t.Primary && g.Outliers.Changes {
				key, f.Strength.Stake = "odd-decide", model.Number(tenth*t.all)
			}
		}
		if p.Why != "" {
			key, f.Estimate, f.Verdict = "odd-unknown", model.None(p.Why), model.CannotTell
		}
		out = append(out, said(f, key, blanks...))
	}
	return out
}
