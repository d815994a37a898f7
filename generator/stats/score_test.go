package stats

import (
	"math"
	"testing"
)

// Near no effect the score statistic is the coefficient over its robust error; its sign always is.
func TestScoreIsNearTheWaldStatistic(t *testing.T) {
	d := spread(400)
	x := d.Columns[1]
	for _, shift := range []int{1, 7, 50} { // the column moved down some rows has no effect
		moved := append(append([]float64{}, x.Values[shift:]...), x.Values[:shift]...)
		without := Design{Y: d.Y, Offset: d.Offset, Columns: d.Columns[:1]}
		fit, err := NegativeBinomialAt(without, 3, nil)
		if err != nil {
			t.Fatal(err)
		}
		z, err := fit.Scorer().Z(moved)
		if err != nil {
			t.Fatal(err)
		}
		without.Columns = []Column{without.Columns[0], {"moved", moved}}
		full, err := NegativeBinomialAt(without, 3, nil)
		if err != nil {
			t.Fatal(err)
		}
		c, err := full.HC3()
		if err != nil {
			t.Fatal(err)
		}
		terms, err := full.Terms(c, .95)
		if err != nil {
			t.Fatal(err)
		}
		if wald := terms[1].Coefficient.Value / terms[1].SE; math.Abs(z-wald) > .1 {
			t.Errorf("score %v, wald %v", z, wald)
		}
		if _, err := fit.Scorer().Z(d.Columns[0].Values); err == nil {
			t.Error("the intercept was scored against itself")
		}
	}
}
