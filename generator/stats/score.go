package stats

import (
	"fmt"
	"math"
)

// Scorer asks of many columns, one at a time and without fitting again, whether a fit would gain by them.
type Scorer struct {
	x       rows
	bread   triangle
	weight  []float64
	working []float64 // (y-mu)/mu
}

// Scorer prepares the fit for Z.
func (f Fit) Scorer() Scorer {
	s := Scorer{f.x, f.bread, f.weight, make([]float64, len(f.y))}
	for i, y := range f.y {
		s.working[i] = (y - f.Mu[i]) / f.Mu[i]
	}
	return s
}

// Z is the robust score statistic of adding the column to the fit, near standard normal where it has nothing to add:
//
//	z = sum w x* e / sqrt(sum (w x* e)^2),  e = (y-mu)/mu
//
// with x* what the fit's own columns leave of it under the weights w. Its sign is that of the coefficient. Source:
// Boos 1992, Am. Stat. 46:327. It is an error when the column has another length or nothing is left of it.
func (s Scorer) Z(column []float64) (float64, error) {
	n := len(s.weight)
	if len(column) != n {
		return 0, errLengths(len(column), n)
	}
	held, along := make([]float64, s.x.columns), make([]float64, s.x.columns)
	for i, c := range column {
		s.x.add(held, i, c*s.weight[i])
	}
	s.bread.times(along, held)
	var sum, square, left, whole float64
	for i, c := range column {
		rest := c - s.x.along(i, along)
		u := s.weight[i] * rest * s.working[i]
		sum, square = sum+u, square+u*u
		left, whole = left+s.weight[i]*rest*rest, whole+s.weight[i]*c*c
	}
	if !(left > 1e-12*whole) || !(square > 0) {
		return 0, fmt.Errorf("the column only repeats what the fit has")
	}
	return sum / math.Sqrt(square), nil
}
