package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// triangle is the upper half of a symmetric matrix, or its factor R with R'R the matrix, line by line in a square.
// It is what a regression of few columns works in step by step, where a mat.Cholesky would allocate and estimate a
// condition at each.
type triangle struct {
	p int
	v []float64
}

func newTriangle(p int) triangle { return triangle{p, make([]float64, p*p)} }

// line is line k from its diagonal on.
func (t triangle) line(k int) []float64 { return t.v[k*t.p+k : (k+1)*t.p] }

// diagonal puts the diagonal into to.
func (t triangle) diagonal(to []float64) []float64 {
	for k := range to {
		to[k] = t.v[k*t.p+k]
	}
	return to
}

// factor turns the matrix into its factor R. It is not ok, and leaves nothing of use, where a column's pivot is not
// above the share least of its whole: what the columns before it leave of its squared length.
func (t triangle) factor(whole []float64, least float64) bool {
	for k := range t.p {
		line := t.line(k)
		pivot := line[0]
		if !(pivot > least*whole[k]) || math.IsInf(pivot, 1) {
			return false
		}
		root := math.Sqrt(pivot)
		for j := range line {
			line[j] /= root
		}
		for j := 1; j < len(line); j++ {
			if f := line[j]; f != 0 {
				below, right := t.line(k+j), line[j:]
				for l, v := range right {
					below[l] -= f * v
				}
			}
		}
	}
	return true
}

// condition is the ratio of the factor's largest diagonal to its least: what its condition is at least.
func (t triangle) condition() float64 {
	low, high := math.Inf(1), 0.0
	for k := range t.p {
		d := math.Abs(t.v[k*t.p+k])
		low, high = min(low, d), max(high, d)
	}
	return high / low
}

// solve puts x with R'R x = b in the place of b.
func (t triangle) solve(b []float64) {
	for k := range b {
		line := t.line(k)
		b[k] /= line[0]
		for j := 1; j < len(line); j++ {
			b[k+j] -= line[j] * b[k]
		}
	}
	for k := len(b) - 1; k >= 0; k-- {
		line := t.line(k)
		for j := 1; j < len(line); j++ {
			b[k] -= line[j] * b[k+j]
		}
		b[k] /= line[0]
	}
}

// inverse is (R'R)^-1, by the inverse of R.
func (t triangle) inverse() triangle {
	p, inv := t.p, newTriangle(t.p)
	for j := range p {
		inv.v[j*p+j] = 1 / t.v[j*p+j]
		for i := j - 1; i >= 0; i-- {
			sum := 0.0
			for k := i + 1; k <= j; k++ {
				sum += t.v[i*p+k] * inv.v[k*p+j]
			}
			inv.v[i*p+j] = -sum / t.v[i*p+i]
		}
	}
	out := newTriangle(p)
	for i := range p {
		for j := i; j < p; j++ {
			sum := 0.0
			for k := j; k < p; k++ {
				sum += inv.v[i*p+k] * inv.v[j*p+k]
			}
			out.v[i*p+j] = sum
		}
	}
	return out
}

// times puts the symmetric matrix times b into to, which holds zeros.
func (t triangle) times(to, b []float64) {
	for j := range b {
		line := t.line(j)
		to[j] += line[0] * b[j]
		for k := 1; k < len(line); k++ {
			to[j] += line[k] * b[j+k]
			to[j+k] += line[k] * b[j]
		}
	}
}

// dense is the symmetric matrix as gonum has it; the two share their numbers.
func (t triangle) dense() *mat.SymDense { return mat.NewSymDense(t.p, t.v) }
