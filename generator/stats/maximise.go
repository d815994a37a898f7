package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/optimize"
)

// priorModel is a likelihood of two parameters: a prior's mean on its link's scale and the log of its size, the number
// of observations that it is worth. score is its gradient.
type priorModel interface {
	logLikelihood(mean, logSize float64) float64
	score(mean, logSize float64) (byMean, bySize float64)
}

const lowestLogSize = -7 // a size of .001: almost every item all or nothing

// maximise finds where a prior's likelihood is highest, starting from a mean that is already close. The size is
// bounded above: where the likelihood rises to the bound, the items show no spread beyond chance, the result is the
// starting mean at the bound, and spread is false.
//
// Nelder-Mead finds the hill, because near the bound the likelihood is flat and its derivatives are differences of
// large numbers; Newton then finds the top, because a likelihood is too flat there to show it.
func maximise(m priorModel, mean, bound float64) (at [2]float64, spread bool, err error) {
	start, best := bound, m.logLikelihood(mean, bound)
	for s := lowestLogSize + 1.0; s < bound; s++ {
		if l := m.logLikelihood(mean, s); l > best {
			start, best = s, l
		}
	}
	problem := optimize.Problem{Func: func(x []float64) float64 {
		if x[1] > bound || x[1] < lowestLogSize || math.Abs(x[0]-mean) > 20 {
			return math.Inf(1)
		}
		return -m.logLikelihood(x[0], x[1])
	}}
	settings := &optimize.Settings{Converger: &optimize.FunctionConverge{Absolute: 1e-7, Iterations: 20}, MajorIterations: 1000}
	found, err := optimize.Minimize(problem, []float64{mean, min(start, bound-.5)}, settings, &optimize.NelderMead{SimplexSize: .2})
	switch {
	case err != nil || found.Status == optimize.IterationLimit:
		return at, false, errors.New("the likelihood of the prior found no maximum")
	case found.X[1] < lowestLogSize+.1:
		return at, false, errors.New("every item is all or nothing: there is no prior to learn")
	case found.X[1] > bound-.01 || -found.F <= best && start == bound:
		return [2]float64{mean, bound}, false, nil
	}
	return climb(m, [2]float64{found.X[0], found.X[1]}), true, nil
}

// climb walks from near the top to where the score is zero, by Newton's method on the score with its slope from
// differences. A step that leads away is not taken: the start was good to begin with.
func climb(m priorModel, at [2]float64) [2]float64 {
	const h = 1e-4
	for range 20 {
		g0, g1 := m.score(at[0], at[1])
		a0, a1 := m.score(at[0]+h, at[1])
		b0, b1 := m.score(at[0]-h, at[1])
		c0, c1 := m.score(at[0], at[1]+h)
		d0, d1 := m.score(at[0], at[1]-h)
		h00, h01 := (a0-b0)/(2*h), ((c0-d0)+(a1-b1))/(4*h)
		h11 := (c1 - d1) / (2 * h)
		det := h00*h11 - h01*h01
		s0, s1 := (h01*g1-h11*g0)/det, (h01*g0-h00*g1)/det
		if !(det > 0) || !(h00 < 0) || !(math.Abs(s0)+math.Abs(s1) < .5) {
			return at
		}
		at[0], at[1] = at[0]+s0, at[1]+s1
		if math.Abs(s0)+math.Abs(s1) < 1e-10 {
			return at
		}
	}
	return at
}
