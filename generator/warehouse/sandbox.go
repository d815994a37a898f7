package warehouse

// Authors' SQL is untrusted: a site folder may come from anybody. It runs in an engine of its own that holds copies of the
// tables it may see, and nothing else: no files, no network, no extensions, no settings, one SELECT at a time, bounded in
// memory, rows and time. What is not copied cannot be asked for, whatever the statement.

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"likewise/generator/diag"
)

// View is one table of a sandbox.
type View struct {
	Name   string
	Select string // run in the warehouse that the sandbox is made from
}

// Limits bound one statement. Zero takes the default.
type Limits struct {
	Rows   int           // 100,000
	Time   time.Duration // 10 s
	Memory string        // "512MB"
}

// Sandbox runs authors' SQL. It is safe for use by several goroutines.
type Sandbox struct {
	w      *Warehouse
	limits Limits
	tables []string
}

// Column is a column of a result.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"` // the engine's, such as "DOUBLE"
}

// Rows is the result of one statement: nil, bool, int64, float64, string or time.Time a cell; other types as text.
type Rows struct {
	Columns []Column `json:"columns"`
	Rows    [][]any  `json:"rows"`
}

// Sandbox copies the views into an engine that has nothing else, and locks it. Times are shown in the zone.
func (w *Warehouse) Sandbox(ctx context.Context, views []View, zone *time.Location, l Limits) (*Sandbox, error) {
	if l.Rows == 0 {
		l.Rows = 100_000
	}
	if l.Time == 0 {
		l.Time = 10 * time.Second
	}
	if l.Memory == "" {
		l.Memory = "512MB"
	}
	inner, err := openDuckDB(ctx, Options{MemoryLimit: l.Memory, Threads: 2})
	if err != nil {
		return nil, err
	}
	s := &Sandbox{w: inner, limits: l}
	for _, v := range views {
		if err := s.copy(ctx, w, v, zone); err != nil {
			inner.Close()
			return nil, err
		}
		s.tables = append(s.tables, v.Name)
	}
	if err := s.lock(ctx); err != nil {
		inner.Close()
		return nil, err
	}
	return s, nil
}

// lock does what the warehouse's Lock does, and keeps the engine from the disk altogether.
func (s *Sandbox) lock(ctx context.Context) error {
	for _, q := range []string{"SET temp_directory = ''", "SET allow_community_extensions = false"} {
		if err := s.w.Exec(ctx, q); err != nil {
			return err
		}
	}
	return s.w.Lock(ctx)
}

// Close releases the engine.
func (s *Sandbox) Close() error { return s.w.Close() }

