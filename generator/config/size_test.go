package config

import (
	"strings"
	"testing"
)

func TestBudget(t *testing.T) {
	for written, want := range map[string]Size{`"600kB"`: 600_000, `"1.5 MB"`: 1_500_000, `"1mb"`: 1_000_000, `"900B"`: 900, `"1200"`: 1200, `250000`: 250_000, `0`: 0} {
		if c, problems := load(t, "[budget]\npage = "+written+"\n"); len(problems) > 0 || c.Budget.Page != want {
			t.Errorf("%s: %d, %v", written, c.Budget.Page, problems)
		}
	}
	for written, want := range map[string]string{`"much"`: "is no size", `"-1MB"`: "out of range", `-1`: "out of range", `"9GB"`: "is no size", `"99999MB"`: "out of range", `[1]`: "is no size", `"inf"`: "out of range", `"nanMB"`: "out of range"} {
		if _, problems := load(t, "[budget]\npage = "+written+"\n"); problems.Err() == nil || problems[0].Line != 2 || !strings.Contains(problems.Error(), want) {
			t.Errorf("%s: want %q at line 2, got %v", written, want, problems)
		}
	}
	if c, problems := load(t, "title = \"T\"\n", "LIKEWISE_BUDGET_PAGE=2MB", "LIKEWISE_QUALITY_MAXREJECTED=5%"); len(problems) > 0 || c.Budget.Page != 2_000_000 || c.Quality.MaxRejected != .05 {
		t.Error(c.Budget, c.Quality, problems)
	}
	if _, problems := load(t, "[budget]\npaeg = \"1MB\"\n"); problems.Err() == nil || !strings.Contains(problems.Error(), `did you mean "page"?`) {
		t.Error(problems)
	}
}
