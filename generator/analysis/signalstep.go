package analysis

import (
	"math"

	"likewise/generator/stats"
)

// stepOf is how many doublings of the action's rate are spoken of: one, unless the action's count is a part of the
// exposure's and the usual post's rate is above half, so that no post like it could have twice as much. Then it is the
// spread between posts.
func stepOf(action, exposure []float64, spread float64) float64 {
	rates := make([]float64, len(action))
	for i := range action {
		if rates[i] = action[i] / exposure[i]; rates[i] > 1 {
			return 1
		}
	}
	if usual, known := stats.Median(rates); !known || usual <= .5 || !(spread > 0) || math.IsInf(spread, 0) {
		return 1
	}
	return spread
}
