package stats

import (
	"errors"
	"fmt"
	"slices"
)

// Moves are walks made ready to be counted again and again, as a bootstrap does: of each walk, where it begins and ends
// and how often it makes each move, so that a long one that goes to and fro is short.
type Moves struct {
	states int
	walks  []walkMoves
}

type walkMoves struct {
	first, last int // -1: a walk without states
	moves       []move
}

type move struct {
	from, to int
	times    float64
}

// NewMoves takes in walks through states 0 ... n-1. It is an error when there are no states, or a walk leaves them.
func NewMoves(n int, walks [][]int) (*Moves, error) {
	if n < 1 {
		return nil, errors.New("no states to share success among")
	}
	m := &Moves{states: n, walks: make([]walkMoves, len(walks))}
	for i, states := range walks {
		for _, s := range states {
			if s < 0 || s >= n {
				return nil, fmt.Errorf("walk %d: state %d of %d", i+1, s, n)
			}
		}
		m.walks[i] = movesOf(states)
	}
	return m, nil
}

func movesOf(states []int) walkMoves {
	if len(states) == 0 {
		return walkMoves{-1, -1, nil}
	}
	out := walkMoves{first: states[0], last: states[len(states)-1]}
	for i, to := range states[1:] {
		k := slices.IndexFunc(out.moves, func(m move) bool { return m.from == states[i] && m.to == to })
		if k < 0 {
			k = len(out.moves)
			out.moves = append(out.moves, move{from: states[i], to: to})
		}
		out.moves[k].times++
	}
	return out
}

// RemovalEffects is [RemovalEffects] of the walks when each succeeded and was lost so often; lost may be nil for never.
// It is an error when a count is negative or missing, or nothing succeeded.
func (m *Moves) RemovalEffects(succeeded, lost []float64) (Removal, error) {
	c := newChain(m.states)
	any := false
	for i, w := range m.walks {
		won, all := succeeded[i], succeeded[i]
		if lost != nil {
			all += lost[i]
		}
		if !(won >= 0 && all >= won) || !finite(all) {
			return Removal{}, fmt.Errorf("walk %d: %v succeeded of %v: must be 0 or more", i+1, won, all)
		}
		if all > 0 && w.first >= 0 {
			c.add(w, won, all)
			any = any || won > 0
		}
	}
	if !any {
		return Removal{}, errors.New("no walk succeeded, so there is no success to share")
	}
	return c.effects()
}

// add counts a walk that was walked all times and succeeded won times.
func (c *chain) add(w walkMoves, won, all float64) {
	c.start[w.first] += all
	for _, m := range w.moves {
		times := all * m.times
		c.out[m.from] += times
		c.to[m.from*len(c.start)+m.to] += times
	}
	c.out[w.last] += all
	c.ends[w.last] += won
}
