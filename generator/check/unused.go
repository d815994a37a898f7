package check

import (
	"fmt"
	"path"
	"strings"

	"likewise/generator/diag"
)

// unusedData are files below data/ that no [[data]] entry reads: an export put there and forgotten.
func unusedData(s *site) []finding {
	used := map[string]bool{}
	if s.Report != nil {
		for _, src := range s.Report.Sources {
			used[src.File] = true
		}
	}
	var out []finding
	for _, name := range s.DataFiles {
		base := path.Base(name)
		if used[name] || strings.HasPrefix(base, ".") || strings.EqualFold(path.Ext(base), ".md") {
			continue
		}
		out = append(out, finding{file: name, Problem: diag.Problem{File: name, Text: fmt.Sprintf("no [[data]] entry reads %q", name), Hint: fmt.Sprintf("add [[data]] files = %q, or take the file away", name)}})
	}
	return out
}
