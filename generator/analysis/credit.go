package analysis

import (
	"cmp"
	"math"
	"slices"

	"likewise/generator/stats"
)

// creditModel shares the conversions of journeys among their touches.
type creditModel struct {
	name string
	// weigh is what each touch of one journey gets of one conversion, added to out; the journey has touches. nil: the
	// model looks at all journeys at once.
	weigh func(j journey, direct int, out []float64)
	// chain is the paths of which a Markov chain is made, for the models that are one.
	chain chainPaths
}

// chainPaths says which paths a chain is made of.
type chainPaths int

const (
	noChain chainPaths = iota
	allPaths
	convertedPaths
)

// creditModels are the models in the order in which they are shown. Sources: position-based 40/20/40 and time decay as
// Google Analytics defined them; Markov after Anderl et al. 2016; Shapley after Shapley 1953.
var creditModels = []creditModel{
	{name: "first", weigh: func(j journey, _ int, out []float64) { out[j.touches[0]]++ }},
	{name: "last", weigh: func(j journey, _ int, out []float64) { out[j.touches[len(j.touches)-1]]++ }},
	{name: "linear", weigh: weighLinear},
	{name: "last non-direct", weigh: weighLastNonDirect},
	{name: "time decay", weigh: weighDecay},
	{name: "position", weigh: weighPosition},
	{name: "markov", chain: allPaths},
	{name: "markov, converted only", chain: convertedPaths},
	{name: "shapley", weigh: weighShapley},
}

func weighLinear(j journey, _ int, out []float64) {
	for _, t := range j.touches {
		out[t] += 1 / float64(len(j.touches))
	}
}

func weighLastNonDirect(j journey, direct int, out []float64) {
	for i := len(j.touches) - 1; i >= 0; i-- {
		if j.touches[i] != direct {
			out[j.touches[i]]++
			return
		}
	}
	out[direct]++
}

// weighDecay spreads the weights that SQL summed over the conversions of the path.
func weighDecay(j journey, _ int, out []float64) {
	total := 0.0
	for _, t := range distinct(j.touches) {
		total += j.decay[t]
	}
	if total == 0 {
		weighLinear(j, 0, out)
		return
	}
	for _, t := range distinct(j.touches) {
		out[t] += j.decay[t] / total
	}
}

func weighPosition(j journey, _ int, out []float64) {
	for i, w := range stats.PositionWeights(len(j.touches)) {
		out[j.touches[i]] += w
	}
}

// weighShapley is the Shapley value of the game in which a coalition of touches is worth the conversions of the paths
// that need no touch outside it. That game is a sum of unanimity games, one a path, and each of those gives its
// players equal shares; so the exact value, for any number of touches, is an equal share for every different touch of
// the path. A test holds it against stats.Shapley over all coalitions.
func weighShapley(j journey, _ int, out []float64) {
	players := distinct(j.touches)
	for _, t := range players {
		out[t] += 1 / float64(len(players))
	}
}

// distinct lists each touch once, in order of number.
func distinct(touches []int) []int {
	out := slices.Clone(touches)
	slices.Sort(out)
	return slices.Compact(out)
}

// movesOf is the moves of the paths, for the models that are a chain; nil where there are no touches.
func movesOf(all []journey, touches int) *stats.Moves {
	walks := make([][]int, len(all))
	for i, j := range all {
		walks[i] = j.touches
	}
	m, err := stats.NewMoves(touches, walks)
	if err != nil {
		return nil
	}
	return m
}

// removal is what each touch is worth to the chain of paths that converted and were lost so often.
func (m creditModel) removal(moves *stats.Moves, converted, lost []float64) (stats.Removal, error) {
	if m.chain == convertedPaths {
		lost = nil
	}
	return moves.RemovalEffects(converted, lost)
}

// shared is the result of one model: credit in conversions and value in cents for every touch, before rounding.
type sharedCredit struct {
	credit, cents []float64
	removal       []float64
}

// share runs the model. It is an error, in words, when nothing converted or the chain has no solution.
func (m creditModel) share(all []journey, moves *stats.Moves, touches, direct int) (sharedCredit, error) {
	out := sharedCredit{credit: make([]float64, touches), cents: make([]float64, touches)}
	if m.chain != noChain {
		converted, lost := make([]float64, len(all)), make([]float64, len(all))
		for i, j := range all {
			converted[i], lost[i] = j.converted, j.lost
		}
		r, err := m.removal(moves, converted, lost)
		if err != nil {
			return out, err
		}
		conversions, cents := touched(all)
		for t := range touches {
			out.credit[t] = r.Share[t] * conversions
			out.cents[t] = r.Share[t] * float64(cents)
		}
		out.removal = r.Effect
		return out, nil
	}
	one := make([]float64, touches)
	for _, j := range all {
		if len(j.touches) == 0 || j.converted == 0 {
			continue
		}
		m.weigh(j, direct, one)
		for _, t := range j.touches {
			out.credit[t] += one[t] * j.converted
			out.cents[t] += one[t] * float64(j.cents)
			one[t] = 0
		}
	}
	return out, nil
}

// touched sums the conversions that had a touch.
func touched(all []journey) (conversions float64, cents int64) {
	for _, j := range all {
		if len(j.touches) > 0 {
			conversions += j.converted
			cents += j.cents
		}
	}
	return conversions, cents
}

// apportion splits a whole number of units in proportion to weights so that the parts sum to it exactly: each gets the
// whole part of its share, and the units left over go to the largest remainders, earlier ones first (Hamilton's
// method). Weights that sum to nothing get nothing.
func apportion(units int64, weights []float64) []int64 {
	out, rest := make([]int64, len(weights)), make([]float64, len(weights))
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	if sum == 0 || units == 0 {
		return out
	}
	left, order := units, make([]int, len(weights))
	for i, w := range weights {
		share := float64(units) * (w / sum)
		out[i] = int64(math.Floor(share))
		rest[i], order[i] = share-math.Floor(share), i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for i := 0; left > 0; i++ {
		out[order[i%len(order)]]++
		left--
	}
	for i := len(order) - 1; left < 0; i-- { // rounding of a huge total
		out[order[(i+len(order))%len(order)]]--
		left++
	}
	return out
}
