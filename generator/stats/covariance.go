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
func (f Fit) ModelBased() Covariance {
	if !f.fitted() {
		return Covariance{}
	}
	return Covariance{f.bread.dense(), math.Inf(1), "model-based"}
}

// Quasi is the covariance that trusts the family's variance up to a factor, the dispersion: quasi-Poisson after a
// Poisson fit. Source: McCullagh & Nelder 1989, section 6.2.3. Student's t on the residual degrees of freedom.
func (f Fit) Quasi() Covariance {
	if !f.fitted() {
		return Covariance{}
	}
	m := mat.NewSymDense(f.bread.p, nil)
	m.ScaleSym(f.Dispersion, f.bread.dense())
	return Covariance{m, f.DF, "quasi"}
}

// HC3 is the covariance that trusts only the mean: each row's own squared residual, enlarged by its leverage,
//
//	(X'WX)^-1 (sum x x' w^2 e^2 / (1-h)^2) (X'WX)^-1,  e = (y-mu)/mu
//
// Source: MacKinnon & White 1985, J. Econometrics 29:305; Long & Ervin 2000, Am. Stat. 54:217; as R's sandwich has it
// for a glm. It is an error when a row is fitted by a coefficient of its own (leverage 1).
func (f Fit) HC3() (Covariance, error) {
	if !f.fitted() {
		return Covariance{}, errNotFitted
	}
	meat := newTriangle(f.bread.p)
	for i, h := range f.hat {
		if 1-h < 1e-8 {
			return Covariance{}, fmt.Errorf("row %d is fitted by a coefficient of its own, so its error cannot be seen", i+1)
		}
		e := f.pull(i) / (1 - h)
		f.x.addSquare(meat, i, e*e)
	}
	var half mat.Dense
	half.Mul(f.bread.dense(), meat.dense())
	whole, out := new(mat.Dense), newTriangle(f.bread.p)
	whole.Mul(&half, f.bread.dense())
	for j := range out.p {
		for k := j; k < out.p; k++ {
			out.v[j*out.p+k] = whole.At(j, k)
		}
	}
	return Covariance{out.dense(), f.DF, "HC3"}, nil
}

// pull is what row i's part of the gradient of the log-likelihood has times its columns.
func (f Fit) pull(i int) float64 { return f.weight[i] * (f.y[i] - f.Mu[i]) / f.Mu[i] }
