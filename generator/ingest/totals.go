package ingest

import (
	"math"
	"strconv"
	"strings"
)

// totals holds the totals rows of a table against the sum of its rows.
type totals struct {
	t     *table
	words *words
	keys  []int // the columns that identify a row
	sums  []float64
	rows  []row     // that say what the others add up to
	kept  int       // with those that give a mean
	whole []float64 // of posts: the sums of the rows that have a key
	named int       // of posts: how many those are
}

func (l *loader) totalsOf(t *table) *totals {
	s := &totals{t: t, words: &l.words, sums: make([]float64, len(t.columns))}
	for _, ours := range []string{"post_id", "published_at", "permalink", "date", "order_id", "actor", "at"} {
		s.keys = append(s.keys, t.all(ours)...)
	}
	if t.format.Kind == "posts" {
		s.weigh()
	}
	return s
}

// weigh sums the rows that have a key, to know by its figures a totals row that has no word for it.
func (s *totals) weigh() {
	s.whole = make([]float64, len(s.t.columns))
	for _, r := range s.t.rows {
		if s.keyless(r) {
			continue
		}
		s.named++
		for i := range s.t.columns {
			if v, ok := s.figure(r, i); ok {
				s.whole[i] += v
			}
		}
	}
}

// keyless reports a row without anything that identifies it; where the table has no such column, without any text.
func (s *totals) keyless(r row) bool {
	if len(s.keys) > 0 {
		for _, i := range s.keys {
			if c := trim(r.cells[i]); c != "" && !s.words.isTotal(c) && !s.words.beginsTotal(c) {
				return false
			}
		}
		return true
	}
	for i, c := range r.cells {
		if !s.t.isNumber(i) && trim(c) != "" {
			return false
		}
	}
	return true
}

// is reports a row that sums the others: it has no key, and a word for a sum or the sums themselves.
func (s *totals) is(r row) bool {
	if len(s.keys) > 0 && !s.keyless(r) {
		return false
	}
	first := true
	for i, c := range r.cells {
		if c = trim(c); c == "" || s.t.isNumber(i) {
			continue
		}
		if (first || len(s.keys) > 0) && s.words.isTotal(c) || len(s.keys) > 0 && s.words.beginsTotal(c) {
			return true
		}
		first = false
	}
	return s.sumsUp(r)
}

// sumsUp reports a row without a key whose every figure is the sum of the rows that have one.
func (s *totals) sumsUp(r row) bool {
	if s.named < 2 || !s.keyless(r) {
		return false
	}
	figures := 0
	for i := range s.t.columns {
		v, ok := s.figure(r, i)
		if !ok {
			continue
		}
		if math.Abs(v-s.whole[i]) > 1e-6*max(1, math.Abs(v)) {
			return false
		}
		if v != 0 {
			figures++
		}
	}
	return figures >= 2
}

func (s *totals) figure(r row, i int) (float64, bool) {
	if !s.t.isNumber(i) {
		return 0, false
	}
	v, null, ok := s.t.numbers[i].parse(r.cells[i])
	return v, ok && !null
}

// isTotal reports a word for a sum: "Total", "Gesamt:", "Total: Account".
func (w *words) isTotal(s string) bool {
	if len(s) > 60 || s == "" {
		return false
	}
	s, _, _ = strings.Cut(fold(s), ":")
	s = strings.TrimSpace(s)
	return w.totals[s] || w.averages[s]
}

// beginsTotal reports a text that begins with a word for a sum: "Total (30 posts)", "Gesamt 2026".
func (w *words) beginsTotal(s string) bool {
	if len(s) > 60 || s == "" {
		return false
	}
	first, _, _ := strings.Cut(fold(s), " ")
	return (w.totals[first] || w.averages[first]) && strings.IndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' || r == '(' }) >= 0
}

// keep sets a totals row aside.
func (s *totals) keep(r row) {
	s.kept++
	for i, c := range r.cells {
		word, _, _ := strings.Cut(fold(c), " ")
		if !s.t.isNumber(i) && s.words.averages[strings.TrimSuffix(word, ":")] {
			return // a mean adds up to nothing
		}
	}
	s.rows = append(s.rows, r)
}

// add counts a row.
func (s *totals) add(r row) {
	for i := range s.t.columns {
		if v, ok := s.figure(r, i); ok {
			s.sums[i] += v
		}
	}
}

// reconcile notes where a totals row says something else than the rows add up to.
func (s *totals) reconcile() {
	if s.kept == 0 {
		return
	}
	s.t.acc.note("%s left out of every sum", counted(s.kept, "totals row is", "totals rows are"))
	for _, r := range s.rows {
		for i, c := range s.t.columns {
			v, ok := s.figure(r, i)
			if !ok || math.Abs(v-s.sums[i]) <= 1e-6*max(1, math.Abs(v)) {
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
