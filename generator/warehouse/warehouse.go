// Package warehouse hands out the SQL engine: a connection that executes, queries and takes rows in bulk.
//
// DuckDB is embedded and is the default (duckdb.go). The SQL that other packages send is portable over DuckDB,
// PostgreSQL and Trino: window functions, filter, coalesce, no vendor's functions; what only one engine knows
// stays in its dialect file. The package knows nothing of posts or events, and holds no results.
package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"likewise/generator/diag"
)

// Options say where the engine is and what it may use.
type Options struct {
	DSN         string // empty or "duckdb:": embedded, in memory
	MemoryLimit string // "2GB"; empty: the engine's own default
	TempDir     string // where the engine spills; empty: it may not spill
	Threads     int    // 0: all cores
}

// Warehouse is an open engine. It is safe for use by several goroutines.
type Warehouse struct {
	db     *sql.DB
	append appender
	copy   func(ctx context.Context, table string, c Copy) (Copied, error) // nil where the engine cannot read files
}

// appender loads rows into a table in bulk, in the order of its columns.
type appender func(ctx context.Context, table string, fill func(add func(row ...any) error) error) error

// Open connects to the engine that the DSN names.
func Open(ctx context.Context, o Options) (*Warehouse, error) {
	scheme, _, _ := strings.Cut(o.DSN, ":")
	switch scheme {
	case "", "duckdb":
		return openDuckDB(ctx, o)
	}
	return nil, diag.Problem{Code: "unknown-engine", Text: fmt.Sprintf("no SQL engine for dsn scheme %q", scheme), Hint: `leave [warehouse] dsn out, or use "duckdb:"`}
}

// Close releases the engine.
func (w *Warehouse) Close() error { return w.db.Close() }

// Exec runs statements and discards results.
func (w *Warehouse) Exec(ctx context.Context, query string, args ...any) error {
	if _, err := w.db.ExecContext(ctx, query, args...); err != nil {
		return fmt.Errorf("sql: %w in %s", err, brief(query))
	}
	return nil
}

// Query runs one statement; the caller closes the rows.
func (w *Warehouse) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := w.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("sql: %w in %s", err, brief(query))
	}
	return rows, nil
}

// Each runs one statement and calls scan for every row.
func (w *Warehouse) Each(ctx context.Context, query string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := w.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// One runs one statement and scans the values of its only row.
func (w *Warehouse) One(ctx context.Context, query string, to ...any) error {
	return w.Each(ctx, query, func(r *sql.Rows) error { return r.Scan(to...) })
}

// Append loads rows into an existing table in bulk; fill calls add once a row, with a value for every column in
// table order: string, float64, int64, bool, time.Time or nil.
func (w *Warehouse) Append(ctx context.Context, table string, fill func(add func(row ...any) error) error) error {
	return w.append(ctx, table, fill)
}

// Ident quotes a name for SQL.
func Ident(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Literal quotes a text for SQL.
func Literal(s string) string { return `'` + strings.ReplaceAll(s, `'`, `''`) + `'` }

func brief(q string) string {
	q = strings.Join(strings.Fields(q), " ")
	if len(q) > 300 {
		q = q[:300] + "..."
	}
	return q
}
