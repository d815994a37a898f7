package stats

import (
	"fmt"

	"gonum.org/v1/gonum/mathext"
)

// checkRate says in words why x events in an exposure are not a rate, or returns nil.
func checkRate(x, exposure float64) error {
	switch {
	case !finite(x) || !finite(exposure):
		return fmt.Errorf("%v per %v: a count is missing, so there is no rate", x, exposure)
	case x < 0 || exposure < 0:
		return fmt.Errorf("%v per %v: a count below 0 is not a count", x, exposure)
	case exposure == 0:
		return fmt.Errorf("%v per 0: no rate", x)
	}
	return nil
}

// Garwood is the exact Poisson interval of the rate x/exposure, in events per unit of exposure:
//
//	low = chi2(a/2; 2x) / (2 exposure),  high = chi2(1-a/2; 2x+2) / (2 exposure),  a = 1 - conf
//
// with low = 0 at x = 0. Use it, not Wilson, where x may rightly exceed the exposure. Source: Garwood 1936, Biometrika
// 28:437. Undefined, and an error, when exposure <= 0, x < 0, or either is missing or infinite.
func Garwood(x, exposure, conf float64) (Interval, error) {
	if err := checkRate(x, exposure); err != nil {
		return Interval{}, err
	}
	if err := checkLevel("confidence", conf); err != nil {
		return Interval{}, err
	}
	tail := (1 - conf) / 2
	i := Interval{0, mathext.GammaIncRegCompInv(x+1, tail) / exposure}
	if x > 0 {
		i.Low = mathext.GammaIncRegInv(x, tail) / exposure
	}
	return i, nil
}
