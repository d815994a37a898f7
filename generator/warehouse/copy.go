package warehouse

import (
	"context"
	"fmt"
	"time"
)

// A Copy loads rows straight from a file into a table, so that they never pass through Go: millions a second.
// It is for files whose shape is settled: the delimiter, the header, how times are written. A row that does not convert is
// left out; what the engine cannot cut into rows, or too many rows of that kind, fail the Copy, which then has loaded nothing.
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
	MostBad int // rows that may be left out
}

// CopyColumn fills one column of the table from one or more of the file, joined by a space.
type CopyColumn struct {
	Name     string
	From     []string // columns of Source
	Type     CopyType
	Required bool   // a row without it does not convert; so it is with every time
	Layout   string // of Time, in strptime's letters: "%d/%m/%Y %H:%M"; empty: ISO 8601
	Key      string // of Digest
	// Zone is that of a Time. First and Last are times seen in the file: what lies near them converts fastest.
	Zone        *time.Location
	First, Last time.Time
}

// CopyType says how a text becomes a value.
type CopyType int

const (
	Text       CopyType = iota // trimmed; empty is null
	Float                      // a plain number
	Digest                     // 63 bits of a keyed digest of the text, a bigint: see [model.Digest]
	Time                       // without an offset
	TimeUTC                    // ISO 8601 with Z
	TimeOffset                 // ISO 8601 with an offset or Z
	Seconds                    // since 1970
	Millis
	Micros
)

// Times outside of these years are no times of events, but slips and placeholders.
const firstYear, lastYear = 1970, 2199

// Copied says what a Copy loaded.
type Copied struct {
	Rows  int   // loaded
	First int64 // rowid of the first of them
	// Bad are the records that were left out, 0-based and in the order of the file.
	Bad []int
}

// CopyInto runs a Copy. Rows keep the order of the file, so rowid orders them.
func (w *Warehouse) CopyInto(ctx context.Context, table string, c Copy) (Copied, error) {
	if w.copy == nil {
		return Copied{}, fmt.Errorf("copy into %s: this engine loads rows through Append only", table)
	}
	return w.copy(ctx, table, c)
}
