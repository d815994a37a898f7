package ingest

// Events come by the million, so they have roads of their own. A file whose shape a sample settles is read by the engine
// itself (eventcopy.go). Where some of its rows do not convert, the engine leaves those out and only they are read here;
// a file that is no plain table is read here row by row (eventrows.go), which takes five times as long.

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"likewise/generator/warehouse"
)

const (
	eventSample = 5_000     // rows that settle how an event file is written
	eventDeep   = 1_000_000 // rows looked at where day and month are still open after the sample
)

// eventLog is the table that events are loaded into; authors of queries see it as events, with seq.
const eventLog = "event_log"

// logColumn is a column of the log. Actors, and what makes an event known again, are digests: narrow, and no ids.
type logColumn struct{ name, kind string }

// logColumns are the columns that events may have, in the order of the table events.
var logColumns = [...]logColumn{{"actor", "bigint"}, {"at", "timestamp"}, {"action", "varchar"}, {"post_id", "varchar"}, {"value", "double"}, {"session", "varchar"}, {"channel", "varchar"}, {"event_id", "bigint"}}

// createEvents makes the table with the columns that some event file fills: each costs memory for every event.
func (l *loader) createEvents() error {
	for _, c := range logColumns {
		if slices.Contains([]string{"actor", "at", "action"}, c.name) || l.someEvents(c.name) {
			l.log = append(l.log, c)
		}
	}
	for _, e := range l.eventExtras {
		l.log = append(l.log, logColumn{e, "varchar"})
	}
	ddl := make([]string, len(l.log))
	for i, c := range l.log {
		ddl[i] = warehouse.Ident(c.name) + " " + c.kind
	}
	return l.w.Exec(l.ctx, "create table "+eventLog+" ("+strings.Join(ddl, ", ")+")")
}

// someEvents reports whether a file of events has a column that stands for ours.
func (l *loader) someEvents(ours string) bool {
	return slices.ContainsFunc(l.tables, func(t *table) bool {
		return t.isLog() && (t.find(ours) >= 0 || ours == "post_id" && len(t.match) > 0)
	})
}

// finishEvents counts the log and remembers its people.
func (l *loader) finishEvents() error {
	if err := l.w.One(l.ctx, "select count(*) from "+eventLog, &l.result.Events); err != nil {
		return err
	}
	return l.rememberActors()
}

// planEvents settles an event file from its first rows.
func (l *loader) planEvents(t *table) error {
	if err := l.sampleEvents(t, eventSample); err != nil {
		return err
	}
	l.keepExtras(t)
	t.place()
	l.planNumbers(t)
	err := l.planDates(t)
	if err != nil && asProblem(err, "").Code == "ambiguous-dates" && len(t.rows) == eventSample {
		if err := l.sampleEvents(t, eventDeep); err != nil {
			return err
		}
		err = l.planDates(t)
		t.rows = t.rows[:eventSample]
	}
	for _, r := range t.rows {
		l.linked = l.linked || strings.Contains(t.cell(r, "post_id"), "/")
	}
	for i, c := range t.columns {
		if c.group == groupExtra && c.ours != "" && !t.isAction(i) && !slices.Contains(l.eventExtras, c.ours) {
			l.eventExtras = append(l.eventExtras, c.ours)
		}
	}
	return err
}

// sampleEvents keeps the first rows of a file.
func (l *loader) sampleEvents(t *table, most int) error {
	t.rows = t.rows[:0]
	before := *t.acc
	var held room
	err := t.body(l.ctx, func(r row) error {
		if _, bad := t.fault(r); bad {
			return nil
		}
		if err := held.take(t.facts.name, len(t.header.cells)); err != nil {
			return err
		}
		t.rows = append(t.rows, t.pad(r))
		if len(t.rows) == most {
			return io.EOF
		}
		return nil
	})
	*t.acc = before
	return err
}

// loadEvents reads one file into the log.
func (l *loader) loadEvents(t *table) error {
	if t.format.Kind == "sessions" {
		return l.appendSessions(t)
	}
	first, ok, err := l.copyEvents(t)
	if err != nil {
		return err
	}
	if !ok {
		if first, err = l.appendEvents(t); err != nil {
			return err
		}
	}
	if err := l.describeEvents(t, first); err != nil {
		return err
	}
	return l.dropRepeated(t, first)
}

// dropRepeated deletes the events whose event_id was loaded before; events without one are all kept.
func (l *loader) dropRepeated(t *table, first int64) error {
	if t.find("event_id") < 0 {
		return nil
	}
	twice := "create temporary table twice as select event_id, min(rowid) as kept from " + eventLog + " where event_id is not null group by event_id having count(*) > 1"
	if err := l.w.Exec(l.ctx, twice); err != nil {
		return err
	}
	again := fmt.Sprintf("from %s where rowid >= %d and event_id in (select event_id from twice) and rowid not in (select kept from twice)", eventLog, first)
	if err := l.w.One(l.ctx, "select count(*) "+again, &t.acc.Duplicate); err != nil {
		return err
	}
	t.acc.Stored -= t.acc.Duplicate
	if err := l.w.Exec(l.ctx, "delete "+again); err != nil {
		return err
	}
	return l.w.Exec(l.ctx, "drop table twice")
}

// describeEvents writes down how each column was read, with the empty cells counted by the engine.
func (l *loader) describeEvents(t *table, first int64) error {
	t.describe()
	var counts []string
	var nulls []any
	for i, c := range t.columns {
		if t.acc.Columns[i].Nulls = 0; t.acc.Columns[i].As != "" && c.part == 0 {
			counts, nulls = append(counts, "count(*) - count("+warehouse.Ident(c.ours)+")"), append(nulls, &t.acc.Columns[i].Nulls)
		}
		if c.ours == "actor" && c.group == groupColumn {
			t.acc.Columns[i].Detail = "hashed with a key of this build"
		}
	}
	q := fmt.Sprintf("select %s from %s where rowid >= %d", strings.Join(counts, ", "), eventLog, first)
	return l.w.One(l.ctx, q, nulls...)
}
