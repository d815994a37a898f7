package ingest

// A reader of delimited text of its own: encoding/csv refuses a stray quote and a short row, bounds no cell, and
// reads a file whole into memory when one quote is left open. What reaches us is exported, mailed, opened in Excel
// and saved again; a bad row must be one rejected row with its line.

import (
	"bytes"
	"io"
)

// maxCell bounds one cell. A caption has at most a few thousand characters.
const maxCell = 1 << 20

// row is one record of a table: the line it begins on, and its cells.
type row struct {
	line  int
	cells []string
	fault string // why it cannot be read: "cell-too-large" or "nul-byte"
	at    int    // the cell at fault
}

// csvReader cuts delimited text into rows. The text is UTF-8.
type csvReader struct {
	r     io.Reader
	delim byte
	buf   []byte
	pos   int   // next byte in buf
	end   int   // bytes in buf
	line  int   // of the next byte, 1-based
	off   int64 // bytes consumed
	open  int   // line of the quote that was never closed; 0: none
	loose int   // quotes read as text
	err   error
	cell  []byte // cells of the row so far, one after the other
	ends  []int
}

func newCSV(r io.Reader, delim byte, line int) *csvReader {
	return &csvReader{r: r, delim: delim, line: line, buf: make([]byte, 64<<10)}
}

// csvOf reads a text that is in memory already, as one buffer.
func csvOf(text []byte, delim byte, line int) *csvReader {
	return &csvReader{delim: delim, line: line, buf: text, end: len(text), err: io.EOF}
}

// peek returns the next byte without taking it; ok is false at the end.
func (c *csvReader) peek() (b byte, ok bool) {
	for c.pos == c.end {
		if c.err != nil {
			return 0, false
		}
		c.pos = 0
		c.end, c.err = c.r.Read(c.buf)
	}
	return c.buf[c.pos], true
}

func (c *csvReader) take() {
	if c.buf[c.pos] == '\n' {
		c.line++
	}
	c.pos++
	c.off++
}

// next returns the next record; a blank line is a record of one empty cell. The error is io.EOF at the end.
func (c *csvReader) next() (row, error) {
	if _, ok := c.peek(); !ok {
		if c.err == io.EOF {
			return row{}, io.EOF
		}
		return row{}, c.err
	}
	c.cell, c.ends = c.cell[:0], c.ends[:0]
	r := row{line: c.line}
	for more := true; more; {
		start := len(c.cell)
		var fault string
		more, fault = c.field(start)
		if fault != "" && r.fault == "" {
			r.fault, r.at = fault, len(c.ends)
		}
		c.ends = append(c.ends, len(c.cell))
	}
	if c.err != nil && c.err != io.EOF {
		return row{}, c.err
	}
	text := string(c.cell)
	r.cells = make([]string, len(c.ends))
	from := 0
	for i, to := range c.ends {
		r.cells[i] = text[from:to]
		from = to
	}
	return r, nil
}

// field reads one cell onto c.cell and reports whether another follows on the same record.
func (c *csvReader) field(start int) (more bool, fault string) {
	b, ok := c.peek()
	if ok && b == '"' {
		c.take()
		if f := c.quoted(start); f != "" {
			fault = f
		}
	}
	for {
		b, ok := c.peek()
		switch {
		case !ok:
			return false, fault
		case b == c.delim:
			c.take()
			return true, fault
		case b == '\n':
			c.take()
			return false, fault
		case b == '\r':
			c.take()
			if b, ok := c.peek(); ok && b == '\n' {
				c.take()
				return false, fault
			}
			c.line++ // a lone CR ends a line, as old Mac programs wrote it
			return false, fault
		}
		c.run(start, &fault)
	}
}

// run takes plain bytes up to the next delimiter, line end or quote in one step.
func (c *csvReader) run(start int, fault *string) {
	chunk := c.buf[c.pos:c.end]
	n := 0
	for n < len(chunk) && chunk[n] != c.delim && chunk[n] != '\n' && chunk[n] != '\r' {
		if chunk[n] == '"' {
			c.loose++
		}
		n++
	}
	c.keep(chunk[:n], start, fault)
	c.pos += n
	c.off += int64(n)
}

// quoted reads after an opening quote to its closing one. A quote inside that nothing legal follows is text.
func (c *csvReader) quoted(start int) (fault string) {
	opened := c.line
	for {
		b, ok := c.peek()
		if !ok {
			c.open = opened
			return "open-quote"
		}
		if b != '"' {
			c.quotedRun(start, &fault)
			continue
		}
		c.take()
		b, ok = c.peek()
		switch {
		case !ok || b == c.delim || b == '\n' || b == '\r':
			return fault
		case b == '"':
			c.take()
		default:
			c.loose++
		}
		c.keep([]byte{'"'}, start, &fault)
	}
}

func (c *csvReader) quotedRun(start int, fault *string) {
	chunk := c.buf[c.pos:c.end]
	n := bytes.IndexByte(chunk, '"')
	if n < 0 {
		n = len(chunk)
	}
	c.keep(chunk[:n], start, fault)
	c.line += bytes.Count(chunk[:n], []byte{'\n'})
	c.pos += n
	c.off += int64(n)
}

// keep appends to the cell up to its bound; the rest is read and dropped.
func (c *csvReader) keep(b []byte, start int, fault *string) {
	if len(c.cell)-start+len(b) > maxCell {
		*fault = "cell-too-large"
		return
	}
	if *fault == "" && bytes.IndexByte(b, 0) >= 0 {
		*fault = "nul-byte"
	}
	c.cell = append(c.cell, b...)
}
