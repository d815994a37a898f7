package ingest

import (
	"fmt"

	"likewise/generator/model"
)

// maxNotes bounds the problems kept of one file; the count of rejected rows has no bound.
const maxNotes = 100

// account keeps the books of one file: read = stored + updated + duplicate + rejected.
type account struct {
	model.Source
}

func newAccount(f facts) *account {
	return &account{Source: model.Source{File: f.name, Bytes: f.size, SHA256: f.sha, Columns: []model.Column{}, Problems: []model.RowNote{}, Notes: []string{}}}
}

// reject counts a row that is kept aside.
func (a *account) reject(n model.RowNote) {
	a.Rejected++
	a.remark(n)
}

// remark keeps a problem, up to the bound.
func (a *account) remark(n model.RowNote) {
	if len(a.Problems) < maxNotes {
		n.Value = excerpt(n.Value)
		n.Column = excerpt(n.Column)
		a.Problems = append(a.Problems, n)
	}
}

// note says what a reader of the report should know.
func (a *account) note(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	for _, have := range a.Notes {
		if have == s {
			return
		}
	}
	a.Notes = append(a.Notes, s)
}

// outcome is what became of a row.
type outcome int

const (
	stored outcome = iota
	updated
	duplicate
)

func (a *account) count(o outcome) {
	switch o {
	case stored:
		a.Stored++
	case updated:
		a.Updated++
	case duplicate:
		a.Duplicate++
	}
}

// counted says a number of things: "1 row", "12 rows".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", thousands(n), many)
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
