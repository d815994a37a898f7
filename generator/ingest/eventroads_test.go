package ingest

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/model"
)

// TestRoadsAgree loads the same logs by the engine and row by row: the events, the account and the problems are the
// same, whatever the zone, however the times are written, and with rows that do not convert.
func TestRoadsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct{ name, zone, layout string }{
		{"UTC", "", "2006-01-02 15:04:05"}, {"London, T", "Europe/London", "2006-01-02T15:04:05"}, {"New York, minutes", "America/New_York", "2006-01-02 15:04"},
		{"Lord Howe", "Australia/Lord_Howe", "2006-01-02 15:04:05"}, {"fractions", "Europe/London", "2006-01-02 15:04:05.000"}, {"Z", "Europe/London", "2006-01-02T15:04:05Z"},
		{"offsets", "Europe/London", "2006-01-02T15:04:05-07:00"}, {"days", "Europe/London", "2006-01-02"}, {"day first", "Europe/London", "02/01/2006 15:04:05"},
		{"days, day first", "Europe/London", "02/01/2006"}, {"seconds", "", "unix"},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := []string{"user,when,what,post,value,note"}
			for i := range 400 {
				at := time.Date(2026, 1, 1, 0, r.IntN(60*24*365), r.IntN(60), 0, time.UTC)
				if i%4 == 0 { // about the hours that are skipped or come twice
					at = []time.Time{time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC), time.Date(2026, 4, 5, 1, 0, 0, 0, time.UTC)}[r.IntN(3)].Add(time.Duration(r.IntN(240)) * time.Minute)
				}
				when := at.Format(c.layout)
				if c.layout == "unix" {
					when = fmt.Sprint(at.Unix())
				}
				rows = append(rows, fmt.Sprintf("u%d,%s,%s,%d,%s,%s", r.IntN(20), when, []string{"view", "like"}[r.IntN(2)], 17900000000000000+i, []string{"", "1.5", "-3"}[r.IntN(3)], []string{"", "a", `"b, c"`, "ä"}[r.IntN(4)]))
			}
			rows[390] = " u1 ,soon,view,1,,"
			rows[391] = "u2," + strings.Split(rows[1], ",")[1] + ",view,1,lots,"
			rows[392] = "u3," + strings.Split(rows[1], ",")[1] + ",,1,,"
			rows[393] = " u4 , " + strings.Split(rows[1], ",")[1] + " , view , p ,  1 ,\"\""
			rows[394] = "," + strings.Split(rows[1], ",")[1] + ",view,,,"
			rows[395] = "u5,0001-01-01,view,,inf,"
			dir := site(t, map[string]string{"log.csv": strings.Join(rows, "\n") + "\n"})
			d := model.Data{Files: "log.csv", Kind: "events", Zone: c.zone, Columns: map[string]model.Names{"actor": {"user"}, "at": {"when"}, "action": {"what"}, "post_id": {"post"}}}
			engine, left := eventsOf(t, dir, d)
			if left == 0 {
				t.Fatal("the engine left no row out, so it did not read the file")
			}
			d.Match = map[string]string{"note": "no such post: ([0-9]+)"} // what the engine does not do
			byRow, left := eventsOf(t, dir, d)
			if left != 0 {
				t.Fatal("the engine read the file")
			}
			if diff := cmp.Diff(byRow, engine); diff != "" {
				t.Errorf("-row by row +engine\n%s", diff)
			}
		})
	}
}

// eventsOf is the events of a file, in an order that does not depend on the road, and its account; left is how many rows
// the engine left out.
func eventsOf(t *testing.T, dir string, d model.Data) (out []string, left int) {
	t.Helper()
	w, r, _ := load(t, dir, d)
	err := w.Each(context.Background(), `select coalesce(cast(actor as varchar), '-') || ' ' || cast("at" as varchar) || ' ' || action || ' ' || coalesce(post_id, '-') || ' ' || coalesce(cast(value as varchar), '-') || ' ' || coalesce(note, '-') as row from events order by row`, func(rows *sql.Rows) error {
		var s string
		err := rows.Scan(&s)
		out = append(out, s)
		return err
	})
	if err != nil || len(out) < 300 {
		t.Fatalf("%d events: %v", len(out), err)
	}
	s := r.Sources[0]
	out = append(out, fmt.Sprint(s.Read, s.Stored, s.Rejected, s.Skipped))
	for _, p := range s.Problems {
		out = append(out, fmt.Sprint(p))
	}
	for _, c := range s.Columns {
		out = append(out, fmt.Sprint(c))
	}
	return out, one[int](t, w, "select max(seq) - count(*) from events")
}
