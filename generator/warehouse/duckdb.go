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
	boot := []string{"SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false", "SET TimeZone = 'UTC'"}
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
	for _, q := range boot {
		if err := w.Exec(ctx, q); err != nil {
			w.Close()
			return nil, err
		}
	}
	return w, nil
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
