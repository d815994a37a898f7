package analysis

import (
	"fmt"
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	shuffles    = 2000
	shuffleSeed = 20250101
)

// rankings is the Spearman correlations of one action and one outcome. Unlike the regressions they take counts as they
// are, negative ones too.
type rankings struct {
	model.SignalRank
	rows []int // with both counts and an exposure above 0
	// The ranks of action and outcome less what the rank of exposure explains, of unit length: their product is the
	// correlation given exposure, also when one is shuffled.
	action, outcome []float64
}

// rankRows are the rows with both counts, and those of them with an exposure above 0.
func rankRows(action, outcome, exposure []float64) (both, exposed []int) {
	for i := range action {
		if math.IsNaN(action[i]) || math.IsNaN(outcome[i]) {
			continue
		}
		both = append(both, i)
		if exposure[i] > 0 {
			exposed = append(exposed, i)
		}
	}
	return both, exposed
}

func rankSignal(s sheet, action, outcome []float64) rankings {
	both, exposed := rankRows(action, outcome, s.exposure)
	r := rankings{rows: exposed, SignalRank: model.SignalRank{PermutationP: unknown()}}
	rho, ok := stats.Spearman(pick(action, both), pick(outcome, both))
	r.Raw = rankEstimate(rho, ok, len(both), 0, "Spearman")
	a, o, e := pick(action, exposed), pick(outcome, exposed), pick(s.exposure, exposed)
	ra, ro, re := stats.Ranks(a), stats.Ranks(o), stats.Ranks(e)
	r.action, r.outcome = residual(ra, re), residual(ro, re)
	rho, ok = product(r.action, r.outcome)
	r.GivenExposure = rankEstimate(rho, ok, len(exposed), 1, "Spearman given "+noun(s.exposureName))
	rho, ok = stats.Spearman(over(a, e), over(o, e))
	r.OfRates = rankEstimate(rho, ok, len(exposed), 0, "Spearman of rates")
	return r
}

func over(x, by []float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = x[i] / by[i]
	}
	return out
}

// rankEstimate is a rank correlation with its Bonett-Wright interval.
func rankEstimate(rho float64, ok bool, n, held int, method string) model.Estimate {
	if !ok {
		return model.None(fmt.Sprintf("no order to compare in %d posts", n))
	}
	e := model.Estimate{Value: rho, Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: float64(n), Method: method + "; no interval for so few posts"}
	if i, err := stats.BonettWright(rho, n, held, stats.Z95); err == nil {
		e.Low, e.High, e.Method = i.Low, i.High, method+", Bonett-Wright 95%"
	}
	return e
}

// residual is x less its least squares line on z, scaled to unit length; nil where nothing is left.
func residual(x, z []float64) []float64 {
	mx, ok := stats.Mean(x)
	mz, _ := stats.Mean(z)
	if !ok {
		return nil
	}
	var xz, zz, xx float64
	for i := range x {
		xz += (x[i] - mx) * (z[i] - mz)
		zz += (z[i] - mz) * (z[i] - mz)
		xx += (x[i] - mx) * (x[i] - mx)
	}
	if zz == 0 {
		return nil
	}
	out, left := make([]float64, len(x)), 0.0
	for i := range x {
		out[i] = x[i] - mx - xz/zz*(z[i]-mz)
		left += out[i] * out[i]
	}
	if left <= 1e-12*xx || xx == 0 {
		return nil
	}
	for i := range out {
		out[i] /= math.Sqrt(left)
	}
	return out
}

// product is the correlation of two residuals of unit length.
func product(a, b []float64) (float64, bool) {
	if a == nil || b == nil {
		return 0, false
	}
	rho := 0.0
	for i := range a {
		rho += a[i] * b[i]
	}
	return max(-1, min(1, rho)), true
}

// permute gives every ranking its permutation p. Rankings over the same posts share their shuffles, which is most of
// the work.
func permute(s sheet, all []*rankings) {
	done := make([]bool, len(all))
	for i, r := range all {
		if done[i] || !r.GivenExposure.OK() {
			continue
		}
		var same []*rankings
		for j := i; j < len(all); j++ {
			if !done[j] && all[j].GivenExposure.OK() && slices.Equal(all[j].rows, r.rows) {
				same, done[j] = append(same, all[j]), true
			}
		}
		permuteTogether(pick(s.month, r.rows), same)
	}
}

func permuteTogether(months []string, all []*rankings) {
	if !shuffleable(months) {
		return
	}
	tests := make([]*stats.ShuffledProduct, len(all))
	for j, r := range all {
		tests[j] = &stats.ShuffledProduct{X: r.action, Y: r.outcome, Observed: r.GivenExposure.Value}
	}
	stats.ShuffleProducts(months, shuffles, shuffleSeed, tests)
	for j, r := range all {
		r.PermutationP = model.Number(min(1, 2*float64(1+min(tests[j].Above, tests[j].Below))/(1+shuffles)))
		r.Shuffles = shuffles
	}
}

// shuffleable reports whether a shuffle within labels moves anything.
func shuffleable(labels []string) bool {
	seen := map[string]bool{}
	for _, l := range labels {
		if seen[l] {
			return true
		}
		seen[l] = true
	}
	return false
}
