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
		var x, w [][]float64
		var of []int
		for day := range 7 {
			if rates, below := ratesOn(posts, day, j); len(rates) > 0 {
				x, w, of = append(x, rates), append(w, below), append(of, day)
			}
		}
		c, err := stats.BuhlmannStraub(x, w)
		if err != nil || !(c.Mean > 0) {
			continue // one weekday, or one post a weekday: nothing is known of their differences
		}
		for i, day := range of {
			out[j][day] = c.Means[i] / c.Mean
		}
	}
	return out
}

// ratesOn is step j over the step before, post by post, with what stands below the line.
func ratesOn(posts []grown, day, j int) (rates, below []float64) {
	for _, p := range posts {
		if n := p.below(j); p.weekday == day && n > 0 {
			rates, below = append(rates, p.steps[j]/n), append(below, n)
		}
	}
	return rates, below
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
