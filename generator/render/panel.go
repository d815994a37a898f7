package render

import "html/template"

// Panel is a finding whose table holds small drawings: it needs no script and no chart engine, so it stays legible on
// a phone and cheap on ten thousand pages.
type Panel struct {
	ID       string
	Title    Heading
	Subtitle string
	Lead     []string // sentences before the table
	Sheet    Sheet
	After    []string // sentences behind it
	Notes    []string
	Links    []Link
}

// Sheet is a table whose cells may hold a bar, a chip or a link.
type Sheet struct {
	Class   string // of the table, beside "stack"
	Caption string
	Columns []Column
	Rows    []SheetRow
}

// SheetRow is one row; its first cell heads it. Class "whole" marks a sum.
type SheetRow struct {
	Class string
	Cells []SheetCell
}

// SheetCell is one cell.
type SheetCell struct {
	Label   string // of its column, which narrow pages show beside it
	Text    string
	Small   string // under the text
	URL     string
	Bar     template.HTML
	Class   string
	Chip    string
	Tone    string // of the chip: key, warn or nothing
	Numeric bool
}

func newSheetOf(class, caption string, columns ...Column) Sheet {
	return Sheet{Class: class, Caption: caption, Columns: columns, Rows: []SheetRow{}}
}

// add appends a row, and gives each cell the label of its column.
func (t *Sheet) add(class string, cells ...SheetCell) {
	for i := range cells {
		cells[i].Label, cells[i].Numeric = t.Columns[i].Label, t.Columns[i].Numeric
	}
	t.Rows = append(t.Rows, SheetRow{class, cells})
}

func cellOf(text string) SheetCell { return SheetCell{Text: text} }

// estimateCell is a bar with its interval in words beside it.
func estimateCell(bar template.HTML, r ratio) SheetCell {
	if !r.OK {
		return SheetCell{Text: r.Why, Class: "why"}
	}
	return SheetCell{Text: ratioText(r), Bar: bar, Class: "within"}
}
