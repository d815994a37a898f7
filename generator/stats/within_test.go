package stats

import (
	"math"
	"testing"
)

// Least squares with a coefficient for each group leaves the same.
func TestWithinIsLeastSquaresWithGroups(t *testing.T) {
	d := spread(60)
	months, formats := make([]string, 60), make([]string, 60)
	for i := range months {
		months[i], formats[i] = string(rune('a'+i/7)), string(rune('x'+i*i%3))
	}
	columns := []Column{Intercept(60), {"offset", d.Offset}}
	all := append(append(append([]Column{}, columns...), Indicators("month", months, "a")...), Indicators("format", formats, "x")...)
	got, want := Within(d.Columns[1].Values, columns, months, formats), Within(d.Columns[1].Values, all)
	for i := range got {
		if math.Abs(got[i]-want[i]) > 1e-8 {
			t.Fatalf("row %d: %v, want %v", i, got[i], want[i])
		}
	}
	for i, v := range Within(all[3].Values, columns, months, formats) {
		if math.Abs(v) > 1e-6 {
			t.Errorf("row %d: %v is left of a month's own column", i, v)
		}
	}
}
