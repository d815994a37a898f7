package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"

	"likewise/generator/diag"
)

// What one table may take of memory. Text is dense and archives are denser: two megabytes of gzip are a gigabyte of
// commas, and each comma is a cell. Events in delimited text are streamed and know only the bounds of decode.go.
const (
	maxCells = 1 << 25   // of a table that is held in memory: half a gigabyte without the text
	rowCells = 4         // what a row takes besides its cells, in cells
	maxWide  = 1 << 14   // columns, as many as a spreadsheet has
	maxHeld  = 1 << 30   // bytes of text of such a table
	maxBook  = 256 << 20 // bytes of a workbook's file
)

// room counts the cells of a table that is held in memory.
type room struct{ taken int }

// take counts a row.
func (m *room) take(file string, cells int) error {
	if m.taken += rowCells + cells; m.taken > maxCells {
		return tooLarge(file, fmt.Sprintf("%q holds a table of more than %d million cells", file, maxCells>>20))
	}
	return nil
}

func tooLarge(file, text string) error {
	return diag.Problem{Code: "table-too-large", File: file, Text: text, Hint: "split it by month, or leave out columns; a log of events may be larger as CSV or Parquet"}
}

// fits refuses a file that would be held in memory whole.
func (f facts) fits(most int64) error {
	if f.text <= most {
		return nil
	}
	return tooLarge(f.name, fmt.Sprintf("%q holds %d MB, and is read into memory; %d are the most", f.name, f.text>>20, most>>20))
}

// narrow refuses a table with more columns than any export.
func (t *table) narrow() error {
	if n := len(t.header.cells); n > maxWide {
		return tooLarge(t.facts.name, fmt.Sprintf("%q has %d columns; %d are the most", t.facts.name, n, maxWide))
	}
	return nil
}

// checkBook holds a workbook's directory against the bounds of archives. The reader holds each part to what its entry in
// the directory claims.
func checkBook(name string, book []byte) error {
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		return diag.Problem{Code: "broken-workbook", File: name, Text: fmt.Sprintf("cannot read %q as XLSX: it is cut off or damaged", name), Hint: "download it again, or open it in a spreadsheet and save it again, or as CSV"}
	}
	if !slices.ContainsFunc(z.File, func(part *zip.File) bool {
		return part.Name == "[Content_Types].xml" || strings.HasPrefix(part.Name, "xl/")
	}) {
		return notABook(name, z)
	}
	total := uint64(0)
	for _, part := range z.File {
		if total += part.UncompressedSize64; total > maxHeld || part.UncompressedSize64 > maxHeld || total > 64<<20 && total > maxRatio*uint64(len(book)) {
			return diag.Problem{Code: "archive-too-large", File: name, Text: fmt.Sprintf("%q expands beyond %d GiB or %d times its size", name, maxHeld>>30, maxRatio), Hint: "save it as CSV, and split it"}
		}
	}
	return nil
}

// notABook says what a zip archive is that holds no workbook: an archive of exports, or another program's document.
func notABook(name string, z *zip.Reader) error {
	p := diag.Problem{Code: "zip-archive", File: name, Text: fmt.Sprintf("%q is a zip archive, not a table", name), Hint: "unpack it, and name the files in it"}
	var inside []string
	for _, part := range z.File {
		if part.Name == "mimetype" {
			p.Code, p.Text, p.Hint = "other-document", fmt.Sprintf("%q is an OpenDocument file", name), "save it as .xlsx or CSV"
			return p
		}
		inside = append(inside, excerpt(part.Name))
	}
	if len(inside) > 0 {
		p.Hint = "unpack it; it holds " + list(inside, 5)
	}
	return p
}
