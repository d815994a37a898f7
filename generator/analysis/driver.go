package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// feature is a control whose coefficients are shown.
type feature struct {
	control
	levels    []string // of a labelled feature, a post each; nil where the feature is a number
	reference string
	shown     bool
}

// drivers regresses the first micro-conversion and the primary conversion on what posts are, side by side.
func drivers(s sheet, posts []model.Post, c model.Conversions) []model.Drivers {
	var outcomes []string
	if len(c.Micro) > 0 {
		outcomes = append(outcomes, c.Micro[0])
	}
	if c.Primary != "" && !slices.Contains(outcomes, c.Primary) {
		outcomes = append(outcomes, c.Primary)
	}
	out := []model.Drivers{}
	for _, name := range outcomes {
		out = append(out, s.drive(posts, name))
	}
	adjustTerms(out)
	return out
}

// drive fits one outcome with as many features as its posts and events allow.
func (s sheet) drive(posts []model.Post, outcome string) model.Drivers {
	counts := column(posts, outcome)
	d := model.Drivers{Outcome: outcome, Exposure: s.exposureName, Theta: model.None("no model"), Intercept: model.None("no model"),
		Dispersion: unknown(), Deviance: unknown(), DF: unknown(), Terms: []model.Term{}, Left: []model.Left{}}
	var rows []int
	for i := range posts {
		if brokenIn(posts[i], outcome, s.exposureName) {
			d.Broken++
		}
		if s.exposure[i] > 0 && counts[i] >= 0 && !s.young(i, outcome, s.exposureName) {
			rows = append(rows, i)
		}
	}
	d.Posts = len(rows)
	if err := s.driveRows(&d, pick(posts, rows), pick(counts, rows), rows); err != nil {
		d.Why = err.Error()
	}
	return d
}

// driveRows fits the posts that can be used, or says why it cannot.
func (s sheet) driveRows(d *model.Drivers, posts []model.Post, y []float64, rows []int) error {
	switch {
	case d.Exposure == "":
		return errNoExposure
	case model.MetricNamed(d.Outcome).Money:
		return fmt.Errorf("%s is an amount, not a count", noun(d.Outcome))
	}
	if err := enough(y, 3); err != nil {
		return err
	}
	features, left := choose(s.features(posts, y, rows), roomFor(y))
	held := []control{intercept(len(rows))}
	for _, f := range features {
		held = append(held, f.control)
	}
	b := base{rows: rows, left: left, weeks: s.clusters(rows), design: stats.Design{Y: y, Offset: logs(pick(s.exposure, rows))}}
	err := b.settle(held)
	d.Left = b.left
	if err != nil {
		return err
	}
	return describe(d, b, features)
}

// choose takes features in order while there is room for their coefficients, the intercept's among them.
func choose(all []feature, room int) (chosen []feature, left []model.Left) {
	left = []model.Left{}
	used := 1
	for _, f := range all {
		switch n := len(f.columns); {
		case n == 0:
			left = append(left, model.Left{Name: f.name, Why: "the same for all posts that can be used, or not known of all"})
		case used+n > room:
			left = append(left, model.Left{Name: f.name, Why: noRoom(used + n - room)})
		default:
			chosen, used = append(chosen, f), used+n
		}
	}
	return chosen, left
}

// describe fills in the fitted model, term by term.
func describe(d *model.Drivers, b base, features []feature) error {
	d.Model, d.Dispersion, d.Deviance, d.DF = string(b.fit.Model), model.Number(b.fit.Dispersion), model.Number(b.fit.Deviance), model.Number(b.fit.DF)
	terms, errors, err := b.robust(b.fit.Fit)
	if err != nil {
		return err
	}
	n := len(b.rows)
	d.Weeks = kinds(b.weeks)
	d.Theta = model.None("no theta: " + d.Model)
	if !math.IsInf(b.fit.Theta, 1) {
		half := stats.Z95 * b.fit.ThetaSE
		d.Theta = model.Estimate{Value: b.fit.Theta, Low: max(0, b.fit.Theta-half), High: b.fit.Theta + half, K: math.NaN(), N: float64(n), Method: "maximum likelihood, Wald 95%"}
	}
	d.Intercept = logEstimate(terms[0], n, d.Model, errors)
	for _, t := range terms[1:] {
		if term, ok := termOf(t, features, n, d.Model, errors); ok {
			d.Terms = append(d.Terms, term)
		}
	}
	return nil
}

func logEstimate(t stats.Term, n int, fitted, errors string) model.Estimate {
	c := t.Coefficient
	return model.Estimate{Value: c.Value, Low: c.Low, High: c.High, K: math.NaN(), N: float64(n), Method: fitted + " regression, log scale, " + errors + ", 95%"}
}

