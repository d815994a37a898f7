package generator

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"likewise/generator/diag"
	"likewise/generator/ingest"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// Query runs one SELECT on the tables that authors see. The list holds the problems of the data and of the query.
func Query(ctx context.Context, o Options, query string) (*warehouse.Rows, diag.List) {
	b, problems := prepare(o)
	if problems.Err() != nil {
		return nil, problems
	}
	w, closeEngine, err := b.engine(ctx)
	if err != nil {
		return nil, diag.List{problem(err)}
	}
	defer closeEngine()
	data, found := b.ingest(ctx, w)
	problems.Add(found...)
	if problems.Err() != nil {
		return nil, problems
	}
	sandbox, err := b.sandbox(ctx, w, data)
	if err != nil {
		problems.Add(problem(err))
		return nil, problems
	}
	defer sandbox.Close()
	rows, err := sandbox.Query(ctx, query)
	if err != nil {
		p := problem(err)
		if p.Line > 0 {
			p.File = "query"
		}
		problems.Add(p)
		return nil, problems
	}
	tidy(rows)
	return rows, problems
}

// tidy leaves what JSON can say: times as the text of the site's zone, and null for what is no number.
func tidy(r *warehouse.Rows) {
	for _, row := range r.Rows {
		for i, v := range row {
			switch v := v.(type) {
			case time.Time:
				row[i] = cellText(v)
			case float64:
				if math.IsNaN(v) || math.IsInf(v, 0) {
					row[i] = nil
				}
			}
		}
	}
}

// sandbox holds the tables of DESIGN section 5 and nothing else. No actor is in them, and days on which fewer than
// minGroup people did a thing are withheld.
func (b *builder) sandbox(ctx context.Context, w *warehouse.Warehouse, data *ingest.Result) (*warehouse.Sandbox, error) {
	if err := b.eventDays(ctx, w); err != nil {
		return nil, err
	}
	posts := `select post_id, platform, account, published_at, format, topic, campaign, title, caption, hashtags, permalink, paid, age_days`
	for _, more := range [][]string{data.PostColumns, data.Metrics} {
		for _, name := range more {
			posts += ", " + warehouse.Ident(name)
		}
	}
	return w.Sandbox(ctx, []warehouse.View{
		{Name: "posts", Select: posts + " from posts order by seq"},
		{Name: "metrics", Select: "select post_id, metric, value, as_of, source from metrics order by post_id, metric, source"},
		{Name: "daily", Select: "select date, metric, value, platform from daily order by date, metric, platform"},
		{Name: "events_by_day", Select: fmt.Sprintf(`select d.date, e.action, cast(count(*) as bigint) as events from event_log e join likewise_day d on e."at" >= d.since and e."at" < d.until
			group by d.date, e.action having count(distinct e.actor) >= %d order by d.date, e.action`, b.config.Privacy.MinGroup)},
	}, b.config.Zone, warehouse.Limits{})
}

// eventDays makes a table of the days of the event log, as the site's zone cuts them.
func (b *builder) eventDays(ctx context.Context, w *warehouse.Warehouse) error {
	rows, err := w.Query(ctx, `select min("at"), max("at") from event_log`)
	if err != nil {
		return err
	}
	var first, last *time.Time
	for rows.Next() {
		if err := rows.Scan(&first, &last); err != nil {
			rows.Close()
			return err
		}
	}
	rows.Close()
	if err := w.Exec(ctx, "create table likewise_day (date date, since timestamp, until timestamp)"); err != nil || first == nil || last == nil {
		return err
	}
	at := first.In(b.config.Zone)
	return w.Append(ctx, "likewise_day", func(add func(...any) error) error {
		for y, m, d := at.Date(); ; d++ {
			since, until := time.Date(y, m, d, 0, 0, 0, 0, b.config.Zone), time.Date(y, m, d+1, 0, 0, 0, 0, b.config.Zone)
			if since.After(*last) {
				return nil
			}
			if err := add(time.Date(y, m, d, 0, 0, 0, 0, time.UTC), since.UTC(), until.UTC()); err != nil {
				return err
			}
		}
	})
}

// cellText is a cell of a query as text; null is empty.
func cellText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case time.Time:
		if v.Hour() == 0 && v.Minute() == 0 && v.Second() == 0 {
			return v.Format(model.Day)
		}
		return v.Format("2006-01-02 15:04:05")
	}
	return fmt.Sprint(v)
}

// Table is the result of a query as text, with the names of its columns apart.
func Table(r *warehouse.Rows) (header []string, rows [][]string) {
	for _, c := range r.Columns {
		header = append(header, c.Name)
	}
	for _, row := range r.Rows {
		var cells []string
		for _, v := range row {
			cells = append(cells, cellText(v))
		}
		rows = append(rows, cells)
	}
	return header, slices.Clip(rows)
}
