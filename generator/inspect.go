package generator

import (
	"likewise/generator/ingest"
	"likewise/generator/model"
)

// Report and Estimate are named here for callers above the generator, which do not import model.
type (
	Report   = model.Report
	Estimate = model.Estimate
)

// Inspect says what each file is recognised as and how each column would be read. ok is false when a file is not
// recognised or cannot be read.
func Inspect(files []string) (found []ingest.Inspection, ok bool) {
	ok = true
	for _, f := range files {
		i := ingest.Inspect(f, ingest.Options{})
		found = append(found, i)
		ok = ok && i.Recognised
	}
	return found, ok
}
