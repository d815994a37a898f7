package ingest

// Events come by the million, so they have a road of their own: a file whose shape a sample settles is read by the
// engine itself; only where a row does not convert is it read again here, slower, to say which row and why.

import (
	"crypto/md5"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

const (
	eventSample = 5_000     // rows that settle how an event file is written
	eventDeep   = 1_000_000 // rows looked at where day and month are still open after the sample
)

const eventColumns = `actor varchar, "at" timestamp, action varchar, post_id varchar, value double, session varchar, channel varchar, event_id varchar`

// eventLog is the table that events are loaded into; authors of queries see it as events, with seq.
const eventLog = "event_log"

// createEvents makes the table with the extra columns of every event file.
func (l *loader) createEvents() error {
	ddl := "create table " + eventLog + " (" + eventColumns
	for _, e := range l.eventExtras {
		ddl += ", " + warehouse.Ident(e) + " varchar"
	}
	return l.w.Exec(l.ctx, ddl+", bad varchar)")
}

// finishEvents leaves the table events: seq orders by file and row.
func (l *loader) finishEvents() error {
	cols := `rowid + 1 as seq, actor, "at", action, post_id, value, session, channel`
	for _, e := range l.eventExtras {
		cols += ", " + warehouse.Ident(e)
	}
	if err := l.w.Exec(l.ctx, "create view events as select "+cols+" from "+eventLog); err != nil {
		return err
	}
	if err := l.rememberActors(); err != nil {
		return err
	}
	return l.w.Each(l.ctx, "select count(*) from "+eventLog, func(r *sql.Rows) error { return r.Scan(&l.result.Events) })
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
	for _, c := range t.columns {
		if c.group == groupExtra && c.ours != "" && !slices.Contains(l.eventExtras, c.ours) {
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
	again := fmt.Sprintf("from %[1]s where rowid >= %[2]d and event_id is not null and rowid not in (select min(rowid) from %[1]s where event_id is not null group by event_id)", eventLog, first)
	if err := l.w.Each(l.ctx, "select count(*) "+again, func(r *sql.Rows) error { return r.Scan(&t.acc.Duplicate) }); err != nil {
		return err
	}
	t.acc.Stored -= t.acc.Duplicate
	if t.acc.Duplicate == 0 {
		return nil
	}
	return l.w.Exec(l.ctx, "delete "+again)
}

// copyEvents lets the engine read the file; ok is false where it cannot, or where a row does not convert.
func (l *loader) copyEvents(t *table) (first int64, ok bool, err error) {
	c, ok := l.eventCopy(t)
	if !ok {
		return 0, false, nil
	}
	done, err := l.w.CopyInto(l.ctx, eventLog, c)
	if l.ctx.Err() != nil {
		return 0, false, l.ctx.Err()
	}
	if err != nil {
		return 0, false, nil // a row that is no row: the slow road says which
	}
	if done.Bad > 0 {
		return 0, false, l.w.Exec(l.ctx, fmt.Sprintf("delete from %s where rowid >= %d", eventLog, done.First))
	}
	t.acc.Skipped = t.header.line - 1
	t.acc.Read, t.acc.Stored = done.Rows, done.Rows
	return done.First, true, nil
}

// eventCopy describes the file to the engine, if its sample shows a plain one.
func (l *loader) eventCopy(t *table) (warehouse.Copy, bool) {
	c := warehouse.Copy{Path: t.facts.path, Parquet: t.shape == "parquet", Packing: t.packing, Delimiter: t.header.delim, SkipLines: t.header.lines}
	if !c.Parquet && (t.shape != "text" || t.encoding != "utf-8") || len(t.match) > 0 {
		return c, false
	}
	if t.header.line != t.header.lines && !c.Parquet || strings.Contains(strings.Join(t.header.preamble, ""), `"`) {
		return c, false // the engine might count the skipped lines otherwise
	}
	for i := range t.columns {
		if c.Parquet {
			c.Source = append(c.Source, t.header.cells[i])
		} else {
			c.Source = append(c.Source, fmt.Sprintf("c%d", i))
		}
	}
	for i, col := range t.columns {
		if col.ours == "" || col.group > groupExtra || col.part > 0 {
			continue
		}
		cc := warehouse.CopyColumn{Name: col.ours, Required: col.ours == "action" || col.ours == "at"}
		for _, k := range t.all(col.ours) {
			cc.From = append(cc.From, c.Source[k])
		}
		switch {
		case col.group == groupExtra, slices.Contains([]string{"action", "post_id", "session", "channel", "event_id"}, col.ours):
		case col.ours == "actor":
			cc.Type, cc.Key = warehouse.Hash, l.actorKey
		case col.ours == "value":
			if t.numbers[i].decimal != '.' {
				return c, false
			}
			cc.Type = warehouse.Float
		case col.ours == "at":
			if !l.copyTime(t, i, &cc) {
				return c, false
			}
		default:
			continue
		}
		c.Columns = append(c.Columns, cc)
	}
	return c, t.plainIDs()
}

// plainIDs reports that no sampled post id needs mending.
func (t *table) plainIDs() bool {
	for _, r := range t.rows {
		if id := t.cell(r, "post_id"); id != "" && (mangled(id) || cleanID(id) != id) {
			return false
		}
	}
	return true
}

// copyTime settles how the engine reads the times: as every sampled one is written, if it knows that way.
func (l *loader) copyTime(t *table, i int, c *warehouse.CopyColumn) bool {
	for n, r := range t.rows {
		ty, layout, ok := timeLayout(t.cell(r, "at"), t.dates[i].order)
		if !ok || n > 0 && (ty != c.Type || layout != c.Layout) {
			return false
		}
		c.Type, c.Layout = ty, layout
	}
	c.Zone = t.dates[i].zone.String()
	return len(t.rows) > 0 && c.Zone != "Local"
}

// timeLayout is how the engine would read a time. A second's fraction is left to its own reading of ISO 8601.
func timeLayout(cell, order string) (ty warehouse.CopyType, layout string, ok bool) {
	p, ok := takeApart(cell)
	if !ok {
		return 0, "", false
	}
	if p.isEpoch {
		ty, ok := map[int]warehouse.CopyType{10: warehouse.Seconds, 13: warehouse.Millis, 16: warehouse.Micros}[len(cell)]
		return ty, "", ok && digitsOnly(cell)
	}
	if !p.clock || p.am || p.pm || len(cell) < 14 {
		return 0, "", false
	}
	clock := cell[strings.LastIndexAny(cell[:min(len(cell), 11)], " T")+1:]
	isoDay := cell[4] == '-' && cell[7] == '-' && (cell[10] == ' ' || cell[10] == 'T')
	switch {
	case isoDay && p.zoned:
		return warehouse.TimeOffset, "", !strings.ContainsAny(clock, " utcgmz")
	case isoDay && p.nano > 0:
		return warehouse.Time, "", true
	case isoDay:
		layout = "%Y-%m-%d" + cell[10:11]
	case p.open && strings.Count(cell, "/") == 2 && order != "":
		layout = map[string]string{"dmy": "%d/%m/%Y ", "mdy": "%m/%d/%Y "}[order]
	default:
		return 0, "", false
	}
	switch strings.Count(clock, ":") {
	case 1:
		return warehouse.Time, layout + "%H:%M", !p.zoned
	case 2:
		return warehouse.Time, layout + "%H:%M:%S", !p.zoned && p.nano == 0 && !strings.Contains(clock, ".")
	}
	return 0, "", false
}

// appendEvents reads the file here, row by row, and rejects what does not convert.
func (l *loader) appendEvents(t *table) (first int64, err error) {
	if err := l.w.Each(l.ctx, "select coalesce(max(rowid), -1) + 1 from "+eventLog, func(r *sql.Rows) error { return r.Scan(&first) }); err != nil {
		return 0, err
	}
	extras := make([]int, len(l.eventExtras))
	for k, e := range l.eventExtras {
		extras[k] = t.find(e)
	}
	total := l.totalsOf(t)
	err = l.w.Append(l.ctx, eventLog, func(add func(...any) error) error {
		return t.body(l.ctx, func(r row) error {
			if n, bad := t.fault(r); bad {
				t.acc.Read++
				t.acc.reject(n)
				return nil
			}
			r = t.pad(r)
			if total.is(r) {
				t.acc.Skipped++
				total.keep(r)
				return nil
			}
			t.acc.Read++
			values, n, ok := l.event(t, r)
			if !ok {
				t.acc.reject(n)
				return nil
			}
			for i := range r.cells {
				if re := t.match[i]; re != nil && values[3] == nil {
					if m := re.FindStringSubmatch(r.cells[i]); len(m) > 1 {
						values[3] = orNull(m[1])
					}
				}
			}
			for _, k := range extras {
				s := ""
				if k >= 0 {
					s = trim(r.cells[k])
				}
				values = append(values, orNull(s))
			}
			t.acc.Stored++
			return add(append(values, nil)...)
		})
	})
	return first, err
}

// event reads one row, in the order of eventColumns.
func (l *loader) event(t *table, r row) ([]any, model.RowNote, bool) {
	at, value := t.find("at"), t.find("value")
	note := model.RowNote{Line: r.line, Column: "action", Code: "no-action", Text: "the event has no action", Hint: "fill the cell or delete the row"}
	action := t.cell(r, "action")
	if action == "" {
		return nil, note, false
	}
	m, ok := t.dates[at].parse(t.cell(r, "at"))
	if !ok {
		return nil, badDate(t, r, "at"), false
	}
	var v any
	if value >= 0 {
		f, null, ok := t.numbers[value].parse(r.cells[value])
		if !ok {
			return nil, badNumber(t, r, value), false
		}
		if !null {
			v = f
		}
	}
	id := cleanID(t.cell(r, "post_id"))
	if mangled(id) {
		id = ""
	}
	return []any{l.hash(t.cell(r, "actor")), m.t.Truncate(time.Microsecond), action, orNull(id), v, orNull(t.cell(r, "session")), orNull(t.cell(r, "channel")), orNull(t.cell(r, "event_id"))}, note, true
}

// hash is the keyed digest of an actor's id, as the engine computes it.
func (l *loader) hash(actor string) any {
	if actor == "" {
		return nil
	}
	sum := md5.Sum([]byte(l.actorKey + actor))
	return hex.EncodeToString(sum[:])[:16]
}

// describeEvents writes down how each column was read, with the empty cells counted by the engine.
func (l *loader) describeEvents(t *table, first int64) error {
	t.describe()
	var names []string
	var at []int
	for i, c := range t.columns {
		if t.acc.Columns[i].Nulls = 0; t.acc.Columns[i].As != "" && c.part == 0 {
			names, at = append(names, "count(*) - count("+warehouse.Ident(c.ours)+")"), append(at, i)
		}
		if c.ours == "actor" && c.group == groupColumn {
			t.acc.Columns[i].Detail = "hashed with a key of this build"
		}
	}
	q := fmt.Sprintf("select %s from %s where rowid >= %d", strings.Join(names, ", "), eventLog, first)
	return l.w.Each(l.ctx, q, func(r *sql.Rows) error {
		counts := make([]int, len(at))
		to := make([]any, len(at))
		for k := range counts {
			to[k] = &counts[k]
		}
		if err := r.Scan(to...); err != nil {
			return err
		}
		for k, i := range at {
			t.acc.Columns[i].Nulls = counts[k]
		}
		return nil
	})
}
