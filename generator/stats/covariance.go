package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Covariance is how the coefficients of a fit vary, and the distribution that their ratio to their error has.
type Covariance struct {
	Matrix *mat.SymDense
	DF     float64 // of Student's t; infinite for the normal
	Method string  // such as "HC3"
}

// Term is one coefficient, on the log scale, with its error, interval and two-sided p against 0.
type Term struct {
	Name        string
	Coefficient Estimate
	SE, P       float64
}

// errNotFitted is what the zero Fit answers.
var errNotFitted = errors.New("nothing was fitted")

// Ratio is the coefficient as a rate ratio. It is an error when it is so uncertain that its interval has no bounds.
func (t Term) Ratio() (Estimate, error) {
	return ratioInterval(math.Exp(t.Coefficient.Value), t.Coefficient.High-t.Coefficient.Value)
}

// Terms is the coefficients with their errors and intervals at level conf under a covariance. It is an error when the
// covariance is of another fit, or a variance is not positive.
func (f Fit) Terms(c Covariance, conf float64) ([]Term, error) {
	if err := checkLevel("confidence", conf); err != nil {
		return nil, err
	}
	if c.Matrix == nil || c.Matrix.SymmetricDim() != len(f.Coefficients) {
		return nil, errors.New("the covariance does not belong to this fit")
	}
	reach := normalQuantile((1 + conf) / 2)
	tail := normalTail
	if !math.IsInf(c.DF, 1) {
		t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: c.DF}
		reach = t.Quantile((1 + conf) / 2)
		tail = func(z float64) float64 { return 2 * t.Survival(math.Abs(z)) }
	}
	terms := make([]Term, len(f.Coefficients))
	for j, b := range f.Coefficients {
		v := c.Matrix.At(j, j)
		if !(v > 0) || math.IsInf(v, 1) {
			return nil, fmt.Errorf("%q: its variance is %v, so it has no interval", f.Names[j], v)
		}
		se := math.Sqrt(v)
		terms[j] = Term{f.Names[j], Estimate{b, Interval{b - reach*se, b + reach*se}}, se, tail(b / se)}
	}
	return terms, nil
}

// ModelBased is the covariance that trusts the family, (X'WX)^-1.
func (f Fit) ModelBased() Covariance { return Covariance{f.bread, math.Inf(1), "model-based"} }

// Quasi is the covariance that trusts the family's variance up to a factor, the dispersion: quasi-Poisson after a
// Poisson fit. Source: McCullagh & Nelder 1989, section 6.2.3. Student's t on the residual degrees of freedom.
func (f Fit) Quasi() Covariance {
	if f.bread == nil {
		return Covariance{}
	}
	m := mat.NewSymDense(f.bread.SymmetricDim(), nil)
	m.ScaleSym(f.Dispersion, f.bread)
	return Covariance{m, f.DF, "quasi"}
}

// HC3 is the covariance that trusts only the mean: each row's own squared residual, enlarged by its leverage,
//
//	(X'WX)^-1 (sum x x' w^2 e^2 / (1-h)^2) (X'WX)^-1,  e = (y-mu)/mu
//
// Source: MacKinnon & White 1985, J. Econometrics 29:305; Long & Ervin 2000, Am. Stat. 54:217; as R's sandwich has it
// for a glm. It is an error when a row is fitted by a coefficient of its own (leverage 1).
func (f Fit) HC3() (Covariance, error) {
	if f.bread == nil {
		return Covariance{}, errNotFitted
	}
	scores := f.scores()
	for i, h := range f.hat {
		if 1-h < 1e-8 {
			return Covariance{}, fmt.Errorf("row %d is fitted by a coefficient of its own, so its error cannot be seen", i+1)
		}
		for j := range scores[i] {
			scores[i][j] /= 1 - h
		}
	}
	return Covariance{f.sandwich(scores), f.DF, "HC3"}, nil
}

// scores is each row's part of the gradient of the log-likelihood.
func (f Fit) scores() [][]float64 {
	out := make([][]float64, len(f.y))
	for i, y := range f.y {
		e := f.weight[i] * (y - f.Mu[i]) / f.Mu[i]
		row := f.x.RawRowView(i)
		out[i] = make([]float64, len(row))
		for j, v := range row {
			out[i][j] = e * v
		}
	}
	return out
}

// sandwich is bread (sum of s s') bread.
func (f Fit) sandwich(scores [][]float64) *mat.SymDense {
	p := len(f.Coefficients)
	s := mat.NewDense(len(scores), p, nil)
	for i, row := range scores {
		s.SetRow(i, row)
	}
	var half mat.Dense
	half.Mul(f.bread, s.T())
	out := mat.NewSymDense(p, nil)
	out.SymOuterK(1, &half)
	return out
}
