package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// NegativeBinomialAt fits ln mu = offset + X b with variance mu + mu^2/theta at a theta that the caller knows, from
// an earlier fit to the same counts say; infinite is Poisson. start is the fitted counts of that fit, or nil. With
// theta held, the estimates are right as long as the mean is, whatever theta should have been, and HC3 gives errors
// that do not trust it either (Gourieroux, Monfort & Trognon 1984, Econometrica 52:681). It refuses what Poisson refuses, and a theta
// that is not above 0.
func NegativeBinomialAt(d Design, theta float64, start []float64) (Fit, error) {
	if !(theta > 0) {
		return Fit{}, fmt.Errorf("theta %v: must be above 0", theta)
	}
	if start != nil && len(start) != len(d.Y) {
		return Fit{}, errLengths(len(start), len(d.Y))
	}
	if err := d.check(); err != nil {
		return Fit{}, err
	}
	return fitGLM(d, family{theta}, start)
}

// newton climbs by the observed information from where it is given the means. The likelihood is concave in the
// coefficients, so halving a step that goes too far is all the care it needs; the expected information, by which
// iteratively reweighted least squares goes, overshoots for ever where theta is small and the counts do not fit.
func (s *irls) newton() error {
	beta, err := s.solve(func(i int) float64 { return s.eta[i] - s.d.offset(i) })
	if err != nil {
		return err
	}
	s.move(beta)
	s.beta = beta
	const most, near = 100, 1e-9
	before := s.beta
	for range most {
		step, err := s.ascent()
		if err != nil {
			return err
		}
		before = s.beta
		s.bound(step)
		if moved := s.climb(step); moved < near {
			return s.factor()
		}
	}
	return s.separated(before)
}

// ascent is Newton's step: the observed information's inverse times the score.
func (s *irls) ascent() (*mat.VecDense, error) {
	n, p := s.x.Dims()
	information, score := mat.NewSymDense(p, nil), mat.NewVecDense(p, nil)
	for i := range n {
		y, mu := s.d.Y[i], s.mu[i]
		w := s.f.weight(mu)
		e := w * (y - mu) / mu
		if !s.f.poisson() {
			w *= (1 + y/s.f.theta) / (1 + mu/s.f.theta)
		}
		row := s.x.RawRowView(i)
		for j, v := range row {
			if v != 0 {
				score.SetVec(j, score.AtVec(j)+e*v)
			}
		}
		addOuter(information, w, row)
	}
	var factor mat.Cholesky
	if !factor.Factorize(information) {
		return nil, errors.New("the columns cannot be told apart")
	}
	var step mat.VecDense
	if err := factor.SolveVecTo(&step, score); err != nil {
		return nil, errors.New("the columns cannot be told apart")
	}
	return &step, nil
}

// bound shortens a step that would move a predictor by more than 3: where the likelihood is nearly level, Newton's step
// leads far out of sight of its top, and still to a better place than the last.
func (s *irls) bound(step *mat.VecDense) {
	const most = 3
	far := 0.0
	for i := range s.eta {
		move := 0.0
		for j, v := range s.x.RawRowView(i) {
			move += v * step.AtVec(j)
		}
		far = max(far, math.Abs(move))
	}
	if far > most {
		step.ScaleVec(most/far, step)
	}
}

// climb takes as much of the step as does not make the deviance worse, and says how far a predictor moved.
func (s *irls) climb(step *mat.VecDense) (moved float64) {
	from, old := s.beta, s.deviance
	for range 30 {
		to := new(mat.VecDense)
		to.AddVec(from, step)
		moved = s.move(to)
		s.beta = to
		if s.deviance <= old+1e-12*(math.Abs(old)+.1) {
			break
		}
		step.ScaleVec(.5, step)
	}
	return moved
}

// LeftOut is each row's deviance when it is predicted without itself, to first order: one Newton step away from the
// fit to all rows,
//
//	eta(-i) = eta - h/(1-h) (y-mu)/mu,  h the leverage
//
// It costs nothing beyond the fit and depends on no dealing into folds. Source: Pregibon 1981, Ann. Stat. 9:705. It
// is an error when a row is fitted by a coefficient of its own.
func (f Fit) LeftOut() ([]float64, error) {
	out, shape := make([]float64, len(f.y)), family{f.Theta}
	for i, y := range f.y {
		h := f.hat[i]
		if 1-h < 1e-8 {
			return nil, fmt.Errorf("row %d is fitted by a coefficient of its own, so it cannot be left out", i+1)
		}
		step := h / (1 - h) * (y - f.Mu[i]) / f.Mu[i]
		out[i] = shape.deviance(y, f.Mu[i]*math.Exp(-max(-30, min(30, step))))
	}
	return out, nil
}

// Heterogeneity tests whether independent estimates x with variances v share one true value: Cochran's Q, the
// weighted squares about the common mean, chi-squared on one degree of freedom less than estimates. Source: Cochran
// 1954, Biometrics 10:101. It is an error when there are fewer than two, the lengths differ, one is missing, or a
// variance is not above 0.
func Heterogeneity(x, v []float64) (Test, error) {
	if len(x) != len(v) {
		return Test{}, errLengths(len(x), len(v))
	}
	if len(x) < 2 {
		return Test{}, fmt.Errorf("%d estimates: nothing to compare", len(x))
	}
	if !allFinite(x) || !allFinite(v) {
		return Test{}, errNotFinite
	}
	for _, w := range v {
		if !(w > 0) {
			return Test{}, fmt.Errorf("variance %v: must be above 0", w)
		}
	}
	_, _, q := weightedMean(x, v, 0)
	return chiSquared(q, float64(len(x)-1)), nil
}

// LikelihoodTheta is the theta of highest likelihood given the fitted means, whatever theta they were fitted at. ok is
// false where the counts vary no more than Poisson lets them, or too unevenly for any theta.
func (f Fit) LikelihoodTheta() (theta float64, ok bool) {
	theta, _, err := mlTheta(f.y, f.Mu, startTheta(f))
	return theta, err == nil
}
