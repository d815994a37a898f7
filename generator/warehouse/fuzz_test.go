package warehouse

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"likewise/generator/diag"
)

// FuzzSandbox checks that no query of an author's sees beside the tables, changes them, or fails without a message.
func FuzzSandbox(f *testing.F) {
	for _, q := range []string{"select * from posts", "with x as (select 1 as a) select a from x", "select * from event_log", "select * from read_text('/etc/passwd')", "attach ':memory:' as x", "select 1; drop table posts",
		"from posts select reach", "select $$a;b$$", "/* */ select 1 -- x", "pivot posts on post_id using sum(n)", "select [x for x in [1,2]]", "select getenv('HOME')", "values (1)", "summarize posts", "set threads=1", "copy posts to '/tmp/x'"} {
		f.Add(q)
	}
	s := sandboxOf(f, Limits{Rows: 1000, Time: 5 * time.Second, Memory: "100MB"})
	f.Fuzz(func(t *testing.T, q string) {
		rows, err := s.Query(context.Background(), q)
		var p diag.Problem
		if err != nil && (!errors.As(err, &p) || p.Text == "") {
			t.Errorf("%q: %v", q, err)
		}
		if err == nil {
			for _, row := range rows.Rows {
				for _, v := range row {
					if text, ok := v.(string); ok && strings.Contains(text, "secret-actor") {
						t.Errorf("%q found %q", q, text)
					}
				}
			}
		}
		again, err := s.Query(context.Background(), "select count(*), sum(reach) from posts")
		if err != nil || again.Rows[0][0] != int64(2) || again.Rows[0][1] != 10.0 {
			t.Fatalf("after %q the table is %v, %v", q, again, err)
		}
	})
}
