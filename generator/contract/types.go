package contract

import (
	"fmt"
	"maps"
	"slices"

	"likewise/generator/warehouse"
)

// sqlType is one of model.ContractTypes as the engine casts to it; empty for text, which everything is.
func sqlType(name string) string {
	switch name {
	case "number", "integer":
		return "double"
	case "day":
		return "date"
	case "time":
		return "timestamp"
	case "boolean":
		return "boolean"
	}
	return ""
}

// typed asks whether every value of a column can be read as its type. An integer is a number without a fraction, so that
// 12.0 is one.
func typed(t *table) ([]Breach, error) {
	var out []Breach
	for _, c := range slices.Sorted(maps.Keys(t.Types)) {
		if b, ok := t.has("types", c); !ok {
			out = append(out, b)
			continue
		}
		as := sqlType(t.Types[c])
		if as == "" {
			continue
		}
		id := warehouse.Ident(c)
		wrong := fmt.Sprintf("%s is not null and try_cast(cast(%[1]s as varchar) as %s) is null", id, as)
		if t.Types[c] == "integer" {
			wrong += fmt.Sprintf(" or %s <> round(%[1]s)", asNumber(c))
		}
		n, like, err := t.count(wrong, id)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			out = append(out, t.breach("types", "contract-type", fmt.Sprintf("%s of %q with a %q that is no %s%s", counted(n), t.Table, c, t.Types[c], like), "correct the export, or ask for another type"))
		}
	}
	return out, nil
}
