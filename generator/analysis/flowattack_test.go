package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"likewise/generator/model"
)

// equations is what is known: rows of weights over unknown counts, whose sums are published.
type equations struct {
	rows   [][]float64 // in echelon form: each has a column in which it alone is not 0
	pivots []int
}

// without takes out of a row what is known of it.
func (s *equations) without(row []float64) []float64 {
	row = slices.Clone(row)
	for i, known := range s.rows {
		if f := row[s.pivots[i]]; f != 0 {
			for j := range row {
				row[j] -= f * known[j]
			}
		}
	}
	return row
}

func (s *equations) learn(row []float64) {
	row = s.without(row)
	at := slices.IndexFunc(row, func(v float64) bool { return math.Abs(v) > 1e-9 })
	if at < 0 {
		return
	}
	f := row[at]
	for j := range row {
		row[j] /= f
	}
	for i, known := range s.rows {
		if f := known[at]; f != 0 {
			for j := range known {
				s.rows[i][j] -= f * row[j]
			}
		}
	}
	s.rows, s.pivots = append(s.rows, row), append(s.pivots, at)
}

// knows reports whether the sum of a row follows from what is known.
func (s *equations) knows(row []float64) bool {
	return !slices.ContainsFunc(s.without(row), func(v float64) bool { return math.Abs(v) > 1e-9 })
}

// secretsOf is the small forks of a published flow that are withheld, and what its bands and ways say, all as sums of all.
// Ways that nobody went are among all: who reads the flow cannot tell them from those in a band that is withheld.
func secretsOf(out model.PathFlow, all []flown, names []string, least int) (known equations, secrets map[string][]float64) {
	secrets = map[string][]float64{}
	row := func(in func(flown) bool) []float64 {
		v := make([]float64, len(all))
		for i, f := range all {
			if in(f) {
				v[i] = 1
			}
		}
		return v
	}
	known.learn(row(func(f flown) bool { return true }))
	known.learn(row(func(f flown) bool { return f.converted }))
	gone := map[int]bool{}
	for step := 0; step <= flowSteps; step++ {
		members, rest := map[fork][]float64{}, map[int][]float64{}
		for i, f := range all {
			if gone[i] || len(f.walk) < step {
				continue
			}
			k := forkOf(f, step)
			if members[k] == nil {
				members[k] = make([]float64, len(all))
			}
			members[k][i] = 1
		}
		for k, in := range members {
			size := 0.0
			for i := range in {
				size += in[i] * all[i].people
			}
			band := bandOf(k, step, size, names)
			if slices.Contains(out.Bands, band) {
				known.learn(in)
				if k.to < 0 {
					markGone(in, gone)
				}
				continue
			}
			markGone(in, gone)
			if rest[k.from] == nil {
				rest[k.from] = make([]float64, len(all))
			}
			for i := range in {
				rest[k.from][i] += in[i]
			}
			if few(size, least) {
				secrets[fmt.Sprintf("band %+v of %v", band, size)] = in
			}
		}
		for from, in := range rest {
			known.learn(in)
			shown := slices.ContainsFunc(out.Bands, func(b model.PathBand) bool {
				return b.Step == step && b.End == model.PathWithheld && b.From == bandOf(fork{from: from, to: -1}, step, 0, names).From
			})
			for k, of := range members {
				if !shown && k.from == from {
					known.learn(of) // nobody: nothing is withheld here
				}
			}
		}
	}
	for _, w := range out.Ways {
		if math.IsNaN(float64(w.People)) {
			continue
		}
		same := func(f flown) bool {
			return f.more == w.More && slices.EqualFunc(f.walk, w.Touches, func(t int, name string) bool { return names[t] == name })
		}
		known.learn(row(same))
		known.learn(row(func(f flown) bool { return same(f) && f.converted }))
	}
	return known, secrets
}

func markGone(in []float64, gone map[int]bool) {
	for i, v := range in {
		if v > 0 {
			gone[i] = true
		}
	}
}

// No band that is withheld is a difference of bands, ways and totals that are shown.
func TestNoWithheldBandCanBeWorkedOut(t *testing.T) {
	const least = 10
	rng := rand.New(rand.NewPCG(15, 8))
	names := []string{"a", "b", "c"}
	withheld, numbered := 0, 0
	for round := range 200 {
		var all []flown
		for _, walk := range [][]int{{0}, {1}, {2}, {0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 2}, {2, 1}, {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
			for _, converted := range []bool{false, true} {
				n := 0
				if rng.IntN(3) > 0 {
					n = 1 + rng.IntN(40) + 20*(round%2)
				}
				all = append(all, flown{walk: walk, converted: converted, people: float64(n)})
			}
		}
		out := divide(model.PathFlow{}, slices.DeleteFunc(slices.Clone(all), func(f flown) bool { return f.people == 0 }), names, least)
		known, secrets := secretsOf(out, all, names, least)
		withheld += len(secrets)
		for name, secret := range secrets {
			if known.knows(secret) {
				t.Errorf("round %d: %s can be worked out of %s and %+v", round, name, showBands(out.Bands), out.Ways)
			}
		}
		if len(out.Ways) > 0 && !math.IsNaN(float64(out.Ways[0].People)) {
			numbered++
		}
	}
	if withheld < 100 || numbered < 50 {
		t.Errorf("%d bands withheld, %d flows whose ways have numbers: too few to say anything", withheld, numbered)
	}
}

// Paths share the conversions: one that few walked is no difference of the others.
func TestNoPathIsLeftOutAlone(t *testing.T) {
	all := []model.TouchPath{{Touches: []string{"a"}, Converted: 20, Lost: 5}, {Touches: []string{"b"}, Converted: 9, Lost: 8}, {Touches: []string{"c"}, Converted: 3, Lost: 1}}
	if got := mostTravelled(all, 10); len(got) != 1 || got[0].Touches[0] != "a" {
		t.Errorf("%+v", got)
	}
}
