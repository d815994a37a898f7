package ingest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// book holds every post, and the names of the columns that they have.
type book struct {
	posts     []*post
	byID      map[string]*post // platform and id
	byLink    map[string]*post
	byBareID  map[string]*post // id on any platform; nil where two platforms share it
	metrics   []string         // in the order of first appearance
	extras    []string
	metricAt  map[string]int
	extraAt   map[string]int
	identical map[string]int // keyless rows by content
}

func newBook() *book {
	return &book{byID: map[string]*post{}, byLink: map[string]*post{}, byBareID: map[string]*post{}, metricAt: map[string]int{}, extraAt: map[string]int{}, identical: map[string]int{}}
}

func indexOf(name string, names *[]string, at map[string]int) int {
	i, ok := at[name]
	if !ok {
		i = len(*names)
		at[name] = i
		*names = append(*names, name)
	}
	return i
}

func (b *book) metricIndex(name string) int { return indexOf(name, &b.metrics, b.metricAt) }
func (b *book) extraIndex(name string) int  { return indexOf(name, &b.extras, b.extraAt) }

func (p *post) metric(i int) float64 {
	if i < len(p.metrics) {
		return p.metrics[i]
	}
	return math.NaN()
}

func (p *post) setMetric(i int, v float64) {
	for len(p.metrics) <= i {
		p.metrics = append(p.metrics, math.NaN())
	}
	p.metrics[i] = v
}

func (p *post) setExtra(i int, s string) {
	for len(p.extra) <= i {
		p.extra = append(p.extra, "")
	}
	p.extra[i] = s
}

// linkKey makes permalinks comparable: no scheme, www, query, fragment or last slash.
func linkKey(s string) string {
	if s == "" {
		return ""
	}
	whole := s
	if host, _, ok := strings.Cut(s, "/"); ok && strings.Contains(host, ".") && !strings.Contains(s, "://") {
		whole = "https://" + s // as people copy them
	}
	u, err := url.Parse(whole)
	if err != nil || u.Host == "" {
		return strings.TrimSuffix(s, "/")
	}
	key := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimSuffix(u.EscapedPath(), "/")
	if v := u.Query(); u.Path == "/watch" || strings.HasSuffix(u.Path, ".php") { // the post is in the query
		for _, k := range []string{"v", "story_fbid", "fbid", "id"} {
			key += "?" + v.Get(k)
		}
	}
	return key
}

// put adds a post, or brings the one it is up to date. Posts without keys, and all posts where keyed is false, are
// new every time.
func (b *book) put(p *post, keyed bool) outcome {
	if p.keyless || !keyed {
		b.posts = append(b.posts, p)
		b.identical[p.content()]++
		return stored
	}
	have, o := b.twin(p), stored
	if have == nil {
		have = p
		b.posts = append(b.posts, p)
	} else {
		o = have.merge(p)
	}
	b.know(have)
	return o
}

// twin is the post that p is met again, or nil: the same id on the same platform, or the same permalink where one of the two has no id.
func (b *book) twin(p *post) *post {
	if have := b.byID[p.platform+"\x00"+p.id]; p.id != "" && have != nil {
		return have
	}
	have := b.byLink[linkKey(p.permalink)]
	if p.permalink != "" && have != nil && (p.id == "" || have.id == "") {
		return have
	}
	return nil
}

// know makes a post findable by its keys.
func (b *book) know(p *post) {
	if k := linkKey(p.permalink); k != "" {
		b.byLink[k] = p
	}
	if p.id == "" {
		return
	}
	b.byID[p.platform+"\x00"+p.id] = p
	if other, ok := b.byBareID[p.id]; ok && other != p {
		b.byBareID[p.id] = nil
		return
	}
	b.byBareID[p.id] = p
}

// merge takes over what p knows and reports whether that changed anything; an empty value never replaces one.
func (old *post) merge(p *post) outcome {
	changed := false
	take := func(to *string, from string) {
		if from != "" && *to != from {
			*to, changed = from, true
		}
	}
	for _, f := range []struct {
		to   *string
		from string
	}{
		{&old.account, p.account}, {&old.format, p.format}, {&old.topic, p.topic}, {&old.campaign, p.campaign}, {&old.title, p.title},
		{&old.caption, p.caption}, {&old.hashtags, p.hashtags}, {&old.permalink, p.permalink}, {&old.id, p.id},
	} {
		take(f.to, f.from)
	}
	if !p.published.t.IsZero() && (old.published.t.IsZero() || !p.published.t.Equal(old.published.t) && (!p.published.dayOnly || old.published.dayOnly)) {
		old.published, changed = p.published, true
	}
	if p.paid != 0 && p.paid != old.paid {
		old.paid, changed = p.paid, true
	}
	for i, s := range p.extra {
		if s != "" && (i >= len(old.extra) || old.extra[i] != s) {
			old.setExtra(i, s)
			changed = true
		}
	}
	for i, v := range p.metrics {
		if !math.IsNaN(v) && old.metric(i) != v {
			old.setMetric(i, v)
			changed = true
		}
	}
	if p.asOf.After(old.asOf) {
		old.asOf = p.asOf
	}
	if changed {
		old.file = p.file
		return updated
	}
	return duplicate
}

