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

// logLikelihood is one row's part of the log-likelihood.
func (f family) logLikelihood(y, mu float64) float64 {
	fact, _ := math.Lgamma(y + 1)
	if f.poisson() {
		return y*math.Log(mu) - mu - fact
	}
	top, _ := math.Lgamma(f.theta + y)
	base, _ := math.Lgamma(f.theta)
	return top - base - fact - f.theta*math.Log1p(mu/f.theta) + y*math.Log(mu/(f.theta+mu))
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
	LogLik, AIC  float64

	y      []float64
	x      *mat.Dense
	weight []float64
	bread  *mat.SymDense // (X'WX)^-1
	hat    []float64     // leverages
}

// Poisson fits ln mu = offset + X b by iteratively reweighted least squares. Source: McCullagh & Nelder 1989, sections
// 2.5 and 6.2. It is an error, in words, when there are no more rows than coefficients, no event, a value is missing,
// a column repeats others, or a coefficient runs away because some combination holds no event (separation).
func Poisson(d Design) (Fit, error) {
	if err := d.check(); err != nil {
		return Fit{}, err
	}
	return fitGLM(d, family{math.Inf(1)}, nil)
}

// fitGLM fits a checked design, from the fitted counts of an earlier fit if there is one.
func fitGLM(d Design, f family, start []float64) (Fit, error) {
	s := newIRLS(d, f, start)
	climb := s.run
	if !f.poisson() {
		climb = s.newton
	}
	if err := climb(); err != nil {
		return Fit{}, err
	}
	return s.fit()
}

// irls is the state of iteratively reweighted least squares.
type irls struct {
	d        Design
	f        family
	x        *mat.Dense
	eta, mu  []float64
	beta     *mat.VecDense
	deviance float64
	r        *mat.TriDense // X'WX = R'R at the last step
}

func newIRLS(d Design, f family, start []float64) *irls {
	s := &irls{d: d, f: f, x: d.matrix(), eta: make([]float64, len(d.Y)), mu: make([]float64, len(d.Y))}
	for i, y := range d.Y {
		s.mu[i] = y + .1
		if start != nil {
			s.mu[i] = start[i]
		}
		s.eta[i] = math.Log(s.mu[i])
		s.deviance += f.deviance(y, s.mu[i])
	}
	return s
}

// run iterates until neither the deviance nor any row's linear predictor moves. Where the deviance has settled and a
// predictor still falls, by about 1 a step, its rows hold no event and its coefficient has no finite value.
func (s *irls) run() error {
	const most, settled, grace = 100, 1e-11, 6
	quiet := 0
	for range most {
		before := s.beta
		moved, change, err := s.step()
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
			return s.separated(before)
		}
	}
	return errors.New("the regression did not settle")
}

// step is one weighted least squares fit, halved while it makes the deviance worse. moved is the largest change of a
// linear predictor, change that of the deviance.
func (s *irls) step() (moved, change float64, err error) {
	beta, err := s.solve(func(i int) float64 { return s.eta[i] - s.d.offset(i) + (s.d.Y[i]-s.mu[i])/s.mu[i] })
	if err != nil {
		return 0, 0, err
	}
	first := s.beta == nil
	old := s.deviance
	for halving := 0; ; halving++ {
		moved = s.move(beta)
		if first || s.deviance <= old+1e-8*(math.Abs(old)+.1) {
			break
		}
		if halving == 30 || s.beta == nil {
			return 0, 0, errors.New("the regression did not settle: its deviance only grows")
		}
		beta.AddVec(beta, s.beta)
		beta.ScaleVec(.5, beta)
	}
	s.beta = beta
	return moved, s.deviance - old, nil
}

