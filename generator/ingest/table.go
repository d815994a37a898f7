package ingest

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// table is a recognised file (or sheet) with its rows, before they mean anything.
type table struct {
	job
	facts
	binding
	acc     *account
	sheet   string               // of a workbook
	cut     []row                // the records below the header, where they do not come from a stream
	rows    []row                // what is read of it: all, or a sample of events
	asOf    time.Time            // when the counts were taken, where the file says
	ofWhom  string               // the account, where the preamble says
	engine  *warehouse.Warehouse // reads Parquet
	words   *words
	dayZero int // of a workbook: dateStyle.from
	numbers []numberStyle
	dates   map[int]dateStyle      // by column
	match   map[int]*regexp.Regexp // by column: finds a post's id
}

// readAll reads the rows of the table into memory, and sets aside what is none.
func (t *table) readAll(ctx context.Context) error {
	if t.shape == "text" {
		if err := t.fits(maxHeld); err != nil {
			return err
		}
	}
	var held room
	short, remarks := 0, 0
	err := t.body(ctx, func(r row) error {
		if n, bad := t.fault(r); bad {
			t.acc.Read++
			t.acc.reject(n)
			return nil
		}
		if err := held.take(t.facts.name, len(t.header.cells)); err != nil {
			return err
		}
		if t.isRemark(r) {
			t.acc.Skipped++
			remarks++
			return nil
		}
		if len(r.cells) < width(t.header.cells) && t.shape == "text" {
			short++
		}
		t.rows = append(t.rows, t.pad(r))
		return nil
	})
	if remarks > 0 {
		t.acc.note("%s nothing but words in the first cell: left out", counted(remarks, "line has", "lines have"))
	}
	if short > 0 {
		t.acc.note("%s fewer cells than the header: those at the end are read as empty", counted(short, "row has", "rows have"))
	}
	return err
}

// isRemark reports a line of words below a table, such as "Exported on 1 March": one cell, which is no id.
func (t *table) isRemark(r row) bool {
	first := trim(r.cells[0])
	return width(r.cells) == 1 && width(t.header.cells) > 2 && strings.Contains(first, " ") && !t.words.isTotal(first)
}

// body calls take for every record of the table, faulty ones too, but not for blank lines, repeated headers or a
// further table below; take ends it early with io.EOF.
func (t *table) body(ctx context.Context, take func(row) error) error {
	t.acc.Skipped += t.header.line - 1
	blank := false
	err := t.records(ctx, func(r row) error {
		switch {
		case isBlank(r):
			t.acc.Skipped++
			blank = true
			return nil
		case t.isHeader(r) || t.isLongTotal(r):
			t.acc.Skipped++
			return nil
		case blank && t.startsAnother(r):
			t.acc.note("another table begins at line %d; only the first is read", r.line)
			return io.EOF
		}
		blank = false
		return take(r)
	})
	if err == io.EOF {
		return nil
	}
	return err
}

// records calls take for every record below the header, wherever it comes from, until it returns an error.
func (t *table) records(ctx context.Context, take func(row) error) error {
	switch {
	case t.shape == "parquet":
		return t.parquetRecords(ctx, take)
	case t.shape != "text":
		for _, r := range t.cut {
			if err := take(r); err != nil {
				return err
			}
		}
		return nil
	}
	text, err := t.openText()
	if err != nil {
		return err
	}
	defer text.Close()
	return t.textRecords(ctx, text, take)
}

func (t *table) textRecords(ctx context.Context, text io.Reader, take func(row) error) error {
	if _, err := io.CopyN(io.Discard, text, t.header.offset); err != nil {
		return broken(t.facts.name, t.packing, err)
	}
	rd := newCSV(text, t.header.delim, t.header.lines+1)
	for n := 0; ; n++ {
		r, err := rd.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return broken(t.facts.name, t.packing, err)
		}
		if rd.open > 0 {
			return diag.Problem{Code: "open-quote", File: t.facts.name, Line: rd.open, Text: "a quote is opened and never closed", Hint: "close the quote, or export the file again"}
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := take(r); err != nil {
			return err
		}
	}
	if rd.loose > 0 {
		t.acc.note("%s read as text", counted(rd.loose, "stray quote inside a cell was", "stray quotes inside cells were"))
	}
	return nil
}

func isBlank(r row) bool {
	for _, c := range r.cells {
		if trim(c) != "" {
			return false
		}
	}
	return r.fault == ""
}

