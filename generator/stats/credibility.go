package stats

import (
	"errors"
	"fmt"
	"math"
)

// Credibility is the means of classes drawn towards their common mean, each as far as its own data are thin.
type Credibility struct {
	Mean    float64   // the collective mean: of the classes by their credibility, or of all data where Between is 0
	Between float64   // variance of the classes' true means; 0 where they differ no more than chance lets them
	Within  float64   // variance of an observation of weight 1
	Weight  []float64 // Z of each class, from 0 (the collective mean) to 1 (its own)
	Means   []float64 // Z x own + (1-Z) x collective
}

// BuhlmannStraub learns the means of classes from weighted observations, such as rates with their exposures:
//
//	within  s2 = sum w (x - own)^2 / sum (n-1)
//	between a  = (sum W (own - all)^2 - (classes-1) s2) / (W.. - sum W^2/W..), at least 0
//	Z = W / (W + s2/a)
//
// where own is a class's weighted mean and W its weight. Source: Bühlmann & Straub 1970, Bull. Swiss Assoc. Actuaries
// 70:111; the estimators are those of Goovaerts & Hoogstad 1987. Classes whose observations are all alike have Z = 1
// where the means differ. It is an error when there are fewer than two classes, no class has two observations, the
// lengths differ, a value is missing, or a weight is not above 0.
func BuhlmannStraub(x, w [][]float64) (Credibility, error) {
	if len(x) != len(w) {
		return Credibility{}, errLengths(len(x), len(w))
	}
	if len(x) < 2 {
		return Credibility{}, fmt.Errorf("%d classes: credibility needs at least 2", len(x))
	}
	own, weight := make([]float64, len(x)), make([]float64, len(x))
	var squares, freedom float64
	for i := range x {
		var err error
		if own[i], weight[i], err = classMean(x[i], w[i]); err != nil {
			return Credibility{}, fmt.Errorf("class %d: %w", i+1, err)
		}
		for j := range x[i] {
			squares += w[i][j] * (x[i][j] - own[i]) * (x[i][j] - own[i])
		}
		freedom += float64(len(x[i]) - 1)
	}
	if freedom == 0 {
		return Credibility{}, errors.New("no class has two observations")
	}
	c := Credibility{Within: squares / freedom}
	c.Between = between(own, weight, c.Within)
	c.weigh(own, weight)
	return c, nil
}

func classMean(x, w []float64) (mean, weight float64, err error) {
	switch {
	case len(x) != len(w):
		return 0, 0, errLengths(len(x), len(w))
	case len(x) == 0:
		return 0, 0, errors.New("no observation")
	case !allFinite(x) || !allFinite(w):
		return 0, 0, errNotFinite
	}
	for j := range x {
		if !(w[j] > 0) {
			return 0, 0, errors.New("a weight is not above 0")
		}
		mean, weight = mean+w[j]*x[j], weight+w[j]
	}
	return mean / weight, weight, nil
}

// between is the moment estimator of the variance between classes. What is less than rounding leaves is none.
func between(own, weight []float64, within float64) float64 {
	all, whole, square := 0.0, sum(weight), 0.0
	for i := range own {
		all += weight[i] * own[i] / whole
		square += weight[i] * weight[i] / whole
	}
	spread := 0.0
	for i := range own {
		spread += weight[i] * (own[i] - all) * (own[i] - all)
	}
	over := spread - float64(len(own)-1)*within
	if !(over > 1e-12*whole*all*all) {
		return 0
	}
	return over / (whole - square)
}

func (c *Credibility) weigh(own, weight []float64) {
	z, whole := 0.0, sum(weight)
	for i := range own {
		share := 0.0
		if c.Between > 0 {
			share = weight[i] / (weight[i] + c.Within/c.Between)
		}
		c.Weight = append(c.Weight, share)
		z += share
	}
	for i := range own {
		if z > 0 {
			c.Mean += c.Weight[i] * own[i] / z
		} else {
			c.Mean += weight[i] * own[i] / whole
		}
	}
	for i := range own {
		c.Means = append(c.Means, math.FMA(c.Weight[i], own[i]-c.Mean, c.Mean))
	}
}
