package ingest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/model"
)

// headerLines is how far down a header is looked for.
const headerLines = 40

// header is a line that may name the columns.
type header struct {
	cells    []string
	folded   []string // cells made comparable
	line     int      // of the file, where it begins
	lines    int      // lines of the file up to its end
	offset   int64    // bytes of text up to its end
	delim    byte
	preamble []string // the lines before it
}

// column is how one column of a file is read.
type column struct {
	theirs string
	ours   string // "" is kept out
	group  group
	part   int  // which of several columns of one time this is
	mapped bool // by site.toml
}

// binding is a header read as a format.
type binding struct {
	format  *Format
	header  header
	columns []column
	missing []string // columns of site.toml that the header has not
	lacks   []string // requirements of the format that the header does not meet
	matched int
	lang    string
	places  map[string][]int // our name -> columns, in the order of their parts
}

// textHeaders are the candidates for a header in delimited text: each of its first lines under each delimiter.
func textHeaders(head []byte) []header {
	var out []header
	delims := []byte{',', ';', '\t', '|'}
	lines := bytes.SplitAfterN(head, []byte{'\n'}, headerLines+1)
	var preamble []string
	offset := 0
	for i, line := range lines[:min(len(lines), headerLines)] {
		text := strings.TrimRight(string(line), "\r\n")
		if d, ok := separatorLine(text); ok && i == 0 {
			delims = []byte{d}
		}
		for _, d := range delims {
			if h, ok := headerAt(head, offset, i+1, d); ok {
				h.preamble = slices.Clone(preamble)
				out = append(out, h)
			}
		}
		offset += len(line)
		preamble = append(preamble, text)
	}
	return out
}

// separatorLine reads Excel's first line "sep=,".
func separatorLine(s string) (byte, bool) {
	s = strings.Trim(trim(s), `"`)
	if len(s) == 5 && strings.EqualFold(s[:4], "sep=") {
		return s[4], true
	}
	if strings.EqualFold(s, "sep=") {
		return '\t', true
	}
	return 0, false
}

// fold fills folded; every format looks the names up again.
func (h *header) fold() {
	h.folded = make([]string, len(h.cells))
	for i, c := range h.cells {
		h.folded[i] = fold(c)
	}
}

func headerAt(head []byte, offset, line int, delim byte) (header, bool) {
	r := newCSV(bytes.NewReader(head[offset:]), delim, line)
	rec, err := r.next()
	if err != nil || rec.fault != "" || len(rec.cells) == 1 && trim(rec.cells[0]) == "" {
		return header{}, false
	}
	return header{cells: rec.cells, line: line, lines: r.line - 1, offset: int64(offset) + r.off, delim: delim}, true
}

// recognise finds the header and the format that fit best.
func recognise(headers []header, formats []Format, d model.Data, name string) (binding, error) {
	var best binding
	found := false
	for _, h := range headers {
		h.fold()
		for i := range formats {
			f := &formats[i]
			if !eligible(f, d) {
				continue
			}
			b := bind(f, h, d)
			if !found || better(b, best) {
				best, found = b, true
			}
		}
	}
	if !found {
		return best, diag.Problem{Code: "unrecognised-file", File: name, Text: fmt.Sprintf("%q holds no table", name), Hint: "export it again as CSV, or name another file"}
	}
	return best, best.refusal(name, formats, d)
}

// eligible keeps to the kind or format that site.toml asks for.
func eligible(f *Format, d model.Data) bool {
	if d.Format != "" {
		return f.Name == d.Format
	}
	kind := d.Kind
	if kind == "" && len(d.Columns) > 0 && f.Plain {
		kind = kindOf(d.Columns)
	}
	return kind == "" || f.Kind == kind
}

// kindOf is the kind that mapped names speak of.
func kindOf(columns map[string]model.Names) string {
	has := func(n string) bool { _, ok := columns[n]; return ok }
	switch {
	case has("actor") || has("action"):
		return "events"
	case has("order_id"):
		return "orders"
	case has("metric"):
		return "metrics"
	case has("date"):
		return "daily"
	}
	return "posts"
}

