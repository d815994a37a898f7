package generator

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/check"
	"likewise/generator/config"
)

// site.toml can set every rule, and no rule that is not there.
func TestEveryRuleCanBeSet(t *testing.T) {
	if diff := cmp.Diff(check.Codes(), config.Check{}.Rules()); diff != "" {
		t.Error(diff)
	}
}
