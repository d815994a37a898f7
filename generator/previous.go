package generator

import (
	"path/filepath"

	"likewise/generator/contract"
	"likewise/generator/diag"
	"likewise/generator/diff"
	"likewise/generator/model"
)

// hold finds the report before this one and asks the contracts that compare with it. The report before is the last that
// was made from other data files: the site in the destination (or in Options.Previous), or what that was itself held
// against where it was made from the same files. So building again changes nothing, and there is none on a first build.
func (b *builder) hold(report *model.Report) diag.List {
	var problems diag.List
	dir, named := b.Destination, b.Previous != ""
	if named {
		if dir = b.Previous; !filepath.IsAbs(dir) {
			dir = filepath.Join(b.Source, dir)
		}
	}
	before, fresh, err := b.earlier.read(dir, diff.Inputs(report))
	if err != nil && named { // a destination may be anything; what is named must be a site
		problems.Add(problem(err))
		return problems
	}
	if err != nil {
		before, fresh = nil, true
	}
	b.before = before
	if !fresh {
		return problems // the rows of these files stand there already
	}
	var rows []model.TableRows
	if before != nil {
		rows = before.Tables
	}
	return b.located(contract.Drops(b.config.Contracts, rows, report.Tables))
}

// located puts each breach at its line of site.toml.
func (b *builder) located(breaches []contract.Breach) diag.List {
	var out diag.List
	for _, c := range breaches {
		p := b.config.At(c.Key, c.Code, c.Text, c.Hint)
		p.Severity = c.Severity
		out.Add(p)
	}
	return out
}
