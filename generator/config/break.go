package config

import (
	"fmt"
	"strings"
	"time"

	"likewise/generator/model"
)

// definition checks one [[break]]; whether the data has its metric is known only with the data.
func (v *check) definition(i int, b *model.Break) {
	at := func(k string) string { return fmt.Sprintf("break.%d.%s", i, k) }
	if b.Metric == "" {
		v.fail(at("metric"), "bad-value", `such as metric = "views"`, "a [[break]] names no metric")
	}
	if _, err := time.Parse(model.Day, b.At); err != nil {
		v.fail(at("at"), "bad-date", "write the first day of the new meaning, such as 2025-04-21", "%q is no day", b.At)
	}
	b.Platform = strings.ToLower(strings.TrimSpace(b.Platform))
}
