package ingest

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"

	"likewise/generator/diag"
)

// open surveys a file, recognises its tables and plans their columns.
func (l *loader) open(j job) error {
	f, err := survey(j.path, j.name)
	if err != nil {
		return err
	}
	for _, t := range l.tables {
		if t.sha == f.sha {
			acc := newAccount(f)
			acc.note("the same file as %q: it changes nothing", t.facts.name)
			l.twins = append(l.twins, twin{acc, f.sha, len(l.tables)})
			return nil
		}
	}
	found, err := l.cut(j, f)
	if err != nil {
		return err
	}
	for _, t := range found {
		if err := l.prepare(t); err != nil {
			return err
		}
		l.tables = append(l.tables, t)
	}
	return nil
}

// cut finds the tables of a file: one, or one a recognised sheet.
func (l *loader) cut(j job, f facts) ([]*table, error) {
	switch f.shape {
	case "xlsx":
		return l.cutSheets(j, f)
	case "parquet":
		names, err := l.w.ParquetColumns(l.ctx, f.path)
		if err != nil {
			return nil, brokenParquet(f.name)
		}
		return l.one(j, f, []header{{cells: names, line: 1}}, nil)
	}
	head, err := f.headText()
	if err != nil {
		return nil, broken(f.name, f.packing, err)
	}
	if !isJSON(head) {
		return l.one(j, f, textHeaders(head), nil)
	}
	if err := f.fits(maxHeld); err != nil {
		return nil, err
	}
	text, err := f.openText()
	if err != nil {
		return nil, err
	}
	defer text.Close()
	all, err := io.ReadAll(text)
	if err != nil {
		return nil, broken(f.name, f.packing, err)
	}
	h, rows, err := cutJSON(bytes.TrimSpace(all), f.name)
	if err != nil {
		return nil, err
	}
	f.shape = "json"
	return l.one(j, f, []header{h}, rows)
}

func (l *loader) one(j job, f facts, headers []header, cut []row) ([]*table, error) {
	b, err := recognise(headers, l.formats, j.data, f.name)
	if err != nil {
		return nil, err
	}
	return []*table{l.newTable(j, f, b, cut, "")}, nil
}

func (l *loader) newTable(j job, f facts, b binding, cut []row, sheet string) *table {
	t := &table{job: j, facts: f, binding: b, acc: newAccount(f), cut: cut, sheet: sheet, engine: l.w, words: &l.words}
	t.acc.Recognised, t.acc.Format, t.acc.Kind, t.acc.Sheet = b.format.Title, b.format.Name, b.format.Kind, sheet
	if b.header.beside > 0 {
		t.acc.note("a second table stands right of the first, from column %d on: only the first is read; save the second as a file of its own", b.header.beside+1)
	}
	if f.shape == "text" || f.shape == "json" {
		t.acc.Encoding = f.encoding
	}
	return t
}

// cutSheets takes every sheet that is recognised; that none is, is the problem of the first.
func (l *loader) cutSheets(j job, f facts) ([]*table, error) {
	sheets, err := cutWorkbook(f, j.data.Sheet)
	if err != nil {
		return nil, err
	}
	var out []*table
	var first error
	for _, s := range apart(sheets) {
		b, err := recognise(s.headers(), l.formats, j.data, f.name)
		if err != nil {
			first = cmp.Or(first, err)
			continue
		}
		t := l.newTable(j, f, b, s.below(b.header), s.name)
		t.dayZero = s.dayZero
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, first
	}
	return out, nil
}

// prepare reads a table's rows (of events, a sample) and settles its columns.
func (l *loader) prepare(t *table) error {
	if err := t.narrow(); err != nil {
		return err
	}
	if err := t.readPreamble(l.zone); err != nil {
		return err
	}
	t.match = l.matchers(t)
	if t.isLog() {
		return l.planEvents(t)
	}
	if err := t.readAll(l.ctx); err != nil {
		return err
	}
	if err := l.plan(t); err != nil {
		return err
	}
	t.describe()
	l.remember(t)
	return l.refuseDaily(t)
}

// refuseDaily stops an export with a row a post and day: summed with lifetime rows it would count everything twice.
func (l *loader) refuseDaily(t *table) error {
	for i, c := range t.columns {
		if c.group != groupLifetime {
			continue
		}
		for _, r := range t.rows {
			if p, ok := takeApart(r.cells[i]); ok && r.cells[i] != "" && !p.isEpoch {
				return diag.Problem{Code: "daily-export", File: t.facts.name, Line: r.line, Value: excerpt(r.cells[i]),
					Text: fmt.Sprintf("column %q holds a day, so this is the daily export", excerpt(c.theirs)), Hint: "export lifetime figures: one row a post"}
			}
		}
	}
	return nil
}

// matchers are the regular expressions that find a post's id in other columns.
func (l *loader) matchers(t *table) map[int]*regexp.Regexp {
	out := map[int]*regexp.Regexp{}
	for _, theirs := range sortedKeys(t.data.Match) {
		re, err := regexp.Compile(t.data.Match[theirs])
		if err != nil || re.NumSubexp() < 1 {
			l.problems.Add(diag.Problem{Code: "bad-match", File: t.facts.name, Text: fmt.Sprintf("match for %q wants a regular expression with a group in ( )", theirs), Hint: `such as "/p/([A-Za-z0-9_-]+)"`})
			continue
		}
		at := slices.IndexFunc(t.columns, func(c column) bool { return fold(c.theirs) == fold(theirs) })
		if at < 0 {
			l.problems.Add(diag.Problem{Code: "unknown-column", File: t.facts.name, Line: t.header.line, Text: fmt.Sprintf("no column %q in %q, which site.toml matches", theirs, t.facts.name), Hint: diag.DidYouMean(theirs, t.names())})
			continue
		}
		out[at] = re
	}
	for _, ours := range sortedKeys(t.format.Match) {
		at := slices.IndexFunc(t.columns, func(c column) bool { return c.ours == ours && c.group == groupColumn })
		re, err := regexp.Compile(t.format.Match[ours])
		if err == nil && at >= 0 && out[at] == nil {
			out[at] = re
		}
	}
	return out
}
