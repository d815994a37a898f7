package stats

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// LeastClusters is how many clusters it takes to see how their rows go together.
const LeastClusters = 10

// Clustered is the covariance when rows of the same cluster (a label for each row) may go together: the spread of the
// coefficients when each cluster is left out in turn, to first order,
//
//	(G-1)/G sum d d',  d = (X'WX - Xg'WXg)^-1 Xg'W e,  e = (y-mu)/mu
//
// over G clusters, with Student's t on G-1 degrees of freedom. With every row a cluster of its own it is HC3 times
// (G-1)/G. Where a coefficient rests on one cluster alone, leaving that out says nothing of it, and it has HC3's variance. Source: Bell & McCaffrey
// 2002, Surv. Methodol. 28:169 (CR3); MacKinnon, Nielsen & Webb 2023, J. Econometrics 232:272, who find that it covers
// where the plainer CR1 is too narrow, as we do. It is an error with fewer than LeastClusters, or labels of another length.
func Clustered[S comparable](f Fit, labels []S) (Covariance, error) {
	if !f.fitted() {
		return Covariance{}, errNotFitted
	}
	if len(labels) != len(f.y) {
		return Covariance{}, errLengths(len(labels), len(f.y))
	}
	clusters := strataOf(labels)
	g, p := len(clusters), len(f.Coefficients)
	if g < LeastClusters {
		return Covariance{}, fmt.Errorf("%d clusters: needs %d", g, LeastClusters)
	}
	l := newLeavesOut(f, clusters)
	out := newTriangle(p)
	for _, rows := range clusters {
		d, err := l.step(rows)
		if err != nil {
			return Covariance{}, err
		}
		for j, v := range d {
			line := out.line(j)
			for k := range line {
				line[k] += v * d[j+k]
			}
		}
	}
	for k := range out.v {
		out.v[k] *= float64(g-1) / float64(g)
	}
	return Covariance{out.dense(), float64(g - 1), "CR3"}, f.seeAlone(out, l.alone)
}

// leavesOut finds the step of the coefficients when a cluster is left out.
type leavesOut struct {
	Fit
	whole, rest     triangle // X'WX, and that less the cluster's part
	diagonal, score []float64
	alone           []bool // coefficients that have rested on the cluster alone
}

func newLeavesOut(f Fit, clusters [][]int) *leavesOut {
	p := len(f.Coefficients)
	l := &leavesOut{Fit: f, whole: newTriangle(p), rest: newTriangle(p), score: make([]float64, p), alone: make([]bool, p)}
	for _, rows := range clusters {
		for _, i := range rows {
			f.x.addSquare(l.whole, i, f.weight[i])
		}
	}
	l.diagonal = l.whole.diagonal(make([]float64, p))
	return l
}

// step is good until the next one.
func (l *leavesOut) step(rows []int) ([]float64, error) {
	l.leave(rows)
	if l.rest.factor(l.diagonal, apart) {
		l.rest.solve(l.score)
		return l.score, nil
	}
	l.leave(rows) // what is left of the matrix is no use after the factor failed
	return solveSym(l.rest.dense(), l.score, l.alone)
}

// leave sets the rest without the cluster, and the cluster's part of the gradient.
func (l *leavesOut) leave(rows []int) {
	copy(l.rest.v, l.whole.v)
	clear(l.score)
	for _, i := range rows {
		l.x.addSquare(l.rest, i, -l.weight[i])
		l.x.add(l.score, i, l.pull(i))
	}
}

// seeAlone puts HC3's variance on the coefficients that rest on one cluster.
func (f Fit) seeAlone(m triangle, alone []bool) error {
	if !slices.Contains(alone, true) {
		return nil
	}
	hc3, err := f.HC3()
	if err != nil {
		return err
	}
	for j, is := range alone {
		if at := j*m.p + j; is {
			m.v[at] = max(m.v[at], hc3.Matrix.At(j, j))
		}
	}
	return nil
}

// solveSym is the shortest solution of a x = b for a positive semi-definite a. It marks the unknowns that a says nothing of.
func solveSym(a *mat.SymDense, b []float64, unseen []bool) ([]float64, error) {
	p := len(b)
	var whole mat.Cholesky
	if whole.Factorize(a) && whole.Cond() < 1e10 {
		var out mat.VecDense
		if err := whole.SolveVecTo(&out, mat.NewVecDense(p, b)); err == nil {
			return out.RawVector().Data, nil
		}
	}
	// Columns are scaled to one length first, so that what is small because its unit is large is not taken for nothing.
	scaled, root := mat.NewSymDense(p, nil), make([]float64, p)
	for j := range p {
		if root[j] = math.Sqrt(max(0, a.At(j, j))); root[j] == 0 {
			root[j] = 1
		}
	}
	for j := range p {
		for k := j; k < p; k++ {
			scaled.SetSym(j, k, a.At(j, k)/root[j]/root[k])
		}
	}
	var parts mat.EigenSym
	if !parts.Factorize(scaled, true) {
		return nil, fmt.Errorf("the columns cannot be told apart")
	}
	values := parts.Values(nil)
	var vectors mat.Dense
	parts.VectorsTo(&vectors)
	x := make([]float64, p)
	for c, v := range values {
		if v <= 1e-9*values[p-1] {
			for j := range p {
				unseen[j] = unseen[j] || math.Abs(vectors.At(j, c)) > 1e-4
			}
			continue
		}
		along := 0.0
		for j := range p {
			along += vectors.At(j, c) * b[j] / root[j]
		}
		for j := range p {
			x[j] += vectors.At(j, c) * along / v / root[j]
		}
	}
	return x, nil
}
