// Package contract asks of the loaded data what site.toml demands of it: typed, required, unique, in range, allowed,
// known elsewhere, falling along a funnel, enough, no fewer than before, fresh.
//
// It counts in the warehouse and reads one example of each breach. Rows of events and orders are about people, so of
// these it gives counts only.
package contract

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// Breach is one rule that the data does not meet. Key is the rule's place in site.toml, such as "contract.0.unique".
type Breach struct {
	Key string
	diag.Problem
}

// rules are all rules; each is one function.
var rules = [...]func(*table) ([]Breach, error){typed, required, unique, inRange, allowed, references, falling, fallingTotals, rows, fresh}

// table is one contract at work.
type table struct {
	model.Contract
	ctx     context.Context
	w       *warehouse.Warehouse
	key     string // "contract.0"
	columns []string
	now     time.Time
}

// Check applies every contract. now is the clock that freshness is measured by; zero: it is not.
func Check(ctx context.Context, w *warehouse.Warehouse, contracts []model.Contract, now time.Time) ([]Breach, error) {
	var out []Breach
	for i, c := range contracts {
		t := &table{Contract: c, ctx: ctx, w: w, key: fmt.Sprintf("contract.%d", i), now: now}
		var err error
		if t.columns, err = t.columnsOf(c.Table); err != nil {
			return nil, err
		}
		for _, rule := range rules {
			found, err := rule(t)
			if err != nil {
				return nil, err
			}
			for _, b := range found {
				b.Severity = severity(c)
				out = append(out, b)
			}
		}
	}
	return out, nil
}

func severity(c model.Contract) diag.Severity {
	if c.Severity == "warn" {
		return diag.Warning
	}
	return diag.Error
}

func (t *table) columnsOf(name string) ([]string, error) {
	r, err := t.w.Query(t.ctx, "select * from "+warehouse.Ident(name)+" limit 0")
	if err != nil {
		return nil, err
	}
	defer r.Close()
	all, err := r.Columns()
	return slices.DeleteFunc(all, func(c string) bool { return c == "seq" }), err
}

// has reports whether the table has the column; else the breach says so.
func (t *table) has(rule, column string) (Breach, bool) {
	if slices.Contains(t.columns, column) {
		return Breach{}, true
	}
	return t.breach(rule, "contract-column", fmt.Sprintf("%q has no column %q", t.Table, column), diag.DidYouMean(column, t.columns)), false
}

func (t *table) breach(rule, code, text, hint string) Breach {
	return Breach{t.key + "." + rule, diag.Problem{Code: code, Text: text, Hint: hint}}
}

// public reports whether a value of the table may be shown in a message.
func (t *table) public() bool { return t.Table != "events" && t.Table != "orders" }

// count counts the rows that meet a condition, with an example of the expression where that may be shown.
func (t *table) count(condition, example string) (n int, like string, err error) {
	var text sql.NullString
	q := fmt.Sprintf("select count(*), min(cast(%s as varchar)) from %s where %s", example, warehouse.Ident(t.Table), condition)
	err = t.w.Each(t.ctx, q, func(r *sql.Rows) error { return r.Scan(&n, &text) })
	if t.public() && text.Valid {
		like = fmt.Sprintf(", such as %q", cut(text.String))
	}
	return n, like, err
}

func cut(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}

// name is an expression that says which row is meant.
func (t *table) name() string {
	if slices.Contains(t.columns, "post_id") {
		return "post_id"
	}
	return model.ContractTables()[t.Table]
}

func required(t *table) ([]Breach, error) {
	var out []Breach
	for _, c := range t.Required {
		if b, ok := t.has("required", c); !ok {
			out = append(out, b)
			continue
		}
		n, like, err := t.count(warehouse.Ident(c)+" is null", warehouse.Ident(t.name()))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, t.breach("required", "contract-required", fmt.Sprintf("%s of %q without %q%s", counted(n), t.Table, c, like), "fill the column in the export, or do not require it"))
		}
	}
	return out, nil
}

func unique(t *table) ([]Breach, error) {
	if len(t.Unique) == 0 {
		return nil, nil
	}
	var columns []string
	for _, c := range t.Unique {
		if b, ok := t.has("unique", c); !ok {
			return []Breach{b}, nil
		}
		columns = append(columns, warehouse.Ident(c))
	}
	list := strings.Join(columns, ", ")
	q := fmt.Sprintf("select count(*), min(cast(v as varchar)) from (select min(%s) as v from %s group by %s having count(*) > 1) g", columns[0], warehouse.Ident(t.Table), list)
	var n int
	var like sql.NullString
	if err := t.w.Each(t.ctx, q, func(r *sql.Rows) error { return r.Scan(&n, &like) }); err != nil || n == 0 {
		return nil, err
	}
	text := fmt.Sprintf("%d values of %s stand in more than one row of %q", n, strings.Join(t.Unique, ", "), t.Table)
	if n == 1 {
		text = fmt.Sprintf("1 value of %s stands in more than one row of %q", strings.Join(t.Unique, ", "), t.Table)
	}
	if t.public() && like.Valid {
		text += fmt.Sprintf(", such as %q", cut(like.String))
	}
	return []Breach{t.breach("unique", "contract-unique", text, "take the second row away, or name more columns")}, nil
}

