package check

import (
	"fmt"

	"likewise/generator/diag"
)

// foreignRequests are fonts, scripts, styles and pictures of other hosts: they tell those hosts who reads the report.
func foreignRequests(s *site) []finding {
	var out []finding
	for _, name := range s.order {
		for _, u := range s.files[name].foreign {
			out = append(out, finding{file: name, Problem: diag.Problem{Text: fmt.Sprintf("the page loads %q from another host", cut(u)), Hint: "copy the file into the site, below content/ or the theme", Value: cut(u)}})
		}
	}
	return out
}

// cut bounds what a message quotes.
func cut(s string) string {
	if len(s) > 120 {
		return s[:120] + "..."
	}
	return s
}
