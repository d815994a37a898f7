package ingest

import (
	"errors"
	"fmt"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// eventReader reads rows of one file as events.
type eventReader struct {
	l     *loader
	t     *table
	total *totals
	at    int // columns; -1 where there is none
	value int
	cells []int // of the log's columns
	add   func(row ...any) error
	row   []any
}

func (l *loader) newEventReader(t *table) *eventReader {
	rd := &eventReader{l: l, t: t, total: l.totalsOf(t), at: t.find("at"), value: t.find("value"), cells: make([]int, len(l.log))}
	for k, c := range l.log {
		rd.cells[k] = t.find(c.name)
	}
	return rd
}

// appendEvents reads the file here, row by row, and rejects what does not convert.
func (l *loader) appendEvents(t *table) (first int64, err error) {
	if err := l.w.One(l.ctx, "select coalesce(max(rowid), -1) + 1 from "+eventLog, &first); err != nil {
		return 0, err
	}
	rd := l.newEventReader(t)
	return first, l.w.Append(l.ctx, eventLog, func(add func(...any) error) error {
		rd.add = add
		return t.body(l.ctx, rd.take)
	})
}

var errNotPlain = errors.New("the file is no plain table")

// readLeftOut reads the rows that the engine left out of a file, and accounts for all of it. Where the file turns out to
// be no plain table, what the engine loaded of it is deleted, and ok is false.
func (l *loader) readLeftOut(t *table, done warehouse.Copied) (ok bool, err error) {
	before := *t.acc
	rd := l.newEventReader(t)
	n, bad := 0, done.Bad
	err = l.w.Append(l.ctx, eventLog, func(add func(...any) error) error {
		rd.add = add
		err := t.records(l.ctx, func(r row) error {
			if _, faulty := t.fault(r); faulty || isBlank(r) || t.isHeader(r) {
				return errNotPlain // the engine counts such lines otherwise
			}
			n++
			if len(bad) > 0 && bad[0] == n-1 {
				bad = bad[1:]
				return rd.take(r)
			}
			t.acc.Read++
			t.acc.Stored++
			return nil
		})
		if err == nil && n != done.Rows+len(done.Bad) {
			err = errNotPlain
		}
		return err
	})
	if !errors.Is(err, errNotPlain) {
		return true, err
	}
	*t.acc = before
	return false, l.w.Exec(l.ctx, fmt.Sprintf("delete from %s where rowid >= %d", eventLog, done.First))
}

// take reads one record: it is stored, set aside as a sum of others, or rejected.
func (rd *eventReader) take(r row) error {
	t := rd.t
	if n, bad := t.fault(r); bad {
		t.acc.Read++
		t.acc.reject(n)
		return nil
	}
	r = t.pad(r)
	if rd.total.is(r) {
		t.acc.Skipped++
		rd.total.keep(r)
		return nil
	}
	t.acc.Read++
	note, ok := rd.read(r)
	if !ok {
		t.acc.reject(note)
		return nil
	}
	t.acc.Stored++
	return rd.add(rd.row...)
}

// read leaves one event in rd.row, in the order of the log's columns.
func (rd *eventReader) read(r row) (model.RowNote, bool) {
	t := rd.t
	action := t.cell(r, "action")
	if action == "" {
		return model.RowNote{Line: r.line, Column: "action", Code: "no-action", Text: "the event has no action", Hint: "fill the cell or delete the row"}, false
	}
	at, ok := t.dates[rd.at].parse(t.cell(r, "at"))
	if !ok {
		return badDate(t, r, "at"), false
	}
	var value any
	if rd.value >= 0 {
		v, null, ok := t.numbers[rd.value].parse(r.cells[rd.value])
		if !ok {
			return badNumber(t, r, rd.value), false
		}
		if !null {
			value = v
		}
	}
	rd.row = rd.row[:0]
	for k, c := range rd.l.log {
		var v any
		switch c.name {
		case "at":
			v = at.t.Truncate(time.Microsecond)
		case "action":
			v = action
		case "value":
			v = value
		case "post_id":
			v = orNull(rd.post(r))
		case "actor", "event_id":
			v = rd.digest(t.cell(r, c.name))
		default:
			if rd.cells[k] >= 0 {
				v = orNull(t.cell(r, c.name))
			}
		}
		rd.row = append(rd.row, v)
	}
	return model.RowNote{}, true
}

// post is the id of the post that the row names, or the one found in it.
func (rd *eventReader) post(r row) string {
	if id := cleanID(rd.t.cell(r, "post_id")); id != "" && !mangled(id) {
		return id
	}
	return rd.t.matched(r)
}

// digest hides an id as the engine does.
func (rd *eventReader) digest(id string) any {
	if id == "" {
		return nil
	}
	return model.Digest(rd.l.actorKey, id)
}
