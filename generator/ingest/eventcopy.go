package ingest

import (
	"fmt"
	"slices"
	"strings"

	"likewise/generator/warehouse"
)

// mostLeftOut is how many rows the engine may leave out of a file; more, and the file is not what its sample shows.
const mostLeftOut = 100_000

// copyEvents lets the engine read the file; ok is false where it cannot, and then nothing of it is loaded.
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
		return 0, false, nil // some row is no row: the slow road says which
	}
	t.acc.Skipped = t.header.line - 1
	if len(done.Bad) > 0 {
		ok, err = l.readLeftOut(t, done)
		return done.First, ok, err
	}
	t.acc.Read, t.acc.Stored = done.Rows, done.Rows
	return done.First, true, nil
}

// eventCopy describes the file to the engine, if its sample shows a plain one.
func (l *loader) eventCopy(t *table) (warehouse.Copy, bool) {
	c := warehouse.Copy{Path: t.facts.path, Parquet: t.shape == "parquet", Packing: t.packing, Delimiter: t.header.delim, SkipLines: t.header.lines, MostBad: mostLeftOut}
	if !c.Parquet && (t.shape != "text" || t.encoding != "utf-8") || len(t.match) > 0 || len(t.rows) == 0 {
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
		if col.ours == "" || col.group > groupExtra || col.part > 0 || !slices.ContainsFunc(l.log, func(c logColumn) bool { return c.name == col.ours }) {
			continue
		}
		cc, ok := l.copyColumn(t, i)
		if !ok {
			return c, false
		}
		for _, k := range t.all(col.ours) {
			cc.From = append(cc.From, c.Source[k])
		}
		c.Columns = append(c.Columns, cc)
	}
	return c, t.plainIDs()
}

// copyColumn says how the engine reads a column, if it can.
func (l *loader) copyColumn(t *table, i int) (warehouse.CopyColumn, bool) {
	c := warehouse.CopyColumn{Name: t.columns[i].ours, Required: t.columns[i].ours == "action"}
	switch {
	case t.columns[i].group == groupExtra:
	case c.Name == "actor" || c.Name == "event_id":
		c.Type, c.Key = warehouse.Digest, l.actorKey
	case c.Name == "value":
		c.Type = warehouse.Float
		return c, t.numbers[i].decimal == '.'
	case c.Name == "at":
		return c, t.copyTime(t.dates[i], &c)
	}
	return c, true
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
func (t *table) copyTime(style dateStyle, c *warehouse.CopyColumn) bool {
	ways := map[timeWay]bool{}
	for _, r := range t.rows {
		cell := t.cell(r, "at")
		m, read := style.parse(cell)
		if cell == "" || !read {
			continue // a row to be rejected
		}
		w, ok := wayOf(cell, style.order)
		if !ok {
			return false
		}
		ways[w] = true
		if c.First.IsZero() || m.t.Before(c.First) {
			c.First = m.t
		}
		if m.t.After(c.Last) {
			c.Last = m.t
		}
	}
	if len(ways) == 2 && ways[timeWay{kind: warehouse.TimeUTC}] {
		delete(ways, timeWay{kind: warehouse.TimeUTC}) // where some have an offset, Z is one
	}
	for w := range ways {
		c.Type, c.Layout, c.Zone = w.kind, w.layout, style.zone
		if w.day {
			c.Zone = style.days
		}
	}
	return len(ways) == 1 && c.Zone.String() != "Local"
}

// timeWay is a way to write times that the engine knows.
type timeWay struct {
	kind   warehouse.CopyType
	layout string
	day    bool
}

// wayOf is how the engine would read a time. A second's fraction is left to its own reading of ISO 8601.
func wayOf(cell, order string) (w timeWay, ok bool) {
	p, ok := takeApart(cell)
	if !ok {
		return w, false
	}
	if p.isEpoch {
		w.kind, ok = map[int]warehouse.CopyType{10: warehouse.Seconds, 13: warehouse.Millis, 16: warehouse.Micros}[len(cell)]
		return w, ok && digitsOnly(cell)
	}
	if p.am || p.pm || len(cell) < 10 {
		return w, false
	}
	isoDay := cell[4] == '-' && cell[7] == '-'
	slashed := p.open && strings.Count(cell, "/") == 2 && order != ""
	w.kind, w.layout = warehouse.Time, map[string]string{"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}[order]
	if isoDay {
		w.layout = "%Y-%m-%d"
	}
	if !p.clock {
		w.day = true
		return w, len(cell) == 10 && (isoDay || slashed)
	}
	return w.withClock(cell, p, isoDay, slashed)
}

// withClock adds the time of day to a way whose day is settled.
func (w timeWay) withClock(cell string, p parts, isoDay, slashed bool) (timeWay, bool) {
	gap := strings.LastIndexAny(cell[:min(len(cell), 11)], " T")
	if len(cell) < 14 || gap < 0 || isoDay && gap != 10 {
		return w, false
	}
	clock := cell[gap+1:]
	switch {
	case isoDay && p.zoned && strings.HasSuffix(clock, "Z") && strings.Count(clock, ":") == 2:
		return timeWay{kind: warehouse.TimeUTC}, !strings.ContainsAny(clock, " utcgmz+-")
	case isoDay && p.zoned:
		return timeWay{kind: warehouse.TimeOffset}, !strings.ContainsAny(clock, " utcgmz")
	case isoDay && !p.zoned && strings.Contains(clock, "."):
		return timeWay{kind: warehouse.Time}, strings.Count(clock, ":") == 2
	case p.zoned || !isoDay && !slashed:
		return w, false
	}
	w.layout += cell[gap : gap+1]
	switch strings.Count(clock, ":") {
	case 1:
		w.layout += "%H:%M"
		return w, true
	case 2:
		w.layout += "%H:%M:%S"
		return w, !strings.Contains(clock, ".")
	}
	return w, false
}
