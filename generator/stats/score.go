package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Scorer asks of many columns, one at a time and without fitting again, whether a fit would gain by them.
type Scorer struct {
	x       *mat.Dense
	bread   *mat.SymDense
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
	n, p := s.x.Dims()
	if len(column) != n {
		return 0, errLengths(len(column), n)
	}
	along, held := mat.NewVecDense(p, nil), mat.NewVecDense(p, nil)
	for i, c := range column {
		c *= s.weight[i]
		for j, v := range s.x.RawRowView(i) {
			held.SetVec(j, held.AtVec(j)+c*v)
		}
	}
	along.MulVec(s.bread, held)
	var sum, square, left, whole float64
	for i, c := range column {
		rest := c
		for j, v := range s.x.RawRowView(i) {
			rest -= v * along.AtVec(j)
		}
		u := s.weight[i] * rest * s.working[i]
		sum, square = sum+u, square+u*u
		left, whole = left+s.weight[i]*rest*rest, whole+s.weight[i]*c*c
	}
	if !(left > 1e-12*whole) || !(square > 0) {
		return 0, fmt.Errorf("the column only repeats what the fit has")
	}
	return sum / math.Sqrt(square), nil
}