func inRange(t *table) ([]Breach, error) {
	var out []Breach
	for _, c := range slices.Sorted(maps.Keys(t.Range)) {
		if b, ok := t.has("range", c); !ok {
			out = append(out, b)
			continue
		}
		least, most := t.Range[c][0], t.Range[c][1] // two, validated by config
		n, like, err := t.count(outside(c, least, most), warehouse.Ident(c))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, t.breach("range", "contract-range", fmt.Sprintf("%s of %q with %q outside %s to %s%s", counted(n), t.Table, c, number(least), number(most), like), "correct the export, or widen the range"))
		}
	}
	return out, nil
}

// outside is the condition that a value lies below or above; an infinite bound is none.
func outside(column string, least, most float64) string {
	var out []string
	if !math.IsInf(least, 0) {
		out = append(out, asNumber(column)+" < "+number(least))
	}
	if !math.IsInf(most, 0) {
		out = append(out, asNumber(column)+" > "+number(most))
	}
	return cmp.Or(strings.Join(out, " or "), "false")
}

func allowed(t *table) ([]Breach, error) {
	var out []Breach
	for _, c := range slices.Sorted(maps.Keys(t.Allowed)) {
		if b, ok := t.has("allowed", c); !ok {
			out = append(out, b)
			continue
		}
		var values []string
		for _, v := range t.Allowed[c] {
			values = append(values, warehouse.Literal(v))
		}
		n, like, err := t.count(fmt.Sprintf("cast(%s as varchar) not in (%s)", warehouse.Ident(c), strings.Join(values, ", ")), warehouse.Ident(c))
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, t.breach("allowed", "contract-allowed", fmt.Sprintf("%s of %q with another %q than is allowed%s", counted(n), t.Table, c, like), "allowed: "+strings.Join(t.Allowed[c], ", ")))
		}
	}
	return out, nil
}

func references(t *table) ([]Breach, error) {
	var out []Breach
	for _, c := range slices.Sorted(maps.Keys(t.References)) {
		other := t.References[c]
		columns, err := t.columnsOf(other)
		if err != nil {
			return nil, err
		}
		if b, ok := t.has("references", c); !ok {
			out = append(out, b)
			continue
		}
		if !slices.Contains(columns, c) {
			out = append(out, t.breach("references", "contract-column", fmt.Sprintf("%q has no column %q", other, c), diag.DidYouMean(c, columns)))
			continue
		}
		id := warehouse.Ident(c)
		n, like, err := t.count(fmt.Sprintf("%s is not null and %[1]s not in (select %[1]s from %[2]s where %[1]s is not null)", id, warehouse.Ident(other)), id)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, t.breach("references", "contract-reference", fmt.Sprintf("%s of %q whose %q is not in %q%s", counted(n), t.Table, c, other, like), "export both for the same period"))
		}
	}
	return out, nil
}

func rows(t *table) ([]Breach, error) {
	if len(t.Rows) == 0 {
		return nil, nil
	}
	n, _, err := t.count("true", "1")
	if err != nil {
		return nil, err
	}
	switch {
	case n < t.Rows[0]:
		return []Breach{t.breach("rows", "contract-rows", fmt.Sprintf("%q has %s, fewer than %d", t.Table, counted(n), t.Rows[0]), "a file may be missing, or cut off")}, nil
	case len(t.Rows) > 1 && n > t.Rows[1]:
		return []Breach{t.breach("rows", "contract-rows", fmt.Sprintf("%q has %s, more than %d", t.Table, counted(n), t.Rows[1]), "a file may have been read twice under two names")}, nil
	}
	return nil, nil
}

func fresh(t *table) ([]Breach, error) {
	if t.Freshness == 0 || t.now.IsZero() {
		return nil, nil
	}
	var newest sql.NullTime
	q := fmt.Sprintf("select max(%s) from %s", warehouse.Ident(model.ContractTables()[t.Table]), warehouse.Ident(t.Table))
	if err := t.w.Each(t.ctx, q, func(r *sql.Rows) error { return r.Scan(&newest) }); err != nil {
		return nil, err
	}
	if newest.Valid && t.now.Sub(newest.Time) <= time.Duration(t.Freshness) {
		return nil, nil
	}
	text := fmt.Sprintf("%q has no row with a time", t.Table)
	if newest.Valid {
		text = fmt.Sprintf("the newest row of %q is of %s, older than %s", t.Table, newest.Time.Format(model.Day), t.Freshness)
	}
	return []Breach{t.breach("freshness", "contract-freshness", text, "export again")}, nil
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func counted(n int) string {
	if n == 1 {
		return "1 row"
	}
	return strconv.Itoa(n) + " rows"
}
