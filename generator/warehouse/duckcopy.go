package warehouse

// Copy in DuckDB's dialect. Every cell is tried; a row in which one does not convert is loaded without its time, found
// by that in columns of fixed width, noted and deleted. This costs nothing where all rows convert.

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

var errUnconverted = errors.New("too many rows do not convert")

func (w *Warehouse) duckCopy(ctx context.Context, table string, c Copy) (Copied, error) {
	var before int64
	if err := w.One(ctx, "select coalesce(max(rowid), -1) + 1 from "+Ident(table), &before); err != nil {
		return Copied{}, err
	}
	if err := w.Exec(ctx, c.duckInsert(table)); err != nil {
		return Copied{}, err
	}
	loaded := fmt.Sprintf("from %s where rowid >= %d", Ident(table), before)
	out := Copied{First: before}
	bad := 0
	err := w.One(ctx, fmt.Sprintf("select count(*), coalesce(min(rowid), %d), count(*) - count(case when %s then 1 end) %s", before, c.duckGood(), loaded), &out.Rows, &out.First, &bad)
	if err != nil || bad == 0 {
		return out, err
	}
	if bad > c.MostBad {
		return Copied{}, errors.Join(errUnconverted, w.Exec(ctx, "delete "+loaded))
	}
	return w.leaveOut(ctx, out, loaded+" and not coalesce("+c.duckGood()+", false)")
}

// leaveOut deletes the rows that did not convert and notes which they were.
func (w *Warehouse) leaveOut(ctx context.Context, out Copied, bad string) (Copied, error) {
	err := w.Each(ctx, "select rowid "+bad+" order by rowid", func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		out.Bad = append(out.Bad, int(id-out.First))
		return err
	})
	if err != nil {
		return out, err
	}
	out.Rows -= len(out.Bad)
	return out, w.Exec(ctx, "delete "+bad)
}

// duckInsert is the statement that reads the file into the table. Times are brought into UTC a level above the one that
// reads them, so that each is read once.
func (c Copy) duckInsert(table string) string {
	var names, outer, inner, unread []string
	for _, col := range c.Columns {
		x, name := c.text(col), Ident(col.Name)
		value := col.duck(x)
		if col.Type == Float {
			unread = append(unread, fmt.Sprintf("%s is not null and %s is null", x, value))
		}
		names, outer, inner = append(names, name), append(outer, name), append(inner, value+" as "+name)
		if col.Type == Time {
			outer[len(outer)-1] = col.inZone(name)
		}
	}
	if len(unread) > 0 { // mark the row by its missing time
		for i, col := range c.Columns {
			if col.timed() {
				outer[i] = "case when unread then null else " + outer[i] + " end"
			}
		}
		inner = append(inner, strings.Join(unread, " or ")+" as unread")
	}
	return fmt.Sprintf("insert into %s (%s) select %s from (select %s from %s) file", Ident(table), strings.Join(names, ", "), strings.Join(outer, ", "), strings.Join(inner, ", "), c.duckSource())
}

// duckGood is the test, over the table, that a row has converted.
func (c Copy) duckGood() string {
	tests := []string{"true"}
	for _, col := range c.Columns {
		name := Ident(col.Name)
		switch {
		case col.timed():
			tests = append(tests, fmt.Sprintf("%[1]s >= timestamp '%[2]d-01-01' and %[1]s < timestamp '%[3]d-01-01'", name, firstYear, lastYear+1))
		case col.Required:
			tests = append(tests, name+" is not null")
		case col.Type == Float:
			tests = append(tests, fmt.Sprintf("(%[1]s is null or isfinite(%[1]s))", name))
		}
	}
	return strings.Join(tests, " and ")
}

func (c CopyColumn) timed() bool { return c.Type >= Time }

