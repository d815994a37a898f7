package ingest

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"

	"likewise/generator/model"
)

// post is one post as far as the files told.
type post struct {
	row       int // the data record it came from
	file      string
	keyless   bool
	id        string
	platform  string
	account   string
	published moment
	format    string
	topic     string
	campaign  string
	title     string
	caption   string
	hashtags  string
	permalink string
	paid      int8 // 0 unknown, 1 no, 2 yes
	extra     []string
	metrics   []float64 // NaN where there is none
	asOf      time.Time
}

// readPosts turns the rows of a table into posts; what cannot be read is rejected.
func (l *loader) readPosts(t *table) []*post {
	stem := stemOf(t.facts.name)
	total := l.totalsOf(t)
	out := make([]*post, 0, len(t.rows))
	rd, seen := l.newPostReader(t), newPostRows(t)
	for _, r := range t.rows {
		if total.is(r) {
			t.acc.Skipped++
			total.keep(r)
			continue
		}
		t.acc.Read++
		p, note, ok := rd.read(r)
		if !ok {
			t.acc.reject(note)
			continue
		}
		p.row, p.file = t.acc.Read, t.facts.name
		if p.id == "" && p.permalink == "" {
			p.keyless = true
			p.id = fmt.Sprintf("%s-%d", stem, t.acc.Read)
		}
		out = append(out, p)
		total.add(r)
		seen.add(p, r.line)
	}
	if p, bad := seen.refusal(); bad {
		l.problems.Add(p)
	}
	rd.tell()
	total.reconcile()
	return out
}

func stemOf(name string) string {
	s := path.Base(name)
	for path.Ext(s) != "" && len(path.Ext(s)) < len(s) {
		s = strings.TrimSuffix(s, path.Ext(s))
	}
	return s
}

// postReader reads rows of one table as posts.
type postReader struct {
	l         *loader
	t         *table
	metricCol []int // columns
	metricIx  []int // book indexes
	extraCol  []int
	extraIx   []int
	dateAt    int
	attr      map[string]bool
	mangled   int
	negative  int
	censored  int
	future    int
	noYear    int
	zoneless  int
	clocked   int
}

// clockSlack is how far a day in an unknown zone may be from the instant in the post's id.
const clockSlack = 38 * time.Hour

func (l *loader) newPostReader(t *table) *postReader {
	rd := &postReader{l: l, t: t, dateAt: t.find("published_at"), attr: map[string]bool{}}
	for i, c := range t.columns {
		switch {
		case c.ours == "" || c.group > groupExtra:
		case c.group == groupMetric:
			rd.metricCol, rd.metricIx = append(rd.metricCol, i), append(rd.metricIx, l.book.metricIndex(c.ours))
		case c.group == groupExtra:
			rd.extraCol, rd.extraIx = append(rd.extraCol, i), append(rd.extraIx, l.book.extraIndex(c.ours))
		default:
			rd.attr[c.ours] = true
		}
	}
	return rd
}

func (rd *postReader) text(r row, ours string) string {
	if !rd.attr[ours] {
		return ""
	}
	return clip(rd.t.cell(r, ours), 20_000)
}

// clip bounds a text to n bytes, on a rune's edge.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:wholeRunes([]byte(s[:n]))]
}

// read turns one row into a post, or says why not.
func (rd *postReader) read(r row) (*post, model.RowNote, bool) {
	t := rd.t
	p := &post{
		id: cleanID(rd.text(r, "post_id")), permalink: rd.text(r, "permalink"),
		platform: cmp.Or(fold(rd.text(r, "platform")), fold(t.data.Platform), t.format.Platform),
		account:  cmp.Or(rd.text(r, "account"), t.data.Account, t.ofWhom),
		topic:    rd.text(r, "topic"), campaign: rd.text(r, "campaign"),
		title: rd.text(r, "title"), caption: rd.text(r, "caption"), hashtags: rd.text(r, "hashtags"),
		format: rd.l.typeOf(t.format, rd.text(r, "format")), asOf: t.asOf,
	}
	if mangled(p.id) {
		p.id = ""
		rd.mangled++
	}
	if id := rd.t.matched(r); id != "" {
		p.id = id
	}
	if p.hashtags == "" {
		p.hashtags = strings.Join(model.Hashtags(p.caption), " ")
	}
	if note, ok := rd.readPaid(r, p); !ok {
		return nil, note, false
	}
	if note, ok := rd.readTime(r, p); !ok {
		return nil, note, false
	}
	for k, i := range rd.extraCol {
		if s := trim(r.cells[i]); s != "" {
			p.setExtra(rd.extraIx[k], clip(s, 20_000))
		}
	}
	note, ok := rd.readMetrics(r, p)
	return p, note, ok
}

func (rd *postReader) readMetrics(r row, p *post) (model.RowNote, bool) {
	p.metrics = make([]float64, 0, len(rd.l.book.metrics))
	for k, i := range rd.metricCol {
		v, null, ok := rd.t.numbers[i].parse(r.cells[i])
		if !ok {
			return badNumber(rd.t, r, i), false
		}
		if null {
			if r.cells[i] != "" && censored(fold(r.cells[i])) {
				rd.censored++
			}
			continue
		}
		if v < 0 && !netCount(rd.t.columns[i].ours) {
			rd.negative++
			rd.t.acc.remark(model.RowNote{Line: r.line, Column: rd.t.columns[i].theirs, Value: r.cells[i], Code: "negative-count",
				Text: "a count below zero; kept as it stands", Hint: "platforms export corrections like this; check the post"})
		}
		p.setMetric(rd.metricIx[k], v)
	}
	return model.RowNote{}, true
}