// better orders bindings: what site.toml maps, then a met format before a nearly met one, a platform's before a plain one, then the most columns, then the first line.
func better(a, b binding) bool {
	met := func(x binding) int {
		if len(x.lacks) == 0 {
			return 1
		}
		return 0
	}
	plain := func(x binding) int {
		if x.format.Plain {
			return 0
		}
		return 1
	}
	c := cmp.Or(cmp.Compare(len(b.missing), len(a.missing)), cmp.Compare(met(a), met(b)))
	if c == 0 && met(a) == 1 {
		c = cmp.Compare(plain(a), plain(b))
	}
	return cmp.Or(c, cmp.Compare(a.matched, b.matched), cmp.Compare(len(b.lacks), len(a.lacks)), cmp.Compare(b.header.line, a.header.line)) > 0
}

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
			i, ok := at[fold(theirs)]
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
				if isKnownMetric(ours) && countsMetrics(b.format.Kind) {
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
	for _, m := range f.names[name] {
		if m.group > groupExtra || !used[m.key()] {
			return m, true
		}
	}
	if f.Plain && name != "" && !used[name] {
		switch {
		case isAttribute(f.Kind, name):
			return meaning{ours: name, group: groupColumn}, true
		case isKnownMetric(name) && countsMetrics(f.Kind):
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
			if c.ours == alt || alt == "*metric" && (c.group == groupMetric && c.ours != "" || c.group == groupExtra && c.mapped) {
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

// language is the one that most columns are written in; English wins a tie.
func language(votes map[string]int) string {
	best := ""
	for _, l := range sortedKeys(votes) {
		if best == "" || votes[l] > votes[best] || votes[l] == votes[best] && l == "en" {
			best = l
		}
	}
	return best
}

// refusal is the problem with a binding that cannot be used, or nil.
func (b *binding) refusal(name string, formats []Format, d model.Data) error {
	if len(b.missing) > 0 {
		return diag.Problem{Code: "unknown-column", File: name, Line: b.header.line, Value: b.missing[0],
			Text: fmt.Sprintf("no column %q in %q, which site.toml maps", b.missing[0], name),
			Hint: diag.DidYouMean(b.missing[0], b.names())}
	}
	if len(b.lacks) == 0 {
		return nil
	}
	p := diag.Problem{Code: "unrecognised-file", File: name, Line: b.header.line, Text: fmt.Sprintf("%q is in no known format", name)}
	if d.Kind != "" || d.Format != "" {
		p.Text = fmt.Sprintf("%q cannot be read as %s", name, cmp.Or(d.Format, d.Kind))
	}
	if b.matched > 0 {
		p.Text += fmt.Sprintf("; nearest is %s, which wants %s", b.format.Title, b.format.wants(b.lacks[0]))
	}
	p.Hint = `say what it is in site.toml: kind = "posts" and columns = { likes = "their name" }; its columns are ` + list(b.names(), 12)
	return p
}

// wants spells a requirement out: our name, and what it may be called.
func (f *Format) wants(requirement string) string {
	var out []string
	for alt := range strings.SplitSeq(requirement, "|") {
		if alt == "*metric" {
			out = append(out, "a metric such as likes or reach")
			continue
		}
		var names []string
		for _, t := range []map[string]Translations{f.Columns, f.Metrics, f.Extra, f.Known} {
			names = append(names, t[alt]["en"]...)
		}
		if len(names) > 0 {
			alt += " (" + list(names, 3) + ")"
		}
		out = append(out, alt)
	}
	return strings.Join(out, " or ")
}

func (b *binding) names() []string {
	var out []string
	for _, c := range b.header.cells {
		if c = trim(c); c != "" {
			out = append(out, excerpt(c))
		}
	}
	return out
}

func list(names []string, most int) string {
	q := make([]string, 0, most)
	for i, n := range names {
		if i == most {
			q = append(q, "...")
			break
		}
		q = append(q, fmt.Sprintf("%q", n))
	}
	return strings.Join(q, ", ")
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
	"posts":   {"post_id", "platform", "account", "published_at", "format", "topic", "campaign", "title", "caption", "hashtags", "permalink", "paid", "as_of"},
	"metrics": {"post_id", "metric", "value", "as_of", "platform"},
	"daily":   {"date", "metric", "value", "platform"},
	"events":  {"actor", "at", "action", "post_id", "value", "session", "channel", "event_id"},
	"orders":  {"order_id", "at", "value", "currency", "status", "post_id", "channel", "code", "refunded", "cancelled_at"},
}

func isAttribute(kind, name string) bool { return slices.Contains(attributes[kind], name) }

// countsMetrics reports whether tables of the kind have a column a metric.
func countsMetrics(kind string) bool { return kind == "posts" || kind == "daily" }

func isKnownMetric(name string) bool { return slices.Contains(model.KnownMetrics(), name) }
