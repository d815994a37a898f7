package warehouse

import (
	"context"
	"database/sql"
	"testing"
	"time"
)

func TestAppendAndQuery(t *testing.T) {
	ctx := context.Background()
	w, err := Open(ctx, Options{MemoryLimit: "200MB", TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Exec(ctx, `create table t (id varchar, v double, "at" timestamp, ok boolean)`); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	err = w.Append(ctx, "t", func(add func(...any) error) error {
		if err := add("a'b", 1.5, at, true); err != nil {
			return err
		}
		return add("c", nil, nil, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	var n, nulls int
	var sum float64
	err = w.Each(ctx, `select count(*), count(*) filter (where v is null), sum(v) from t`, func(r *sql.Rows) error { return r.Scan(&n, &nulls, &sum) })
	if err != nil || n != 2 || nulls != 1 || sum != 1.5 {
		t.Fatalf("n=%d nulls=%d sum=%g err=%v", n, nulls, sum, err)
	}
}

func TestNoExtensionFromOutside(t *testing.T) {
	ctx := context.Background()
	w, err := Open(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Exec(ctx, `load httpfs`); err == nil {
		t.Error("httpfs loaded")
	}
}

func TestUnknownEngine(t *testing.T) {
	if _, err := Open(context.Background(), Options{DSN: "oracle:x"}); err == nil {
		t.Error("no error for an unknown engine")
	}
}

func TestQuoting(t *testing.T) {
	if Ident(`a"b`) != `"a""b"` || Literal(`a'b`) != `'a''b'` {
		t.Error("quoting")
	}
}

// Connections of the pool that are opened later must know UTC too, wherever the machine stands.
func TestEveryConnectionIsInUTC(t *testing.T) {
	t.Setenv("TZ", "Pacific/Kiritimati")
	ctx := context.Background()
	w, err := Open(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Lock(ctx); err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		c, err := w.db.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close() // all four are open at once
		var zone, at string
		err = c.QueryRowContext(ctx, "select current_setting('TimeZone'), cast(cast(timestamptz '2026-07-01 12:00:00Z' as timestamp) as varchar)").Scan(&zone, &at)
		if err != nil || zone != "UTC" || at != "2026-07-01 12:00:00" {
			t.Errorf("connection %d: zone %q, %q, %v", i, zone, at, err)
		}
	}
}
