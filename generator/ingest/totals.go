package ingest

import (
	"math"
	"strconv"
)

// totals holds the totals rows of a table against the sum of its rows.
type totals struct {
	t    *table
	sums []float64
	rows []row
}

func (l *loader) totalsOf(t *table) *totals {
	return &totals{t: t, sums: make([]float64, len(t.columns))}
}

// keep sets a totals row aside.
func (s *totals) keep(r row) { s.rows = append(s.rows, r) }

// add counts a row.
func (s *totals) add(r row) {
	for i := range s.t.columns {
		if s.t.isNumber(i) {
			if v, null, ok := s.t.numbers[i].parse(r.cells[i]); ok && !null {
				s.sums[i] += v
			}
		}
	}
}

// reconcile notes where a totals row says something else than the rows add up to.
func (s *totals) reconcile() {
	if len(s.rows) == 0 {
		return
	}
	s.t.acc.note("%s left out of every sum", counted(len(s.rows), "totals row is", "totals rows are"))
	for _, r := range s.rows {
		for i, c := range s.t.columns {
			if !s.t.isNumber(i) {
				continue
			}
			v, null, ok := s.t.numbers[i].parse(r.cells[i])
			if !ok || null || math.Abs(v-s.sums[i]) <= 1e-6*max(1, math.Abs(v)) {
				continue
			}
			s.t.acc.note("line %d says %s %s in total; the rows add up to %s", r.line, figure(v), excerpt(c.theirs), figure(s.sums[i]))
		}
	}
}

// figure writes a number for a note, without noise in its last digits.
func figure(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return thousands(int(v))
	}
	return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64)
}
