package stats

import "math"

// Within is what is left of x after least squares on the columns and on the groups of every labelling (a label for each
// row), as if each group had a coefficient, but without spending any in the model that x then goes into: by projecting
// on one after the other until nothing moves. Source: Gaure 2013, Comput. Stat. Data Anal. 66:8. The lengths must
// agree; an x that only repeats the columns and groups is near 0 everywhere.
func Within(x []float64, columns []Column, labels ...[]string) []float64 {
	const most, near = 200, 1e-10
	var basis [][]float64
	for _, c := range columns {
		if v, ok := leftOver(c.Values, basis); ok {
			basis = append(basis, v)
		}
	}
	groups := make([][][]int, len(labels))
	for i, l := range labels {
		groups[i] = strataOf(l)
	}
	out := append([]float64(nil), x...)
	whole := norm(out)
	for range most {
		moved := project(out, basis)
		for _, g := range groups {
			moved += centre(out, g)
		}
		if moved <= near*whole {
			break
		}
	}
	return out
}

// project takes an orthonormal basis out of x, and says how much there was of it.
func project(x []float64, basis [][]float64) (moved float64) {
	for _, b := range basis {
		along := 0.0
		for i := range x {
			along += x[i] * b[i]
		}
		for i := range x {
			x[i] -= along * b[i]
		}
		moved += math.Abs(along)
	}
	return moved
}

// centre takes the mean of each group out of x, and says how much there was of them.
func centre(x []float64, groups [][]int) (moved float64) {
	for _, g := range groups {
		mean := 0.0
		for _, i := range g {
			mean += x[i] / float64(len(g))
		}
		for _, i := range g {
			x[i] -= mean
		}
		moved += math.Abs(mean) * math.Sqrt(float64(len(g)))
	}
	return moved
}
