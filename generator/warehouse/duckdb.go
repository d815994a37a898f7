package warehouse

// DuckDB's dialect. It is opened in memory, without extensions from outside and in UTC; it spills to TempDir.

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

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