// duckSource reads the file with nothing left to guess.
func (c Copy) duckSource() string {
	if c.Parquet {
		return "read_parquet(" + Literal(c.Path) + ")"
	}
	cols := make([]string, len(c.Source))
	for i, n := range c.Source {
		cols[i] = Literal(n) + ": 'varchar'"
	}
	packing := c.Packing
	if packing == "" {
		packing = "none"
	}
	return fmt.Sprintf(`read_csv(%s, auto_detect = false, all_varchar = true, header = false, strict_mode = true, max_line_size = 1048576, buffer_size = 33554432, delim = %s, quote = '"', escape = '"', skip = %d, compression = %s, columns = {%s})`,
		Literal(c.Path), Literal(string(rune(c.Delimiter))), c.SkipLines, Literal(packing), strings.Join(cols, ", "))
}

// text is the column's text, trimmed; null where it is empty. Cells of text files that have no space at either end, as
// nearly all, are taken as they are: the reader has made null of the empty ones.
func (c Copy) text(col CopyColumn) string {
	texts := make([]string, len(col.From))
	for i, f := range col.From {
		f = Ident(f)
		if c.Parquet {
			texts[i] = "nullif(trim(cast(" + f + " as varchar)), '')"
		} else {
			texts[i] = fmt.Sprintf("case when prefix(%[1]s, ' ') or suffix(%[1]s, ' ') then nullif(trim(%[1]s), '') else %[1]s end", f)
		}
	}
	if len(texts) == 1 {
		return texts[0]
	}
	return "nullif(concat_ws(' ', " + strings.Join(texts, ", ") + "), '')"
}

// duck is the column's value of its text x: null where it does not convert. Days and whole seconds in ISO 8601 are known
// by their length and cast, which is three times as fast as a layout; a list of layouts would be ten times slower.
func (c CopyColumn) duck(x string) string {
	of := func(format string) string { return strings.ReplaceAll(format, "$x", x) }
	switch c.Type {
	case Text:
		return x
	case Digest:
		return of("cast(md5_number(" + Literal(c.Key) + " || $x) & 9223372036854775807::uhugeint as bigint)")
	case Float:
		return of("try_cast($x as double)")
	case Seconds:
		return of("case when strlen($x) = 10 then make_timestamp(try_cast($x as bigint) * 1000000) end")
	case Millis:
		return of("case when strlen($x) = 13 then make_timestamp(try_cast($x as bigint) * 1000) end")
	case Micros:
		return of("case when strlen($x) = 16 then make_timestamp(try_cast($x as bigint)) end")
	case TimeUTC:
		return of("case when suffix($x, 'Z') then try_cast($x as timestamp) end")
	case TimeOffset:
		return of("case when suffix($x, 'Z') or contains(substr($x, 17), '+') or contains(substr($x, 17), '-') then cast(try_cast($x as timestamptz) as timestamp) end")
	}
	switch c.Layout {
	case "":
		return of("cast(try_cast($x || 'Z' as timestamptz) as timestamp)")
	case "%Y-%m-%d":
		return of("case when strlen($x) = 10 then try_cast($x as timestamp) end")
	case "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S":
		return of("case when strlen($x) = 19 then try_cast($x as timestamp) end")
	}
	return of("try_strptime($x, " + Literal(c.Layout) + ")")
}

// inZone turns a local time into UTC. The engine's own function takes longer than all else of the load, so the offsets
// in force from a year before the first known time to a year after the last are spelt out.
func (c CopyColumn) inZone(local string) string {
	if c.Zone == nil || c.Zone == time.UTC {
		return local
	}
	engine := fmt.Sprintf("cast(timezone(%s, %s) as timestamp)", Literal(c.Zone.String()), local)
	b := "case"
	for _, s := range localSpans(c.Zone, c.First.AddDate(-1, 0, 0), c.Last.AddDate(1, 0, 0)) {
		b += fmt.Sprintf(" when %[1]s >= %[2]s and %[1]s < %[3]s then make_timestamp(epoch_us(%[1]s) - %[4]d)", local, literalTime(s.from), literalTime(s.to), s.offset.Microseconds())
	}
	return b + " else " + engine + " end"
}

func literalTime(t time.Time) string { return t.Format("timestamp '2006-01-02 15:04:05'") }
