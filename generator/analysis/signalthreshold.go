package analysis

import (
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	thresholdSeed   = 20250104
	thresholdRounds = 200
	thresholdGroups = 10 // at most; groups of fewer than thresholdPosts are not made
	thresholdPosts  = 20
	thresholdLeast  = 4 // fewer groups show no curve
)

// threshold groups the posts by the action's rate and fits what they brought, against what their exposure and the rest
// lead one to expect, by a curve that never falls. Where its last step is, more of the action goes with no more.
// It is left out where there are too few posts for a curve.
func (h *trial) threshold() {
	groups := min(thresholdGroups, len(h.rows)/thresholdPosts)
	if !h.available || groups < thresholdLeast {
		return
	}
	c := newCurve(h.rate, h.base, groups)
	fit := c.fit(nil)
	if fit == nil {
		return
	}
	t := &model.Threshold{Points: make([]model.ThresholdPoint, groups)}
	for g := range groups {
		t.Points[g] = model.ThresholdPoint{From: model.Number(math.Exp2(c.edge[g])), To: model.Number(math.Exp2(c.edge[g+1])),
			Posts: c.posts[g], Relative: model.Number(c.y[g] / c.mu[g]), Fit: model.Number(fit[g]), Low: unknown(), High: unknown()}
	}
	resampled := c.resampled(len(h.rows))
	band(t.Points, resampled)
	t.Level = c.level(fit, len(h.rows), resampled)
	h.Threshold = t
}

// band gives each group the percentiles of its fit over resampled posts.
func band(points []model.ThresholdPoint, fits [][]float64) {
	for g := range points {
		var at []float64
		for _, fit := range fits {
			at = append(at, fit[g])
		}
		slices.Sort(at)
		low, ok1 := stats.Quantile(at, .025)
		high, ok2 := stats.Quantile(at, .975)
		if ok1 && ok2 {
			points[g].Low, points[g].High = model.Number(low), model.Number(high)
		}
	}
}

// curve is posts in groups of like rates, with what each brought and what was expected of it.
type curve struct {
	group     []int // of each post
	edge      []float64
	posts     []int
	y, mu     []float64 // by group
	eachY, of []float64 // by post
}

func newCurve(rate []float64, b base, groups int) *curve {
	c := &curve{group: make([]int, len(rate)), posts: make([]int, groups), y: make([]float64, groups), mu: make([]float64, groups)}
	c.eachY, c.of = weighed(b)
	sorted := slices.Sorted(slices.Values(rate))
	for g := range groups {
		c.edge = append(c.edge, sorted[g*len(sorted)/groups])
	}
	for i, r := range rate {
		at, found := slices.BinarySearch(c.edge, r)
		if !found {
			at--
		}
		c.group[i] = max(0, at)
		c.posts[c.group[i]]++
	}
	c.edge = append(c.edge, sorted[len(sorted)-1])
	return c
}

// fit is the monotone curve of the posts in the sample, nil for all of them; nil where a group has nobody.
func (c *curve) fit(sample []int) []float64 {
	clear(c.y)
	clear(c.mu)
	add := func(i int) {
		c.y[c.group[i]] += c.eachY[i]
		c.mu[c.group[i]] += c.of[i]
	}
	for i := range c.group {
		if sample == nil {
			add(i)
		} else {
			add(sample[i])
		}
	}
	relative := make([]float64, len(c.y))
	for g := range relative {
		if c.mu[g] == 0 {
			return nil
		}
		relative[g] = c.y[g] / c.mu[g]
	}
	fit, err := stats.Isotonic(relative, c.mu)
	if err != nil {
		return nil
	}
	return fit
}

// level is the rate at which the last level run of the curve begins, with the percentiles of the resampled fits.
func (c *curve) level(fit []float64, n int, fits [][]float64) model.Estimate {
	switch last := lastStep(fit); last {
	case 0:
		return model.None("the curve is flat: no more goes with more")
	case len(fit) - 1:
		return model.None("the curve rises up to the highest rates seen: no level at which it stops")
	}
	levels := c.levelsOf(fits)
	low, ok1 := stats.Quantile(levels, .025)
	high, ok2 := stats.Quantile(levels, .975)
	if !ok1 || !ok2 {
		return model.None("too few posts to resample the curve")
	}
	return model.Estimate{Value: math.Exp2(c.edge[lastStep(fit)]), Low: math.Exp2(low), High: math.Exp2(high), K: math.NaN(), N: float64(n),
		Method: "start of the last level run of a monotone fit to groups of posts; 95% by resampling posts"}
}

// resampled is the fits to resampled posts. It leaves the sums of the last sample behind.
func (c *curve) resampled(n int) [][]float64 {
	var out [][]float64
	for sample := range stats.Resamples(n, thresholdRounds, thresholdSeed) {
		if fit := c.fit(sample); fit != nil {
			out = append(out, fit)
		}
	}
	return out
}

// levelsOf is the log2 levels of fits, in order. A curve that rises to the end counts as stopping there.
func (c *curve) levelsOf(fits [][]float64) []float64 {
	out := make([]float64, len(fits))
	for i, fit := range fits {
		out[i] = c.edge[lastStep(fit)]
	}
	slices.Sort(out)
	return out
}

// lastStep is where the last level run of a monotone fit begins.
func lastStep(fit []float64) int {
	at := len(fit) - 1
	for at > 0 && fit[at-1] >= fit[at]*(1-1e-9) {
		at--
	}
	return at
}
