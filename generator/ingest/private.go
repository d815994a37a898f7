package ingest

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"likewise/generator/model"
)

// nameColumns are words in the names of personal columns that hold a full name or the street line of an address. Cities,
// countries and notes are words that a page may well use.
var nameColumns = []string{"name", "nom", "nombre", "nome", "address", "street", "anschrift", "adresse", "strasse", "straße", "dirección", "endereço", "rue"}

// remember takes digests of the personal cells of a table, for the gate that searches the finished site. Cells of event
// logs are not among them: the engine reads those files itself.
func (l *loader) remember(t *table) {
	for i, c := range t.columns {
		if c.group != groupPersonal {
			continue
		}
		named := strings.FieldsFunc(fold(c.theirs), func(r rune) bool { return r == ' ' || r == '_' || r == '-' })
		names := slices.ContainsFunc(named, func(w string) bool { return slices.Contains(nameColumns, strings.TrimRight(w, "12")) }) && !slices.Contains(named, "province")
		for _, r := range t.rows {
			l.rememberCell(trim(r.cells[i]), names)
		}
	}
}

func (l *loader) rememberCell(cell string, name bool) {
	switch {
	case cell == "" || len(cell) > 200:
	case emailLike.MatchString(cell):
		l.result.Private.AddEmail(cell)
	case phoneLike(cell):
		l.result.Private.AddPhone(cell)
	case name:
		l.result.Private.AddName(cell)
	}
}

// phoneLike reports a cell of digits and the signs that group them.
func phoneLike(s string) bool {
	return model.PhoneDigits(s) != "" && strings.Trim(s, "0123456789 +-()./'") == ""
}

// rememberActors takes the digests that the event log holds. A log of very many people fills the memory from its first
// events; only where those do not, all are looked at.
func (l *loader) rememberActors() error {
	const first = 5 * model.MaxPrivate
	n := 0
	for _, from := range []string{fmt.Sprintf("(select actor from %s limit %d) log", eventLog, first), eventLog} {
		q := fmt.Sprintf("select distinct actor from %s where actor is not null limit %d", from, model.MaxPrivate+1)
		err := l.w.Each(l.ctx, q, func(r *sql.Rows) error {
			var digest int64
			err := r.Scan(&digest)
			l.result.Private.AddActor(digest)
			n++
			return err
		})
		if err != nil || n > model.MaxPrivate || l.result.Events <= first {
			return err
		}
	}
	return nil
}
