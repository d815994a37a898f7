package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	// mostPostGroups is how many groups of a funnel over posts are told apart; the rest, the smallest, are one.
	mostPostGroups = 12
	sumsOfPosts    = "ratio of sums; 95%, by the spread between posts (linearised variance of a ratio, on the logit; Cochran 1977, section 6.4)"
)

// postColumns are the columns of posts that can group, and how a post answers.
func postColumns(fields []string) ([]string, map[string]func(model.Post) string) {
	of := map[string]func(model.Post) string{
		"format":   func(p model.Post) string { return p.Format },
		"topic":    func(p model.Post) string { return p.Topic },
		"campaign": func(p model.Post) string { return p.Campaign },
		"platform": func(p model.Post) string { return p.Platform },
		"account":  func(p model.Post) string { return p.Account },
		"paid":     paidOrNot,
	}
	names := []string{"format", "topic", "campaign", "platform", "account", "paid"}
	for _, f := range fields {
		if of[strings.ToLower(f)] == nil {
			names = append(names, f)
			of[strings.ToLower(f)] = func(p model.Post) string { return p.Fields[f] }
		}
	}
	return names, of
}

func paidOrNot(p model.Post) string {
	switch {
	case p.Paid == nil:
		return ""
	case *p.Paid:
		return "paid"
	}
	return "not paid"
}

// postGroups is the funnel for each value of a column of posts, the largest first step first. Groups beyond
// mostPostGroups stand together. Posts are no people: nothing is withheld.
func postGroups(posts []model.Post, f model.Funnel, fields []string) ([]model.FunnelGroup, error) {
	names, of := postColumns(fields)
	value := of[strings.ToLower(f.GroupBy)]
	if value == nil {
		return nil, &DeclarationError{Kind: "funnel", Name: f.Name, Key: "groupBy", Text: fmt.Sprintf("posts have no column %q to group by", f.GroupBy), Unknown: f.GroupBy, Known: names}
	}
	byValue := map[string][]model.Post{}
	for _, p := range posts {
		g := or(strings.TrimSpace(value(p)), noValue)
		byValue[g] = append(byValue[g], p)
	}
	steps := f.StepNames()
	size := func(g string) float64 { sum, _, _ := sumOf(byValue[g], steps[0]); return sum }
	order := make([]string, 0, len(byValue))
	for g := range byValue {
		order = append(order, g)
	}
	slices.SortFunc(order, func(a, b string) int { return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a, b)) })
	var rest []model.Post
	together := 0
	out := []model.FunnelGroup{}
	for i, g := range order {
		if i >= mostPostGroups-1 && len(order) > mostPostGroups {
			rest, together = append(rest, byValue[g]...), together+1
			continue
		}
		out = append(out, postGroup(g, byValue[g], steps))
	}
	if together > 0 {
		g := postGroup(otherTouch, rest, steps)
		g.Together = together
		out = append(out, g)
	}
	return out, nil
}

// postGroup is the sums over some posts. Its rates have the interval by the spread between its posts, since the groups
// stand side by side to be compared: that of the sums alone would take every person for an independent one.
func postGroup(name string, posts []model.Post, steps []string) model.FunnelGroup {
	g := model.FunnelGroup{Name: name, Posts: len(posts), Steps: sumSteps(posts, steps)}
	for i := range g.Steps {
		if i > 0 {
			g.Steps[i].OfPrevious = betweenPostsInterval(g.Steps[i].OfPrevious, posts, steps[i], steps[i-1])
			g.Steps[i].OfFirst = betweenPostsInterval(g.Steps[i].OfFirst, posts, steps[i], steps[0])
		}
	}
	return g
}

// betweenPostsInterval gives the ratio of two metrics the interval of ShareOfSums; a post that lacks one of them counts
// as none of it, as in the sum. Where the posts are too few for it there is no interval.
func betweenPostsInterval(e model.Estimate, posts []model.Post, of, over string) model.Estimate {
	if !e.OK() {
		return e
	}
	y, x := make([]float64, len(posts)), make([]float64, len(posts))
	for i, p := range posts {
		y[i], x[i] = p.Metrics[of], p.Metrics[over]
	}
	r, err := stats.ShareOfSums(y, x, stats.Z95)
	if err != nil {
		return model.None(err.Error())
	}
	e.Low, e.High, e.Method = r.Low, r.High, sumsOfPosts
	if math.IsNaN(e.Low) {
		e.Method = "ratio of sums; too few posts or events for an interval"
	}
	return e
}
