package warehouse

// DuckDB's dialect. It is opened in memory, without extensions from outside and in UTC; it spills to TempDir.

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

func openDuckDB(ctx context.Context, o Options) (*Warehouse, error) {
	boot := []string{"SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false", "SET GLOBAL TimeZone = 'UTC'"} // global: of every connection of the pool
	if o.MemoryLimit != "" {
		boot = append(boot, "SET memory_limit = "+Literal(o.MemoryLimit))
	}
	if o.TempDir != "" {
		boot = append(boot, "SET temp_directory = "+Literal(o.TempDir))
	}
	if o.Threads > 0 {
		boot = append(boot, fmt.Sprintf("SET threads = %d", o.Threads))
	}
	conn, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, fmt.Errorf("open duckdb: %w", err)
	}
	w := &Warehouse{db: sql.OpenDB(conn)}
	w.append = duckAppend(w.db)
	w.copy = w.duckCopy
	for _, q := range boot {
		if err := w.Exec(ctx, q); err != nil {
			w.Close()
			return nil, err
		}
	}
	return w, nil
}

// Lock ends the engine's access to files, network and settings, once all data is loaded: what runs afterwards holds SQL of
// authors, such as the condition of a funnel's step. Spilling goes on.
func (w *Warehouse) Lock(ctx context.Context) error {
	for _, q := range []string{"SET enable_external_access = false", "SET lock_configuration = true"} {
		if err := w.Exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// duckAppend uses DuckDB's appender, which skips SQL parsing: about a million rows a second and core.
func duckAppend(db *sql.DB) appender {
	return func(ctx context.Context, table string, fill func(add func(row ...any) error) error) error {
		c, err := db.Conn(ctx)
		if err != nil {
			return fmt.Errorf("append to %s: %w", table, err)
		}
		defer c.Close()
		return c.Raw(func(raw any) error {
			a, err := duckdb.NewAppenderFromConn(raw.(driver.Conn), "", table)
			if err != nil {
				return fmt.Errorf("append to %s: %w", table, err)
			}
			args := []driver.Value{}
			err = fill(func(row ...any) error {
				args = args[:0]
				for _, v := range row {
					args = append(args, v)
				}
				return a.AppendRow(args...)
			})
			if cerr := a.Close(); err == nil {
				err = cerr
			}
			if err != nil {
				return fmt.Errorf("append to %s: %w", table, err)
			}
			return nil
		})
	}
}

// duckCopy is Copy in DuckDB's dialect. Rows keep the order of the file, so rowid orders them.
func (w *Warehouse) duckCopy(ctx context.Context, table string, c Copy) (Copied, error) {
	names, values, bad := []string{`"bad"`}, []string{}, []string{}
	for _, col := range c.Columns {
		value, wrong := col.duck()
		names, values = append(names, Ident(col.Name)), append(values, value)
		if wrong != "" {
			bad = append(bad, wrong)
		}
	}
	isBad := "null"
	if len(bad) > 0 {
		isBad = "case when " + strings.Join(bad, " or ") + " then 'bad' end"
	}
	var out Copied
	if err := w.one(ctx, &out.First, "select coalesce(max(rowid), -1) + 1 from "+Ident(table)); err != nil {
		return out, err
	}
	q := fmt.Sprintf("insert into %s (%s) select %s, %s from %s", Ident(table), strings.Join(names, ", "), isBad, strings.Join(values, ", "), c.duckSource())
	if err := w.Exec(ctx, q); err != nil {
		return out, err
	}
	count := fmt.Sprintf("from %s where rowid >= %d", Ident(table), out.First)
	if err := w.one(ctx, &out.Rows, "select count(*) "+count); err != nil {
		return out, err
	}
	return out, w.one(ctx, &out.Bad, "select count(bad) "+count)
}

func (w *Warehouse) one(ctx context.Context, to any, query string) error {
	return w.Each(ctx, query, func(r *sql.Rows) error { return r.Scan(to) })
}

// duckSource reads the file with nothing left to guess.
func (c Copy) duckSource() string {
	if c.Parquet {
		return "read_parquet(" + Literal(c.Path) + ")"
	}
	cols := make([]string, len(c.Source))
	for i, n := range c.Source {
		cols[i] = Literal(n) + ": 'varchar'"
	}
	packing := c.Packing
	if packing == "" {
		packing = "none"
	}
	return fmt.Sprintf(`read_csv(%s, auto_detect = false, all_varchar = true, header = false, strict_mode = true, max_line_size = 1048576, buffer_size = 4194304, delim = %s, quote = '"', escape = '"', skip = %d, compression = %s, columns = {%s})`,
		Literal(c.Path), Literal(string(rune(c.Delimiter))), c.SkipLines, Literal(packing), strings.Join(cols, ", "))
}

// duck is the column's value, and the condition under which it is bad.
func (c CopyColumn) duck() (value, bad string) {
	texts := make([]string, len(c.From))
	for i, f := range c.From {
		texts[i] = "nullif(trim(cast(" + Ident(f) + " as varchar)), '')"
	}
	x := texts[0]
	if len(texts) > 1 {
		x = "nullif(concat_ws(' ', " + strings.Join(texts, ", ") + "), '')"
	}
	switch c.Type {
	case Text:
		value = x
	case Hash:
		value = fmt.Sprintf("left(md5(%s || %s), 16)", Literal(c.Key), x)
	case Float:
		value = "try_cast(" + x + " as double)"
	default:
		value = c.duckTime(x)
	}
	switch {
	case c.Required:
		bad = value + " is null"
		if c.Type != Text && c.Type != Hash {
			bad += " or not isfinite(" + value + ")" // "infinity" is a time and a number to the engine
		}
	case c.Type != Text && c.Type != Hash:
		bad = "(" + value + " is null or not isfinite(" + value + ")) and " + x + " is not null"
	}
	return value, bad
}

// duckTime reads a time as UTC. One layout, since a list of them is ten times slower.
func (c CopyColumn) duckTime(x string) string {
	epoch := func(digits int, micros string) string {
		return fmt.Sprintf("case when length(%s) = %d then make_timestamp(try_cast(%s as bigint) * %s) end", x, digits, x, micros)
	}
	switch {
	case c.Type == Seconds:
		return epoch(10, "1000000")
	case c.Type == Millis:
		return epoch(13, "1000")
	case c.Type == Micros:
		return epoch(16, "1")
	case c.Type == TimeOffset:
		return fmt.Sprintf("case when suffix(%[1]s, 'Z') or contains(substr(%[1]s, 17), '+') or contains(substr(%[1]s, 17), '-') then cast(try_cast(%[1]s as timestamptz) as timestamp) end", x)
	case c.Layout == "":
		return c.inZone("cast(try_cast(" + x + " || 'Z' as timestamptz) as timestamp)")
	}
	return c.inZone("try_strptime(" + x + ", " + Literal(c.Layout) + ")")
}

func (c CopyColumn) inZone(local string) string {
	if c.Zone == "" || c.Zone == "UTC" {
		return local
	}
	return "cast(timezone(" + Literal(c.Zone) + ", " + local + ") as timestamp)"
}

// ParquetColumns names the columns of a Parquet file.
func (w *Warehouse) ParquetColumns(ctx context.Context, path string) ([]string, error) {
	rows, err := w.Query(ctx, "select * from read_parquet("+Literal(path)+") limit 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// EachParquet calls take for every row of a Parquet file, with its values as text; null is the empty text.
func (w *Warehouse) EachParquet(ctx context.Context, path string, take func(cells []string) error) error {
	return w.Each(ctx, "select coalesce(columns(*)::varchar, '') from read_parquet("+Literal(path)+")", func(r *sql.Rows) error {
		names, err := r.Columns()
		if err != nil {
			return err
		}
		cells, to := make([]string, len(names)), make([]any, len(names))
		for i := range cells {
			to[i] = &cells[i]
		}
		if err := r.Scan(to...); err != nil {
			return err
		}
		return take(cells)
	})
}
