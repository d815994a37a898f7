package stats

import "slices"

// Independent keeps the columns, in order, that are no combination of those kept before them, by the rule that a
// regression refuses by (checkRank) with ten times its tolerance; the others are handed back by name. A column with a missing value is not kept.
func Independent(columns []Column) (kept []Column, repeats []string) {
	if sameLengths(columns) && rowsOf(columns, len(columns[0].Values)).wellApart() {
		return slices.Clone(columns), nil
	}
	var basis [][]float64
	for _, c := range columns {
		v, ok := leftOver(c.Values, basis)
		if !ok {
			repeats = append(repeats, c.Name)
			continue
		}
		basis, kept = append(basis, v), append(kept, c)
	}
	return kept, repeats
}

// sameLengths reports whether there are columns, all as long as the first and without a missing value.
func sameLengths(columns []Column) bool {
	return len(columns) > 0 && !slices.ContainsFunc(columns, func(c Column) bool {
		return len(c.Values) != len(columns[0].Values) || !allFinite(c.Values)
	})
}

// leftOver is what is left of x, as a unit vector, after the basis; not ok when nothing is.
func leftOver(x []float64, basis [][]float64) (v []float64, ok bool) {
	whole := norm(x)
	if !allFinite(x) || whole == 0 {
		return nil, false
	}
	return unitLeft(x, whole, basis, 1e-6)
}

// unitLeft is what is left of x, whose norm is whole, after an orthonormal basis, as a unit vector (Gram-Schmidt); not ok when
// that is less than the tolerance of the whole.
func unitLeft(x []float64, whole float64, basis [][]float64, tolerance float64) (v []float64, ok bool) {
	v = slices.Clone(x)
	for range 2 { // twice is enough for orthogonality to the last digit
		project(v, basis)
	}
	left := norm(v)
	if left < tolerance*whole {
		return nil, false
	}
	for i := range v {
		v[i] /= left
	}
	return v, true
}
