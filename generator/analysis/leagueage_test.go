package analysis

import (
	"context"
	"reflect"
	"testing"

	"likewise/generator/model"
)

func TestRipenReadsLags(t *testing.T) {
	w := fixture(t, `(1,'a','2026-08-01 10:00',100,10,5),(2,'b','2026-10-30 10:00',200,1,0)`,
		`create table events (actor varchar, "at" timestamp, action varchar, post_id varchar)`,
		// One like an hour for 200 hours after a: nine in ten within 180. Those of b, too young, would pull it down.
		`insert into events select 'x', timestamp '2026-08-01 10:30' + interval (h) hour, 'like', 'a' from range(200) r(h)`,
		`insert into events select 'x', timestamp '2026-10-30 10:30', 'like', 'b' from range(5000) r(h)`,
		`insert into events select 'x', timestamp '2026-07-01 10:30', 'like', 'a' from range(5000) r(h)`,
		`insert into events select 'x', timestamp '2026-08-01 10:30', 'view', 'a' from range(99) r(h)`,
		`insert into orders select 'o', timestamp '2026-08-03 09:59', 1, 'GBP', 'paid', 'a', null, null from range(100) r(h)`,
		`insert into orders select 'o', timestamp '2026-08-13 09:59', 1, 'GBP', 'refunded', 'a', null, null from range(1000) r(h)`)
	got, err := ripen(context.Background(), w, Options{AsOf: leagueDay, Conversions: shop, Metrics: []string{"reach", "likes", "purchases", "revenue"}})
	if err != nil {
		t.Fatal(err)
	}
	for m, want := range map[string]model.Maturity{
		"likes":     {Metric: "likes", Days: 7.5, From: "events", N: 200},
		"reach":     {Metric: "reach", Days: 7, From: "default"}, // 99 views are too few
		"purchases": {Metric: "purchases", Days: 2, From: "orders", N: 100},
		"revenue":   {Metric: "revenue", Days: 2, From: "orders", N: 100},
	} {
		g := got[m]
		days := g.ByDay
		if g.ByDay = nil; !reflect.DeepEqual(g, want) {
			t.Errorf("%s: %+v, want %+v", m, g, want)
		}
		if want.From == "default" && len(days) > 0 || want.From != "default" && (len(days) != lagDays || days[lagDays-1] != 1 || days[8] < .9 || days[0] > .5) {
			t.Errorf("%s: by day %v", m, days)
		}
	}
	if !got.young(model.Post{AgeDays: 7.4}, "likes", "purchases") || got.young(model.Post{AgeDays: 7.6}, "likes", "reach") {
		t.Error("the slower of the two decides")
	}
}

func TestRipenWithoutEvents(t *testing.T) {
	w := fixture(t, `(1,'a','2026-08-01 10:00',100,10,5)`)
	got, err := ripen(context.Background(), w, Options{AsOf: leagueDay, Conversions: shop})
	if err != nil || got.days("likes", "reach") != 7 || got["likes"].From != "default" || len(got.list()) != 8 {
		t.Errorf("%v, %v", got, err)
	}
}
