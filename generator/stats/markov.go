package stats

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// Walk is a path through states 0 ... n-1, how many times it ended in success and how many times without.
type Walk struct {
	States          []int
	Succeeded, Lost float64
}

// Removal is what each state is worth to a chain of first order: Effect is the share of successes lost when the state
// leads nowhere, Share is Effect over their sum. Success is the chain's own chance of success, which equals the share
// of walks that succeeded.
type Removal struct {
	Success       float64
	Effect, Share []float64
}

// RemovalEffects is the Markov attribution of n states:
//
//	RE(k) = 1 - P(success | k leads nowhere) / P(success)
//
// by solving the linear system of the chain once for each state, not by simulation. Source: Anderl et al. 2016, Int.
// J. Res. Mark. 33:457. Repeating a state within a walk changes nothing. A walk without states is passed over: no
// state had part in it. Leave Lost at 0 everywhere to count only walks that succeeded; Effect is then the share of
// successes that no walk around the state could reach.
// It is an error when a state is outside 0 ... n-1, a count is negative or missing, or nothing succeeded.
func RemovalEffects(n int, walks []Walk) (Removal, error) {
	states, succeeded, lost := make([][]int, len(walks)), make([]float64, len(walks)), make([]float64, len(walks))
	for i, w := range walks {
		states[i], succeeded[i], lost[i] = w.States, w.Succeeded, w.Lost
	}
	m, err := NewMoves(n, states)
	if err != nil {
		return Removal{}, err
	}
	return m.RemovalEffects(succeeded, lost)
}

// chain is counted transitions: from and to states, to success, and out of each state altogether.
type chain struct {
	start []float64 // walks that begin at each state
	to    []float64 // from i to j at i*n+j
	ends  []float64
	out   []float64
}

func newChain(n int) *chain {
	return &chain{make([]float64, n), make([]float64, n*n), make([]float64, n), make([]float64, n)}
}

// success is the chance of success from the start when state without leads nowhere; -1 removes none. It solves
// h = Qh + r: h the chance from each state, Q the transitions between states, r those to success.
func (c *chain) success(without int) (float64, error) {
	n := len(c.start)
	a, r := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		a.Set(i, i, 1)
		if i == without || c.out[i] == 0 {
			continue
		}
		for j, times := range c.to[i*n : (i+1)*n] {
			a.Set(i, j, a.At(i, j)-times/c.out[i])
		}
		r.SetVec(i, c.ends[i]/c.out[i])
	}
	var h mat.VecDense
	if err := h.SolveVec(a, r); err != nil {
		return 0, fmt.Errorf("the chain cannot be solved: %w", err)
	}
	all := sum(c.start)
	p := 0.0
	for i, times := range c.start {
		p += times / all * h.AtVec(i)
	}
	return p, nil
}

// effects solves the chain once for each state.
func (c *chain) effects() (r Removal, err error) {
	n := len(c.start)
	r = Removal{Effect: make([]float64, n), Share: make([]float64, n)}
	if r.Success, err = c.success(-1); err != nil {
		return Removal{}, err
	}
	total := 0.0
	for k := range n {
		without, err := c.success(k)
		if err != nil {
			return Removal{}, err
		}
		r.Effect[k] = max(0, 1-without/r.Success) // below 0 only by rounding
		total += r.Effect[k]
	}
	for k := range n {
		r.Share[k] = r.Effect[k] / total
	}
	return r, nil
}
