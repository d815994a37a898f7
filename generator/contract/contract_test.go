package contract

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// loaded is a warehouse as ingest leaves it: four posts, one of them without a format, and two events.
func loaded(t *testing.T) *warehouse.Warehouse {
	t.Helper()
	ctx := context.Background()
	w, err := warehouse.Open(ctx, warehouse.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	for _, s := range []string{
		`create table posts (seq bigint, post_id varchar, published_at timestamp, format varchar, title varchar, price varchar, boosted varchar, reach double, link_clicks double, purchases double)`,
		`insert into posts values
			(1, 'p1', '2026-03-02 10:00', 'reel', 'One', '12', 'yes', 1000, 50, 2),
			(2, 'p2', '2026-03-03 10:00', null, 'One', '12.5', 'no', 100, 150, 3),
			(3, 'p3', '2026-03-04 10:00', 'story', 'Three', 'twelve', 'perhaps', 2000, null, 2500),
			(4, 'p4', '2026-03-05 10:00', 'reel', 'Four', null, 'true', null, 10, null)`,
		`create table events (seq bigint, actor varchar, "at" timestamp, action varchar, post_id varchar)`,
		`insert into events values (1, 'user-4711', '2026-03-05 11:00', 'view', 'p1'), (2, 'user-4711', '2026-03-05 12:00', 'view', 'p9')`,
		`create table metrics (post_id varchar, metric varchar, value double, as_of timestamp)`,
		`create table daily ("date" date, metric varchar, value double, platform varchar)`,
		`create table orders (order_id varchar, "at" timestamp, value double, post_id varchar)`,
	} {
		if err := w.Exec(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

var clock = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func TestRules(t *testing.T) {
	cases := []struct {
		name string
		model.Contract
		want []string // "key code: text", in order
	}{
		{"nothing asked", model.Contract{}, nil},
		{"types met", model.Contract{Types: map[string]string{"reach": "number", "purchases": "integer", "title": "text", "published_at": "time", "format": "text"}}, nil},
		{"a number", model.Contract{Types: map[string]string{"price": "number"}}, []string{`types contract-type: 1 row of "posts" with a "price" that is no number, such as "twelve"`}},
		{"an integer", model.Contract{Types: map[string]string{"price": "integer"}}, []string{`types contract-type: 2 rows of "posts" with a "price" that is no integer, such as "12.5"`}},
		{"a boolean", model.Contract{Types: map[string]string{"boosted": "boolean"}}, []string{`types contract-type: 1 row of "posts" with a "boosted" that is no boolean, such as "perhaps"`}},
		{"a day", model.Contract{Types: map[string]string{"title": "day"}}, []string{`types contract-type: 4 rows of "posts" with a "title" that is no day, such as "Four"`}},
		{"types of no column", model.Contract{Types: map[string]string{"prize": "number"}}, []string{`types contract-column: "posts" has no column "prize"`}},

		{"required, there", model.Contract{Required: []string{"post_id", "title"}}, nil},
		{"required", model.Contract{Required: []string{"format", "reach"}}, []string{
			`required contract-required: 1 row of "posts" without "format", such as "p2"`, `required contract-required: 1 row of "posts" without "reach", such as "p4"`}},
		{"required of no column", model.Contract{Required: []string{"raech"}}, []string{`required contract-column: "posts" has no column "raech"`}},

		{"unique", model.Contract{Unique: []string{"post_id"}}, nil},
		{"unique in part", model.Contract{Unique: []string{"title"}}, []string{`unique contract-unique: 1 value of title stands in more than one row of "posts", such as "One"`}},
		{"unique together", model.Contract{Unique: []string{"title", "post_id"}}, nil},
		{"unique events show nobody", model.Contract{Table: "events", Unique: []string{"actor"}}, []string{`unique contract-unique: 1 value of actor stands in more than one row of "events"`}},

		{"in range", model.Contract{Range: map[string][]float64{"reach": {0, 2000}}}, nil},
		{"out of range", model.Contract{Range: map[string][]float64{"reach": {500, 5000000}, "purchases": {0, 100}}}, []string{
			`range contract-range: 1 row of "posts" with "purchases" outside 0 to 100, such as "2500.0"`, `range contract-range: 1 row of "posts" with "reach" outside 500 to 5000000, such as "100.0"`}},
		{"half a range", model.Contract{Range: map[string][]float64{"reach": {500, math.Inf(1)}}}, []string{`range contract-range: 1 row of "posts" with "reach" outside 500 to +Inf, such as "100.0"`}},
		{"no range at all", model.Contract{Range: map[string][]float64{"reach": {math.Inf(-1), math.Inf(1)}}}, nil},

		{"allowed", model.Contract{Allowed: map[string][]string{"format": {"reel", "story"}}}, nil},
		{"not allowed", model.Contract{Allowed: map[string][]string{"format": {"reel", "it's"}}}, []string{`allowed contract-allowed: 1 row of "posts" with another "format" than is allowed, such as "story"`}},

		{"references met", model.Contract{References: map[string]string{"post_id": "posts"}}, nil},
		{"references", model.Contract{Table: "events", References: map[string]string{"post_id": "posts"}}, []string{`references contract-reference: 1 row of "events" whose "post_id" is not in "posts"`}},
		{"references to no column", model.Contract{References: map[string]string{"title": "events"}}, []string{`references contract-column: "events" has no column "title"`}},

		{"falling", model.Contract{Falling: []string{"link_clicks", "purchases"}}, nil},
		{"growing", model.Contract{Falling: []string{"reach", "link_clicks", "purchases"}}, []string{
			`falling contract-falling: 1 row of "posts" with more "link_clicks" than "reach", such as "p2"`,
			`falling contract-falling: 1 row of "posts" with more "purchases" than "reach", such as "p3"`}},
		{"falling of no column", model.Contract{Falling: []string{"reach", "clicks"}}, []string{`falling contract-column: "posts" has no column "clicks"`}},
		{"totals fall", model.Contract{FallingTotals: []string{"reach", "link_clicks", "purchases"}}, nil},
		{"totals grow", model.Contract{FallingTotals: []string{"link_clicks", "reach"}}, []string{`fallingTotals contract-falling: "reach" of "posts" sums to 1100, more than "link_clicks" before it: 200`}},

		{"rows", model.Contract{Rows: []int{4, 4}}, nil},
		{"too few", model.Contract{Rows: []int{5}}, []string{`rows contract-rows: "posts" has 4 rows, fewer than 5`}},
		{"too many", model.Contract{Rows: []int{1, 3}}, []string{`rows contract-rows: "posts" has 4 rows, more than 3`}},

		{"fresh", model.Contract{Freshness: model.Duration(6 * 24 * time.Hour)}, nil},
		{"stale", model.Contract{Freshness: model.Duration(5 * 24 * time.Hour)}, []string{`freshness contract-freshness: the newest row of "posts" is of 2026-03-05, older than 5d`}},
		{"no time at all", model.Contract{Table: "orders", Freshness: model.Duration(time.Hour)}, []string{`freshness contract-freshness: "orders" has no row with a time`}},
	}
	w := loaded(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.Table == "" {
				c.Table = "posts"
			}
			found, err := Check(context.Background(), w, []model.Contract{c.Contract}, clock)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range found {
				got = append(got, fmt.Sprintf("%s %s: %s", strings.TrimPrefix(b.Key, "contract.0."), b.Code, b.Text))
				if b.Severity != diag.Error || b.Hint == "" {
					t.Errorf("%s: severity %s, hint %q", b.Code, b.Severity, b.Hint)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Without a clock an old report can be built again; a contract that only warns says so.
func TestClockAndSeverity(t *testing.T) {
	stale := model.Contract{Table: "posts", Freshness: 1, Rows: []int{9}, Severity: "warn"}
	found, err := Check(context.Background(), loaded(t), []model.Contract{{Table: "daily"}, stale}, time.Time{})
	if err != nil || len(found) != 1 || found[0].Severity != diag.Warning || found[0].Key != "contract.1.rows" {
		t.Error(found, err)
	}
}

func TestDrops(t *testing.T) {
	share := func(p model.Proportion) *model.Proportion { return &p }
	now, err := Count(context.Background(), loaded(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]model.TableRows{{Table: "daily", Rows: 0}, {Table: "events", Rows: 2}, {Table: "metrics", Rows: 0}, {Table: "orders", Rows: 0}, {Table: "posts", Rows: 4}}, now); diff != "" {
		t.Fatal(diff)
	}
	posts := func(n int) []model.TableRows { return []model.TableRows{{Table: "posts", Rows: n}} }
	for name, c := range map[string]struct {
		model.Contract
		before []model.TableRows
		want   string
	}{
		"not asked":         {model.Contract{Table: "posts"}, posts(100), ""},
		"as many":           {model.Contract{Table: "posts", MaxDrop: share(0)}, posts(4), ""},
		"more":              {model.Contract{Table: "posts", MaxDrop: share(0)}, posts(3), ""},
		"just enough":       {model.Contract{Table: "posts", MaxDrop: share(.2)}, posts(5), ""},
		"fewer":             {model.Contract{Table: "posts", MaxDrop: share(.2)}, posts(6), `error contract-drop "posts" has 4 rows, 33.3% fewer than the 6 of the report before; maxDrop is 20%`},
		"fewer, told only":  {model.Contract{Table: "posts", MaxDrop: share(0), Severity: "warn"}, posts(5), `warning contract-drop "posts" has 4 rows, 20.0% fewer than the 5 of the report before; maxDrop is 0%`},
		"nothing before":    {model.Contract{Table: "posts", MaxDrop: share(.2)}, nil, `notice contract-no-previous no earlier report says how many rows "posts" had, so maxDrop was not asked`},
		"none, as before":   {model.Contract{Table: "daily", MaxDrop: share(.2)}, []model.TableRows{{Table: "daily"}}, ""},
		"another table was": {model.Contract{Table: "events", MaxDrop: share(.2)}, posts(5), `notice contract-no-previous no earlier report says how many rows "events" had, so maxDrop was not asked`},
	} {
		got := ""
		for _, b := range Drops([]model.Contract{c.Contract}, c.before, now) {
			got += fmt.Sprintf("%s %s %s", b.Severity, b.Code, b.Text)
			if b.Key != "contract.0.maxDrop" || b.Hint == "" {
				t.Errorf("%s: at %s, hint %q", name, b.Key, b.Hint)
			}
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}
