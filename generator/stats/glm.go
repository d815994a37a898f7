package stats

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// family is how counts vary about their mean mu: variance mu + mu^2/theta. Theta is infinite for Poisson.
type family struct{ theta float64 }

func (f family) poisson() bool { return math.IsInf(f.theta, 1) }

// weight is the IRLS weight of a row under the log link, mu^2 over its variance.
func (f family) weight(mu float64) float64 {
	if f.poisson() {
		return mu
	}
	return mu / (1 + mu/f.theta)
}

// deviance is one row's part of the deviance.
func (f family) deviance(y, mu float64) float64 {
	d := 0.0
	if y > 0 {
		d = y * math.Log(y/mu)
	}
	if f.poisson() {
		return 2 * (d - (y - mu))
	}
	return 2 * (d - (y+f.theta)*math.Log((y+f.theta)/(mu+f.theta)))
}

// Fit is a fitted log-linear regression of counts.
type Fit struct {
	Names        []string
	Coefficients []float64 // on the log scale: exp is a rate ratio
	Mu           []float64 // fitted counts
	Theta        float64   // of the negative binomial, infinite for Poisson
	ThetaSE      float64   // NaN unless theta was estimated
	Deviance     float64
	DF           float64 // rows less coefficients
	Dispersion   float64 // Pearson's chi-squared over DF, 1 where the family holds

	y      []float64
	x      rows
	weight []float64
	bread  triangle  // (X'WX)^-1
	hat    []float64 // leverages
}

// fitted reports whether there is a fit.
func (f Fit) fitted() bool { return f.bread.p > 0 }

// Poisson fits ln mu = offset + X b by iteratively reweighted least squares. Source: McCullagh & Nelder 1989, sections
// 2.5 and 6.2. It is an error, in words, when there are no more rows than coefficients, no event, a value is missing,
// a column repeats others, or a coefficient runs away because some combination holds no event (separation).
func Poisson(d Design) (Fit, error) {
	c, err := d.check()
	if err != nil {
		return Fit{}, err
	}
	return c.poisson()
}

func (c checked) poisson() (Fit, error) {
	s := newIRLS(c, family{math.Inf(1)}, nil)
	if err := s.run(); err != nil {
		return Fit{}, err
	}
	return s.fit(), nil
}

// irls is the state of iteratively reweighted least squares.
type irls struct {
	checked
	f                  family
	eta, mu, weight    []float64
	beta, before, step []float64 // the coefficients, those one step earlier, and the step between
	whole              []float64 // the diagonal of what is factored
	deviance           float64
	r                  triangle // X'WX = R'R at the last step
}

// newIRLS begins from the fitted counts of an earlier fit, or, if there is none, from the counts.
func newIRLS(c checked, f family, start []float64) *irls {
	n, p := len(c.Y), len(c.Columns)
	byRow, byColumn := make([]float64, 3*n), make([]float64, 4*p)
	s := &irls{checked: c, eta: byRow[:n:n], mu: byRow[n : 2*n : 2*n], weight: byRow[2*n:],
		beta: byColumn[:p:p], before: byColumn[p : 2*p], step: byColumn[2*p : 3*p], whole: byColumn[3*p:], r: newTriangle(p)}
	if start != nil {
		copy(s.mu, start)
	} else {
		for i, y := range c.Y {
			s.mu[i] = y + .1
		}
	}
	s.begin(f)
	return s
}

// begin goes on with another family from the means that there are.
func (s *irls) begin(f family) {
	s.f, s.deviance = f, 0
	for i, y := range s.Y {
		s.eta[i] = math.Log(s.mu[i])
		s.deviance += f.deviance(y, s.mu[i])
	}
}

// run iterates until neither the deviance nor any row's linear predictor moves. Where the deviance has settled and a
// predictor still falls, by about 1 a step, its rows hold no event and its coefficient has no finite value.
func (s *irls) run() error {
	const most, settled, grace = 100, 1e-11, 6
	quiet := 0
	for round := range most {
		moved, change, err := s.reweigh(round == 0)
		switch {
		case err != nil:
			return err
		case math.Abs(change) > settled*(math.Abs(s.deviance)+.1):
			quiet = 0
			continue
		case moved < 1e-5:
			return s.factor()
		}
		if quiet++; quiet > grace {
			return s.separated()
		}
	}
	return errors.New("the regression did not settle")
}

