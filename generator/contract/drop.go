package contract

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// Count returns the number of rows of every table that a contract may be about, by name.
func Count(ctx context.Context, w *warehouse.Warehouse) ([]model.TableRows, error) {
	var out []model.TableRows
	for _, name := range slices.Sorted(maps.Keys(model.ContractTables())) {
		t := model.TableRows{Table: name}
		if err := w.Each(ctx, "select count(*) from "+warehouse.Ident(name), func(r *sql.Rows) error { return r.Scan(&t.Rows) }); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// Drops holds the rows of each table against those of the report before. Where there is no report before, or it does not
// say how many rows it had, each contract that asks gets a note that says so: nothing is compared in silence.
func Drops(contracts []model.Contract, before, now []model.TableRows) []Breach {
	var out []Breach
	for i, c := range contracts {
		if c.MaxDrop == nil {
			continue
		}
		t := &table{Contract: c, key: fmt.Sprintf("contract.%d", i)}
		was, known := rowsOf(before, c.Table)
		is, _ := rowsOf(now, c.Table)
		switch {
		case !known:
			b := t.breach("maxDrop", "contract-no-previous", fmt.Sprintf("no earlier report says how many rows %q had, so maxDrop was not asked", c.Table),
				"it is, from the next build over this one on; --previous names a folder that holds the report before")
			b.Severity = diag.Note
			out = append(out, b)
		case float64(was-is) > float64(*c.MaxDrop)*float64(was):
			b := t.breach("maxDrop", "contract-drop", fmt.Sprintf("%q has %s, %.1f%% fewer than the %d of the report before; maxDrop is %s", c.Table, counted(is), 100*float64(was-is)/float64(was), was, *c.MaxDrop),
				"a file may be missing, or cut off; where the drop is right, raise maxDrop for one build")
			b.Severity = severity(c)
			out = append(out, b)
		}
	}
	return out
}

func rowsOf(tables []model.TableRows, name string) (int, bool) {
	for _, t := range tables {
		if t.Table == name {
			return t.Rows, true
		}
	}
	return 0, false
}
