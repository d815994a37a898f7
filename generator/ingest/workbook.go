package ingest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"likewise/generator/diag"
)

// sheet is one sheet of a workbook as rows of raw text: numbers unformatted, times as day counts.
type sheet struct {
	name    string
	rows    []row
	dayZero int // days after Excel's that its day counts begin
}

// cutWorkbook reads the sheets of an XLSX file: the one that is asked for, or all.
func cutWorkbook(f facts, only string) ([]sheet, error) {
	file, err := readBook(f)
	if err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true, UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: 64 << 20})
	if err != nil {
		return nil, diag.Problem{Code: "broken-workbook", File: f.name, Text: fmt.Sprintf("cannot read %q as XLSX: %v", f.name, err), Hint: "open it in a spreadsheet and save it again, or as CSV"}
	}
	defer book.Close()
	dayZero := 0
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		dayZero = 1462
	}
	var out []sheet
	var held room
	names := book.GetSheetList()
	for _, name := range names {
		if only != "" && fold(name) != fold(only) {
			continue
		}
		rows, err := book.Rows(name)
		if err != nil {
			continue // a chart sheet has no rows
		}
		s := sheet{name: name, dayZero: dayZero}
		for n := 1; rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				return nil, diag.Problem{Code: "broken-workbook", File: f.name, Line: n, Text: fmt.Sprintf("sheet %q: %v", name, err), Hint: "save it again, or as CSV"}
			}
			if err := held.take(f.name, len(cells)); err != nil {
				return nil, err
			}
			s.rows = append(s.rows, row{line: n, cells: cells})
		}
		rows.Close()
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, diag.Problem{Code: "unknown-sheet", File: f.name, Text: fmt.Sprintf("no sheet %q in %q", only, f.name), Hint: diag.DidYouMean(only, names)}
	}
	return out, nil
}

// readBook reads the file, which the format wants whole, and refuses one that expands beyond every bound.
func readBook(f facts) ([]byte, error) {
	if err := f.fits(maxBook); err != nil {
		return nil, err
	}
	text, err := f.openText()
	if err != nil {
		return nil, err
	}
	defer text.Close()
	file, err := io.ReadAll(text)
	if err != nil {
		return nil, broken(f.name, f.packing, err)
	}
	return file, checkBook(f.name, file)
}

// headers are the candidates for a header in a sheet.
func (s sheet) headers() []header {
	var out []header
	var preamble []string
	for i, r := range s.rows[:min(len(s.rows), headerLines)] {
		if isBlank(r) {
			continue
		}
		out = append(out, header{cells: r.cells, line: r.line, lines: i + 1, preamble: preamble})
		preamble = append(preamble[:len(preamble):len(preamble)], r.cells[0])
	}
	return out
}

// below are the rows after the header.
func (s sheet) below(h header) []row {
	out := s.rows[h.lines:]
	for i := range out {
		if len(out[i].cells) == 0 {
			out[i].cells = []string{""}
		}
	}
	return out
}

// parquetRecords reads a Parquet file through the engine; its lines are its rows.
func (t *table) parquetRecords(ctx context.Context, take func(row) error) error {
	n := 0
	var stopped error // by the one who takes the rows
	err := t.engine.EachParquet(ctx, t.facts.path, func(cells []string) error {
		n++
		stopped = take(row{line: n, cells: cells})
		return stopped
	})
	if err == nil || stopped != nil || ctx.Err() != nil {
		return cmp.Or(stopped, ctx.Err())
	}
	return brokenParquet(t.facts.name)
}

func brokenParquet(name string) error {
	return diag.Problem{Code: "broken-parquet", File: name, Text: fmt.Sprintf("cannot read %q as Parquet: it is cut off, damaged or encrypted", name), Hint: "write or download it again"}
}
