package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

const (
	defaultRipe = 7.0 // days, where no dated actions tell
	lagDays     = 28  // lags are read within this many days, from posts older than it, so that none is cut short
	lagLeast    = 100 // dated actions that it takes to read a lag from
)

// ripeness is the age in days at which 90% of a metric's usual count has come.
type ripeness map[string]model.Maturity

func (r ripeness) days(metrics ...string) float64 {
	most := 0.0
	for _, m := range metrics {
		d := defaultRipe
		if known, ok := r[m]; ok {
			d = known.Days
		}
		most = max(most, d)
	}
	return most
}

// young reports whether a post's counts of the metrics are still coming in. A post of unknown age is taken as old.
func (r ripeness) young(p model.Post, metrics ...string) bool {
	return float64(p.AgeDays) < r.days(metrics...)
}

// actionOf names the action that a metric counts.
var actionOf = map[string]string{
	"impressions": "view", "views": "view", "reach": "view", "likes": "like", "comments": "comment", "shares": "share", "saves": "save",
	"follows": "follow", "profile_visits": "profile_visit", "link_clicks": "click", "clicks": "click", "signups": "signup", "purchases": "purchase", "revenue": "purchase",
}

// ripen reads from events and orders how long after publication each metric's counts come.
func ripen(ctx context.Context, w *warehouse.Warehouse, o Options) (ripeness, error) {
	lags, err := readLags(ctx, w, o.AsOf)
	if err != nil {
		return nil, fmt.Errorf("read how long after publication counts come: %w", err)
	}
	out := ripeness{}
	for _, m := range append([]string{o.Conversions.Exposure}, append(o.Conversions.Declared(), o.Metrics...)...) {
		if m == "" {
			continue
		}
		out[m] = model.Maturity{Metric: m, Days: defaultRipe, From: "default"}
		for _, from := range []string{"orders", "events"} {
			if hours := lags[from+" "+actionOf[m]]; sumInts(hours) >= lagLeast {
				out[m] = model.Maturity{Metric: m, Days: ninetieth(hours), From: from, N: sumInts(hours), ByDay: byDay(hours)}
				break
			}
		}
	}
	return out, nil
}

// readLags counts actions by whole hours after their post, under "source action".
func readLags(ctx context.Context, w *warehouse.Warehouse, asOf time.Time) (map[string][]int, error) {
	out := map[string][]int{}
	tables := []struct{ name, action, where string }{{"orders", "'purchase'", counted}, {"events", "action", "true"}}
	for _, t := range tables {
		there, err := hasTable(ctx, w, t.name)
		if err != nil || !there {
			return out, err
		}
		// Subtracting timestamps is DuckDB's and PostgreSQL's; Trino would want date_diff.
		err = w.Each(ctx, fmt.Sprintf(`select action, cast(floor(extract(epoch from ("at" - published_at)) / 3600) as bigint) as hours, count(*) from (
				select e.action, e."at", p.published_at from (select post_id, "at", %s as action from %s where (%s) and post_id is not null) e
				join posts p on p.post_id = e.post_id
				where e."at" >= p.published_at and e."at" < p.published_at + interval '%d' day and p.published_at < cast('%s' as timestamp)) l
			group by 1, 2`, t.action, t.name, t.where, lagDays, asOf.UTC().AddDate(0, 0, -lagDays).Format(time.DateTime)),
			func(r *sql.Rows) error {
				var action sql.NullString
				var hour, n int
				if err := r.Scan(&action, &hour, &n); err != nil {
					return err
				}
				key := t.name + " " + action.String
				if out[key] == nil {
					out[key] = make([]int, lagDays*24)
				}
				if hour >= 0 && hour < lagDays*24 {
					out[key][hour] += n
				}
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func hasTable(ctx context.Context, w *warehouse.Warehouse, name string) (bool, error) {
	n := 0
	err := w.Each(ctx, "select count(*) from information_schema.tables where table_name = "+warehouse.Literal(name),
		func(r *sql.Rows) error { return r.Scan(&n) })
	return n > 0, err
}

// ninetieth is the end of the hour by which 90% had come, in days.
func ninetieth(hours []int) float64 {
	need, came := .9*float64(sumInts(hours)), 0
	for h, n := range hours {
		if came += n; float64(came) >= need {
			return math.Round(float64(h+1)/24*100) / 100
		}
	}
	return defaultRipe
}

// byDay is the share that had come by the end of each day.
func byDay(hours []int) []model.Number {
	out, came, all := make([]model.Number, 0, lagDays), 0, float64(sumInts(hours))
	for h, n := range hours {
		if came += n; (h+1)%24 == 0 {
			out = append(out, model.Number(float64(came)/all))
		}
	}
	return out
}

func sumInts(x []int) (s int) {
	for _, v := range x {
		s += v
	}
	return s
}

func (r ripeness) list() []model.Maturity {
	out := make([]model.Maturity, 0, len(r))
	for _, m := range r {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b model.Maturity) int { return strings.Compare(a.Metric, b.Metric) })
	return out
}
