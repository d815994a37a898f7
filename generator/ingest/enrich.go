package ingest

import (
	"cmp"
	"slices"
	"time"
)

// fillPosts reads the tables of posts, older exports first, so that newer figures stand; pages that only add to
// posts come last.
func (l *loader) fillPosts() {
	type batch struct {
		t       *table
		posts   []*post
		newest  time.Time
		follows bool // no date of its own: it comes after the file before it in site.toml
	}
	var batches []batch
	for _, t := range l.tables {
		if t.format.Kind != "posts" {
			continue
		}
		b := batch{t: t, posts: l.readPosts(t), newest: t.asOf}
		for _, p := range b.posts {
			if p.published.t.After(b.newest) {
				b.newest = p.published.t
			}
		}
		if n := len(batches); n > 0 && b.newest.IsZero() {
			b.newest, b.follows = batches[n-1].newest, true
		}
		batches = append(batches, b)
	}
	slices.SortStableFunc(batches, func(a, b batch) int {
		if c := cmp.Or(boolean(a.t.format.Enrich)-boolean(b.t.format.Enrich), a.newest.Compare(b.newest), boolean(a.follows)-boolean(b.follows)); c != 0 || a.follows {
			return c
		}
		return byName(a.t.facts.name, b.t.facts.name)
	})
	others := false
	for i, b := range batches {
		if b.t.format.Enrich && others {
			l.enrich(b.t, b.posts)
			continue
		}
		others = true
		l.putPosts(b.t, b.posts)
		if i > 0 && b.t.acc.Updated > 0 && b.newest.Equal(batches[i-1].newest) && b.t.repeats(batches[i-1].t) {
			b.t.acc.note("it ends with the same post as %q: the one whose name comes later is taken for the newer export", batches[i-1].t.facts.name)
		}
	}
}

// repeats reports another file with the same columns: an export made again.
func (t *table) repeats(other *table) bool {
	return t.facts.name != other.facts.name && slices.Equal(t.header.folded, other.header.folded)
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (l *loader) putPosts(t *table, posts []*post) {
	keyed := t.data.Key != "none"
	before := len(l.book.identical)
	keyless := 0
	for _, p := range posts {
		if p.keyless || !keyed {
			keyless++
		}
		t.acc.count(l.book.put(p, keyed))
	}
	if same := keyless - (len(l.book.identical) - before); same > 0 {
		t.acc.note("%s identical to another and without a key: all are kept", counted(same, "row is", "rows are"))
	}
}

// enrich adds figures to posts that other files brought; what belongs to none of them stays in metrics only.
func (l *loader) enrich(t *table, posts []*post) {
	apart := 0
	for _, p := range posts {
		have := l.book.postOf(p.id, "")
		if have != nil {
			p.platform, p.id, p.permalink, p.format, p.account, p.title = "", "", "", "", "", ""
			t.acc.count(have.merge(p))
			continue
		}
		apart++
		o := duplicate
		for i, v := range p.metrics {
			if v == v {
				o = min(o, l.measures.put(measure{post: p.id, metric: l.book.metrics[i], platform: p.platform, source: t.facts.name, value: v, asOf: p.asOf}))
			}
		}
		t.acc.count(o)
	}
	if apart > 0 {
		t.acc.note(`%s to no post and stay in the table metrics; tie them with match = { "%s" = "a pattern with the post's id in ( )" }`, counted(apart, "row belongs", "rows belong"), t.columns[max(0, t.find("post_id"))].theirs)
	}
}
