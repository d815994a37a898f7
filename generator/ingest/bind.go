package ingest

import (
	"cmp"
	"slices"
	"strings"

	"likewise/generator/model"
)

// bind reads a header as a format.
func bind(f *Format, h header, d model.Data) binding {
	b := binding{format: f, header: h, columns: make([]column, len(h.cells))}
	used := map[string]bool{}
	b.bindMapped(d, used)
	var votes map[string]int
	for i, cell := range h.cells {
		c := &b.columns[i]
		c.theirs = trim(strings.TrimPrefix(cell, "\ufeff"))
		if c.mapped {
			b.matched++
			continue
		}
		if m, ok := f.meaningOf(h.folded[i], used); ok {
			c.ours, c.part, c.group = m.ours, m.part, m.group
			used[m.key()] = used[m.key()] || m.group <= groupExtra
			b.matched++
			for _, l := range m.langs {
				if votes == nil {
					votes = map[string]int{}
				}
				votes[l]++
			}
		}
	}
	b.dropOrphans()
	b.lang = language(votes)
	need := f.Require
	if (d.Kind != "" || len(d.Columns) > 0) && f.Least != nil {
		need = f.Least
	}
	b.needs = len(need)
	for _, r := range need {
		if !b.meets(r) {
			b.lacks = append(b.lacks, r)
		}
	}
	return b
}

// dropOrphans forgets a second column whose first is not there, or is mapped to something else: a clock without a date.
func (b *binding) dropOrphans() {
	for i := range b.columns {
		if c := &b.columns[i]; c.part > 0 && !c.mapped && !slices.ContainsFunc(b.columns, func(o column) bool { return o.ours == c.ours && o.part == 0 && !o.mapped }) {
			*c = column{theirs: c.theirs}
			b.matched--
		}
	}
}

// bindMapped gives site.toml's columns their meaning.
func (b *binding) bindMapped(d model.Data, used map[string]bool) {
	if len(d.Columns) == 0 {
		return
	}
	at := map[string]int{}
	for i, n := range b.header.folded {
		if n != "" {
			if _, dup := at[n]; !dup {
				at[n] = i
			}
		}
	}
	for _, name := range sortedKeys(d.Columns) {
		ours := ownName(name)
		for part, theirs := range d.Columns[name] {
			i, ok := at[nameKey(theirs)]
			if !ok {
				i, ok = b.garbled(theirs)
			}
			if !ok {
				b.missing = append(b.missing, theirs)
				continue
			}
			g := groupColumn
			if !isAttribute(b.format.Kind, ours) {
				g = groupExtra // of posts, a metric if every value turns out to be a number
				if model.IsKnownMetric(ours) && countsMetrics(b.format.Kind) {
					g = groupMetric
				}
			}
			b.columns[i] = column{ours: ours, group: g, part: part, mapped: true}
			used[ours] = true
		}
	}
}

// ownName is a name of site.toml as a column of ours can be called.
func ownName(s string) string {
	if s = identifier(s); reserved(s) {
		return s + "_2"
	}
	return s
}

// reserved reports columns of posts that are computed.
func reserved(name string) bool {
	return name == "seq" || name == "published_day_only" || name == "age_days"
}

// garbled finds a column whose name differs only in letters that an encoding destroyed (U+FFFD), here or in site.toml.
func (b *binding) garbled(theirs string) (int, bool) {
	want := []rune(fold(theirs))
	for i, cell := range b.header.cells {
		have := []rune(fold(cell))
		lost := slices.Contains(have, '\ufffd') || slices.Contains(want, '\ufffd')
		if lost && slices.EqualFunc(have, want, func(x, y rune) bool { return x == y || x == '\ufffd' || y == '\ufffd' }) {
			return i, true
		}
	}
	return 0, false
}

// meaningOf is the first meaning of a folded name that no column before it has taken.
func (f *Format) meaningOf(name string, used map[string]bool) (meaning, bool) {
	for _, n := range []string{name, unit.ReplaceAllString(name, "")} { // "Revenue (EUR)"
		for _, m := range f.names[n] {
			if m.group > groupExtra || !used[m.key()] {
				return m, true
			}
		}
	}
	if f.Plain && name != "" && !used[name] {
		switch {
		case isAttribute(f.Kind, name):
			return meaning{ours: name, group: groupColumn}, true
		case model.IsKnownMetric(name) && countsMetrics(f.Kind):
			return meaning{ours: name, group: groupMetric}, true
		}
	}
	return meaning{}, false
}

// key is what only one column can be.
func (m meaning) key() string {
	if m.part > 0 {
		return m.ours + " 2"
	}
	return m.ours
}

// meets reports whether a column stands for one of "a|b". A platform is known by its own names, whatever site.toml
// maps them to; a plain table by what its columns came to be.
func (b *binding) meets(requirement string) bool {
	for alt := range strings.SplitSeq(requirement, "|") {
		if !b.format.Plain {
			if slices.ContainsFunc(b.header.folded, func(c string) bool { return b.format.calls(c, alt) }) {
				return true
			}
			continue
		}
		for _, c := range b.columns {
			if c.ours == alt || alt == "*action" && c.group == groupExtra && c.mapped || alt == "*metric" && (c.group == groupMetric && c.ours != "" || c.group == groupExtra && c.mapped) {
				return true
			}
		}
	}
	return false
}

// calls reports whether the format knows a folded name as ours.
func (f *Format) calls(theirs, ours string) bool {
	return slices.ContainsFunc(f.names[theirs], func(m meaning) bool { return m.ours == ours })
}

// place notes which columns stand for which of our names, once they are settled.
func (b *binding) place() {
	b.places = map[string][]int{}
	for i, c := range b.columns {
		if c.ours != "" && c.group <= groupExtra {
			b.places[c.ours] = append(b.places[c.ours], i)
		}
	}
	for _, at := range b.places {
		slices.SortStableFunc(at, func(x, y int) int { return cmp.Compare(b.columns[x].part, b.columns[y].part) })
	}
}

// find is the index of the column that stands for ours, or -1.
func (b *binding) find(ours string) int {
	if at := b.places[ours]; len(at) > 0 {
		return at[0]
	}
	return -1
}

// all are the columns that stand for ours: a time may stand in two.
func (b *binding) all(ours string) []int { return b.places[ours] }

var attributes = map[string][]string{
	"posts":    {"post_id", "platform", "account", "published_at", "format", "topic", "campaign", "title", "caption", "hashtags", "permalink", "paid", "as_of"},
	"metrics":  {"post_id", "metric", "value", "as_of", "platform"},
	"daily":    {"date", "metric", "value", "platform"},
	"events":   {"actor", "at", "action", "post_id", "value", "session", "channel", "event_id"},
	"sessions": {"session", "actor", "at", "post_id", "channel"},
	"orders":   {"order_id", "at", "value", "currency", "status", "post_id", "channel", "code", "link", "refunded", "cancelled_at"},
	"links":    {"short", "url", "post_id"},
}

func isAttribute(kind, name string) bool { return slices.Contains(attributes[kind], name) }

// countsMetrics reports whether tables of the kind have a column a metric.
func countsMetrics(kind string) bool { return kind == "posts" || kind == "daily" }
