package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// eventLog is the events table with the columns that may be named beside it.
type eventLog struct {
	w           *warehouse.Warehouse
	columns     []string // of events, as the table spells them
	posts       []string // columns of posts that events do not have
	asOf        time.Time
	actions     []string // those that happen, the most frequent first, at most mostActions
	incomplete  int      // events without an actor or a time
	afterExport int      // events later than asOf
}

// eventOpener looks at the events the first time that it is asked, and not at all where nobody asks.
type eventOpener func() (*eventLog, error)

func newEventOpener(ctx context.Context, w *warehouse.Warehouse, asOf time.Time) eventOpener {
	return sync.OnceValues(func() (*eventLog, error) { return openEvents(ctx, w, asOf) })
}

// openEvents looks at what the events table has. Without such a table the log has no columns.
func openEvents(ctx context.Context, w *warehouse.Warehouse, asOf time.Time) (l *eventLog, err error) {
	l = &eventLog{w: w, asOf: asOf}
	if l.columns, err = tableColumns(ctx, w, "events"); err != nil || len(l.columns) == 0 {
		return l, err
	}
	posts, err := tableColumns(ctx, w, "posts")
	if err != nil {
		return nil, err
	}
	for _, c := range posts {
		if !holds(l.columns, c) {
			l.posts = append(l.posts, c)
		}
	}
	err = w.Each(ctx, fmt.Sprintf(`select count(case when %s then 1 end), count(case when not (%s) and "at" > %s then 1 end) from events`, missing, missing, l.until()),
		func(r *sql.Rows) error { return r.Scan(&l.incomplete, &l.afterExport) })
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	err = w.Each(ctx, fmt.Sprintf(`select action from events where action is not null group by action order by count(*) desc, action limit %d`, mostActions), func(r *sql.Rows) error {
		var a string
		err := r.Scan(&a)
		l.actions = append(l.actions, a)
		return err
	})
	return l, err
}

// mostActions is how many different actions are remembered for messages.
const mostActions = 200

// nameable is every column that a declaration may group by; those that tell people apart are not among them.
func (l *eventLog) nameable() []string {
	return slices.DeleteFunc(append(slices.Clone(l.columns), l.posts...), func(c string) bool {
		return slices.Contains([]string{"actor", "session", "seq", "at"}, strings.ToLower(c))
	})
}

// absent are those of the actions that no event has: a slip of the pen, or nothing that has happened yet. key is where the
// declaration names them.
func (l *eventLog) absent(key string, actions ...string) []model.AbsentAction {
	var out []model.AbsentAction
	for _, a := range actions {
		if !slices.Contains(l.actions, a) && len(l.actions) < mostActions {
			out = append(out, model.AbsentAction{Key: key, Action: a, Known: l.actions})
		}
	}
	return out
}

// missing is the test that an event cannot be placed on anybody's path.
const missing = `actor is null or "at" is null`

func tableColumns(ctx context.Context, w *warehouse.Warehouse, table string) ([]string, error) {
	var out []string
	err := w.Each(ctx, `select column_name from information_schema.columns where table_name = `+warehouse.Literal(table)+` order by ordinal_position`, func(r *sql.Rows) error {
		var c string
		err := r.Scan(&c)
		out = append(out, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the columns of %s: %w", table, err)
	}
	return slices.Compact(out), nil
}

func holds(columns []string, name string) bool {
	return slices.ContainsFunc(columns, func(c string) bool { return strings.EqualFold(c, name) })
}

// micros is the microseconds since 1970 of a timestamp column, as a bigint. DuckDB and PostgreSQL spell it so; Trino
// says to_unixtime.
func micros(column string) string {
	return "cast(round(extract(epoch from " + column + ") * 1000000) as bigint)"
}

func (l *eventLog) until() string {
	return "timestamp '" + l.asOf.UTC().Format("2006-01-02 15:04:05.999999") + "'"
}

// source is the relation that predicates are written for: every event that has an actor and a time up to asOf, its
// columns, those of its post that are named, its time _t, and _g, the column that groups (empty: none).
func (l *eventLog) source(names []string, groupBy string) string {
	cols := []string{micros(`e."at"`) + " as _t"}
	for _, c := range l.columns {
		cols = append(cols, "e."+warehouse.Ident(c))
	}
	join, groups := "", ""
	for _, c := range l.posts {
		if !slices.Contains(names, strings.ToLower(c)) && !strings.EqualFold(c, groupBy) {
			continue
		}
		// One row a post: the same id on two platforms must not double an event.
		join += ", min(" + warehouse.Ident(c) + ") as " + warehouse.Ident(c)
		cols = append(cols, "p."+warehouse.Ident(c))
	}
	if join != "" {
		join = " left join (select post_id as _post" + join + " from posts where post_id is not null group by post_id) p on p._post = e.post_id"
	}
	if groupBy != "" {
		of := "e."
		if !holds(l.columns, groupBy) {
			of = "p."
		}
		groups = ", coalesce(cast(" + of + warehouse.Ident(groupBy) + " as varchar), '') as _g"
	}
	return fmt.Sprintf(`(select %s%s from (select * from events where not (%s) and "at" <= %s) e%s) source`, strings.Join(cols, ", "), groups, missing, l.until(), join)
}

// predicate is a step as SQL, with the names that its condition mentions.
func (l *eventLog) predicate(s model.Step) (where string, names []string, err error) {
	where = actionIn(s.Actions)
	if s.Where == "" {
		return where, nil, nil
	}
	names, err = columnsOf(s.Where)
	return where + " and (" + s.Where + ")", names, err
}

func actionIn(actions []string) string {
	if len(actions) == 1 {
		return "action = " + warehouse.Literal(actions[0])
	}
	list := make([]string, len(actions))
	for i, a := range actions {
		list[i] = warehouse.Literal(a)
	}
	return "action in (" + strings.Join(list, ", ") + ")"
}

// notes says what of the events no path can use.
func (l *eventLog) notes() []string {
	out := []string{}
	if l.incomplete > 0 {
		out = append(out, fmt.Sprintf("%d events without an actor or a time are left out", l.incomplete))
	}
	if l.afterExport > 0 {
		out = append(out, fmt.Sprintf("%d events later than %s, when the data was exported, are left out", l.afterExport, l.asOf.Format(time.RFC3339)))
	}
	return out
}
