package ingest

import (
	"slices"
	"strings"
)

// Two tables may stand side by side: LinkedIn's "TOP POSTS" lists the posts by engagements and, right of an empty column,
// by impressions. Read as one table, a row would give a post the figures of another.

// apart cuts sheets into their tables.
func apart(sheets []sheet) []sheet {
	var out []sheet
	for _, s := range sheets {
		for at := s.beside(); at > 0; at = s.beside() {
			left, right := sheet{name: s.name, dayZero: s.dayZero}, sheet{name: s.name, dayZero: s.dayZero}
			for _, r := range s.rows {
				n := min(at, len(r.cells))
				left.rows = append(left.rows, row{line: r.line, cells: r.cells[:n:n]})
				right.rows = append(right.rows, row{line: r.line, cells: r.cells[n:]})
			}
			out, s = append(out, left), right
		}
		out = append(out, s)
	}
	return out
}

// beside is the first column of a second table on the sheet, or 0.
func (s sheet) beside() int {
	for _, r := range s.rows[:min(len(s.rows), headerLines)] {
		if at := secondTable(r.cells); at > 0 && s.empty(at-1) {
			return at
		}
	}
	return 0
}

// empty reports a column without a cell.
func (s sheet) empty(column int) bool {
	return !slices.ContainsFunc(s.rows, func(r row) bool { return column < len(r.cells) && trim(r.cells[column]) != "" })
}

// alone is a header without the names of a second table beside the first, of whose columns nothing is read then.
func (h header) alone() header {
	if at := secondTable(h.cells); at > 0 {
		h.beside = at
		h.cells = slices.Clone(h.cells)
		clear(h.cells[at:])
	}
	return h
}

// secondTable is where a header of words begins again, after an empty cell, with the name that it began with; or 0.
func secondTable(cells []string) int {
	from := slices.IndexFunc(cells, func(c string) bool { return trim(c) != "" })
	if from < 0 || slices.ContainsFunc(cells, func(c string) bool { c = trim(c); return c != "" && strings.ContainsAny(c[:1], "0123456789-+") }) {
		return 0
	}
	first := nameKey(cells[from])
	for i := from + 2; i < len(cells); i++ {
		if trim(cells[i-1]) == "" && nameKey(cells[i]) == first {
			return i
		}
	}
	return 0
}
