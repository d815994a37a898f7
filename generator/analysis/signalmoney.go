package analysis

import (
	"math"

	"likewise/generator/model"
)

// price says what goes with a step of the action's rate, mostly a doubling, in money: the revenue of 1,000 exposures, times what the outcome's rate rises by. It
// takes revenue to follow the outcome, and is left out where no post has revenue.
func (h *trial) price(revenue, exposure []float64) {
	earned, over, n := 0.0, 0.0, 0
	for _, i := range h.rows {
		if !math.IsNaN(revenue[i]) {
			earned, over, n = earned+revenue[i], over+exposure[i], n+1
		}
	}
	if n == 0 || over == 0 || !h.available {
		return
	}
	per, r := 1000*earned/over, h.AtStep(h.PerExposure.RateRatio)
	h.Money = &model.SignalMoney{
		PerThousand: model.Estimate{Value: per, Low: math.NaN(), High: math.NaN(), K: earned, N: over, Method: "ratio of sums, times 1,000; no interval for amounts"},
		OfDoubling: model.Estimate{Value: per * (r.Value - 1), Low: per * (r.Low - 1), High: per * (r.High - 1), K: math.NaN(), N: float64(n),
			Method: "revenue of 1,000, times the rate ratio less 1; the interval is the rate ratio's alone"},
	}
}
