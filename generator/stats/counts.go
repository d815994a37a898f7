package stats

import (
	"errors"
	"fmt"
	"math"
)

// RowsPerCoefficient is how many rows FitCounts wants for each coefficient before it speaks.
const RowsPerCoefficient = 10

// CountModel is the model that FitCounts settled on.
type CountModel string

// The models for counts, from the least spread to the most.
const (
	PoissonModel          CountModel = "poisson"
	QuasiPoissonModel     CountModel = "quasi-poisson"
	NegativeBinomialModel CountModel = "negative binomial"
)

// CountFit is a regression of counts with the model that their spread asked for.
type CountFit struct {
	Fit
	Model  CountModel
	Spread Test // Overdispersion of the Poisson fit
}

// Covariance is the model's own covariance of the coefficients; HC3 and Clustered trust less.
func (c CountFit) Covariance() Covariance {
	if c.Model == QuasiPoissonModel {
		return c.Quasi()
	}
	return c.ModelBased()
}

// FitCounts fits Poisson; where the counts spread more than that (Dispersion, p < .05), negative binomial; and where
// that has no finite theta, quasi-Poisson, which keeps Poisson's coefficients and widens their errors. It refuses, in
// words, what Poisson refuses, fewer than RowsPerCoefficient rows a coefficient, and counts that spread less than
// Poisson's (p < .01), which no model here explains.
func FitCounts(d Design) (CountFit, error) {
	if n, p := len(d.Y), len(d.Columns); n < RowsPerCoefficient*p {
		return CountFit{}, fmt.Errorf("%d rows for %d coefficients: needs %d a coefficient", n, p, RowsPerCoefficient)
	}
	checked, err := d.check()
	if err != nil {
		return CountFit{}, err
	}
	fit, err := checked.poisson()
	if err != nil {
		return CountFit{}, err
	}
	test := fit.Overdispersion()
	c := CountFit{fit, PoissonModel, test}
	switch {
	case test.P > .99:
		return CountFit{}, fmt.Errorf("the counts spread less than chance alone spreads them (z %.1f): no model for that", test.Statistic)
	case test.P >= .05:
		return c, nil
	}
	wide, err := checked.negativeBinomial(fit)
	if errors.Is(err, errNoSpread) || err == nil && wide.LogLik() <= fit.LogLik() {
		c.Model = QuasiPoissonModel
		return c, nil
	}
	if err != nil {
		return CountFit{}, err
	}
	c.Fit, c.Model = wide, NegativeBinomialModel
	return c, nil
}

// Overdispersion is the score test of Poisson against a variance that grows with the square of the mean:
//
//	z = sum((y-mu)^2 - y + h mu) / sqrt(2 sum mu^2),  h the leverage
//
// Statistic is z, P the chance of one as high under Poisson: near 0 is too much spread, near 1 too little. Source: Dean
// & Lawless 1989, JASA 84:467 (adjusted form). Of use only on a Poisson fit.
func (f Fit) Overdispersion() Test {
	var top, square float64
	for i, y := range f.y {
		e, mu := y-f.Mu[i], f.Mu[i]
		top += e*e - y + f.hat[i]*mu
		square += mu * mu
	}
	z := top / math.Sqrt(2*square)
	return Test{Statistic: z, P: math.Erfc(z/math.Sqrt2) / 2}
}

// HeldOut is each row's Poisson deviance when it is predicted by a fit to the other folds: what the columns are worth
// on rows that they have not seen. fold names each row's fold (see Folds). It is an error when there are fewer than
// two folds or the rows without some fold cannot be fitted.
func HeldOut(d Design, fold []int) ([]float64, error) {
	if len(fold) != len(d.Y) {
		return nil, errLengths(len(fold), len(d.Y))
	}
	groups := strataOf(fold)
	if len(groups) < 2 {
		return nil, fmt.Errorf("%d folds: needs at least 2", len(groups))
	}
	if _, err := d.check(); err != nil {
		return nil, err
	}
	out, poisson := make([]float64, len(d.Y)), family{math.Inf(1)}
	for _, held := range groups {
		var rest []int
		for i := range d.Y {
			if fold[i] != fold[held[0]] {
				rest = append(rest, i)
			}
		}
		fit, err := Poisson(d.take(rest))
		if err != nil {
			return nil, fmt.Errorf("without fold %d: %w", fold[held[0]], err)
		}
		for _, i := range held {
			out[i] = poisson.deviance(d.Y[i], fit.predict(d, i))
		}
	}
	return out, nil
}

// predict is the fitted count of row i of another design with the same columns.
func (f Fit) predict(d Design, i int) float64 {
	eta := d.offset(i)
	for j, c := range d.Columns {
		eta += c.Values[i] * f.Coefficients[j]
	}
	return math.Exp(min(eta, 700)) // beyond which it would be infinite
}

// Folds deals rows into k folds, numbered from 0, as evenly as can be within each label, by a seeded shuffle.
func Folds[S comparable](labels []S, k int, seed uint64) []int {
	fold := make([]int, len(labels))
	if k < 1 {
		return fold
	}
	rng, next := newRand(seed), 0
	for _, rows := range strataOf(labels) {
		rng.Shuffle(len(rows), func(a, b int) { rows[a], rows[b] = rows[b], rows[a] })
		for _, i := range rows {
			fold[i] = next % k
			next++
		}
	}
	return fold
}