func (s *Sandbox) copy(ctx context.Context, from *Warehouse, v View, zone *time.Location) error {
	rows, err := from.Query(ctx, v.Select)
	if err != nil {
		return err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return fmt.Errorf("copy %s: %w", v.Name, err)
	}
	ddl := make([]string, len(types))
	for i, t := range types {
		ddl[i] = Ident(t.Name()) + " " + t.DatabaseTypeName()
	}
	if err := s.w.Exec(ctx, fmt.Sprintf("create table %s (%s)", Ident(v.Name), strings.Join(ddl, ", "))); err != nil {
		return err
	}
	cells, at := make([]any, len(types)), make([]any, len(types))
	for i := range cells {
		at[i] = &cells[i]
	}
	return s.w.Append(ctx, v.Name, func(add func(...any) error) error {
		for rows.Next() {
			if err := rows.Scan(at...); err != nil {
				return err
			}
			for i, c := range cells {
				if t, ok := c.(time.Time); ok && zone != nil && types[i].DatabaseTypeName() == "TIMESTAMP" {
					t = t.In(zone)
					cells[i] = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
				}
			}
			if err := add(cells...); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// Query runs one SELECT. What is wrong with it comes as a diag.Problem; its Line and Column count within the statement.
func (s *Sandbox) Query(ctx context.Context, query string) (*Rows, error) {
	ctx, stop := context.WithTimeout(ctx, s.limits.Time)
	defer stop()
	c, err := s.w.db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	defer c.Close()
	var out *Rows
	err = c.Raw(func(raw any) error {
		out, err = s.run(ctx, raw.(*duckdb.Conn), query)
		return err
	})
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return out, nil
}

func (s *Sandbox) run(ctx context.Context, conn *duckdb.Conn, query string) (*Rows, error) {
	prepared, err := conn.Prepare(query) // refuses several statements
	if err != nil {
		return nil, err
	}
	defer prepared.Close()
	stmt, ok := prepared.(*duckdb.Stmt)
	if !ok {
		return nil, errors.New("the engine gives no statement type")
	}
	kind, err := stmt.StatementType()
	if err != nil {
		return nil, err
	}
	if kind != duckdb.STATEMENT_TYPE_SELECT || !beginsSelect.MatchString(query) {
		return nil, notSelect
	}
	if stmt.NumInput() > 0 {
		return nil, diag.Problem{Code: "bad-sql", Text: "the query has a parameter, and there is no value for it", Hint: "write the value"}
	}
	rows, err := stmt.QueryContext(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return s.read(rows)
}

// beginsSelect matches how a SELECT begins, after comments. The engine rewrites some other statements, such as pragmas,
// to SELECTs before it names their type.
var beginsSelect = regexp.MustCompile(`(?is)^(?:\s|--[^\n]*\n|/\*.*?\*/|\()*(?:select|with|from|values|table|describe|summarize)\b`)

// notSelect is what every other statement gets.
var notSelect = diag.Problem{Code: "bad-sql", Text: "only a SELECT can be run here", Hint: "nothing can be written, attached, installed or set"}

func (s *Sandbox) read(rows driver.Rows) (*Rows, error) {
	out := &Rows{Columns: []Column{}, Rows: [][]any{}}
	typed, _ := rows.(driver.RowsColumnTypeDatabaseTypeName)
	for i, name := range rows.Columns() {
		c := Column{Name: name}
		if typed != nil {
			c.Type = typed.ColumnTypeDatabaseTypeName(i)
		}
		out.Columns = append(out.Columns, c)
	}
	cells := make([]driver.Value, len(out.Columns))
	for {
		err := rows.Next(cells)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if len(out.Rows) == s.limits.Rows {
			return nil, diag.Problem{Code: "too-many-rows", Text: fmt.Sprintf("the query returns more than %d rows", s.limits.Rows), Hint: "aggregate, or add a limit"}
		}
		row := make([]any, len(cells))
		for i, v := range cells {
			row[i] = plain(v)
		}
		out.Rows = append(out.Rows, row)
	}
}

// plain brings a driver's value down to the types that Rows promises.
func plain(v driver.Value) any {
	switch v := v.(type) {
	case nil, bool, int64, float64, string, time.Time:
		return v
	case int8:
		return int64(v)
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case uint8:
		return int64(v)
	case uint16:
		return int64(v)
	case uint32:
		return int64(v)
	case float32:
		return float64(v)
	case duckdb.Decimal:
		return v.Float64()
	case []byte:
		return fmt.Sprintf("%x", v)
	}
	text := fmt.Sprint(v)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil { // sums of whole numbers are huge integers
		return n
	}
	return text
}

var lineOf = regexp.MustCompile(`(?m)^LINE (\d+): `)

// problem is an error of the engine as an author reads it.
func (s *Sandbox) problem(ctx context.Context, err error) error {
	var p diag.Problem
	if errors.As(err, &p) {
		return p
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return diag.Problem{Code: "slow-sql", Text: fmt.Sprintf("the query took longer than %s", s.limits.Time), Hint: "aggregate less, or check its joins"}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	text := err.Error()
	if strings.Contains(text, "PrepareContext") || strings.Contains(text, "multiple statements") {
		return diag.Problem{Code: "bad-sql", Text: "one statement at a time can be run here", Hint: "take the second away"}
	}
	p = diag.Problem{Code: "bad-sql", Hint: "tables: " + strings.Join(s.tables, ", ")}
	if m := lineOf.FindStringSubmatchIndex(text); m != nil {
		p.Line, _ = strconv.Atoi(text[m[2]:m[3]])
		if caret := strings.Index(text[m[1]:], "^"); caret >= 0 {
			p.Column = caret - (strings.LastIndex(text[m[1]:m[1]+caret], "\n") + 1) - (m[1] - m[0]) + 1
		}
		text = text[:m[0]]
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	p.Text = lines[0]
	if len(lines) > 1 && strings.HasPrefix(lines[1], "Did you mean") {
		p.Hint = strings.ToLower(lines[1][:1]) + lines[1][1:]
	}
	return p
}