// reweigh is one weighted least squares fit, halved while it makes the deviance worse. moved is the largest change of a
// linear predictor, change that of the deviance.
func (s *irls) reweigh(first bool) (moved, change float64, err error) {
	copy(s.before, s.beta)
	if err := s.solve(func(i int) float64 { return s.eta[i] - s.offset(i) + (s.Y[i]-s.mu[i])/s.mu[i] }); err != nil {
		return 0, 0, err
	}
	old := s.deviance
	for halving := 0; ; halving++ {
		moved = s.move()
		if first || s.deviance <= old+1e-8*(math.Abs(old)+.1) {
			return moved, s.deviance - old, nil
		}
		if halving == 30 {
			return 0, 0, errors.New("the regression did not settle: its deviance only grows")
		}
		for j, b := range s.before {
			s.beta[j] = .5 * (s.beta[j] + b)
		}
	}
}

// solve sets the weighted least squares coefficients for a response, at the present weights.
func (s *irls) solve(response func(row int) float64) error {
	if err := s.factor(); err != nil {
		return err
	}
	clear(s.beta)
	for i, w := range s.weight {
		s.x.add(s.beta, i, w*response(i))
	}
	if s.r.condition() > unsolvable {
		return errors.New("the columns cannot be told apart")
	}
	s.r.solve(s.beta)
	return nil
}

// unsolvable is the condition from which on no digit of a solution is known.
const unsolvable = 1e16

// factor finds R with X'WX = R'R at the present weights.
func (s *irls) factor() error {
	clear(s.r.v)
	for i, mu := range s.mu {
		s.weight[i] = s.f.weight(mu)
		s.x.addSquare(s.r, i, s.weight[i])
	}
	if s.r.factor(s.r.diagonal(s.whole), apart) {
		return nil
	}
	return s.factorSlowly()
}

// factorSlowly finds R from the weighted design itself, not from its square, which loses half of the digits.
func (s *irls) factorSlowly() error {
	weighted := mat.NewDense(len(s.Y), len(s.Columns), nil)
	for i, w := range s.weight {
		at, value := s.x.row(i)
		for k, j := range at {
			weighted.Set(i, j, math.Sqrt(w)*value[k])
		}
	}
	var qr mat.QR
	qr.Factorize(weighted)
	var r mat.Dense
	qr.RTo(&r)
	for i, c := range s.Columns {
		for j := i; j < s.r.p; j++ {
			s.r.v[i*s.r.p+j] = r.At(i, j)
		}
		if d := r.At(i, i); d == 0 || !finite(d) {
			return fmt.Errorf("column %q cannot be told from the columns before it", c.Name)
		}
	}
	return nil
}

// move sets the predictors, means and deviance of the coefficients, and says how far a predictor moved.
func (s *irls) move() (moved float64) {
	s.deviance = 0
	for i, y := range s.Y {
		eta := s.offset(i) + s.x.along(i, s.beta)
		moved = max(moved, math.Abs(eta-s.eta[i]))
		s.eta[i], s.mu[i] = eta, max(math.Exp(eta), 1e-300)
		s.deviance += s.f.deviance(y, s.mu[i])
	}
	if math.IsNaN(s.deviance) {
		s.deviance = math.Inf(1)
	}
	return moved
}

// separated names the coefficients that still run.
func (s *irls) separated() error {
	var names []string
	for j, c := range s.Columns {
		if math.Abs(s.beta[j]-s.before[j]) > 1e-3*max(1, math.Abs(s.beta[j])) {
			names = append(names, fmt.Sprintf("%q", c.Name))
		}
	}
	if len(names) == 0 {
		return errors.New("the regression did not settle")
	}
	return fmt.Errorf("some combination holds no event, so %s has no finite coefficient; merge or drop it", strings.Join(names, ", "))
}

// fit turns the settled state into a Fit, which takes over its numbers.
func (s *irls) fit() Fit {
	f := Fit{
		Coefficients: s.beta, Mu: s.mu, Theta: s.f.theta, ThetaSE: math.NaN(), Deviance: s.deviance, DF: float64(len(s.Y) - len(s.beta)),
		y: s.Y, x: s.x, weight: s.weight, bread: s.r.inverse(), hat: make([]float64, len(s.Y)),
	}
	pearson := 0.0
	for i, y := range s.Y {
		w := s.f.weight(s.mu[i])
		f.weight[i] = w
		f.hat[i] = w * s.x.square(f.bread, i)
		residual := (y - s.mu[i]) / s.mu[i]
		pearson += w * residual * residual
	}
	f.Dispersion = pearson / f.DF
	for _, c := range s.Columns {
		f.Names = append(f.Names, c.Name)
	}
	return f
}
