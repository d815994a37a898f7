package stats

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Column is one named explaining variable, a value for each row.
type Column struct {
	Name   string
	Values []float64
}

// Intercept is the column of ones that nearly every design begins with.
func Intercept(rows int) Column {
	c := Column{"intercept", make([]float64, max(rows, 0))}
	for i := range c.Values {
		c.Values[i] = 1
	}
	return c
}

// Indicators codes labels as one column of 0 and 1 for each label but the one held against, in the order of the
// alphabet, named "name=label". Labels that are all the same, or all the one held against, give no column.
func Indicators(name string, labels []string, against string) []Column {
	var columns []Column
	for _, level := range slices.Compact(slices.Sorted(slices.Values(labels))) {
		if level == against {
			continue
		}
		c := Column{name + "=" + level, make([]float64, len(labels))}
		for i, l := range labels {
			if l == level {
				c.Values[i] = 1
			}
		}
		columns = append(columns, c)
	}
	return columns
}

// Design is what a regression of counts is given: counts, explaining columns, and the logarithm of each row's exposure
// as Offset (nil for none), whose coefficient is fixed at 1.
type Design struct {
	Y       []float64
	Columns []Column
	Offset  []float64
}

// take gives the design with only these rows, in this order.
func (d Design) take(rows []int) Design {
	pick := func(x []float64) []float64 {
		out := make([]float64, len(rows))
		for i, r := range rows {
			out[i] = x[r]
		}
		return out
	}
	part := Design{Y: pick(d.Y)}
	if d.Offset != nil {
		part.Offset = pick(d.Offset)
	}
	for _, c := range d.Columns {
		part.Columns = append(part.Columns, Column{c.Name, pick(c.Values)})
	}
	return part
}

// offset is the offset of row i.
func (d Design) offset(i int) float64 {
	if d.Offset == nil {
		return 0
	}
	return d.Offset[i]
}

// checked is a design that a regression can be fitted to.
type checked struct {
	Design
	x rows
}

// check says in words why no regression can be fitted to the design.
func (d Design) check() (checked, error) {
	n, p := len(d.Y), len(d.Columns)
	if p == 0 {
		return checked{}, errors.New("no columns to explain the counts by")
	}
	if n <= p {
		return checked{}, fmt.Errorf("%d rows for %d coefficients: too few", n, p)
	}
	if d.Offset != nil && (len(d.Offset) != n || !allFinite(d.Offset)) {
		return checked{}, errors.New("the offset does not give every row the logarithm of an exposure above 0")
	}
	events := 0.0
	for _, y := range d.Y {
		if !(y >= 0) || !finite(y) {
			return checked{}, fmt.Errorf("count %v: must be 0 or more", y)
		}
		events += y
	}
	if events == 0 {
		return checked{}, fmt.Errorf("no event in %d rows: nothing to explain", n)
	}
	for _, c := range d.Columns {
		if len(c.Values) != n {
			return checked{}, fmt.Errorf("column %q: %w", c.Name, errLengths(len(c.Values), n))
		}
		if !allFinite(c.Values) {
			return checked{}, fmt.Errorf("column %q: %w", c.Name, errNotFinite)
		}
	}
	x := rowsOf(d.Columns, n)
	return checked{d, x}, d.checkRank(x)
}

// checkRank refuses a column that is a combination of those before it, by Gram-Schmidt with R's tolerance of 1e-7.
func (d Design) checkRank(x rows) error {
	if x.wellApart() {
		return nil
	}
	var basis [][]float64
	for _, c := range d.Columns {
		whole := norm(c.Values)
		if whole == 0 {
			return fmt.Errorf("column %q is 0 in every row", c.Name)
		}
		v, ok := unitLeft(c.Values, whole, basis, 1e-7)
		if !ok {
			return fmt.Errorf("column %q only repeats what the columns before it say", c.Name)
		}
		basis = append(basis, v)
	}
	return nil
}

func norm(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s = math.Hypot(s, x)
	}
	return s
}
