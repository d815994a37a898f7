package stats

// rows is the rows of a design, each as the columns in which it is not 0 and its values there, since most of a row of
// indicators is 0.
type rows struct {
	columns int
	from    []int // where row i begins in at and value; one more than there are rows
	at      []int
	value   []float64
}

// rowsOf turns columns of n values into rows.
func rowsOf(columns []Column, n int) rows {
	x := rows{columns: len(columns), from: make([]int, 1, n+1)}
	filled := 0
	for _, c := range columns {
		for _, v := range c.Values {
			if v != 0 {
				filled++
			}
		}
	}
	x.at, x.value = make([]int, 0, filled), make([]float64, 0, filled)
	for i := range n {
		for j, c := range columns {
			if v := c.Values[i]; v != 0 {
				x.at, x.value = append(x.at, j), append(x.value, v)
			}
		}
		x.from = append(x.from, len(x.at))
	}
	return x
}

func (x rows) row(i int) (at []int, value []float64) {
	from, to := x.from[i], x.from[i+1]
	return x.at[from:to], x.value[from:to]
}

// along is what b, a number for each column, makes of row i.
func (x rows) along(i int, b []float64) float64 {
	at, value := x.row(i)
	sum := 0.0
	for k, j := range at {
		sum += value[k] * b[j]
	}
	return sum
}

// add adds w times row i to a number for each column.
func (x rows) add(to []float64, i int, w float64) {
	at, value := x.row(i)
	for k, j := range at {
		to[j] += value[k] * w
	}
}

// addSquare adds w times row i's product with itself.
func (x rows) addSquare(to triangle, i int, w float64) {
	at, value := x.row(i)
	for a, j := range at {
		line, v := to.v[j*to.p:], w*value[a]
		for b := a; b < len(at); b++ {
			line[at[b]] += v * value[b]
		}
	}
}

// square is row i times the symmetric m times row i.
func (x rows) square(m triangle, i int) float64 {
	at, value := x.row(i)
	sum := 0.0
	for a, j := range at {
		line, rest := m.v[j*m.p:], 0.0
		for b := a + 1; b < len(at); b++ {
			rest += value[b] * line[at[b]]
		}
		sum += value[a] * (value[a]*line[j] + 2*rest)
	}
	return sum
}

// apart is the share of a column's squared length that must be left of it for sums of squares to tell it from the
// columns before it: their rounding is then less than a billionth of it.
const apart = 1e-6

// wellApart reports whether every column is plainly no combination of those before it. Where it is not so plain,
// Gram-Schmidt decides.
func (x rows) wellApart() bool {
	gram := newTriangle(x.columns)
	for i := range len(x.from) - 1 {
		x.addSquare(gram, i, 1)
	}
	return gram.factor(gram.diagonal(make([]float64, x.columns)), apart)
}
