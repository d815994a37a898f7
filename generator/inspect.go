package generator

import (
	"likewise/generator/config"
	"likewise/generator/ingest"
	"likewise/generator/model"
)

// Report and Estimate are named here for callers above the generator, which do not import model.
type (
	Report   = model.Report
	Estimate = model.Estimate
)

// Inspect says what each file is recognised as and how each column would be read. ok is false when one of them is not
// recognised or cannot be read, or loses more rows than a build allows that says nothing of it; its own problems say why.
func Inspect(files []string) (found []ingest.Inspection, ok bool) {
	ok = true
	for _, f := range files {
		i, err := ingest.Inspect(f, ingest.Options{MaxRejected: float64(config.Default().Quality.MaxRejected)})
		if err != nil {
			i.Problems.Add(problem(err))
		}
		found = append(found, i)
		ok = ok && i.Problems.Err() == nil && len(i.Tables) > 0
	}
	return found, ok
}
