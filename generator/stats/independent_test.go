package stats

import (
	"math"
	"slices"
	"testing"
)

func TestIndependent(t *testing.T) {
	columns := []Column{
		Intercept(4),
		{"a", []float64{1, 0, 0, 0}}, {"b", []float64{0, 1, 0, 0}},
		{"a or b", []float64{1, 1, 0, 0}}, {"flat", []float64{2, 2, 2, 2}}, {"none", []float64{0, 0, 0, 0}},
		{"missing", []float64{math.NaN(), 0, 0, 1}}, {"c", []float64{0, 0, 3, 4}},
	}
	kept, repeats := Independent(columns)
	var names []string
	for _, c := range kept {
		names = append(names, c.Name)
	}
	if !slices.Equal(names, []string{"intercept", "a", "b", "c"}) || !slices.Equal(repeats, []string{"a or b", "flat", "none", "missing"}) {
		t.Errorf("kept %v, repeats %v", names, repeats)
	}
}