// startsAnother reports whether a record after a blank line is the head of a further table, or a comment above one. A
// caption may begin with "#" too, but figures stand beside it.
func (t *table) startsAnother(rec row) bool {
	figures := 0
	for _, c := range rec.cells {
		if c = trim(c); c != "" && strings.ContainsAny(c[:1], "0123456789-+") {
			figures++
		}
	}
	if strings.HasPrefix(trim(rec.cells[0]), "#") {
		return figures < 2
	}
	return figures == 0 && width(rec.cells) != width(t.header.cells)
}

// isLongTotal reports a totals row whose word stands to the right of the last column, as in explorations of Google
// Analytics: ",,211078,...,Grand total".
func (t *table) isLongTotal(rec row) bool {
	n := width(rec.cells)
	return n == len(t.header.cells)+1 && trim(rec.cells[0]) == "" && t.words.isTotal(trim(rec.cells[n-1]))
}

// width is the number of cells without the empty ones at the end.
func width(cells []string) int {
	n := len(cells)
	for n > 0 && trim(cells[n-1]) == "" {
		n--
	}
	return n
}

// isHeader reports a repeated header, as in files put one after the other.
func (t *table) isHeader(rec row) bool {
	if width(rec.cells) != width(t.header.cells) {
		return false
	}
	for i, c := range rec.cells[:width(rec.cells)] {
		if fold(c) != fold(t.header.cells[i]) {
			return false
		}
	}
	return true
}

// pad gives a record as many cells as the header has.
func (t *table) pad(r row) row {
	want := len(t.header.cells)
	if len(r.cells) > want {
		r.cells = r.cells[:want]
	}
	for len(r.cells) < want {
		r.cells = append(r.cells, "")
	}
	return r
}

// fault says what is wrong with a record as a record.
func (t *table) fault(rec row) (model.RowNote, bool) {
	n := model.RowNote{Line: rec.line, Code: rec.fault}
	if rec.at < len(t.columns) {
		n.Column = t.columns[rec.at].theirs
	}
	switch {
	case rec.fault == "cell-too-large":
		n.Text, n.Hint = fmt.Sprintf("a cell is larger than %d KiB", maxCell>>10), "look for a quote that is closed too late"
	case rec.fault == "nul-byte":
		n.Text, n.Hint = "a cell holds a zero byte", "export the file again"
	case rec.fault != "":
		n.Text = "a quote is opened and never closed"
	case width(rec.cells) > len(t.header.cells):
		n.Code, n.Column = "too-many-cells", ""
		n.Text = fmt.Sprintf("%d cells, but the header has %d", width(rec.cells), len(t.header.cells))
		n.Value = strings.Join(rec.cells, string(t.header.delim))
		n.Hint = "put quotes around cells that hold the delimiter"
		if t.holdsPersons() {
			n.Value = ""
		}
	default:
		return n, false
	}
	return n, true
}

// holdsPersons reports a column that must not be shown.
func (t *table) holdsPersons() bool {
	return t.isLog() || t.format.Kind == "orders" || slices.ContainsFunc(t.columns, func(c column) bool { return c.group == groupPersonal })
}

// matched is the post's id that the row's "match" finds in it, or empty.
func (t *table) matched(r row) string {
	for i := range r.cells {
		if re := t.match[i]; re != nil {
			if m := re.FindStringSubmatch(r.cells[i]); len(m) > 1 && m[1] != "" {
				return m[1]
			}
		}
	}
	return ""
}

// readPreamble takes what the lines before the header say.
func (t *table) readPreamble(zone *time.Location) error {
	for _, q := range []struct {
		expr string
		take func(string)
	}{
		{t.format.Preamble.Account, func(s string) { t.ofWhom = trim(s) }},
		{t.format.Preamble.AsOf, func(s string) {
			if m, ok := (dateStyle{order: "mdy", zone: zone, days: zone}).parse(s); ok {
				t.asOf = m.t
			}
		}},
	} {
		if q.expr == "" {
			continue
		}
		re, err := regexp.Compile(q.expr)
		if err != nil {
			return fmt.Errorf("format %q: preamble: %w", t.format.Name, err)
		}
		for _, line := range t.header.preamble {
			if m := re.FindStringSubmatch(trim(strings.Trim(line, `",;`))); len(m) > 1 {
				q.take(m[1])
			}
		}
	}
	return nil
}

// cell is the text of ours in a row: of several columns, joined by a space.
func (t *table) cell(r row, ours string) string {
	switch at := t.all(ours); len(at) {
	case 0:
		return ""
	case 1:
		return trim(r.cells[at[0]])
	default:
		var parts []string
		for _, i := range at {
			if c := trim(r.cells[i]); c != "" {
				parts = append(parts, c)
			}
		}
		return strings.Join(parts, " ")
	}
}
