package analysis

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// Reasons that are errors of the data, worded once.
const (
	errNoSpread   = constError("the rates of all posts differ no more than chance lets them, so there is nothing to compare")
	errNoExposure = constError("no exposure is declared, so there is nothing to compare per")
	errRepeats    = constError("its rate only repeats what is held, so there is nothing to compare")
	errNoOutliers = constError("no post stands out of pattern")
)

type constError string

func (e constError) Error() string { return string(e) }

// perExposure fits the signal beside what is held, exposure among it.
func (h *trial) perExposure(s sheet) {
	fitted, err := h.base.slope(h.signal)
	if err != nil {
		h.PerExposure = noEffect(err)
		return
	}
	h.slope, h.available = fitted, true
	h.PerExposure = h.base.effect(fitted, h.per(), fmt.Sprintf("log %s as offset and held", noun(h.Exposure)))
	h.available = h.PerExposure.RateRatio.OK()
	h.PerSpread = rateRatio(fitted.times(float64(h.Spread)), len(h.rows), h.PerExposure.RateRatio.Method+", times the spread")
	h.PostsNeeded = model.Number(needed(len(h.rows), fitted.SE))
	h.Validated.Gain = gain(h.base.fit.Fit, fitted.fit)
}

// per says what one unit of the signal is.
func (h *trial) per() string { return "doubling of the rate of " + noun(h.Action) }

// total leaves exposure free to follow the signal: it is neither held nor taken out of the signal where groups are only
// compared within.
func (h *trial) total(s sheet, p pair, cache *baseCache) {
	b, err := cache.of(s, p, h.rows, true)
	if err != nil {
		h.Total = noEffect(err)
		return
	}
	compared, _, _, err := s.signal(p, b)
	if err != nil {
		h.Total = noEffect(err)
		return
	}
	fitted, err := b.slope(stats.Column{Name: h.Action, Values: compared})
	if err != nil {
		h.Total = noEffect(err)
		return
	}
	h.Total = b.effect(fitted, h.per(), noun(h.Exposure)+" not held")
}

// needed is how many posts like these would find a ratio of worthHaving, or exclude one, at 80% power and a two-sided
// 5%: the error falls with the root of the posts.
func needed(posts int, se float64) float64 {
	const reach = stats.Z95 + .8416212335729143
	ratio := reach * se / math.Log(worthHaving)
	return math.Ceil(float64(posts) * ratio * ratio)
}

// gain is the share by which the signal lowers the deviance of posts left out, with the interval of paired differences.
func gain(without, with stats.Fit) model.Estimate {
	a, err1 := without.LeftOut()
	b, err2 := with.LeftOut()
	if err := errors.Join(err1, err2); err != nil {
		return model.None(err.Error())
	}
	var all, sum, square float64
	for i := range a {
		d := a[i] - b[i]
		all, sum, square = all+a[i], sum+d, square+d*d
	}
	n := float64(len(a))
	if all == 0 {
		return model.None("nothing is left to explain")
	}
	half := stats.Z95 * math.Sqrt(max(0, square-sum*sum/n)*n/(n-1))
	return model.Estimate{Value: sum / all, Low: (sum - half) / all, High: (sum + half) / all, K: math.NaN(), N: n,
		Method: "share of the deviance of posts predicted without themselves; 95% by their differences"}
}

// formatPosts is how many posts and conversions a format needs for an effect of its own.
const formatPosts = stats.RowsPerCoefficient

// byFormat fits a slope within each format that has enough posts, and looks for slopes that point opposite ways.
func (h *trial) byFormat(s sheet) {
	formats := pick(s.format, h.rows)
	names := slices.Compact(slices.Sorted(slices.Values(formats)))
	var columns []stats.Column
	var shown []string
	for _, name := range names {
		c, n, events := h.within(formats, name)
		if n >= formatPosts && events >= formatPosts {
			columns, shown = append(columns, c), append(shown, name)
		}
	}
	if len(shown) < 2 {
		return
	}
	if c, n, _ := h.outside(formats, shown); n > 0 {
		columns = append(columns, c)
	}
	fit, err := h.base.with(columns...)
	if err != nil {
		return
	}
	terms, _, err := h.base.robust(fit)
	if err != nil {
		return
	}
	h.compareFormats(terms[len(terms)-len(columns):], shown, formats)
}

