package ingest

import (
	"fmt"
	"strconv"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
)

// sessionAction is what every row of a table of sessions did: it is the first step of its funnels.
const sessionAction = "session"

// isLog reports a table whose rows become events.
func (t *table) isLog() bool { return t.format.Kind == "events" || t.format.Kind == "sessions" }

// isAction reports a column of a table of sessions that says whether something was done.
func (t *table) isAction(i int) bool {
	c := t.columns[i]
	return t.format.Kind == "sessions" && c.group == groupExtra && c.mapped
}

// sessionReader turns rows of one table into events: one that the session began, and one for each action done in it. All
// of a session stand at its one time; steps of the same time count in the order of the funnel.
type sessionReader struct {
	*eventReader
	seen   map[int64]bool // sessions with an id
	nulls  []int          // empty cells, by column
	events int
}

// appendSessions reads a table of one row a session into the log.
func (l *loader) appendSessions(t *table) error {
	rd := &sessionReader{eventReader: l.newEventReader(t), seen: map[int64]bool{}, nulls: make([]int, len(t.columns))}
	if rd.at < 0 && l.o.AsOf.IsZero() {
		return diag.Problem{Code: "no-time", File: t.facts.name, Line: t.header.line, Text: fmt.Sprintf("the sessions in %q have no times, and the site no date to put them at", t.facts.name),
			Hint: `map one with columns = { at = "their name" }, or set asOf = "2026-10-31" in site.toml`}
	}
	err := l.w.Append(l.ctx, eventLog, func(add func(...any) error) error {
		rd.add = add
		return t.body(l.ctx, rd.take)
	})
	if err != nil {
		return err
	}
	t.describe()
	for i := range t.columns {
		t.acc.Columns[i].Nulls = rd.nulls[i]
	}
	t.acc.note("%s read as %s: each begins with %q, and each action done in it follows", counted(t.acc.Stored, "session is", "sessions are"), counted(rd.events, "event", "events"), sessionAction)
	if rd.at < 0 {
		t.acc.note("the file has no times: all sessions stand at the date of the report, so weeks and times to convert say nothing")
	}
	if t.find("actor") < 0 {
		t.acc.note("each session counts as a person of its own: the file does not say who came again")
	}
	return nil
}

// take reads one record.
func (rd *sessionReader) take(r row) error {
	t := rd.t
	t.acc.Read++
	if n, bad := t.fault(r); bad {
		t.acc.reject(n)
		return nil
	}
	r = t.pad(r)
	at, note, ok := rd.time(r)
	var actions []string
	if ok {
		actions, note, ok = rd.done(r)
	}
	if !ok {
		t.acc.reject(note)
		return nil
	}
	who, again := rd.who(r)
	if again {
		t.acc.Duplicate++
		return nil
	}
	t.acc.Stored++
	for i := range r.cells {
		if trim(r.cells[i]) == "" {
			rd.nulls[i]++
		}
	}
	for _, a := range actions {
		rd.events++
		if err := rd.add(rd.values(r, who, at, a)...); err != nil {
			return err
		}
	}
	return nil
}

// time is the session's, or the report's where the file has none.
func (rd *sessionReader) time(r row) (time.Time, model.RowNote, bool) {
	if rd.at < 0 {
		return rd.l.o.AsOf, model.RowNote{}, true
	}
	m, ok := rd.t.dates[rd.at].parse(rd.t.cell(r, "at"))
	if !ok {
		return m.t, badDate(rd.t, r, "at"), false
	}
	return m.t.Truncate(time.Microsecond), model.RowNote{}, true
}

// done are the actions of the session.
func (rd *sessionReader) done(r row) ([]string, model.RowNote, bool) {
	out := []string{sessionAction}
	for i, c := range rd.t.columns {
		if !rd.t.isAction(i) {
			continue
		}
		cell := fold(r.cells[i])
		flag := yes[cell]
		if flag == 0 && cell != "" && !rd.l.words.nulls[cell] {
			v, null, ok := rd.t.numbers[i].parse(r.cells[i])
			if !ok {
				return nil, model.RowNote{Line: r.line, Column: c.theirs, Value: r.cells[i], Code: "bad-flag", Text: fmt.Sprintf("%q is neither yes nor no, nor a number", excerpt(r.cells[i])), Hint: "write yes, no, true, false or a count"}, false
			}
			if !null && v > 0 {
				flag = 2
			}
		}
		if flag == 2 {
			out = append(out, c.ours)
		}
	}
	return out, model.RowNote{}, true
}

// who is the digest of the person, else of the session, else of the row; again reports a session that was read before.
func (rd *sessionReader) who(r row) (who any, again bool) {
	key := rd.l.actorKey
	if id := rd.t.cell(r, "session"); id != "" {
		digest := model.Digest(key, "session "+id)
		again = rd.seen[digest]
		rd.seen[digest] = true
		who = digest
	}
	if id := rd.t.cell(r, "actor"); id != "" {
		who = model.Digest(key, id)
	}
	if who == nil {
		who = model.Digest(key, "row "+strconv.Itoa(rd.t.acc.Read)+" of "+rd.t.facts.name+" "+rd.t.sheet)
	}
	return who, again
}

// values is one event of the session, in the order of the log's columns.
func (rd *sessionReader) values(r row, who any, at time.Time, action string) []any {
	rd.row = rd.row[:0]
	for k, c := range rd.l.log {
		var v any
		switch {
		case c.name == "actor":
			v = who
		case c.name == "at":
			v = at
		case c.name == "action":
			v = action
		case c.name == "post_id":
			v = orNull(rd.post(r))
		case rd.cells[k] >= 0:
			v = orNull(trim(r.cells[rd.cells[k]]))
		}
		rd.row = append(rd.row, v)
	}
	return rd.row
}
