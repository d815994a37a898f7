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
	if f.bread == nil {
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
	scores, whole := f.scores(), mat.NewSymDense(p, nil)
	for _, rows := range clusters {
		f.inform(whole, rows, 1)
	}
	steps, alone := mat.NewDense(p, g, nil), make([]bool, p)
	for c, rows := range clusters {
		score, rest := mat.NewVecDense(p, nil), mat.NewSymDense(p, nil)
		for _, i := range rows {
			score.AddVec(score, mat.NewVecDense(p, scores[i]))
		}
		rest.CopySym(whole)
		f.inform(rest, rows, -1)
		d, err := solveSym(rest, score, alone)
		if err != nil {
			return Covariance{}, err
		}
		steps.SetCol(c, d.RawVector().Data)
	}
	out := mat.NewSymDense(p, nil)
	out.SymOuterK(float64(g-1)/float64(g), steps)
	return Covariance{out, float64(g - 1), "CR3"}, f.seeAlone(out, alone)
}

// seeAlone puts HC3's variance on the coefficients that rest on one cluster.
func (f Fit) seeAlone(m *mat.SymDense, alone []bool) error {
	if !slices.Contains(alone, true) {
		return nil
	}
	hc3, err := f.HC3()
	if err != nil {
		return err
	}
	for j, is := range alone {
		if is {
			m.SetSym(j, j, max(m.At(j, j), hc3.Matrix.At(j, j)))
		}
	}
	return nil
}

// inform adds the rows' part of X'WX, times a factor, to a matrix.
func (f Fit) inform(to *mat.SymDense, rows []int, factor float64) {
	for _, i := range rows {
		addOuter(to, factor*f.weight[i], f.x.RawRowView(i))
	}
}

// addOuter adds w x x' to a matrix; most of a row of indicators is 0, and is passed over.
func addOuter(to *mat.SymDense, w float64, x []float64) {
	raw := to.RawSymmetric()
	for j, v := range x {
		if v == 0 {
			continue
		}
		v *= w
		for k, u := range x[j:] {
			raw.Data[j*raw.Stride+j+k] += v * u
		}
	}
}

// solveSym is the shortest solution of a x = b for a positive semi-definite a. It marks the unknowns that a says nothing of.
func solveSym(a *mat.SymDense, b *mat.VecDense, unseen []bool) (*mat.VecDense, error) {
	p, out := b.Len(), new(mat.VecDense)
	var whole mat.Cholesky
	if whole.Factorize(a) && whole.Cond() < 1e10 {
		if err := whole.SolveVecTo(out, b); err == nil {
			return out, nil
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
			along += vectors.At(j, c) * b.AtVec(j) / root[j]
		}
		for j := range p {
			x[j] += vectors.At(j, c) * along / v / root[j]
		}
	}
	return mat.NewVecDense(p, x), nil
}
