package stats

import (
	"math"
	"testing"
)

// The factor solves and inverts what it was made of, and a column that another repeats has no factor.
func TestTriangle(t *testing.T) {
	x := rowsOf([]Column{Intercept(4), {"a", []float64{1, 0, 2, 5}}, {"b", []float64{0, 1, 0, -1}}}, 4)
	gram := newTriangle(3)
	for i := range 4 {
		x.addSquare(gram, i, float64(i+1))
	}
	whole := gram.diagonal(make([]float64, 3))
	r := triangle{3, append([]float64(nil), gram.v...)}
	if !r.factor(whole, apart) {
		t.Fatal("no factor")
	}
	b, back := []float64{3, -1, 2}, make([]float64, 3)
	r.solve(b)
	gram.times(back, b)
	unit := make([]float64, 3)
	r.inverse().times(unit, append([]float64(nil), gram.v[:3]...)) // the first line of a symmetric matrix is its first column
	for j, want := range []float64{3, -1, 2} {
		if math.Abs(back[j]-want) > 1e-12 {
			t.Errorf("the solution gives %v for %v", back[j], want)
		}
		if one := []float64{1, 0, 0}[j]; math.Abs(unit[j]-one) > 1e-12 {
			t.Errorf("inverse times matrix: %v for %v", unit[j], one)
		}
	}
	for i := range 4 {
		if got, want := x.square(gram, i), naiveSquare(x, gram, i); math.Abs(got-want) > 1e-12*math.Abs(want) {
			t.Errorf("row %d: %v, %v in plain loops", i, got, want)
		}
	}
	if rowsOf([]Column{Intercept(3), {"same", []float64{2, 2, 2}}}, 3).wellApart() {
		t.Error("a repeated column was not noticed")
	}
}

func naiveSquare(x rows, m triangle, i int) (sum float64) {
	v := make([]float64, x.columns)
	x.add(v, i, 1)
	for j := range v {
		for k := range v {
			sum += v[j] * v[k] * m.v[min(j, k)*m.p+max(j, k)]
		}
	}
	return sum
}

// A design whose columns sums of squares cannot tell apart is fitted by the slower way, to the same fit.
func TestNearlyRepeatedColumn(t *testing.T) {
	d := spread(120)
	for i := range d.Y {
		d.Columns[1].Values[i]++ // what a column is measured from changes the intercept and nothing else
	}
	near, err := NegativeBinomialAt(d, 4, nil)
	if err != nil {
		t.Fatal(err)
	}
	const far = 1e4
	for i := range d.Y {
		d.Columns[1].Values[i] += far
	}
	if rowsOf(d.Columns, len(d.Y)).wellApart() {
		t.Fatal("the columns are well apart, so that nothing was tried")
	}
	same, err := NegativeBinomialAt(d, 4, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := same.Coefficients[1], near.Coefficients[1]; math.Abs(a-b) > 1e-7 {
		t.Errorf("coefficient %v, %v measured from nearer", a, b)
	}
	if a, b := same.bread.v[3], near.bread.v[3]; math.Abs(a/b-1) > 1e-7 {
		t.Errorf("variance %v, %v measured from nearer", a, b)
	}
}
