package generator

import (
	"os"
	"path/filepath"

	"likewise/generator/config"
	"likewise/generator/ingest"
	"likewise/generator/model"
)

// Report and Estimate are named here for callers above the generator, which do not import model.
type (
	Report   = model.Report
	Estimate = model.Estimate
)

// Inspect says what each file is recognised as and how each column would be read. A file that a [[data]] entry of the
// site in source names is read as that entry says; without a site, each stands for itself. ok is false when one of them is not recognised or cannot be read, or loses more rows than a build allows; its
// own problems say why.
func Inspect(source, configFile string, files []string) (found []ingest.Inspection, ok bool) {
	c, _ := config.Load(os.DirFS(source), configFile, nil) // what is wrong with it is check's to report
	entries := entriesByFile(source, c.Data)
	ok = true
	for _, f := range files {
		o := ingest.Options{MaxRejected: float64(c.Quality.MaxRejected), Zone: c.Zone, Language: c.Language, Currency: c.Currency}
		if real, err := filepath.EvalSymlinks(f); err == nil {
			if real, err = filepath.Abs(real); err == nil {
				o.Data = entries[real]
			}
		}
		i, err := ingest.Inspect(f, o)
		if err != nil {
			i.Problems.Add(problem(err))
		}
		found = append(found, i)
		ok = ok && i.Problems.Err() == nil && len(i.Tables) > 0
	}
	return found, ok
}

// entriesByFile lists the [[data]] entry of every file of a site, by its absolute path.
func entriesByFile(source string, data []model.Data) map[string][]model.Data {
	out := map[string][]model.Data{}
	for _, d := range data {
		files, _ := ingest.Files(source, []model.Data{d})
		for _, f := range files {
			if real, err := filepath.Abs(f.Path); err == nil {
				out[real] = []model.Data{d}
			}
		}
	}
	return out
}
