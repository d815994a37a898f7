package stats

import (
	"errors"
	"fmt"
	"math"
)

// LogVarianceShares says how much of the spread of a product between observations each of its factors bears:
//
//	share(k) = Cov(ln x(k), ln V) / Var(ln V),  V = product of x(k)
//
// The shares sum to 1; one below 0 belongs to a factor that narrows the spread. factors[k][i] is factor k of
// observation i. Source: the covariance decomposition (Shorrocks 1982, Econometrica 50:193, on logarithms).
// It is an error when there are fewer than three observations, the lengths differ, the product does not vary, or a
// factor is not positive: shrink rates first, so that a zero is no accident.
func LogVarianceShares(factors [][]float64) ([]float64, error) {
	if len(factors) == 0 {
		return nil, errors.New("no factors to share a spread among")
	}
	n := len(factors[0])
	if n < 3 {
		return nil, fmt.Errorf("%d observations: a spread needs at least 3", n)
	}
	logs, whole := make([][]float64, len(factors)), make([]float64, n)
	for k, x := range factors {
		if len(x) != n {
			return nil, errLengths(n, len(x))
		}
		logs[k] = make([]float64, n)
		for i, v := range x {
			if !(v > 0) || !finite(v) {
				return nil, fmt.Errorf("factor %v: must be above 0 to have a logarithm", v)
			}
			logs[k][i] = math.Log(v)
			whole[i] += logs[k][i]
		}
	}
	variance := covariance(whole, whole)
	if variance < 1e-24 {
		return nil, errors.New("the product is the same everywhere: no spread to share")
	}
	shares := make([]float64, len(factors))
	for k := range logs {
		shares[k] = covariance(logs[k], whole) / variance
	}
	return shares, nil
}

// covariance is the mean product of deviations; which divisor does not matter to a ratio of two.
func covariance(x, y []float64) float64 {
	n := float64(len(x))
	mx, my, c := sum(x)/n, sum(y)/n, 0.0
	for i := range x {
		c += (x[i] - mx) * (y[i] - my)
	}
	return c / n
}
