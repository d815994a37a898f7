package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// benchEvents is how many events the benchmark makes: LIKEWISE_BENCH_EVENTS, or a million.
func benchEvents(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("LIKEWISE_BENCH_EVENTS"))
	if err != nil {
		return 1_000_000
	}
	return n
}

// makeEvents fills the table events: actors with a Pareto number of events over half a year, four actions that thin
// out, and one more that is no step.
func makeEvents(b *testing.B, w *warehouse.Warehouse, n int) {
	b.Helper()
	must(b, w, fmt.Sprintf(`create table events as select i as seq,
		'u' || cast(cast(%[1]d / 12.0 * pow((hash(i * 2654435761) %% 1000003) / 1000003.0, 2) as bigint) as varchar) as actor,
		timestamp '2026-01-01' + interval (hash(i * 40503) %% 15552000) second as "at",
		case when h < 50 then 'view' when h < 75 then 'like' when h < 88 then 'click' when h < 92 then 'purchase' else 'scroll' end as action,
		'p' || (h %% 50) as post_id, null::double as value, null::varchar as session, null::varchar as channel
		from (select i, hash(i * 7919) %% 100 as h from range(%[1]d) r(i))`, n))
}

// plainest is the shortest query that answers the same question: how many people got how far within the window. It
// has no times, no cohorts, and sorts once a step as ours does.
const plainest = `with e as (select actor, epoch_us("at") as t, case action when 'view' then 1 when 'like' then 2 when 'click' then 3 when 'purchase' then 4 end as s from events where action in ('view', 'like', 'click', 'purchase')),
b as (select *, max(case when s = 1 then t end) over (partition by actor order by t) as c from e),
b2 as (select *, max(case when s = 2 and t <= c + %[1]d then c end) over (partition by actor order by t) as c2 from b),
b3 as (select *, max(case when s = 3 and t <= c2 + %[1]d then c2 end) over (partition by actor order by t) as c3 from b2)
select count(distinct case when s = 1 then actor end), count(distinct case when s = 2 and t <= c + %[1]d then actor end),
	count(distinct case when s = 3 and t <= c2 + %[1]d then actor end), count(distinct case when s = 4 and t <= c3 + %[1]d then actor end) from b3`

// BenchmarkFunnel prints what a four-step funnel takes as a ratio to the plainest query, in the same run.
func BenchmarkFunnel(b *testing.B) {
	ctx := context.Background()
	w, err := warehouse.Open(ctx, warehouse.Options{Threads: 2, TempDir: b.TempDir(), MemoryLimit: "1200MB"})
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	must(b, w, "create table posts (post_id varchar)")
	makeEvents(b, w, benchEvents(b))
	window := 7 * 24 * time.Hour
	var ours, plain, whole time.Duration
	var want, got [4]int
	for b.Loop() {
		start := time.Now()
		err = w.Each(ctx, fmt.Sprintf(plainest, window.Microseconds()), func(r *sql.Rows) error { return r.Scan(&want[0], &want[1], &want[2], &want[3]) })
		if err != nil {
			b.Fatal(err)
		}
		plain += time.Since(start)
		start = time.Now()
		got = benchOurs(b, w, window)
		ours += time.Since(start)
		start = time.Now()
		benchWhole(b, w, window)
		whole += time.Since(start)
	}
	if got != want {
		b.Fatalf("ours %v, the plainest query %v", got, want)
	}
	b.ReportMetric(ours.Seconds()/float64(b.N), "s/funnel")
	b.ReportMetric(ours.Seconds()/plain.Seconds(), "ratio")
	b.ReportMetric(whole.Seconds()/plain.Seconds(), "ratio-whole")
}

// benchWhole is the funnel as the report has it: times, weeks, and the rules of the other tools.
func benchWhole(b *testing.B, w *warehouse.Warehouse, window time.Duration) {
	l, err := openEvents(context.Background(), w, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC))
	if err != nil {
		b.Fatal(err)
	}
	f := model.Funnel{Name: "f", Steps: []string{"view", "like", "click", "purchase"}, Window: model.Duration(window)}
	if _, _, err := funnelOfPeople(context.Background(), l, Options{Zone: time.UTC, AsOf: l.asOf}, f); err != nil {
		b.Fatal(err)
	}
}

func benchOurs(b *testing.B, w *warehouse.Warehouse, window time.Duration) (got [4]int) {
	r := route{order: orderOrdered, reentry: reentryLatest, window: window.Microseconds()}
	for _, a := range []string{"view", "like", "click", "purchase"} {
		r.steps = append(r.steps, "action = '"+a+"'")
	}
	source := `(select actor, seq, cast(round(extract(epoch from "at") * 1000000) as bigint) as _t, action from events) e`
	must(b, w, "create or replace table event_of as "+eventSQL(r, source), "create or replace table people as "+routeSQL(r, "event_of", ""))
	err := w.Each(context.Background(), "select count(f1), count(f2), count(f3), count(f4) from people", func(r *sql.Rows) error { return r.Scan(&got[0], &got[1], &got[2], &got[3]) })
	if err != nil {
		b.Fatal(err)
	}
	return got
}

// BenchmarkCredit is ten thousand aggregated paths of twelve channels under every model, with bootstrap.
func BenchmarkCredit(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 6))
	j := &journeys{}
	for c := range 12 {
		j.names = append(j.names, fmt.Sprintf("c%d", c))
	}
	for range 10_000 {
		one := journey{converted: float64(rng.IntN(4)), lost: float64(rng.IntN(14)), cents: rng.Int64N(10000), decay: map[int]float64{}}
		for range 1 + rng.IntN(9) {
			t := rng.IntN(12)
			one.touches = append(one.touches, t)
			one.decay[t] += one.converted
		}
		j.all = append(j.all, one)
	}
	s := &journeySource{eventLog: &eventLog{}}
	for b.Loop() {
		s.attribute(j, Options{Seed: 1})
	}
}