// solve is the weighted least squares coefficients for a response, at the present weights.
func (s *irls) solve(response func(row int) float64) (*mat.VecDense, error) {
	if err := s.factor(); err != nil {
		return nil, err
	}
	n, p := s.x.Dims()
	score := mat.NewVecDense(p, nil)
	for i := range n {
		w, z := s.f.weight(s.mu[i]), response(i)
		for j, v := range s.x.RawRowView(i) {
			score.SetVec(j, score.AtVec(j)+v*w*z)
		}
	}
	var half, beta mat.VecDense
	// R'R b = X'Wz, where R comes from the weighted design itself, not from its square.
	if err := half.SolveVec(s.r.T(), score); err != nil {
		return nil, errors.New("the columns cannot be told apart")
	}
	if err := beta.SolveVec(s.r, &half); err != nil {
		return nil, errors.New("the columns cannot be told apart")
	}
	return &beta, nil
}

// factor finds R with X'WX = R'R at the present weights.
func (s *irls) factor() error {
	n, p := s.x.Dims()
	weighted := mat.NewDense(n, p, nil)
	for i := range n {
		root := math.Sqrt(s.f.weight(s.mu[i]))
		for j, v := range s.x.RawRowView(i) {
			weighted.Set(i, j, root*v)
		}
	}
	var qr mat.QR
	qr.Factorize(weighted)
	var r mat.Dense
	qr.RTo(&r)
	s.r = mat.NewTriDense(p, mat.Upper, nil)
	for i := range p {
		for j := i; j < p; j++ {
			s.r.SetTri(i, j, r.At(i, j))
		}
		if s.r.At(i, i) == 0 || !finite(s.r.At(i, i)) {
			return fmt.Errorf("column %q cannot be told from the columns before it", s.d.Columns[i].Name)
		}
	}
	return nil
}

// move sets the predictors, means and deviance of the coefficients, and says how far a predictor moved.
func (s *irls) move(beta *mat.VecDense) (moved float64) {
	s.deviance = 0
	for i, y := range s.d.Y {
		eta := s.d.offset(i)
		for j, v := range s.x.RawRowView(i) {
			eta += v * beta.AtVec(j)
		}
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
func (s *irls) separated(before *mat.VecDense) error {
	var names []string
	for j, c := range s.d.Columns {
		if math.Abs(s.beta.AtVec(j)-before.AtVec(j)) > 1e-3*max(1, math.Abs(s.beta.AtVec(j))) {
			names = append(names, fmt.Sprintf("%q", c.Name))
		}
	}
	if len(names) == 0 {
		return errors.New("the regression did not settle")
	}
	return fmt.Errorf("some combination holds no event, so %s has no finite coefficient; merge or drop it", strings.Join(names, ", "))
}

// fit turns the settled state into a Fit.
func (s *irls) fit() (Fit, error) {
	n, p := s.x.Dims()
	f := Fit{
		Mu: s.mu, Theta: s.f.theta, ThetaSE: math.NaN(), Deviance: s.deviance, DF: float64(n - p),
		y: s.d.Y, x: s.x, weight: make([]float64, n), hat: make([]float64, n),
	}
	var inverse mat.TriDense
	if err := inverse.InverseTri(s.r); err != nil {
		var condition mat.Condition
		if !errors.As(err, &condition) || math.IsInf(float64(condition), 1) {
			return Fit{}, errors.New("the columns cannot be told apart")
		}
	}
	f.bread = mat.NewSymDense(p, nil)
	f.bread.SymOuterK(1, &inverse)
	pearson := 0.0
	for i, y := range s.d.Y {
		w := s.f.weight(s.mu[i])
		f.weight[i] = w
		f.hat[i] = w * quadratic(f.bread, s.x.RawRowView(i))
		residual := (y - s.mu[i]) / s.mu[i]
		pearson += w * residual * residual
		f.LogLik += s.f.logLikelihood(y, s.mu[i])
	}
	f.Dispersion = pearson / f.DF
	f.AIC = 2*float64(p) - 2*f.LogLik
	for j, c := range s.d.Columns {
		f.Names = append(f.Names, c.Name)
		f.Coefficients = append(f.Coefficients, s.beta.AtVec(j))
	}
	return f, nil
}

// quadratic is v'Mv.
func quadratic(m *mat.SymDense, v []float64) float64 {
	x := mat.NewVecDense(len(v), v)
	return mat.Inner(x, m, x)
}
