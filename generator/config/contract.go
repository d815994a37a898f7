package config

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"likewise/generator/diag"
	"likewise/generator/model"
)

func (v *check) contract(i int, c *model.Contract) {
	at := func(k string) string { return fmt.Sprintf("contract.%d.%s", i, k) }
	tables := slices.Sorted(maps.Keys(model.ContractTables()))
	if !slices.Contains(tables, c.Table) {
		v.fail(at("table"), "bad-value", diag.DidYouMean(c.Table, tables), "%q is no table of the data", c.Table)
	}
	v.oneOf(at("severity"), &c.Severity, "error", "warn")
	for _, column := range slices.Sorted(maps.Keys(c.Range)) {
		if r := c.Range[column]; len(r) != 2 || !(r[0] <= r[1]) || math.IsNaN(r[0]) {
			v.fail(at("range"), "bad-value", "such as range = { reach = [0, 5000000] }; inf is no bound", "the range of %q is not a least and a most", column)
		}
	}
	for _, column := range slices.Sorted(maps.Keys(c.Allowed)) {
		if len(c.Allowed[column]) == 0 {
			v.fail(at("allowed"), "bad-value", "list its values", "no value of %q is allowed", column)
		}
	}
	for _, column := range slices.Sorted(maps.Keys(c.References)) {
		if other := c.References[column]; !slices.Contains(tables, other) {
			v.fail(at("references"), "bad-value", diag.DidYouMean(other, tables), "%q is no table of the data", other)
		}
	}
	if n := len(c.Rows); n > 2 || n > 0 && c.Rows[0] < 0 || n == 2 && c.Rows[1] < c.Rows[0] {
		v.fail(at("rows"), "bad-value", "such as rows = [100] for at least 100, or rows = [100, 50000]", "rows is not a least and a most")
	}
	for _, column := range slices.Sorted(maps.Keys(c.Types)) {
		if t := c.Types[column]; !slices.Contains(model.ContractTypes(), t) {
			v.fail(at("types"), "bad-value", diag.DidYouMean(t, model.ContractTypes()), "%q is no type of a column", t)
		}
	}
	v.falling(at("falling"), "falling", c.Falling)
	v.falling(at("fallingTotals"), "fallingTotals", c.FallingTotals)
	if d := c.MaxDrop; d != nil && !(*d >= 0 && *d <= 1) {
		v.fail(at("maxDrop"), "bad-value", `write a share between "0%" and "100%", such as "20%"`, "a drop of %s is out of range", *d)
	}
	if c.Freshness < 0 {
		v.fail(at("freshness"), "bad-value", `such as "8d"`, "freshness is below 0")
	}
}

func (v *check) falling(at, key string, columns []string) {
	if len(columns) == 1 {
		v.fail(at, "bad-value", fmt.Sprintf(`such as %s = ["reach", "link_clicks", "purchases"]`, key), "%s names one column, and needs two or more", key)
	}
}
