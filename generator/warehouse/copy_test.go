package warehouse

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestCopyInto(t *testing.T) {
	ctx := context.Background()
	w, err := Open(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Exec(ctx, `create table t (who varchar, "at" timestamp, v double, word varchar, bad varchar)`); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "it's.csv")
	text := "preamble\nwho;day;clock;v;word\nann;2026-07-01;12:00;1.5; a \n;2026-07-01;12:00;;\nbob;never;;x;\nbob;2026-07-01;12:00;inf;\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c := Copy{Path: path, Delimiter: ';', SkipLines: 2, Source: []string{"a", "b", "c", "d", "e"}, Columns: []CopyColumn{
		{Name: "who", From: []string{"a"}, Type: Hash, Key: "k"}, {Name: "at", From: []string{"b", "c"}, Type: Time, Layout: "%Y-%m-%d %H:%M", Zone: "Europe/London", Required: true},
		{Name: "v", From: []string{"d"}, Type: Float}, {Name: "word", From: []string{"e"}},
	}}
	done, err := w.CopyInto(ctx, "t", c)
	if err != nil || done.Rows != 4 || done.Bad != 2 || done.First != 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	for q, want := range map[string]int{
		`select count(*) from t where "at" = timestamp '2026-07-01 11:00:00'`: 3, `select count(*) from t where word = 'a' and v = 1.5`: 1,
		`select count(*) from t where who = left(md5('kann'), 16)`: 1, `select count(*) from t where who is null`: 1,
	} {
		var n int
		if err := w.one(ctx, &n, q); err != nil || n != want {
			t.Errorf("%s: %d, %v; want %d", q, n, err, want)
		}
	}
	if _, err := (&Warehouse{}).CopyInto(ctx, "t", c); err == nil {
		t.Error("an engine without files must say so")
	}
}
