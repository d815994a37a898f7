package warehouse

import (
	"context"
	"fmt"
)

// A Copy loads rows straight from a file into a table, so that they never pass through Go: millions a second.
// It is for files whose shape is settled (delimiter, header, how times are written); it converts, and counts what
// does not convert, but locates nothing: a caller that finds Bad rows deletes them and reads the file itself.
type Copy struct {
	Path    string
	Parquet bool
	Packing string // "", "gzip" or "zstd"; of text
	// Delimiter and SkipLines are of text: SkipLines counts the lines up to the end of the header.
	Delimiter byte
	SkipLines int
	// Source names the columns of the file, left to right; for text any distinct names will do.
	Source  []string
	Columns []CopyColumn
}

// CopyColumn fills one column of the table from one or more of the file, joined by a space.
type CopyColumn struct {
	Name     string
	From     []string // columns of Source
	Type     CopyType
	Required bool   // a row without it is bad
	Layout   string // of Time, in strptime's letters: "%d/%m/%Y %H:%M"; empty: ISO 8601
	Zone     string // IANA zone of Time
	Key      string // of Hash
}

// CopyType says how a text becomes a value.
type CopyType int

const (
	Text       CopyType = iota // trimmed; empty is null
	Float                      // a plain number
	Hash                       // a keyed digest of the text, 16 hexadecimal digits
	Time                       // without an offset
	TimeOffset                 // ISO 8601 with an offset or Z
	Seconds                    // since 1970
	Millis
	Micros
)

// Copied counts what a Copy loaded. Bad rows are in the table too, with a column "bad" that is not null.
type Copied struct {
	Rows, Bad int
	First     int64 // rowid of the first row loaded
}

// CopyInto runs a Copy. The table must have a varchar column "bad" besides the columns that are filled.
func (w *Warehouse) CopyInto(ctx context.Context, table string, c Copy) (Copied, error) {
	if w.copy == nil {
		return Copied{}, fmt.Errorf("copy into %s: this engine loads rows through Append only", table)
	}
	return w.copy(ctx, table, c)
}
