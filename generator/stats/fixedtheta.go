package stats

import (
	"errors"
	"fmt"
	"math"
)

// NegativeBinomialAt fits ln mu = offset + X b with variance mu + mu^2/theta at a theta that the caller knows, from
// an earlier fit to the same counts say; infinite is Poisson. start is the fitted counts of that fit, or nil. With
// theta held, the estimates are right as long as the mean is, whatever theta should have been, and HC3 gives errors
// that do not trust it either (Gourieroux, Monfort & Trognon 1984, Econometrica 52:681). It refuses what Poisson refuses, and a theta
// that is not above 0.
func NegativeBinomialAt(d Design, theta float64, start []float64) (Fit, error) {
	if err := checkTheta(theta); err != nil {
		return Fit{}, err
	}
	if start != nil && len(start) != len(d.Y) {
		return Fit{}, errLengths(len(start), len(d.Y))
	}
	c, err := d.check()
	if err != nil {
		return Fit{}, err
	}
	s := newIRLS(c, family{theta}, start)
	climb := s.newton
	if s.f.poisson() {
		climb = s.run
	}
	if err := climb(); err != nil {
		return Fit{}, err
	}
	return s.fit(), nil
}

func checkTheta(theta float64) error {
	if !(theta > 0) {
		return fmt.Errorf("theta %v: must be above 0", theta)
	}
	return nil
}

// NegativeBinomialMeans is the fitted counts of NegativeBinomial and its theta, as near as so many rounds of one after
// the other come from a theta to begin with: quick, where the means hardly depend on theta. It refuses what
// NegativeBinomial refuses, and a theta that is not above 0.
func NegativeBinomialMeans(d Design, theta float64, rounds int) (mu []float64, fitted float64, err error) {
	if err := checkTheta(theta); err != nil {
		return nil, 0, err
	}
	c, err := d.check()
	if err != nil {
		return nil, 0, err
	}
	s := newIRLS(c, family{theta}, nil)
	for range rounds {
		s.begin(family{theta})
		if err := s.newton(); err != nil {
			return nil, 0, err
		}
		if theta, _, err = mlTheta(d.Y, s.mu, startTheta(d.Y, s.mu)); err != nil {
			return nil, 0, err
		}
	}
	return s.mu, theta, nil
}

// newton climbs by the observed information from where it is given the means. The likelihood is concave in the
// coefficients, so halving a step that goes too far is all the care it needs; the expected information, by which
// iteratively reweighted least squares goes, overshoots for ever where theta is small and the counts do not fit.
func (s *irls) newton() error {
	if err := s.solve(func(i int) float64 { return s.eta[i] - s.offset(i) }); err != nil {
		return err
	}
	s.move()
	const most, near = 100, 1e-9
	for range most {
		if err := s.ascent(); err != nil {
			return err
		}
		s.bound()
		if moved := s.climb(); moved < near {
			return s.factor()
		}
	}
	return s.separated()
}

// ascent sets Newton's step: the observed information's inverse times the score.
func (s *irls) ascent() error {
	clear(s.r.v)
	clear(s.step)
	for i, mu := range s.mu {
		y, w := s.Y[i], s.f.weight(mu)
		s.x.add(s.step, i, w*(y-mu)/mu)
		if !s.f.poisson() {
			w *= (1 + y/s.f.theta) / (1 + mu/s.f.theta)
		}
		s.x.addSquare(s.r, i, w)
	}
	if !s.r.factor(s.r.diagonal(s.whole), 0) || s.r.condition() > math.Sqrt(unsolvable) {
		return errors.New("the columns cannot be told apart")
	}
	s.r.solve(s.step)
	return nil
}

// bound shortens a step that would move a predictor by more than 3: where the likelihood is nearly level, Newton's step
// leads far out of sight of its top, and still to a better place than the last.
func (s *irls) bound() {
	const most = 3
	far := 0.0
	for i := range s.eta {
		far = max(far, math.Abs(s.x.along(i, s.step)))
	}
	if far > most {
		s.shorten(most / far)
	}
}

func (s *irls) shorten(by float64) {
	for j := range s.step {
		s.step[j] *= by
	}
}

// climb takes as much of the step as does not make the deviance worse, and says how far a predictor moved.
func (s *irls) climb() (moved float64) {
	old := s.deviance
	copy(s.before, s.beta)
	for range 30 {
		for j, b := range s.before {
			s.beta[j] = b + s.step[j]
		}
		moved = s.move()
		if s.deviance <= old+1e-12*(math.Abs(old)+.1) {
			break
		}
		s.shorten(.5)
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
