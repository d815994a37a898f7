package warehouse

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// A locked engine opens nothing, and still spills what does not fit into memory.
func TestLock(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	file := filepath.Join(dir, "a.csv")
	if err := os.WriteFile(file, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := Open(ctx, Options{MemoryLimit: "100MB", TempDir: filepath.Join(dir, "spill"), Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	read := "create table x as select * from read_csv(" + Literal(file) + ")"
	if err := w.Exec(ctx, read); err != nil {
		t.Fatal(err)
	}
	if err := w.Lock(ctx); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"create or replace table x as select * from read_text(" + Literal(file) + ")", "copy x to " + Literal(file), "attach " + Literal(filepath.Join(dir, "b")) + " as b", "set enable_external_access = true", "set memory_limit = '9GB'", "load httpfs"} {
		if err := w.Exec(ctx, q); err == nil {
			t.Errorf("%q ran", q)
		}
	}
	if err := w.Exec(ctx, "create table big as select range as i, md5(range::varchar) as s from range(5000000) order by s"); err != nil {
		t.Errorf("it does not spill: %v", err)
	}
}
