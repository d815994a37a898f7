package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// RobustFit is a straight-line fit that outliers cannot bend far.
type RobustFit struct {
	Coefficients []float64 // of the columns, in their order
	Fitted       []float64 // in the units of y
	Residuals    []float64 // y less fitted
	Scale        float64   // robust standard deviation of the residuals: their median size over .6745
}

// Huber fits y = X b by Huber's M-estimator, k = 1.345, scale by the median absolute residual, iterated from least
// squares. Source: Huber 1981, Robust Statistics, chapter 7; the defaults of R's MASS::rlm. It resists outlying y, not
// outlying X. It is an error when the columns differ in length, a value is missing, there are no more rows than
// columns, a column repeats others, or more than half of the residuals are 0.
func Huber(y []float64, columns []Column) (RobustFit, error) {
	x, err := robustDesign(y, columns)
	if err != nil {
		return RobustFit{}, err
	}
	weight := make([]float64, len(y))
	for i := range weight {
		weight[i] = 1
	}
	f := RobustFit{}
	for range 200 {
		before := f.Coefficients
		if f, err = weighted(x, y, weight); err != nil {
			return RobustFit{}, err
		}
		if !(f.Scale > 0) {
			return RobustFit{}, errors.New("more than half of the rows lie on the line: no spread to measure by")
		}
		for i, r := range f.Residuals {
			weight[i] = min(1, 1.345*f.Scale/math.Abs(r))
		}
		if settled(before, f.Coefficients) {
			break
		}
	}
	return f, nil
}

func robustDesign(y []float64, columns []Column) (*mat.Dense, error) {
	if len(columns) == 0 || len(y) <= len(columns) {
		return nil, fmt.Errorf("%d rows for %d columns: needs more rows than columns, and a column", len(y), len(columns))
	}
	if !allFinite(y) {
		return nil, errNotFinite
	}
	x := mat.NewDense(len(y), len(columns), nil)
	for j, c := range columns {
		if len(c.Values) != len(y) {
			return nil, errLengths(len(y), len(c.Values))
		}
		if !allFinite(c.Values) {
			return nil, fmt.Errorf("%q: %w", c.Name, errNotFinite)
		}
		x.SetCol(j, c.Values)
	}
	return x, nil
}

// weighted is weighted least squares by QR.
func weighted(x *mat.Dense, y, weight []float64) (RobustFit, error) {
	n, p := x.Dims()
	wx, wy := mat.NewDense(n, p, nil), mat.NewVecDense(n, nil)
	for i := range n {
		root := math.Sqrt(weight[i])
		wy.SetVec(i, root*y[i])
		for j := range p {
			wx.Set(i, j, root*x.At(i, j))
		}
	}
	var qr mat.QR
	qr.Factorize(wx)
	var b mat.VecDense
	if err := qr.SolveVecTo(&b, false, wy); err != nil {
		return RobustFit{}, errors.New("a column repeats others: their parts cannot be told apart")
	}
	var fitted mat.VecDense
	fitted.MulVec(x, &b)
	f := RobustFit{Coefficients: b.RawVector().Data, Fitted: fitted.RawVector().Data, Residuals: make([]float64, n)}
	size := make([]float64, n)
	for i := range y {
		f.Residuals[i] = y[i] - f.Fitted[i]
		size[i] = math.Abs(f.Residuals[i])
	}
	middle, _ := Median(size)
	f.Scale = middle / normalQuantile(.75)
	return f, nil
}

func settled(before, after []float64) bool {
	if before == nil {
		return false
	}
	for j := range after {
		if math.Abs(after[j]-before[j]) > 1e-9*(1+math.Abs(after[j])) {
			return false
		}
	}
	return true
}