// content is everything but the row: equal for identical rows.
func (p *post) content() string {
	var b strings.Builder
	id := p.id
	if p.keyless {
		id = ""
	}
	for _, s := range append([]string{id, p.platform, p.account, p.published.t.String(), p.format, p.topic, p.campaign, p.title, p.caption, p.hashtags, p.permalink}, p.extra...) {
		b.WriteString(s)
		b.WriteByte(0)
	}
	for i, v := range p.metrics {
		b.WriteString(strconv.Itoa(i))
		b.WriteByte(':')
		b.WriteString(strconv.FormatFloat(v, 'g', -1, 64))
	}
	return b.String()
}

// settle gives every post an id of its own.
func (b *book) settle() {
	seen := map[string]bool{}
	for _, p := range b.posts {
		if p.id == "" {
			p.id = p.permalink
		}
		if p.id == "" {
			p.id = fmt.Sprintf("%s-%d", stemOf(p.file), p.row)
		}
		base := p.id
		for n := p.row; seen[p.id]; n++ {
			p.id = fmt.Sprintf("%s-%d", base, n)
		}
		seen[p.id] = true
	}
}

// metricOrder lists the metrics that some post has: the catalogue's order, then by name.
func (b *book) metricOrder() []string {
	has := make([]bool, len(b.metrics))
	for _, p := range b.posts {
		for i, v := range p.metrics {
			has[i] = has[i] || !math.IsNaN(v)
		}
	}
	known := model.KnownMetrics()
	rank := func(n string) int {
		if i := slices.Index(known, n); i >= 0 {
			return i
		}
		return len(known)
	}
	out := []string{}
	for i, n := range b.metrics {
		if has[i] {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(x, y string) int { return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x, y)) })
	return out
}

const postColumns = `seq bigint, post_id varchar, platform varchar, account varchar, published_at timestamp, published_day_only boolean, format varchar, topic varchar, campaign varchar, title varchar, caption varchar, hashtags varchar, permalink varchar, paid boolean, age_days double`

// rename gives a text column another name where a metric has taken it: one file's words are another's numbers.
func (b *book) rename(metrics []string) {
	for i := range b.extras {
		for slices.Contains(metrics, b.extras[i]) || reserved(b.extras[i]) || slices.Index(b.extras, b.extras[i]) != i {
			b.extras[i] += "_text"
		}
	}
}

// write creates posts and fills it.
func (b *book) write(ctx context.Context, w *warehouse.Warehouse, asOf time.Time, metrics []string) error {
	ddl := "create table posts (" + postColumns
	for _, e := range b.extras {
		ddl += ", " + warehouse.Ident(e) + " varchar"
	}
	for _, m := range metrics {
		ddl += ", " + warehouse.Ident(m) + " double"
	}
	if err := w.Exec(ctx, ddl+")"); err != nil {
		return err
	}
	return w.Append(ctx, "posts", func(add func(...any) error) error {
		var row []any
		for n, p := range b.posts {
			row = p.values(row[:0], n+1, asOf)
			for i := range b.extras {
				s := ""
				if i < len(p.extra) {
					s = p.extra[i]
				}
				row = append(row, orNull(s))
			}
			for _, m := range metrics {
				row = append(row, numberOrNull(p.metric(b.metricAt[m])))
			}
			if err := add(row...); err != nil {
				return err
			}
		}
		return nil
	})
}

// values are the fixed columns of a post, in the order of postColumns.
func (p *post) values(row []any, seq int, asOf time.Time) []any {
	var at, day, paid, age any
	if t := p.published.t; !t.IsZero() {
		at, day = t, p.published.dayOnly
		if !asOf.IsZero() && !t.After(asOf) {
			age = asOf.Sub(t).Hours() / 24
		}
	}
	if p.paid != 0 {
		paid = p.paid == 2
	}
	return append(row, int64(seq), p.id, orNull(p.platform), orNull(p.account), at, day, orNull(p.format), orNull(p.topic), orNull(p.campaign),
		orNull(p.title), orNull(p.caption), orNull(p.hashtags), orNull(p.permalink), paid, age)
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func numberOrNull(v float64) any {
	if math.IsNaN(v) {
		return nil
	}
	return v
}

func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

// has reports whether some post has the metric.
func (b *book) has(metric string) bool {
	i, ok := b.metricAt[metric]
	return ok && slices.ContainsFunc(b.posts, func(p *post) bool { return !math.IsNaN(p.metric(i)) })
}
