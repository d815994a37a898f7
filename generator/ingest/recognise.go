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
	beside   int      // the first column of a second table beside it, which is not read; 0: none
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
	needs   int      // how many requirements there are
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
		d, says := separatorLine(text)
		if says = says && i == 0; says {
			delims = []byte{d}
		}
		for _, d := range delims {
			if h, ok := headerAt(head, offset, i+1, d); ok && !says {
				h.preamble = slices.Clone(preamble)
				out = append(out, h.alone())
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
		h.folded[i] = nameKey(c)
	}
}

func headerAt(head []byte, offset, line int, delim byte) (header, bool) {
	r := csvOf(head[offset:], delim, line)
	rec, err := r.next()
	if err != nil || rec.fault != "" || len(rec.cells) == 1 && trim(rec.cells[0]) == "" {
		return header{}, false
	}
	return header{cells: rec.cells, line: line, lines: max(line, r.line-1), offset: int64(offset) + r.off, delim: delim}, true
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
	case has("short"):
		return "links"
	case has("metric"):
		return "metrics"
	case has("date"):
		return "daily"
	}
	return "posts"
}

// better orders bindings: what site.toml maps, then a met format before a nearly met one, a platform's before a plain one, then the most columns, of nearly met ones that of posts, then the first line.
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
	posts := func(x binding) int { return boolean(x.format.Kind == "posts" && len(x.lacks) > 0) }
	return cmp.Or(c, cmp.Compare(a.matched, b.matched), cmp.Compare(posts(a), posts(b)), cmp.Compare(len(b.lacks), len(a.lacks)), cmp.Compare(b.header.line, a.header.line)) > 0
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
	if b.near() {
		p.Text += fmt.Sprintf("; nearest is %s, which wants %s", b.format.Title, b.format.wants(b.lacks[0]))
	}
	p.Hint = b.example() + "; its columns are " + list(b.names(), 12)
	if b.matched == 0 && b.header.delim != 0 {
		p.Hint += fmt.Sprintf(" (names of columns are looked for in the first %d lines)", headerLines)
	}
	return p
}

// near reports that the file has something of what the format wants, so that naming it helps.
func (b *binding) near() bool { return b.matched > 0 && (len(b.lacks) < b.needs || b.needs == 1) }

// example is what site.toml could say of the file, for the kind that it is nearest to.
func (b *binding) example() string {
	kind, wanted := "posts", []string{"likes"}
	if b.near() {
		kind, wanted = b.format.Kind, nil
		for _, l := range b.lacks {
			name, _, _ := strings.Cut(l, "|")
			wanted = append(wanted, strings.Replace(name, "*metric", "likes", 1))
		}
	}
	for i, name := range wanted {
		wanted[i] = name + ` = "their name"`
	}
	return fmt.Sprintf("say what it is in site.toml: kind = %q and columns = { %s }", kind, strings.Join(wanted, ", "))
}

// wants spells a requirement out: our name, and what it may be called.
func (f *Format) wants(requirement string) string {
	var out []string
	for alt := range strings.SplitSeq(requirement, "|") {
		if alt == "*action" {
			out = append(out, `an action that site.toml maps, as columns = { purchase = "their name" }`)
			continue
		}
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
