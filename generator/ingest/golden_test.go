package ingest

import (
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden loads every file of testdata by itself and compares its account, its tables and its problems.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(f string) bool {
		return strings.HasSuffix(f, ".golden") || strings.HasSuffix(f, ".toml") || strings.HasPrefix(filepath.Base(f), "fuzz")
	})
	if len(files) == 0 {
		t.Fatal("no cases in testdata")
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			d := model.Data{Files: filepath.Base(f)}
			if text, err := os.ReadFile(strings.TrimSuffix(f, filepath.Ext(f)) + ".toml"); err == nil {
				if _, err := toml.Decode(string(text), &d); err != nil {
					t.Fatal(err)
				}
			}
			got := render(t, "testdata", d)
			golden := f + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// render is everything that loading one entry leaves behind, as text.
func render(t *testing.T, root string, d ...model.Data) string {
	t.Helper()
	w, r, problems := load(t, root, d...)
	var b strings.Builder
	for _, s := range r.Sources {
		s.SHA256, s.Bytes = "", 0
		text, err := json.MarshalIndent(s, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n", text)
	}
	fmt.Fprintf(&b, "metrics %q, further columns %q, %d events, %d orders, %d unjoined, %s to %s\n", r.Metrics, r.PostColumns, r.Events, r.Orders, r.Unjoined, r.From.Format(time.DateTime), r.To.Format(time.DateTime))
	for _, table := range []string{"posts", "metrics", "daily", "events", "orders"} {
		dump(t, w, table, &b)
	}
	if err := problems.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// dump writes the filled cells of every row of a table.
func dump(t *testing.T, w *warehouse.Warehouse, table string, b *strings.Builder) {
	err := w.Each(context.Background(), "select * from "+table, func(r *sql.Rows) error {
		names, err := r.Columns()
		if err != nil {
			return err
		}
		cells, to := make([]any, len(names)), make([]any, len(names))
		for i := range cells {
			to[i] = &cells[i]
		}
		if err := r.Scan(to...); err != nil {
			return err
		}
		fmt.Fprintf(b, "%s", table)
		for i, c := range cells {
			switch c := c.(type) {
			case nil:
			case string:
				fmt.Fprintf(b, " %s=%q", names[i], c)
			case time.Time:
				fmt.Fprintf(b, " %s=%s", names[i], c.Format(time.DateTime))
			case float64:
				fmt.Fprintf(b, " %s=%.6g", names[i], c)
			default:
				fmt.Fprintf(b, " %s=%v", names[i], c)
			}
		}
		b.WriteByte('\n')
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