// within is the signal in one format and 0 elsewhere.
func (h *trial) within(formats []string, name string) (c stats.Column, posts int, events float64) {
	c = stats.Column{Name: h.Action + " in " + name, Values: make([]float64, len(formats))}
	for i, f := range formats {
		if f == name {
			c.Values[i] = h.signal.Values[i]
			posts, events = posts+1, events+h.base.design.Y[i]
		}
	}
	return c, posts, events
}

// outside is the signal in all formats but these.
func (h *trial) outside(formats, but []string) (c stats.Column, posts int, events float64) {
	c = stats.Column{Name: h.Action + " elsewhere", Values: make([]float64, len(formats))}
	for i, f := range formats {
		if !slices.Contains(but, f) {
			c.Values[i] = h.signal.Values[i]
			posts, events = posts+1, events+h.base.design.Y[i]
		}
	}
	return c, posts, events
}

// compareFormats keeps the slopes, tests whether they are one (Cochran's Q), and calls them reversed where one lies
// wholly above 1 and another wholly below.
func (h *trial) compareFormats(terms []stats.Term, names, formats []string) {
	var b, v []float64
	for i, name := range names {
		t, n := terms[i], 0
		for _, f := range formats {
			if f == name {
				n++
			}
		}
		b, v = append(b, t.Coefficient.Value), append(v, t.SE*t.SE)
		h.Formats = append(h.Formats, model.FormatEffect{Format: name, Posts: n, RateRatio: rateRatio(t, n, "as perExposure, within the format")})
	}
	test, err := stats.Heterogeneity(b, v)
	if err != nil {
		return
	}
	h.FormatsP = model.Number(test.P)
	low, high := slices.Index(b, slices.Min(b)), slices.Index(b, slices.Max(b))
	if terms[low].Coefficient.High < 0 && terms[high].Coefficient.Low > 0 {
		h.reverses = []model.FormatEffect{h.Formats[high], h.Formats[low]}
	}
}

const (
	controlSeed     = 20250102
	controlShuffles = 200
	controlLimit    = 3 // times what luck gives; a lopsided account may have twice without harm
)

// control shuffles the signal among the posts of each month and asks how often what is then luck would be above 1.
func (h *trial) control(s sheet) {
	months := pick(s.month, h.rows)
	if !h.available || !shuffleable(months) {
		return
	}
	scorer, c := h.base.fit.Scorer(), &h.Control
	shuffled := make([]float64, len(months))
	for order := range stats.Shuffles(months, controlShuffles, controlSeed) {
		for i, at := range order {
			shuffled[i] = h.signal.Values[at]
		}
		z, err := scorer.Z(shuffled)
		if err != nil {
			return
		}
		c.Shuffles++
		if z > stats.Z95 {
			c.Supports++
		}
	}
	chance := controlShuffles * level / 2
	c.ByChance = model.Number(chance)
	c.P = model.Number(stats.BinomialTail(controlShuffles, float64(c.Supports), level/2))
	if float64(c.Supports) > controlLimit*chance {
		c.Verdict = model.Supports
	}
}

// withoutOddities fits the signal again without the posts that are out of pattern.
func (h *trial) withoutOddities(p pair) {
	var keep []int
	for at, i := range h.rows {
		if p.odd == nil || !p.odd[i] {
			keep = append(keep, at)
		}
	}
	if h.Outliers.Posts = len(h.rows) - len(keep); !h.available || h.Outliers.Posts == 0 {
		return
	}
	b, err := h.base.only(keep)
	if err != nil {
		h.Outliers.Without = noEffect(err)
		return
	}
	fitted, err := b.slope(stats.Column{Name: h.Action, Values: pick(h.signal.Values, keep)})
	if err != nil {
		h.Outliers.Without = noEffect(err)
		return
	}
	h.Outliers.Without = b.effect(fitted, h.per(), fmt.Sprintf("log %s as offset and held", noun(h.Exposure)))
	with, without := h.PerExposure.RateRatio, h.Outliers.Without.RateRatio
	h.Outliers.Changes = without.OK() && ((with.Low > 1) != (without.Low > 1) || (with.High < 1) != (without.High < 1))
}
