package config

import (
	"strings"
	"testing"
)

// Every case is one line of a [[contract]] on posts, and what is said of it, at that line.
func TestContractProblems(t *testing.T) {
	for line, want := range map[string]string{
		`maxDrp = "20%"`:                               `unknown key "maxDrp" in [contract]; did you mean "maxDrop"?`,
		`falling_totals = ["reach", "likes"]`:          `did you mean "fallingTotals"?`,
		`maxDrop = "120%"`:                             "a drop of 120% is out of range",
		`maxDrop = "-1%"`:                              "a drop of -1% is out of range",
		`maxDrop = "a fifth"`:                          `"a fifth" is no share`,
		`falling = ["reach"]`:                          "falling names one column, and needs two or more",
		`fallingTotals = ["reach"]`:                    `such as fallingTotals = ["reach", "link_clicks", "purchases"]`,
		`types = { reach = "numbr" }`:                  `"numbr" is no type of a column; did you mean "number"?`,
		`range = { reach = [5, 1] }`:                   `the range of "reach" is not a least and a most`,
		`allowed = { format = [] }`:                    `no value of "format" is allowed`,
		`references = { post_id = "post" }`:            `"post" is no table of the data; did you mean "posts"?`,
		`rows = [9, 1]`:                                "rows is not a least and a most",
		`freshness = "-1h"`:                            "freshness is below 0",
		`severity = "warning"`:                         `"warning" is not one of error, warn; did you mean "warn"?`,
		`table = "post"`:                               `"post" is no table of the data; did you mean "posts"?`,
		`falling = "reach"`:                            "falling",
		`required = ["post_id"] # and nothing else`:    "",
		`maxDrop = "20%"`:                              "",
		`maxDrop = 0.2`:                                "",
		`falling = ["reach", "link_clicks"]`:           "",
		`types = { reach = "number", title = "text" }`: "",
	} {
		src := "[[contract]]\n" + line + "\n"
		if !strings.HasPrefix(line, "table") {
			src += "table = \"posts\"\n"
		}
		c, problems := load(t, src)
		switch {
		case want == "":
			if len(problems) > 0 || len(c.Contracts) != 1 {
				t.Errorf("%s: %v", line, problems)
			}
		case len(problems) != 1 || problems[0].Line != 2 || !strings.Contains(problems[0].Error(), want):
			t.Errorf("%s: want %q at line 2, got %v", line, want, problems)
		}
	}
}

func TestMaxDropIsAShare(t *testing.T) {
	c, _ := load(t, "[[contract]]\ntable = \"posts\"\nmaxDrop = \"12.5%\"\n[[contract]]\ntable = \"posts\"\n[[contract]]\ntable = \"posts\"\nmaxDrop = 0\n")
	if d := c.Contracts[0].MaxDrop; d == nil || *d != .125 || d.String() != "12.5%" {
		t.Error(d)
	}
	if c.Contracts[1].MaxDrop != nil || c.Contracts[2].MaxDrop == nil {
		t.Error("no drop asked and a drop of nothing are not the same")
	}
}
