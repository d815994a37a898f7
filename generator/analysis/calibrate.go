package analysis

import (
	"math"
	"slices"
	"sync"

	"likewise/generator/stats"
)

// calibrated is log2 of each post's rate of an action as far as its count can know it: the mean of the logarithm
// given the count, after a negative binomial regression of the action on what is held. So zero has a logarithm, and
// counting noise does not make what goes with the rate look weaker than it is (regression calibration; Carroll et al.
// 2006, Measurement Error in Nonlinear Models, chapter 4). Where that regression fails, it is after nothing.
func calibrated(k, exposure []float64, held []stats.Column) ([]float64, error) {
	const usual, rounds = 5, 2 // the means hardly depend on theta, so that it settles at once
	means, theta, err := stats.NegativeBinomialMeans(stats.Design{Y: k, Columns: held, Offset: logs(exposure)}, usual, rounds)
	if err != nil {
		return shrunkLogs(k, exposure)
	}
	priors := make([]stats.Gamma, len(k))
	for i, mu := range means {
		priors[i] = stats.Gamma{Size: theta, Exposure: theta * exposure[i] / mu}
	}
	return meanLogs(priors, k, exposure)
}

// shrunkLogs is calibrated by one prior for all posts.
func shrunkLogs(k, exposure []float64) ([]float64, error) {
	prior, err := stats.FitGamma(k, exposure)
	switch {
	case err != nil:
		return nil, err
	case !prior.Spread:
		return nil, errNoSpread
	}
	return meanLogs(slices.Repeat([]stats.Gamma{prior.Gamma}, len(k)), k, exposure)
}

func meanLogs(priors []stats.Gamma, k, exposure []float64) ([]float64, error) {
	out := make([]float64, len(k))
	for i, prior := range priors {
		post, err := prior.Posterior(k[i], exposure[i])
		if err != nil {
			return nil, err
		}
		out[i] = post.MeanLog() / math.Ln2
	}
	return out, nil
}

// calibrations keeps the rates that were calibrated: an action does not look at what it is held against, so that all
// outcomes and sources over the same posts, with the same held, have the same. nil keeps none. It is safe for many at once.
type calibrations struct {
	mu  sync.Mutex
	all []*calibration
}

type calibration struct {
	k, exposure []float64
	held        []stats.Column
	once        sync.Once
	rate        []float64 // not to be changed: others hold it too
	err         error
}

// of is calibrated, worked out once.
func (c *calibrations) of(k, exposure []float64, held []stats.Column) ([]float64, error) {
	if c == nil {
		return calibrated(k, exposure, held)
	}
	one := c.find(k, exposure, held)
	one.once.Do(func() { one.rate, one.err = calibrated(k, exposure, held) })
	return one.rate, one.err
}

func (c *calibrations) find(k, exposure []float64, held []stats.Column) *calibration {
	c.mu.Lock()
	defer c.mu.Unlock()
	sameColumn := func(a, b stats.Column) bool { return slices.Equal(a.Values, b.Values) }
	for _, one := range c.all {
		if slices.Equal(one.k, k) && slices.Equal(one.exposure, exposure) && slices.EqualFunc(one.held, held, sameColumn) {
			return one
		}
	}
	one := &calibration{k: k, exposure: exposure, held: held}
	c.all = append(c.all, one)
	return one
}
