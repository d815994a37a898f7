package analysis

import (
	"fmt"
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// base is an outcome explained by what is held, before any signal: what signals, formats and hours are then added to.
type base struct {
	rows     []int // of the sheet
	design   stats.Design
	fit      stats.CountFit
	controls []string
	left     []model.Left
	within   []control // not held, but signals are compared within their groups
	weeks    []string  // of each row, where errors are clustered by them; nil where they are not
}

// baseline holds as many controls as the posts and events allow, leaving room for extra more coefficients at ten posts
// and ten events each. A control that makes the regression fail is left out, with the reason. In total, exposure is
// neither the offset nor held.
func (s sheet) baseline(outcome []float64, rows []int, extra int, total bool) (base, error) {
	y := pick(outcome, rows)
	b := base{rows: rows, left: []model.Left{}, design: stats.Design{Y: y}, weeks: s.clusters(rows)}
	if err := enough(y, 2+extra); err != nil {
		return b, err
	}
	held, candidates := []control{intercept(len(rows))}, s.controls(y, rows)
	if total {
		candidates = candidates[1:]
	} else {
		b.design.Offset = logs(pick(s.exposure, rows))
	}
	room, used := roomFor(y)-extra, 1
	for _, c := range candidates {
		if used+len(c.columns) > room {
			b.leave(c, noRoom(used+len(c.columns)-room))
			continue
		}
		held, used = append(held, c), used+len(c.columns)
	}
	return b, b.settle(held)
}

func intercept(rows int) control { return control{columns: []stats.Column{stats.Intercept(rows)}} }

// leave goes on without the coefficients of a control. Signals are then compared within its groups, which costs none.
func (b *base) leave(c control, why string) {
	b.left = append(b.left, model.Left{Name: c.name, Why: why})
	if c.labels != nil {
		b.within = append(b.within, c)
	}
}

// roomFor is how many coefficients the counts can carry.
func roomFor(y []float64) int {
	events := 0.0
	for _, v := range y {
		events += v
	}
	return int(min(float64(len(y)), events)) / stats.RowsPerCoefficient
}

func noRoom(over int) string {
	return fmt.Sprintf("%d more coefficients than the posts and conversions can carry, at ten of each a coefficient", over)
}

// enough says in words why the counts cannot carry so many coefficients, or returns nil.
func enough(y []float64, coefficients int) error {
	need := coefficients * stats.RowsPerCoefficient
	events := 0.0
	for _, v := range y {
		events += v
	}
	switch {
	case len(y) < need:
		return fmt.Errorf("%s can be used: the smallest model has %d coefficients and needs %d", someposts(len(y)), coefficients, need)
	case events == 0:
		return fmt.Errorf("none of %s has a conversion: nothing to explain", someposts(len(y)))
	case events < float64(need):
		return fmt.Errorf("%g conversions in %s: the smallest model has %d coefficients and needs %d", events, someposts(len(y)), coefficients, need)
	}
	return nil
}

// settle fits with the controls, and with fewer from the end while that fails.
func (b *base) settle(held []control) error {
	for {
		names := []string{}
		b.design.Columns = nil
		for _, c := range held {
			b.design.Columns = append(b.design.Columns, c.columns...)
			if c.name != "" {
				names = append(names, c.name)
			}
		}
		b.design.Columns, _ = stats.Independent(b.design.Columns)
		fit, err := stats.FitCounts(b.design)
		if err == nil {
			b.fit, b.controls = fit, names
			return nil
		}
		if len(held) == 1 || len(held) == 2 && b.design.Offset != nil { // the intercept, and exposure
			return err
		}
		b.leave(held[len(held)-1], err.Error())
		held = held[:len(held)-1]
	}
}

// with is the base with further columns, fitted at the base's theta from the base's fit.
func (b base) with(columns ...stats.Column) (stats.Fit, error) {
	d := b.design
	d.Columns = append(d.Columns[:len(d.Columns):len(d.Columns)], columns...)
	return stats.NegativeBinomialAt(d, b.fit.Theta, b.fit.Mu)
}

// only is the base at some of its posts, at the same theta. A control that they no longer vary in is dropped.
func (b base) only(keep []int) (base, error) {
	d := stats.Design{Y: pick(b.design.Y, keep)}
	if b.design.Offset != nil {
		d.Offset = pick(b.design.Offset, keep)
	}
	for _, c := range b.design.Columns {
		d.Columns = append(d.Columns, stats.Column{Name: c.Name, Values: pick(c.Values, keep)})
	}
	d.Columns, _ = stats.Independent(d.Columns)
	fit, err := stats.NegativeBinomialAt(d, b.fit.Theta, pick(b.fit.Mu, keep))
	b.rows, b.design, b.fit.Fit = pick(b.rows, keep), d, fit
	if b.weeks != nil {
		b.weeks = clusters(pick(b.weeks, keep))
	}
	return b, err
}

// slope is one coefficient of a fit with its robust error.
type slope struct {
	stats.Term
	fit    stats.Fit
	errors string // what kind its error is of
}

// slope adds one column and returns its coefficient.
func (b base) slope(c stats.Column) (slope, error) {
	fit, err := b.with(c)
	if err != nil {
		return slope{}, err
	}
	terms, errors, err := b.robust(fit)
	if err != nil {
		return slope{}, err
	}
	return slope{terms[len(terms)-1], fit, errors}, nil
}

// times is the term for so many units of its column.
func (s slope) times(units float64) stats.Term {
	t := s.Term
	t.Coefficient.Value, t.Coefficient.Low, t.Coefficient.High = t.Coefficient.Value*units, t.Coefficient.Low*units, t.Coefficient.High*units
	return t
}

// clusters is the week of each row; nil where a row has none, or there are too few to see how posts of a week go together.
func (s sheet) clusters(rows []int) []string {
	if len(s.week) == 0 {
		return nil
	}
	return clusters(pick(s.week, rows))
}

func clusters(weeks []string) []string {
	if kinds(weeks) < stats.LeastClusters || slices.Contains(weeks, "") {
		return nil
	}
	return weeks
}

func kinds(labels []string) int {
	return len(slices.Compact(slices.Sorted(slices.Values(labels))))
}

// robust is the coefficients with errors that let posts of one week go together, or, where there are too few weeks,
// that take posts one by one; and what kind of errors they are.
func (b base) robust(fit stats.Fit) (terms []stats.Term, errors string, err error) {
	var covariance stats.Covariance
	if b.weeks != nil {
		covariance, err = stats.Clustered(fit, b.weeks)
		errors = fmt.Sprintf("errors clustered by %d weeks (%s)", kinds(b.weeks), covariance.Method)
	} else {
		covariance, err = fit.HC3()
		errors = covariance.Method
	}
	if err != nil {
		return nil, "", err
	}
	terms, err = fit.Terms(covariance, .95)
	return terms, errors, err
}

// effect is the slope as the report has it. what says what one unit of the column is, offset what the model is per.
func (b base) effect(s slope, what, offset string) model.SignalEffect {
	e := model.SignalEffect{P: model.Number(s.P), Q: unknown(), Model: string(b.fit.Model), Theta: finiteOrNull(b.fit.Theta), Dispersion: model.Number(s.fit.Dispersion), Weeks: kinds(b.weeks)}
	e.RateRatio = rateRatio(s.Term, len(b.rows), fmt.Sprintf("%s regression, %s, %s, 95%%; for each %s", b.fit.Model, offset, s.errors, what))
	return e
}

// rateRatio is a coefficient as a rate ratio, or the reason why it is too far off to be one.
func rateRatio(t stats.Term, n int, method string) model.Estimate {
	r, err := t.Ratio()
	return ratio(r, err, float64(n), method)
}

// ratio is a ratio of n observations, or the reason why there is none.
func ratio(e stats.Estimate, err error, n float64, method string) model.Estimate {
	if err != nil {
		return model.None(err.Error())
	}
	return model.Estimate{Value: e.Value, Low: e.Low, High: e.High, K: math.NaN(), N: n, Method: method}
}

func noEffect(err error) model.SignalEffect {
	return model.SignalEffect{RateRatio: model.None(err.Error()), P: unknown(), Q: unknown(), Theta: unknown(), Dispersion: unknown()}
}

// unknown is a number that is not known; JSON has null.
func unknown() model.Number { return model.Number(math.NaN()) }

func finiteOrNull(x float64) model.Number {
	if math.IsInf(x, 0) {
		return unknown()
	}
	return model.Number(x)
}
