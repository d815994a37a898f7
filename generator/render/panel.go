package render

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
)

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

// SheetRow is one row. Class "whole" marks a sum.
type SheetRow struct {
	Class string
	Cells []SheetCell
	Head  int // the cell that heads it
}

// SheetCell is one cell.
type SheetCell struct {
	Label   string // of its column, which narrow pages show beside it
	Text    string
	Small   string // under the text
	URL     string // of a page of ours, from this one, not yet escaped
	Bar     template.HTML
	Class   string
	Chip    string
	Tone    string // of the chip: key, warn or nothing
	Numeric bool
	Span    int // columns that it takes, for a sentence in the place of numbers; 0 is one
	Sorted  bool
	Key     string // what the page's script sorts by where Sorted is true; empty sorts last
}

// HTML is the row as it stands in the page. Go writes it, not a layout: a value costs a template two microseconds, a site
// of ten thousand posts has half a million of these cells, and no theme has a say in what a cell is made of.
func (r SheetRow) HTML() template.HTML {
	var b strings.Builder
	b.Grow(256 * len(r.Cells))
	b.WriteString("<tr")
	attribute(&b, "class", r.Class)
	b.WriteByte('>')
	for i, c := range r.Cells {
		c.write(&b, i == r.Head)
	}
	b.WriteString("</tr>")
	return template.HTML(b.String())
}

func (c SheetCell) write(b *strings.Builder, heads bool) {
	class := c.Class
	if c.Numeric && !heads && c.Span == 0 {
		class = strings.TrimSpace("num " + class)
	}
	element := "td"
	if heads {
		element = "th"
	}
	b.WriteByte('<')
	b.WriteString(element)
	switch {
	case heads:
		attribute(b, "scope", "row")
	case c.Span > 0:
		attribute(b, "colspan", strconv.Itoa(c.Span))
	default:
		attribute(b, "data-label", c.Label)
	}
	attribute(b, "class", class)
	if c.Sorted {
		b.WriteString(` data-key="` + template.HTMLEscapeString(c.Key) + `"`)
	}
	b.WriteByte('>')
	b.WriteString(string(c.Bar))
	switch text := template.HTMLEscapeString(c.Text); {
	case c.URL != "":
		b.WriteString("<a")
		attribute(b, "href", (&url.URL{Path: c.URL}).String())
		b.WriteString(` dir="auto">` + text + "</a>")
	case text == "":
	case c.Bar != "" || c.Chip != "" || c.Small != "" || mayTurn(c.Text):
		b.WriteString(`<span dir="auto">` + text + "</span>")
	default:
		b.WriteString(text)
	}
	if c.Chip != "" {
		if c.Text != "" {
			b.WriteByte(' ')
		}
		b.WriteString("<span")
		attribute(b, "class", strings.TrimSpace("chip "+c.Tone))
		b.WriteString(">" + template.HTMLEscapeString(c.Chip) + "</span>")
	}
	if c.Small != "" {
		b.WriteString(" <small>" + template.HTMLEscapeString(c.Small) + "</small>")
	}
	b.WriteString("</" + element + ">")
}

// Facts are names with their values, in the words of a list.
type Facts []Fact

// Numbers is the list of facts that are counts, as it stands in the page; Go writes it for the reason that SheetRow.HTML gives.
func (f Facts) Numbers() template.HTML { return f.list(`<dd class="num">`, "</dd>") }

// Words is the list of facts in words, any of which may run from right to left.
func (f Facts) Words() template.HTML { return f.list("<dd><bdi>", "</bdi></dd>") }

func (f Facts) list(open, end string) template.HTML {
	var b strings.Builder
	b.Grow(64 * len(f))
	for _, fact := range f {
		b.WriteString("<div><dt>" + template.HTMLEscapeString(fact.Name) + "</dt>" + open + template.HTMLEscapeString(fact.Value) + end + "</div>")
	}
	return template.HTML(b.String())
}

// mayTurn reports whether text may run from right to left, and so has to be set apart from what stands beside it: whether
// it has a letter of Hebrew (U+0590) or beyond. Signs such as dashes, arrows and "≈" are beyond too, and turn nothing.
func mayTurn(text string) bool {
	for _, r := range text {
		if r >= 0x0590 && (r < 0x2010 || r > 0x2bff || 0x2028 <= r && r <= 0x202f || 0x2061 <= r && r <= 0x206f) {
			return true
		}
	}
	return false
}

// attribute writes one attribute, or nothing where it has no value.
func attribute(b *strings.Builder, name, value string) {
	if value != "" {
		b.WriteString(" " + name + `="` + template.HTMLEscapeString(value) + `"`)
	}
}

func newSheetOf(class, caption string, columns ...Column) Sheet {
	return Sheet{Class: class, Caption: caption, Columns: columns, Rows: []SheetRow{}}
}

// add appends a row, and gives each cell the label of its column.
func (t *Sheet) add(class string, cells ...SheetCell) {
	for i := range cells {
		cells[i].Label, cells[i].Numeric = t.Columns[i].Label, t.Columns[i].Numeric
	}
	t.Rows = append(t.Rows, SheetRow{Class: class, Cells: cells})
}

func cellOf(text string) SheetCell { return SheetCell{Text: text} }

// estimateCell is a bar with its interval in words beside it.
func estimateCell(bar template.HTML, r ratio) SheetCell {
	if !r.OK {
		return SheetCell{Text: r.Why, Class: "why"}
	}
	return SheetCell{Text: ratioText(r), Bar: bar, Class: "within"}
}
