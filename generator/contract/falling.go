package contract

import (
	"database/sql"
	"fmt"

	"likewise/generator/warehouse"
)

// falling asks that no row has more of a later step than of one before it: more clicks than people reached are a sign of
// a column mapped wrongly or of rows joined to the wrong post. Of several earlier steps the nearest is named.
func falling(t *table) ([]Breach, error) {
	if missing := t.lacks("falling", t.Falling); missing != nil {
		return missing, nil
	}
	var out []Breach
	for later := range t.Falling {
		for before := later - 1; before >= 0; before-- {
			a, b := t.Falling[before], t.Falling[later]
			n, like, err := t.count(fmt.Sprintf("%s > %s", asNumber(b), asNumber(a)), warehouse.Ident(t.name()))
			if err != nil {
				return nil, err
			}
			if n > 0 {
				out = append(out, t.breach("falling", "contract-falling", fmt.Sprintf("%s of %q with more %q than %q%s", counted(n), t.Table, b, a, like),
					"see whether both columns count the same posts and the same time; fallingTotals asks it of the sums only"))
				break
			}
		}
	}
	return out, nil
}

// fallingTotals asks the same of the sums of neighbours, over the rows that have both.
func fallingTotals(t *table) ([]Breach, error) {
	if missing := t.lacks("fallingTotals", t.FallingTotals); missing != nil {
		return missing, nil
	}
	var out []Breach
	for i := 1; i < len(t.FallingTotals); i++ {
		a, b := t.FallingTotals[i-1], t.FallingTotals[i]
		q := fmt.Sprintf("select sum(%s), sum(%s) from %s where %[1]s is not null and %[2]s is not null", asNumber(a), asNumber(b), warehouse.Ident(t.Table))
		var before, later sql.NullFloat64
		if err := t.w.Each(t.ctx, q, func(r *sql.Rows) error { return r.Scan(&before, &later) }); err != nil {
			return nil, err
		}
		if later.Float64 > before.Float64 {
			out = append(out, t.breach("fallingTotals", "contract-falling", fmt.Sprintf("%q of %q sums to %s, more than %q before it: %s", b, t.Table, number(later.Float64), a, number(before.Float64)),
				"see whether both columns count the same posts and the same time"))
		}
	}
	return out, nil
}

// lacks returns a breach for each column that is not there.
func (t *table) lacks(rule string, columns []string) []Breach {
	var out []Breach
	for _, c := range columns {
		if b, ok := t.has(rule, c); !ok {
			out = append(out, b)
		}
	}
	return out
}

func asNumber(column string) string {
	return fmt.Sprintf("try_cast(%s as double)", warehouse.Ident(column))
}
