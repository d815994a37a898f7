package analysis

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// counted is the condition under which an order is a purchase.
const counted = `status in ('paid', 'partially_refunded') or status is null`

// accountOrders counts orders, those that join a post, and those that do not: none is dropped.
func accountOrders(ctx context.Context, w *warehouse.Warehouse) (model.Orders, error) {
	var o model.Orders
	var currency sql.NullString
	err := w.Each(ctx, `select count(*), count(*) filter (where ok), count(*) filter (where ok and post_id is not null), count(*) filter (where ok and post_id is null),
		cast(coalesce(sum(v) filter (where ok), 0) as double), cast(coalesce(sum(v) filter (where ok and post_id is null), 0) as double),
		case when count(distinct currency) = 1 then min(currency) end
		from (select post_id, currency, cast(value as decimal(18,4)) as v, (`+counted+`) as ok from orders) o`,
		func(r *sql.Rows) error {
			return r.Scan(&o.Read, &o.Counted, &o.Joined, &o.Unjoined, &o.Revenue, &o.UnjoinedRevenue, &currency)
		})
	o.Currency = currency.String
	if err != nil {
		return o, err
	}
	return o, joinedBy(ctx, w, &o)
}

// joinedBy adds by what the counted orders found their post.
func joinedBy(ctx context.Context, w *warehouse.Warehouse, o *model.Orders) error {
	columns, err := tableColumns(ctx, w, "orders")
	if err != nil || !holds(columns, "joined_by") {
		return err
	}
	return w.Each(ctx, `select joined_by, post_id is null, count(*) from orders where joined_by is not null and (`+counted+`) group by 1, 2`, func(r *sql.Rows) error {
		var by string
		var alone bool
		var n int
		err := r.Scan(&by, &alone, &n)
		if alone {
			o.Ambiguous += n
			return err
		}
		if o.JoinedBy == nil {
			o.JoinedBy = map[string]int{}
		}
		o.JoinedBy[by] = n
		return err
	})
}

// weekly makes a series for each metric. Purchases and revenue that come from orders stand in the week of the order,
// joined to a post or not; a metric with daily rows stands in the week of the day; everything else in the week in
// which its post was published.
func weekly(ctx context.Context, w *warehouse.Warehouse, o Options, posts []model.Post) ([]model.Series, error) {
	dated, err := happened(ctx, w, o.Zone)
	if err != nil {
		return nil, err
	}
	first, last := span(posts, dated)
	out := []model.Series{}
	if first.IsZero() {
		return out, nil
	}
	names := slices.Clone(o.Metrics)
	for m := range dated {
		if !slices.Contains(names, m) {
			names = append(names, m)
		}
	}
	slices.Sort(names[len(o.Metrics):])
	byWeek := published(posts)
	for _, m := range names {
		s := model.Series{Metric: m, Grain: "week", By: "published"}
		if _, ok := dated[m]; ok {
			s.By = "happened"
		}
		for week := first; !week.After(last); week = week.AddDate(0, 0, 7) {
			p := model.Point{From: week.Format(model.Day), Value: model.Number(math.NaN()), Partial: !o.AsOf.In(o.Zone).After(midnight(week.AddDate(0, 0, 7), o.Zone).Add(-time.Second))}
			p.Posts = len(byWeek[p.From])
			if s.By == "happened" {
				p.Value = within(dated[m], p.From)
			} else if sum, _, missing := sumOf(byWeek[p.From], m); missing < p.Posts {
				p.Value = model.Number(sum)
			}
			s.Points = append(s.Points, p)
		}
		out = append(out, s)
	}
	return out, nil
}

// within is the sum of a week; a week between two that have rows had none, a week outside is not known.
func within(weeks map[string]float64, week string) model.Number {
	if v, ok := weeks[week]; ok {
		return model.Number(v)
	}
	before, after := false, false
	for k := range weeks {
		before, after = before || k < week, after || k > week
	}
	if before && after {
		return 0
	}
	return model.Number(math.NaN())
}

func midnight(day time.Time, zone *time.Location) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
}

// happened returns metric -> Monday -> sum for what has a day of its own: orders and daily rows. Orders are cut into
// weeks at midnight of the site's zone; the day of a daily row is a day already. Sums are whole ten-thousandths, so that
// their order does not show.
func happened(ctx context.Context, w *warehouse.Warehouse, zone *time.Location) (map[string]map[string]float64, error) {
	weeks := map[string]map[string]int64{}
	add := func(metric string, day time.Time, v int64) {
		if weeks[metric] == nil {
			weeks[metric] = map[string]int64{}
		}
		weeks[metric][monday(day).Format(model.Day)] += v
	}
	err := w.Each(ctx, `select `+quarterHour(micros(`"at"`))+`, count(*), sum(`+tenThousandths+`) from orders where (`+counted+`) and "at" is not null group by 1 order by 1`,
		func(r *sql.Rows) error {
			var at, orders int64
			var revenue sql.NullFloat64
			err := r.Scan(&at, &orders, &revenue)
			day := dayIn(at, zone)
			add("purchases", day, 10_000*orders)
			if revenue.Valid {
				add("revenue", day, int64(revenue.Float64))
			}
			return err
		})
	if err != nil {
		return nil, err
	}
	err = w.Each(ctx, `select metric, "date", sum(`+tenThousandths+`) from daily where value is not null group by metric, "date" order by metric, "date"`,
		func(r *sql.Rows) error {
			var metric string
			var day time.Time
			var v float64
			err := r.Scan(&metric, &day, &v)
			add(metric, day, int64(v))
			return err
		})
	out := map[string]map[string]float64{}
	for m, sums := range weeks {
		out[m] = map[string]float64{}
		for k, v := range sums {
			out[m][k] = float64(v) / 10_000
		}
	}
	return out, err
}

// tenThousandths is a value in whole ten-thousandths: money to a hundredth of a cent.
const tenThousandths = `cast(round(cast(value as decimal(18,4)) * 10000) as bigint)`

// published groups posts by the Monday of their publication; posts without a date are in no week.
func published(posts []model.Post) map[string][]model.Post {
	out := map[string][]model.Post{}
	for _, p := range posts {
		if d, ok := day(p.Published); ok {
			k := monday(d).Format(model.Day)
			out[k] = append(out[k], p)
		}
	}
	return out
}

// span is the first and last Monday over posts and dated rows, zero when nothing has a date.
func span(posts []model.Post, dated map[string]map[string]float64) (first, last time.Time) {
	see := func(d time.Time) {
		if m := monday(d); first.IsZero() || m.Before(first) {
			first = m
		}
		if m := monday(d); m.After(last) {
			last = m
		}
	}
	for _, p := range posts {
		if d, ok := day(p.Published); ok {
			see(d)
		}
	}
	for _, weeks := range dated {
		for k := range weeks {
			if d, ok := day(k); ok {
				see(d)
			}
		}
	}
	return first, last
}

func day(s string) (time.Time, bool) {
	s, _, _ = strings.Cut(s, "T")
	d, err := time.Parse(model.Day, s)
	return d, err == nil
}

func monday(d time.Time) time.Time { return d.AddDate(0, 0, -(int(d.Weekday())+6)%7) }
