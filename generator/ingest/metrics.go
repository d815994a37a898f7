package ingest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// measure is one value of one metric of one post (or, without a post, of the account) at one time.
type measure struct {
	post, metric, source, platform string
	value                          float64
	asOf                           time.Time
}

// measures is the long form of the metrics, in file order.
type measures struct {
	ledger[measure]
	base map[*post]time.Time    // how old the figures are that files of posts brought
	set  map[metricOf]time.Time // how old those are that were set from here
}

// metricOf is one metric of one post.
type metricOf struct {
	of     *post
	metric string
}

func newMeasures() *measures {
	return &measures{newLedger[measure](), map[*post]time.Time{}, map[metricOf]time.Time{}}
}

// newest reports that no newer value of the metric stands on the post, and takes note of this one. Each metric has a time of
// its own: a table may give the likes of today and then the reach of yesterday.
func (m *measures) newest(p *post, metric string, known bool, at time.Time) bool {
	if _, met := m.base[p]; !met {
		m.base[p] = p.asOf
	}
	have, met := m.set[metricOf{p, metric}]
	if !met && known {
		have = m.base[p]
	}
	if at.Before(have) {
		return false
	}
	m.set[metricOf{p, metric}] = at
	return true
}

func (m *measures) put(x measure) outcome {
	key := strings.Join([]string{x.platform, x.post, x.metric, x.asOf.Format(time.RFC3339)}, "\x00")
	return m.ledger.put(key, x, func(old measure) bool { return old.value == x.value })
}

// readMetrics reads a long table: post, metric, value, time.
func (l *loader) readMetrics(t *table) {
	valueAt, asOfAt := t.find("value"), t.find("as_of")
	total := l.totalsOf(t)
	for _, r := range t.rows {
		if total.is(r) {
			t.acc.Skipped++
			total.keep(r)
			continue
		}
		t.acc.Read++
		x := measure{post: cleanID(t.cell(r, "post_id")), metric: metricName(t.cell(r, "metric")), source: t.facts.name, asOf: t.asOf,
			platform: cmp.Or(fold(t.cell(r, "platform")), fold(t.data.Platform), t.format.Platform)}
		if t.cell(r, "metric") == "" {
			t.acc.reject(model.RowNote{Line: r.line, Column: "metric", Code: "no-metric", Text: "the row names no metric"})
			continue
		}
		v, null, ok := t.numbers[valueAt].parse(r.cells[valueAt])
		if !ok {
			t.acc.reject(badNumber(t, r, valueAt))
			continue
		}
		if cell := t.cell(r, "as_of"); asOfAt >= 0 && cell != "" {
			m, ok := t.dates[asOfAt].parse(cell)
			if !ok {
				t.acc.reject(badDate(t, r, "as_of"))
				continue
			}
			x.asOf = m.t
		}
		x.value = v
		if null {
			x.value = math.NaN()
		}
		total.add(r)
		t.acc.count(l.measure(x, t))
	}
	total.reconcile()
}

// metricName is a metric of a long table as a column of posts can be called.
func metricName(s string) string {
	if s = ownName(s); isAttribute("posts", s) {
		return s + "_2"
	}
	return s
}

// measure stores one value, and sets it on its post when it is the newest.
func (l *loader) measure(x measure, t *table) outcome {
	if math.IsNaN(x.value) {
		return stored // known to be unknown: nothing to keep
	}
	if x.post == "" {
		return l.measures.put(x)
	}
	p := l.book.postOf(x.post, x.platform)
	if p == nil {
		p = &post{id: x.post, platform: x.platform, file: t.facts.name, row: t.acc.Read, format: t.format.Type}
		l.book.put(p, true)
	}
	x.post, x.platform = p.id, p.platform
	i := l.book.metricIndex(x.metric)
	if l.measures.newest(p, x.metric, !math.IsNaN(p.metric(i)), x.asOf) {
		p.setMetric(i, x.value)
	}
	if x.asOf.After(p.asOf) {
		p.asOf = x.asOf
	}
	return l.measures.put(x)
}

// postOf finds a post by id, on any platform where none is given, or by permalink.
func (b *book) postOf(key, platform string) *post {
	if p := b.byID[platform+"\x00"+key]; p != nil {
		return p
	}
	if p := b.byLink[linkKey(key)]; p != nil {
		return p
	}
	if platform != "" {
		return nil
	}
	return b.byBareID[key]
}

