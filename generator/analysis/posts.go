package analysis

import (
	"cmp"
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

// attributes are the columns of the posts table that every site has, in the order they are scanned.
const attributes = `seq, post_id, published_at, published_day_only, paid, platform, account, format, topic, campaign, title, caption, permalink`

// loadPosts reads every post with its metrics, in order of first appearance.
func loadPosts(ctx context.Context, w *warehouse.Warehouse, o Options) ([]model.Post, error) {
	q := "select " + attributes
	for _, c := range append(slices.Clone(o.Metrics), o.Fields...) {
		q += ", " + warehouse.Ident(c)
	}
	posts := []model.Post{}
	err := w.Each(ctx, q+" from posts order by seq", func(r *sql.Rows) error {
		p, err := scanPost(r, o)
		posts = append(posts, p)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	return posts, nil
}

func scanPost(r *sql.Rows, o Options) (model.Post, error) {
	var p model.Post
	var seq int64
	var published sql.NullTime
	var dayOnly, paid sql.NullBool
	var text [8]sql.NullString
	metrics, fields := make([]sql.NullFloat64, len(o.Metrics)), make([]sql.NullString, len(o.Fields))
	into := []any{&seq, &p.ID, &published, &dayOnly, &paid}
	for i := range text {
		into = append(into, &text[i])
	}
	for i := range metrics {
		into = append(into, &metrics[i])
	}
	for i := range fields {
		into = append(into, &fields[i])
	}
	if err := r.Scan(into...); err != nil {
		return p, err
	}
	p.Row = int(seq)
	for i, to := range []*string{&p.Platform, &p.Account, &p.Format, &p.Topic, &p.Campaign, &p.Title, &p.Caption, &p.Permalink} {
		*to = text[i].String
	}
	if paid.Valid {
		p.Paid = &paid.Bool
	}
	p.AgeDays = model.Number(math.NaN())
	if published.Valid {
		p.AgeDays = model.Number(math.Round(o.AsOf.Sub(published.Time).Hours()/24*100) / 100)
		layout := time.RFC3339
		if dayOnly.Bool {
			layout = model.Day
		}
		p.Published = published.Time.In(o.Zone).Format(layout)
	}
	p.Metrics = map[string]float64{}
	for i, m := range o.Metrics {
		if metrics[i].Valid {
			p.Metrics[m] = metrics[i].Float64
		}
	}
	for i, f := range o.Fields {
		if fields[i].Valid && fields[i].String != "" {
			if p.Fields == nil {
				p.Fields = map[string]string{}
			}
			p.Fields[f] = fields[i].String
		}
	}
	return p, nil
}

// order sorts by the primary conversion: most first, then the smaller exposure, then the earlier row; posts without
// the primary come last.
func order(posts []model.Post, c model.Conversions) {
	metric := c.Primary
	if metric == "" {
		metric = c.Exposure
	}
	value := func(p model.Post, m string, none float64) float64 {
		if v, ok := p.Metrics[m]; ok {
			return v
		}
		return none
	}
	slices.SortStableFunc(posts, func(a, b model.Post) int {
		return cmp.Or(
			cmp.Compare(value(b, metric, math.Inf(-1)), value(a, metric, math.Inf(-1))),
			cmp.Compare(value(a, c.Exposure, math.Inf(1)), value(b, c.Exposure, math.Inf(1))),
			cmp.Compare(a.Row, b.Row))
	})
}

// totals sums each metric over the posts that have it. A metric that no post has is absent.
func totals(posts []model.Post, metrics []string) map[string]float64 {
	out := map[string]float64{}
	for _, m := range metrics {
		if sum, _, missing := sumOf(posts, m); missing < len(posts) {
			out[m] = sum
		}
	}
	return out
}

// sumOf adds a metric over posts with Neumaier's compensation, so that money sums to the cent in any order.
func sumOf(posts []model.Post, metric string) (sum float64, whole bool, missing int) {
	var carry float64
	whole = true
	for _, p := range posts {
		v, ok := p.Metrics[metric]
		if !ok {
			missing++
			continue
		}
		whole = whole && v == math.Trunc(v)
		t := sum + v
		if math.Abs(sum) >= math.Abs(v) {
			carry += (sum - t) + v
		} else {
			carry += (v - t) + sum
		}
		sum = t
	}
	return sum + carry, whole, missing
}

// period runs from the first post to the day of the data; it has no previous period of its own.
func period(posts []model.Post, o Options) model.Period {
	p := model.Period{Timezone: o.Zone.String(), To: o.AsOf.In(o.Zone).Format(model.Day)}
	for _, post := range posts {
		day, _, _ := strings.Cut(post.Published, "T")
		if day != "" && (p.From == "" || day < p.From) {
			p.From = day
		}
	}
	if p.From == "" {
		p.To = ""
	}
	return p
}
