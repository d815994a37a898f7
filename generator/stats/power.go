package stats

import (
	"fmt"
	"math"
)

// SampleSize is the number of observations each of two equal arms needs to tell proportion p1 from p2 with the given
// power at two-sided level alpha, rounded up:
//
//	(z(1-alpha/2) sqrt(2 p(1-p)) + z(power) sqrt(p1(1-p1) + p2(1-p2)))^2 / (p1-p2)^2,  p = (p1+p2)/2
//
// Source: Fleiss, Statistical Methods for Rates and Proportions, eq. 4.14, without continuity correction.
// Undefined, and an error, for equal proportions or one outside [0, 1].
func SampleSize(p1, p2, power, alpha float64) (float64, error) {
	if err := checkArms(p1, p2, alpha); err != nil {
		return 0, err
	}
	if err := checkLevel("power", power); err != nil {
		return 0, err
	}
	pooled, separate := armSpread(p1, p2)
	need := normalQuantile(1-alpha/2)*pooled + normalQuantile(power)*separate
	return math.Ceil(need * need / ((p1 - p2) * (p1 - p2))), nil
}

// Power is the chance that two arms of n observations each show p1 and p2 to differ at two-sided level alpha: the
// inverse of SampleSize, under the same formula.
func Power(p1, p2, n, alpha float64) (float64, error) {
	if err := checkArms(p1, p2, alpha); err != nil {
		return 0, err
	}
	if !(n > 0) || !finite(n) {
		return 0, fmt.Errorf("%v an arm: no power without observations", n)
	}
	pooled, separate := armSpread(p1, p2)
	z := (math.Abs(p1-p2)*math.Sqrt(n) - normalQuantile(1-alpha/2)*pooled) / separate
	return math.Erfc(-z/math.Sqrt2) / 2, nil
}

func armSpread(p1, p2 float64) (pooled, separate float64) {
	p := (p1 + p2) / 2
	return math.Sqrt(2 * p * (1 - p)), math.Sqrt(p1*(1-p1) + p2*(1-p2))
}

func checkArms(p1, p2, alpha float64) error {
	switch {
	case !(p1 >= 0 && p1 <= 1 && p2 >= 0 && p2 <= 1):
		return fmt.Errorf("%v against %v: a proportion lies between 0 and 1", p1, p2)
	case p1 == p2:
		return fmt.Errorf("%v against %v: no sample tells equal rates apart", p1, p2)
	case p1+p2 == 1 && p1*p2 == 0:
		return fmt.Errorf("%v against %v: never against always, one observation an arm is enough", p1, p2)
	}
	return checkLevel("alpha", alpha)
}
