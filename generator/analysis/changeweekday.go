package analysis

import "likewise/generator/stats"

// weekdayRates is how much of each step posts of each weekday usually have, against all: 1 is the usual. The rates are
// those of all posts that are old enough, drawn together as far as posts of one weekday differ among themselves
// (Bühlmann & Straub), so that weekdays which mean nothing are all 1.
type weekdayRates [][7]float64

func weekdayRatesOf(posts []grown, steps int) weekdayRates {
	out := make(weekdayRates, steps)
	for j := range out {
		out[j] = [7]float64{1, 1, 1, 1, 1, 1, 1}
		rates, below, days := ratesByWeekday(posts, j)
		c, err := stats.BuhlmannStraub(rates, below)
		if err != nil || !(c.Mean > 0) {
			continue // one weekday, or one post a weekday: nothing is known of their differences
		}
		for i, day := range days {
			out[j][day] = c.Means[i] / c.Mean
		}
	}
	return out
}

// ratesByWeekday is step j over the step before, post by post, with what stands below the line, for the weekdays that
// have some.
func ratesByWeekday(posts []grown, j int) (rates, below [][]float64, days []int) {
	var x, w [7][]float64
	for i := range posts {
		p := &posts[i]
		if n := p.below(j); n > 0 {
			x[p.weekday], w[p.weekday] = append(x[p.weekday], p.steps[j]/n), append(w[p.weekday], n)
		}
	}
	for day := range 7 {
		if len(x[day]) > 0 {
			rates, below, days = append(rates, x[day]), append(below, w[day]), append(days, day)
		}
	}
	return rates, below, days
}

// index is the rate of each step that the weekdays of these posts alone would give, against the usual one.
func (r weekdayRates) index(posts []grown) []float64 {
	out := make([]float64, len(r))
	for j := range r {
		up, down := 0.0, 0.0
		for _, p := range posts {
			up, down = up+p.below(j)*r[j][p.weekday], down+p.below(j)
		}
		out[j] = 1
		if up > 0 && down > 0 {
			out[j] = up / down
		}
	}
	return out
}
