package analysis

import (
	"fmt"
	"math"
	"time"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	timingSeed  = 20250103
	timingPosts = 40 // fewer have too little in every cell
	bands       = 24 / bandHours
	cells       = 7 * bands
)

// timing maps the primary conversion by weekday and band of hours, in the site's zone: the outcome of each cell's posts
// against what their exposure, format and the rest lead one to expect. Cells are drawn towards 1 by as much as they
// are uncertain, and one permutation p says whether the map as a whole is more than noise.
func timing(s sheet, posts []model.Post, outcome string) model.Timing {
	t := model.Timing{Outcome: outcome, Cells: []model.TimingCell{}, PermutationP: unknown(), Q: unknown(), Controls: []string{}}
	counts := column(posts, outcome)
	var rows, at []int
	for i, p := range posts {
		when, err := time.Parse(time.RFC3339, p.Published)
		if err == nil && s.exposure[i] > 0 && counts[i] >= 0 && !s.young(i, outcome, s.exposureName) {
			rows, at = append(rows, i), append(at, cellOf(when))
		}
	}
	t.Posts = len(rows)
	switch {
	case t.Outcome == "":
		t.Why = "no primary conversion is declared"
	case s.exposureName == "":
		t.Why = errNoExposure.Error()
	case model.MetricNamed(t.Outcome).Money:
		t.Why = noun(t.Outcome) + " is an amount, not a count"
	case len(rows) < timingPosts:
		t.Why = fmt.Sprintf("%s with a time of day, %s and %s: a map needs %d", someposts(len(rows)), noun(s.exposureName), noun(t.Outcome), timingPosts)
	}
	if t.Why != "" {
		return t
	}
	b, err := s.baseline(counts, rows, 1, false)
	if err != nil {
		t.Why = err.Error()
		return t
	}
	t.Controls = b.controls
	y, mu := weighed(b)
	fillCells(&t, at, y, mu)
	permuteCells(&t, pick(s.month, rows), at, y, mu)
	return t
}

// cellOf is Monday's first band 0, Monday's second 1, and so on.
func cellOf(when time.Time) int { return (int(when.Weekday())+6)%7*bands + when.Hour()/bandHours }

// weighed is each post's count and expected count, times the weight that makes the count's variance equal to the
// expected: 1/(1 + mu/theta), or 1 over the dispersion. So sums over posts behave like Poisson counts.
func weighed(b base) (y, mu []float64) {
	y, mu = make([]float64, len(b.rows)), make([]float64, len(b.rows))
	for i, m := range b.fit.Mu {
		w := 1 / (1 + m/b.fit.Theta)
		if math.IsInf(b.fit.Theta, 1) {
			w = 1 / max(1, b.fit.Dispersion)
		}
		y[i], mu[i] = w*b.design.Y[i], w*m
	}
	return y, mu
}

// fillCells adds up the cells and shrinks them by a gamma prior learnt from all of them.
func fillCells(t *model.Timing, at []int, y, mu []float64) {
	var k, e [cells]float64
	var posts [cells]int
	for i, c := range at {
		k[c], e[c] = k[c]+y[i], e[c]+mu[i]
		posts[c]++
	}
	prior, err := stats.FitGamma(k[:], e[:])
	for c := range cells {
		cell := model.TimingCell{Weekday: c/bands + 1, Hour: c % bands * bandHours, ToHour: c%bands*bandHours + bandHours - 1, Posts: posts[c]}
		switch {
		case err != nil:
			cell.Shrunk = model.None(err.Error())
		case posts[c] == 0:
			cell.Shrunk = model.None("no post was published then")
		default:
			cell.Shrunk = shrunkCell(prior, k[c], e[c], posts[c])
		}
		t.Cells = append(t.Cells, cell)
	}
}

func shrunkCell(prior stats.GammaPrior, k, e float64, posts int) model.Estimate {
	g, err := prior.Posterior(k, e)
	if err != nil {
		return model.None(err.Error())
	}
	i, err := g.Interval(.95)
	if err != nil {
		return model.None(err.Error())
	}
	return model.Estimate{Value: g.Mean(), Low: i.Low, High: i.High, K: math.NaN(), N: float64(posts), Method: "gamma-Poisson empirical Bayes over cells, 95% credible; against what the same posts would bring"}
}

// permuteCells deals the times out anew among the posts of each month.
func permuteCells(t *model.Timing, months []string, at []int, y, mu []float64) {
	if !shuffleable(months) {
		return
	}
	above, observed := 1, unevenness(at, identityOf(len(at)), y, mu)
	for order := range stats.Shuffles(months, shuffles, timingSeed) {
		if unevenness(at, order, y, mu) >= observed-1e-9 {
			above++
		}
	}
	t.PermutationP, t.Shuffles = model.Number(float64(above)/(1+shuffles)), shuffles
}

func identityOf(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// unevenness is Pearson's chi-squared of the cells, where post i has the time of post order[i].
func unevenness(at, order []int, y, mu []float64) float64 {
	var k, e [cells]float64
	for i, from := range order {
		c := at[from]
		k[c], e[c] = k[c]+y[i], e[c]+mu[i]
	}
	sum := 0.0
	for c := range cells {
		if e[c] > 0 {
			sum += (k[c] - e[c]) * (k[c] - e[c]) / e[c]
		}
	}
	return sum
}
