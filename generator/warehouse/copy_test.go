package warehouse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"likewise/generator/model"
)

func TestCopyInto(t *testing.T) {
	ctx := context.Background()
	w, err := Open(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Exec(ctx, `create table t (who bigint, "at" timestamp, v double, word varchar)`); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "it's.csv")
	text := "preamble\nwho;day;clock;v;word\nann;2026-07-01;12:00;1.5; a \n;2026-07-01;12:00;;\nbob;never;;x;\nbob;2026-07-01;12:00;inf;\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	summer := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	c := Copy{MostBad: 2, Path: path, Delimiter: ';', SkipLines: 2, Source: []string{"a", "b", "c", "d", "e"}, Columns: []CopyColumn{
		{Name: "who", From: []string{"a"}, Type: Digest, Key: "k"}, {Name: "at", From: []string{"b", "c"}, Type: Time, Layout: "%Y-%m-%d %H:%M", Zone: london, First: summer, Last: summer, Required: true},
		{Name: "v", From: []string{"d"}, Type: Float}, {Name: "word", From: []string{"e"}},
	}}
	done, err := w.CopyInto(ctx, "t", c)
	if err != nil || done.Rows != 2 || !slices.Equal(done.Bad, []int{2, 3}) || done.First != 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	for q, want := range map[string]int{
		`select count(*) from t where "at" = timestamp '2026-07-01 11:00:00'`: 2, `select count(*) from t where word = 'a' and v = 1.5`: 1,
		fmt.Sprintf("select count(*) from t where who = %d", model.Digest("k", "ann")): 1, `select count(*) from t where who is null`: 1,
	} {
		var n int
		if err := w.One(ctx, q, &n); err != nil || n != want {
			t.Errorf("%s: %d, %v; want %d", q, n, err, want)
		}
	}
	c.MostBad = 1
	if done, err := w.CopyInto(ctx, "t", c); err == nil {
		t.Errorf("two bad rows where one may be: %+v", done)
	}
	var n int
	if err := w.One(ctx, "select count(*) from t", &n); err != nil || n != 2 {
		t.Errorf("a failed copy left %d rows, want the 2 before it: %v", n, err)
	}
	if _, err := (&Warehouse{}).CopyInto(ctx, "t", c); err == nil {
		t.Error("an engine without files must say so")
	}
}