// write fills metrics: the history that files brought, and the present value of every post.
func (m *measures) write(ctx context.Context, w *warehouse.Warehouse, b *book, metrics []string) error {
	err := w.Append(ctx, "metrics", func(add func(...any) error) error {
		for _, x := range m.list {
			if err := add(orNull(x.post), x.metric, x.value, timeOrNull(x.asOf), x.source); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(b.posts) == 0 {
		return err
	}
	return b.unpivot(ctx, w, metrics, len(m.list) > 0)
}

// unpivot turns the metric columns of posts into rows of metrics; the engine does it faster than rows through Go.
func (b *book) unpivot(ctx context.Context, w *warehouse.Warehouse, metrics []string, history bool) error {
	if err := w.Exec(ctx, "create table post_origin (seq bigint, as_of timestamp, source varchar)"); err != nil {
		return err
	}
	err := w.Append(ctx, "post_origin", func(add func(...any) error) error {
		for n, p := range b.posts {
			if err := add(int64(n+1), timeOrNull(p.asOf), p.file); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	parts := make([]string, len(metrics))
	for k, name := range metrics {
		parts[k] = fmt.Sprintf("select %d as k, p.seq, p.post_id, %s as metric, p.%s as value, o.as_of, o.source from posts p join post_origin o on o.seq = p.seq where p.%[3]s is not null", k, warehouse.Literal(name), warehouse.Ident(name))
		if history {
			parts[k] += fmt.Sprintf(" and not exists (select 1 from metrics h where h.post_id = p.post_id and h.metric = %s and h.as_of is not distinct from o.as_of)", warehouse.Literal(name))
		}
	}
	if len(parts) > 0 {
		q := "insert into metrics select post_id, metric, value, as_of, source from (" + strings.Join(parts, " union all ") + ") order by k, seq"
		if err := w.Exec(ctx, q); err != nil {
			return err
		}
	}
	return w.Exec(ctx, "drop table post_origin")
}

// days holds one value a day, metric and platform.
type days struct{ ledger[dayValue] }

type dayValue struct {
	day              time.Time
	metric, platform string
	value            float64
}

func newDays() *days { return &days{newLedger[dayValue]()} }

func (d *days) put(x dayValue) outcome {
	key := x.day.Format(time.DateOnly) + "\x00" + x.metric + "\x00" + x.platform
	return d.ledger.put(key, x, func(old dayValue) bool { return old.value == x.value })
}

// readDaily reads a table of days, long (metric, value) or wide (a column a metric).
func (l *loader) readDaily(t *table) {
	dateAt, valueAt := t.find("date"), t.find("value")
	total, seen := l.totalsOf(t), newDayRows(t)
	for _, r := range t.rows {
		if total.is(r) {
			t.acc.Skipped++
			total.keep(r)
			continue
		}
		t.acc.Read++
		m, ok := t.dates[dateAt].parse(t.cell(r, "date"))
		if !ok {
			t.acc.reject(badDate(t, r, "date"))
			continue
		}
		values, note, ok := l.dayValues(t, r, valueAt)
		if !ok {
			t.acc.reject(note)
			continue
		}
		local := m.t.In(t.dates[dateAt].days)
		day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
		total.add(r)
		if p, bad := seen.add(day, r); bad {
			l.problems.Add(p)
		}
		t.acc.count(l.putDay(day, values))
	}
	total.reconcile()
}

// putDay stores the values of one row; the row is new if any value is, else updated if any changed.
func (l *loader) putDay(day time.Time, values []dayValue) outcome {
	o := duplicate
	for _, v := range values {
		v.day = day
		o = min(o, l.days.put(v))
	}
	if len(values) == 0 {
		return stored
	}
	return o
}

func (l *loader) dayValues(t *table, r row, valueAt int) ([]dayValue, model.RowNote, bool) {
	platform := cmp.Or(fold(t.cell(r, "platform")), fold(t.data.Platform), t.format.Platform)
	var out []dayValue
	for i, c := range t.columns {
		metric := c.ours
		if i == valueAt {
			metric = cmp.Or(identifier(t.cell(r, "metric")), "value")
		}
		if !t.isNumber(i) {
			continue
		}
		v, null, ok := t.numbers[i].parse(r.cells[i])
		if !ok {
			return nil, badNumber(t, r, i), false
		}
		if !null {
			out = append(out, dayValue{metric: metric, platform: platform, value: v})
		}
	}
	return out, model.RowNote{}, true
}

func (d *days) write(ctx context.Context, w *warehouse.Warehouse) error {
	slices.SortStableFunc(d.list, func(a, b dayValue) int {
		return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.metric, b.metric), cmp.Compare(a.platform, b.platform))
	})
	return w.Append(ctx, "daily", func(add func(...any) error) error {
		for _, x := range d.list {
			if err := add(x.day, x.metric, x.value, orNull(x.platform)); err != nil {
				return fmt.Errorf("daily: %w", err)
			}
		}
		return nil
	})
}