// netCount reports metrics that may fall: gains less losses, and money given back.
func netCount(name string) bool {
	return strings.HasPrefix(name, "net_") || strings.Contains(name, "follow") || strings.Contains(name, "subscriber") || model.MetricNamed(name).Money || strings.HasSuffix(name, "revenue")
}

func badNumber(t *table, r row, i int) model.RowNote {
	sign := "a point"
	if t.numbers[i].decimal == ',' {
		sign = "a comma"
	}
	return model.RowNote{Line: r.line, Column: t.columns[i].theirs, Value: r.cells[i], Code: "bad-number",
		Text: fmt.Sprintf("%q is no number", excerpt(r.cells[i])), Hint: "this column is read with " + sign + " as the decimal sign; leave a cell empty where there is no value"}
}

func badDate(t *table, r row, ours string) model.RowNote {
	cell := t.cell(r, ours)
	return model.RowNote{Line: r.line, Column: t.columns[t.find(ours)].theirs, Value: cell, Code: "bad-date",
		Text: fmt.Sprintf("%q is no date as the rest of the column writes them", excerpt(cell)), Hint: "write it as 2026-03-31 18:00"}
}

func (rd *postReader) readTime(r row, p *post) (model.RowNote, bool) {
	if cell := rd.text(r, "as_of"); cell != "" {
		if m, ok := rd.t.dates[rd.t.find("as_of")].parse(cell); ok {
			p.asOf = m.t
		}
	}
	if rd.dateAt < 0 {
		return model.RowNote{}, true
	}
	cell := rd.t.cell(r, "published_at")
	if cell == "" || rd.l.words.nulls[fold(cell)] {
		return model.RowNote{}, true
	}
	style := rd.t.dates[rd.dateAt]
	if !p.asOf.IsZero() {
		style.asOf = p.asOf
	}
	at, known := rd.t.format.IDClock.time(p.id)
	if known {
		style.asOf = at.Add(clockSlack)
	}
	m, ok := style.parse(cell)
	if !ok {
		return badDate(rd.t, r, "published_at"), false
	}
	if known && m.dayOnly && at.Sub(m.t).Abs() <= clockSlack {
		m = moment{t: at, zoned: true}
		rd.clocked++
	}
	if m.noYear {
		rd.noYear++
	}
	if !m.zoned && !m.dayOnly {
		rd.zoneless++
	}
	if !rd.l.o.AsOf.IsZero() && m.t.After(rd.l.o.AsOf) {
		rd.future++
	}
	p.published = m
	return model.RowNote{}, true
}

var yes = map[string]int8{"1": 2, "true": 2, "yes": 2, "y": 2, "ja": 2, "oui": 2, "sí": 2, "si": 2, "sim": 2, "paid": 2, "boosted": 2,
	"0": 1, "false": 1, "no": 1, "n": 1, "nein": 1, "non": 1, "não": 1, "organic": 1}

func (rd *postReader) readPaid(r row, p *post) (model.RowNote, bool) {
	s := fold(rd.text(r, "paid"))
	p.paid = yes[s]
	if s == "" || rd.l.words.nulls[s] || p.paid != 0 {
		return model.RowNote{}, true
	}
	return model.RowNote{Line: r.line, Column: rd.t.columns[rd.t.find("paid")].theirs, Value: s, Code: "bad-flag", Text: fmt.Sprintf("%q is neither yes nor no", excerpt(s)), Hint: "write yes, no, true, false, 1 or 0"}, false
}

// tell notes what the whole table showed.
func (rd *postReader) tell() {
	a, t := rd.t.acc, rd.t
	if rd.mangled > 0 {
		a.note("%s turned into a float by a spreadsheet (as 1.22E+17); the permalink is the key where there is one", counted(rd.mangled, "post id was", "post ids were"))
	}
	if rd.negative > 0 {
		a.note("%s", counted(rd.negative, "count is below zero and kept as it stands", "counts are below zero and kept as they stand"))
	}
	if rd.censored > 0 {
		a.note("%s only a bound, such as <1%%: read as no value", counted(rd.censored, "cell gives", "cells give"))
	}
	if rd.future > 0 {
		a.note("%s after the report's date", counted(rd.future, "post is published", "posts are published"))
	}
	if rd.clocked > 0 {
		a.note("the file gives days only: times of day come from the post ids, which carry them")
	}
	if rd.noYear > 0 {
		a.note("dates have no year: the latest that is not in the future was taken")
	}
	if rd.zoneless > 0 && t.data.Zone == "" {
		a.note("times have no zone: read as %s", t.dates[rd.dateAt].zone)
	}
}

// typeOf is our word for a kind of post.
func (l *loader) typeOf(f *Format, theirs string) string {
	s := fold(theirs)
	if s == "" {
		return f.Type
	}
	for _, ours := range sortedKeys(f.Types) {
		for _, w := range f.Types[ours] {
			if fold(w) == s {
				return ours
			}
		}
	}
	if ours, ok := l.words.types[s]; ok {
		return ours
	}
	return s
}

var floatID = regexp.MustCompile(`^-?\d([.,]\d+)?[eE]\+?\d+$`)

// mangled reports an id that a spreadsheet turned into a float: it stands for many ids.
func mangled(id string) bool { return len(id) < 24 && floatID.MatchString(id) }

// cleanID cuts what spreadsheets put before ids to keep them text.
func cleanID(s string) string {
	if t, ok := strings.CutPrefix(s, `="`); ok {
		s = strings.TrimSuffix(t, `"`)
	}
	s = trim(strings.TrimPrefix(s, "'"))
	if whole, ok := strings.CutSuffix(s, ".0"); ok && whole != "" && digitsOnly(whole) {
		return whole // a column of ids with a gap in it, as some programs write it
	}
	return s
}
