package render

import (
	"html/template"
	"math"
	"slices"

	"likewise/generator/chart"
	"likewise/generator/model"
)

// axis is the common scale of the interval bars in one table, from 0 to High.
type axis struct {
	High     float64
	Mark     float64 // the median rate, drawn as a thin line; NaN: none
	Decimals int     // of the rates per 1,000 in the column
}

// axis reaches over the values of the posts and over most of their intervals: one post with two people must not
// squeeze all the others.
func (s *site) axis(metric string, posts []postRef) axis {
	var values, highs, widths []float64
	for _, p := range posts {
		r, ok := p.Rate(metric)
		if !ok || !r.Rate.OK() {
			continue
		}
		e := r.Likely()
		values = append(values, e.Value)
		if !math.IsNaN(e.High) {
			highs = append(highs, e.High)
			widths = append(widths, e.High-e.Low)
		}
	}
	if len(values) == 0 {
		return axis{High: 1, Mark: math.NaN(), Decimals: 2}
	}
	slices.Sort(values)
	slices.Sort(highs)
	a := axis{High: values[len(values)-1] * 1.15, Mark: math.NaN(), Decimals: 2}
	if len(highs) > 0 {
		a.Decimals = columnDecimals(slices.Min(widths), values[len(values)-1])
		a.High = max(a.High, highs[(len(highs)-1)*9/10])
	}
	if len(values) > 2 {
		a.Mark = (values[(len(values)-1)/2] + values[len(values)/2]) / 2
	}
	if a.High <= 0 {
		a.High = 1
	}
	return a
}

// bar draws value and interval; what leaves the scale ends at its edge. It has no text: numbers stand beside it.
func (a axis) bar(e model.Estimate, tone chart.Tone) template.HTML {
	if !e.OK() {
		return ""
	}
	return chart.IntervalBar(chart.Interval{Value: model.Number(e.Value), Low: model.Number(e.Low), High: model.Number(e.High),
		To: a.High, Reference: a.Mark, Tone: tone})
}

// axisKey names the axis of a conversion among the posts of one format.
type axisKey struct{ metric, format string }

// anyFormat stands for a format in the key of an axis over all posts; no format has that name.
const anyFormat = "\x00"

// axes makes an axis for each conversion and format, so that the pages of posts share them.
func (s *site) makeAxes() map[axisKey]axis {
	byFormat := map[string][]postRef{anyFormat: s.posts}
	for _, p := range s.posts {
		byFormat[p.Format] = append(byFormat[p.Format], p)
	}
	out := map[axisKey]axis{}
	if len(s.posts) == 0 {
		return out
	}
	for format, posts := range byFormat {
		for _, r := range s.posts[0].Rates {
			out[axisKey{r.Metric, format}] = s.axis(r.Metric, posts)
		}
	}
	return out
}

// columnDecimals prints rates so that neighbours in a table differ, but no more than two decimals where that is enough
// to tell the highest from none.
func columnDecimals(narrowest, highest float64) int {
	d := decimalsFor(narrowest * perThousand / 20)
	if highest*perThousand >= 0.2 {
		return min(d, 2)
	}
	return d
}
