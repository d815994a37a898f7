package generator

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/ingest"
	"likewise/generator/model"
	"likewise/generator/page"
	"likewise/generator/publish"
	"likewise/generator/render"
)

// Preview builds the site into memory, again and again, and keeps what a change does not touch. Close it when done.
//
//	a change in       makes anew
//	content           the pages
//	templates, themes the pages and the layouts
//	data              the pages and the analysis
//	site.toml         everything
//
// "Makes" is for the plan alone: a file of a [Proof] is made when it is asked for. It is not for several goroutines at once.
type Preview struct {
	Options
	drawer  *chart.Drawer
	earlier earlier
	builder *builder
	report  *model.Report // nil: the next build analyses
	found   diag.List     // problems of the kept analysis
	keep    *kept         // stores the report, once
	draft   *render.Draft // of the last site; nil: the next build reads the layouts
	drawn   *model.Report // the report of the draft
	proof   *Proof        // the last one
}

// Watch lists what a preview depends on: the site folder's sources, absolute.
func (p *Preview) Watch() []string {
	root, err := filepath.Abs(p.Source)
	if err != nil {
		root = p.Source
	}
	out := []string{filepath.Join(root, configName(p.Config))}
	for _, dir := range watched {
		out = append(out, filepath.Join(root, dir))
	}
	return out
}

// Ignore lists what a build writes.
func (p *Preview) Ignore() []string {
	root, _ := filepath.Abs(p.Source)
	dest := p.Destination
	if !filepath.IsAbs(dest) {
		dest = filepath.Join(root, dest)
	}
	return []string{dest, publish.WorkFolder(dest)}
}

// Build lays out the site after a change of the given absolute paths; nil means everything. There may be a proof beside
// errors, to be checked for what else is wrong.
func (p *Preview) Build(ctx context.Context, changed []string) (*Proof, diag.List) {
	touched := p.touched(changed)
	if touched[""] || touched["data"] {
		p.report = nil
	}
	if touched[""] || touched["templates"] || touched["themes"] {
		p.draft = nil
	}
	if p.report == nil {
		if problems := p.analyse(ctx); problems.Err() != nil {
			return nil, problems
		}
	}
	problems := append(diag.List{}, p.found...)
	pages, found := p.builder.load()
	problems.Add(found...)
	if problems.Err() != nil {
		return nil, problems
	}
	if err := p.layOut(pages); err != nil {
		problems.Add(problem(err))
		return nil, problems
	}
	problems.Add(p.draft.Problems()...)
	p.proof = p.proof.next(&Proof{builder: p.builder, report: p.report, pages: pages, draft: p.draft, keep: p.keep})
	return p.proof, problems
}

// layOut makes the draft of the pages, from the one before where that will do.
func (p *Preview) layOut(pages []*page.Page) error {
	defer p.builder.phase("lay out")()
	if p.draft != nil && p.drawn == p.report {
		p.draft = p.draft.With(pages)
		return nil
	}
	in, err := p.builder.input(p.report, pages)
	if err != nil {
		return err
	}
	if p.draft != nil {
		p.draft = p.draft.Over(in)
	} else {
		p.draft, err = render.Prepare(in)
	}
	p.drawn = p.report
	return err
}

// Close stops what draws the charts.
func (p *Preview) Close() error {
	if p.drawer == nil {
		return nil
	}
	return p.drawer.Close()
}

func (p *Preview) analyse(ctx context.Context) diag.List {
	b, problems := prepare(p.Options)
	if problems.Err() != nil {
		return problems
	}
	if p.drawer == nil { // it keeps its engines, so that the next chart is drawn at once
		p.drawer = b.drawer()
	}
	b.charts, b.earlier = p.drawer, &p.earlier
	report, found := b.analyse(ctx)
	problems.Add(found...)
	if report != nil {
		problems.Add(b.hold(report)...)
	}
	if problems.Err() == nil {
		p.builder, p.report, p.found, p.keep = b, report, problems, &kept{put: b.keep}
	}
	return problems
}

// watched are the folders of a site that a preview tells apart.
var watched = [...]string{"content", "data", "templates", "themes"}

// touched are the folders that hold the changed paths; "" is anything else, and everything at once.
func (p *Preview) touched(changed []string) map[string]bool {
	if len(changed) == 0 || p.builder == nil {
		return map[string]bool{"": true}
	}
	data, _ := ingest.Files(p.builder.Source, p.builder.config.Data) // they may stand anywhere in the site folder
	out := map[string]bool{}
	for _, c := range changed {
		rel, err := filepath.Rel(p.builder.Source, c)
		top, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		switch {
		case slices.ContainsFunc(data, func(f ingest.File) bool { return f.Path == c }):
			top = "data"
		case err != nil || !slices.Contains(watched[:], top):
			top = ""
		}
		out[top] = true
	}
	return out
}

func configName(name string) string {
	if name == "" {
		return "site.toml"
	}
	return name
}