// termOf finds the feature that a coefficient belongs to; those that are only held have no term.
func termOf(t stats.Term, features []feature, n int, fitted, errors string) (model.Term, bool) {
	for _, f := range features {
		if !f.shown || !slices.ContainsFunc(f.columns, func(c stats.Column) bool { return c.Name == t.Name }) {
			continue
		}
		term := model.Term{Feature: f.name, Level: "doubling", Against: "", Coefficient: logEstimate(t, n, fitted, errors),
			RateRatio: rateRatio(t, n, fitted+" regression, "+errors+", 95%"), P: model.Number(t.P), Q: unknown(), N: n}
		if f.levels != nil {
			term.Level, term.Against, term.N = strings.TrimPrefix(t.Name, f.name+"="), f.reference, 0
			for _, l := range f.levels {
				if l == term.Level {
					term.N++
				}
			}
		}
		return term, true
	}
	return model.Term{}, false
}

func adjustTerms(all []model.Drivers) {
	var p, q []*model.Number
	for i := range all {
		for j := range all[i].Terms {
			p, q = append(p, &all[i].Terms[j].P), append(q, &all[i].Terms[j].Q)
		}
	}
	benjaminiHochberg(p, q)
}

// features are what posts can differ by, the most telling first. A feature that some posts do not have has no columns,
// so that posts are never dropped for it; age and season are held and not shown.
func (s sheet) features(posts []model.Post, y []float64, rows []int) []feature {
	labelled := func(name string, labels []string, ok bool) feature {
		if !ok {
			return feature{control: control{name: name}}
		}
		merged, reference := mergeLevels(labels, y)
		return feature{control{name: name, columns: stats.Indicators(name, merged, reference)}, merged, reference, true}
	}
	doubling := func(name string, of func(model.Post) float64) feature {
		x := make([]float64, len(posts))
		for i, p := range posts {
			x[i] = of(p)
		}
		f := feature{control: control{name: name}, shown: true}
		if slices.Min(x) < slices.Max(x) {
			x = fromMedian(x)
			f.columns = []stats.Column{{Name: name, Values: x}}
		}
		return f
	}
	days, hours, dated, timed := whenPublished(posts)
	weekday := labelled("weekday", days, dated)
	slices.SortStableFunc(weekday.columns, func(a, b stats.Column) int { return cmp.Compare(placeInWeek(a.Name), placeInWeek(b.Name)) })
	out := []feature{
		doubling(s.exposureName, func(p model.Post) float64 { return math.Log2(p.Metrics[s.exposureName]) }),
		labelled("platform", pick(s.platform, rows), true),
		labelled("format", pick(s.format, rows), true),
		labelled("topic", pick(s.topic, rows), true),
		labelled("paid", pick(s.paid, rows), true),
	}
	for _, name := range s.declared {
		out = append(out, declaredFeature(name, posts, y))
	}
	out = append(out,
		weekday,
		labelled("hours", hours, timed),
		doubling("caption length", func(p model.Post) float64 { return math.Log2(1 + float64(utf8.RuneCountInString(p.Caption))) }),
		doubling("hashtags", func(p model.Post) float64 { return math.Log2(1 + float64(len(model.Hashtags(p.Caption)))) }),
	)
	if young := youth(pick(s.age, rows)); young != nil {
		out = append(out, feature{control: numeric("age", young)})
	}
	name, labels := seasons(pick(s.month, rows))
	season := labelled(name, labels, true)
	season.shown = false
	return append(out, season)
}

// fromMedian measures x from its median, so that the intercept is of a usual post.
func fromMedian(x []float64) []float64 {
	median, _ := stats.Median(x)
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = v - median
	}
	return out
}

// bandHours is how many hours a band of the day has.
const bandHours = 4

// placeInWeek is where the weekday stands that a column is named for, Monday first; what is no weekday comes last.
func placeInWeek(column string) int {
	_, name, _ := strings.Cut(column, "=")
	for d := range 7 {
		if time.Weekday((d+1)%7).String() == name {
			return d
		}
	}
	return 7
}

// whenPublished is each post's weekday and band of hours, and whether all posts have them.
func whenPublished(posts []model.Post) (days, hours []string, dated, timed bool) {
	dated, timed = true, true
	for _, p := range posts {
		d, ok := day(p.Published)
		dated = dated && ok
		days = append(days, d.Weekday().String())
		at, err := time.Parse(time.RFC3339, p.Published)
		timed = timed && err == nil
		from := at.Hour() / bandHours * bandHours
		hours = append(hours, fmt.Sprintf("%02d-%02d", from, from+bandHours))
	}
	return days, hours, dated, timed
}
