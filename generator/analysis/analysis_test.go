package analysis

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// fixture is a warehouse as ingest leaves it, with the given posts: (seq, id, published, reach, likes, purchases).
func fixture(t *testing.T, posts string, more ...string) *warehouse.Warehouse {
	t.Helper()
	ctx := context.Background()
	w, err := warehouse.Open(ctx, warehouse.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	statements := append([]string{
		`create table posts (seq bigint, post_id varchar, published_at timestamp, reach double, likes double, purchases double,
			platform varchar default 'p', account varchar, format varchar default 'reel', topic varchar, campaign varchar, title varchar, caption varchar, permalink varchar, hashtags varchar, paid boolean, published_day_only boolean default false)`,
		`create table orders (order_id varchar, "at" timestamp, value double, currency varchar, status varchar, post_id varchar, channel varchar, code varchar)`,
		`create table daily ("date" date, metric varchar, value double, platform varchar)`,
		`insert into posts (seq, post_id, published_at, reach, likes, purchases) values ` + posts}, more...)
	for _, s := range statements {
		if err := w.Exec(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func run(t *testing.T, w *warehouse.Warehouse, funnels ...model.Funnel) *model.Report {
	t.Helper()
	r, err := Run(context.Background(), w, Options{
		Conversions: model.Conversions{Exposure: "reach", Micro: []string{"likes"}, Macro: []string{"purchases"}, Primary: "purchases"},
		Funnels:     funnels, Metrics: []string{"reach", "likes", "purchases"},
		AsOf: time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC), Zone: time.UTC,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNullIsNotZero(t *testing.T) {
	r := run(t, fixture(t, `(1,'a','2026-01-05 10:00',100,10,5),(2,'b','2026-01-06 10:00',200,null,0),(3,'c',null,null,7,null),(4,'d','2026-01-14',0,0,0)`),
		model.Funnel{Name: "f", Unit: "post", Steps: []string{"reach", "likes", "purchases"}})
	if r.Totals["reach"] != 300 || r.Totals["likes"] != 17 || r.Totals["purchases"] != 5 {
		t.Errorf("totals %v", r.Totals)
	}
	if got := ids(r.Posts); got != "a d b c" { // purchases desc, exposure asc, nulls last
		t.Errorf("order %q", got)
	}
	b := byID(r, "b")
	if _, ok := b.Metrics["likes"]; ok {
		t.Error("an empty cell became a number")
	}
	if rate, _ := b.Rate("likes"); rate.Rate.OK() || rate.Rate.Why == "" {
		t.Errorf("a rate without a count: %+v", rate.Rate)
	}
	if rate, _ := byID(r, "d").Rate("purchases"); rate.Rate.OK() || !strings.Contains(rate.Rate.Why, "0 of 0") {
		t.Errorf("0 of 0: %+v", rate.Rate)
	}
	if s := r.Funnels[0].Steps; s[1].Missing != 1 || s[1].OfPrevious.K != 17 || s[1].OfPrevious.N != 300 || s[2].DropOff != 12 {
		t.Errorf("steps %+v", s)
	}
}

// Published number: 81 of 263 (methods.md section 1).
func TestFunnelCarriesWilson(t *testing.T) {
	r := run(t, fixture(t, `(1,'a','2026-01-05',200,80,1),(2,'b','2026-01-05',63,1,900)`),
		model.Funnel{Name: "f", Unit: "post", Steps: []string{"reach", "likes", "purchases"}})
	s := r.Funnels[0].Steps
	if e := s[1].OfPrevious; math.Abs(e.Low-.25528852) > 1e-8 || math.Abs(e.High-.36620958) > 1e-8 || e.Method != wilson {
		t.Errorf("%+v", e)
	}
	if e := s[2].OfPrevious; e.OK() || !strings.Contains(e.Why, "more purchases than likes") {
		t.Errorf("more purchases than likes must have no rate: %+v", e)
	}
	if rate, _ := byID(r, "b").Rate("purchases"); rate.Rate.Method != garwood || rate.Rate.Value != 900./63 {
		t.Errorf("above the exposure: %+v", rate.Rate)
	}
}

func TestRanksShareTies(t *testing.T) {
	r := run(t, fixture(t, `(1,'a','2026-01-05',100,1,5),(2,'b','2026-01-05',200,1,10),(3,'c','2026-01-05',100,1,9),(4,'d','2026-01-05',100,1,1),(5,'e','2026-01-05',null,1,1)`))
	for id, want := range map[string]float64{"c": 1, "a": 2, "b": 2, "d": 4} {
		if rate, _ := byID(r, id).Rate("purchases"); rate.Rank.Value != want || rate.Rank.N != 4 {
			t.Errorf("%s: rank %+v, want %g of 4", id, rate.Rank, want)
		}
	}
	if rate, _ := byID(r, "e").Rate("purchases"); rate.Rank.OK() {
		t.Error("a post without exposure is ranked")
	}
}

func TestTrendWeeks(t *testing.T) {
	w := fixture(t, `(1,'a','2026-01-04 23:00',100,1,1),(2,'b','2026-01-05',50,null,1),(3,'c','2026-01-19',7,1,1)`,
		`insert into orders values ('o1', '2026-01-05 09:00', 10.10, 'GBP', 'paid', 'a', null, null), ('o2', '2026-01-20 09:00', 20.20, 'GBP', 'paid', null, null, null), ('o3', '2026-01-06', 99, 'GBP', 'refunded', 'a', null, null)`)
	r := run(t, w)
	want := map[string]string{
		"reach":     "2025-12-29=100 2026-01-05=50 2026-01-12=null 2026-01-19=7~young",
		"likes":     "2025-12-29=1 2026-01-05=null 2026-01-12=null 2026-01-19=1~young",
		"purchases": "2025-12-29=null 2026-01-05=1 2026-01-12=0 2026-01-19=1~",
		"revenue":   "2025-12-29=null 2026-01-05=10.1 2026-01-12=0 2026-01-19=20.2~",
	}
	if len(r.Trend) != len(want) {
		t.Fatalf("%d series", len(r.Trend))
	}
	for _, s := range r.Trend {
		var got []string
		for _, p := range s.Points {
			v, _ := json.Marshal(p.Value)
			mark := ""
			if p.Partial {
				mark = "~"
			}
			if p.Young {
				mark += "young"
			}
			got = append(got, p.From+"="+string(v)+mark)
		}
		if strings.Join(got, " ") != want[s.Metric] {
			t.Errorf("%s: %v, want %s", s.Metric, got, want[s.Metric])
		}
	}
	if o := r.Orders; o.Read != 3 || o.Counted != 2 || o.Joined != 1 || o.Unjoined != 1 || o.Revenue != 30.3 || o.UnjoinedRevenue != 20.2 {
		t.Errorf("orders %+v", o)
	}
}

func TestMoneySumsToTheCent(t *testing.T) {
	posts := make([]model.Post, 1000)
	for i := range posts {
		posts[i].Metrics = map[string]float64{"revenue": .1}
	}
	if got := totals(posts, []string{"revenue"})["revenue"]; got != 100 {
		t.Errorf("1000 times 0.10 is %v", got)
	}
}

func ids(posts []model.Post) string {
	var out []string
	for _, p := range posts {
		out = append(out, p.ID)
	}
	return strings.Join(out, " ")
}

func byID(r *model.Report, id string) model.Post {
	for _, p := range r.Posts {
		if p.ID == id {
			return p
		}
	}
	return model.Post{}
}
