package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/diag"
)

// sandboxOf is a sandbox over a table of posts; beside it the warehouse has a secret.
func sandboxOf(t testing.TB, l Limits) *Sandbox {
	t.Helper()
	ctx := context.Background()
	w, err := Open(ctx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, q := range []string{
		`create table posts (post_id varchar, as_of timestamp, reach double, paid boolean, n bigint, day date)`,
		`insert into posts values ('a', '2026-07-01 23:30:00', 10, true, 1, '2026-07-02'), ('b', null, null, null, null, null)`,
		`create table event_log (actor varchar)`, `insert into event_log values ('secret-actor')`,
	} {
		if err := w.Exec(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	s, err := w.Sandbox(ctx, []View{{"posts", "select * from posts order by post_id"}}, zone, l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestSandboxAnswers(t *testing.T) {
	s := sandboxOf(t, Limits{})
	got, err := s.Query(context.Background(), `with x as (select * from posts) select post_id, as_of, reach, paid, n, day, sum(n) over () as total, 1.5 as d from x order by 1;`)
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time { v, _ := time.Parse("2006-01-02 15:04", s); return v }
	want := [][]any{
		{"a", at("2026-07-02 00:30"), 10.0, true, int64(1), at("2026-07-02 00:00"), int64(1), 1.5}, // in London's summer
		{"b", nil, nil, nil, nil, nil, int64(1), 1.5},
	}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Error(diff)
	}
	if got.Columns[2] != (Column{"reach", "DOUBLE"}) {
		t.Errorf("columns: %v", got.Columns)
	}
}

func TestSandboxHolds(t *testing.T) {
	s := sandboxOf(t, Limits{})
	dir := t.TempDir()
	file := filepath.Join(dir, "secret.csv")
	if err := os.WriteFile(file, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	queries := []string{
		"select * from '%s'", "select * from read_csv('%s')", "select * from read_text('%s')", "select * from read_blob('%s')", "select * from glob('%[2]s/*')", "select * from read_json('%s')",
		"select * from read_parquet('%s')", "select * from sniff_csv('%s')", "select * from query('select * from read_text(''%s'')')", "select * from query_table('%s')",
		"copy posts to '%[3]s'", "copy (select 1) to '%[3]s'", "copy posts from '%s'", "export database '%[3]s'", "import database '%[2]s'",
		"attach '%[3]s' as x", "attach ':memory:' as x", "detach memory", "use memory", "checkpoint",
		"install httpfs", "load httpfs", "load '%s'", "force install spatial", "update extensions",
		"set enable_external_access = true", "set memory_limit = '64GB'", "reset memory_limit", "set lock_configuration = false", "set variable x = 1", "set threads = 64",
		"pragma enable_external_access", "pragma database_list", "pragma threads=8", "call pragma_version()", "call duckdb_settings()",
		"create table x as select 1", "create view x as select 1", "create macro f() as 1", "create secret (type s3)", "insert into posts values ('c')", "update posts set reach = 1", "delete from posts", "drop table posts", "truncate posts", "alter table posts rename to y",
		"select 1; select 2", "select 1; drop table posts", "; ;", "", "begin", "commit", "rollback", "vacuum", "analyze", "prepare p as select 1", "execute p", "deallocate p", "explain analyze select 1",
		"select * from event_log", "select * from main.event_log", "select * from memory.main.event_log", "select getenv('HOME')", "select ?", "select $1",
		"select * from 'https://example.com/x.csv'", "select * from read_csv('s3://b/x.csv')", "from '/etc/passwd'", "select * from pragma_storage_info('event_log')",
	}
	for _, q := range queries {
		q = strings.Split(fmt.Sprintf(q+"\x00%[1]s%[2]s%[3]s", file, dir, out), "\x00")[0]
		rows, err := s.Query(context.Background(), q)
		var p diag.Problem
		if err == nil {
			t.Errorf("%q ran: %v", q, rows.Rows)
		} else if !errors.As(err, &p) || p.Text == "" {
			t.Errorf("%q: no problem but %v", q, err)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("the folder has %v", entries)
	}
	got, err := s.Query(context.Background(), "select count(*) from posts")
	if err != nil || got.Rows[0][0] != int64(2) {
		t.Errorf("the table changed: %v %v", got, err)
	}
	names, err := s.Query(context.Background(), "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal")
	if err != nil || len(names.Rows) != 1 {
		t.Errorf("the sandbox has more than the tables: %v %v", names, err)
	}
}

func TestSandboxBounds(t *testing.T) {
	s := sandboxOf(t, Limits{Rows: 100, Time: 300 * time.Millisecond, Memory: "100MB"})
	for query, code := range map[string]string{
		"select * from range(101)": "too-many-rows",
		"select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = 3":        "slow-sql",
		"with recursive t as (select 1 as n union all select n + 1 from t) select max(n) from t":       "slow-sql",
		"select count(distinct repeat(x::varchar, 500)) from (select range as x from range(10000000))": "",
		"select length(string_agg(repeat('x', 10000000), '')) from range(1000)":                        "",
	} {
		_, err := s.Query(context.Background(), query)
		var p diag.Problem
		if !errors.As(err, &p) || code != "" && p.Code != code {
			t.Errorf("%q: %v (%s)", query, err, p.Code)
		}
	}
}

func TestSandboxLocates(t *testing.T) {
	s := sandboxOf(t, Limits{})
	_, err := s.Query(context.Background(), "select post_id,\n  raech\nfrom posts")
	var p diag.Problem
	if !errors.As(err, &p) || p.Line != 2 || p.Column != 3 || !strings.Contains(p.Text, "raech") {
		t.Errorf("%+v", p)
	}
	_, err = s.Query(context.Background(), "select 1 from psots")
	if !errors.As(err, &p) || p.Hint != `did you mean "posts"?` && !strings.Contains(p.Hint, "posts") {
		t.Errorf("%+v", p)
	}
}
