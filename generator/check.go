package generator

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"likewise/generator/check"
	"likewise/generator/contract"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
	"likewise/generator/render"
	"likewise/generator/warehouse"
)

// Check does all that Build does but write, and runs the rules that a build leaves out. The report is nil where the
// data could not be read.
func Check(ctx context.Context, o Options) (*model.Report, diag.List) {
	b, problems := prepare(o)
	if problems.Err() != nil {
		return nil, problems
	}
	b.clock = o.Now
	b.charts = b.drawer()
	defer b.charts.Close()
	report, found := b.analyseAnew(ctx) // a kept report knows neither the age of the data nor what ingest kept out
	problems.Add(found...)
	pages, unread := b.load()
	problems.Add(unread...)
	if report == nil {
		return nil, problems
	}
	problems.Add(b.hold(report)...)
	gate := b.gate(report)
	_, unmade := b.finish(ctx, report, pages, gate.through(func(string, []byte) error { return nil }))
	problems.Add(unmade...)
	if unread.Err() == nil && unmade.Err() == nil { // a page that was not made would make every link to it a problem
		problems.Add(gate.judge(report, pages, true)...)
	}
	return report, problems
}

// contracts asks of the data what site.toml demands.
func (b *builder) contracts(ctx context.Context, w *warehouse.Warehouse) diag.List {
	breaches, err := contract.Check(ctx, w, b.config.Contracts, b.clock)
	if err != nil {
		return diag.List{problem(err)}
	}
	return b.located(breaches)
}

// gate stands between the renderer and the destination, and sees every file.
type gate struct {
	b   *builder
	all *check.Collector
}

func (b *builder) gate(report *model.Report) gate {
	return gate{b, check.New(b.config.BaseURL, b.private, b.published(report))}
}

// through is the sink with the gate before it.
func (g gate) through(sink render.Sink) render.Sink {
	return func(path string, body []byte) error {
		g.all.Add(path, body)
		return sink(path, body)
	}
}

func (g gate) judge(report *model.Report, pages []*page.Page, all bool) diag.List {
	defer g.b.phase("check")()
	return g.all.Run(check.Input{
		BaseURL: g.b.config.BaseURL, Pages: pages, Report: report, DataFiles: g.b.dataFiles(), PageBudget: int(g.b.config.Budget.Page), Severity: g.b.config.Check.Severity, All: all,
	})
}

// maxText bounds a file that is read for what its author says in it.
const maxText = 4 << 20

// published are the texts that the owner of the account wrote or has published already: the site's own files, titles,
// captions and addresses of posts, and the titles of the report before. What stands in them is no leak.
func (b *builder) published(report *model.Report) []string {
	var out []string
	for _, root := range []string{b.config.File, page.Content, "templates", "themes"} {
		_ = fs.WalkDir(b.site, root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return nil // a folder that is not there says nothing
			}
			if info, err := d.Info(); err == nil && info.Size() <= maxText && isText(name) {
				if body, err := fs.ReadFile(b.site, name); err == nil {
					out = append(out, string(body))
				}
			}
			return nil
		})
	}
	var posts strings.Builder
	for _, p := range report.Posts {
		for _, s := range []string{p.ID, p.Title, p.Caption, p.Permalink, p.Account} {
			posts.WriteString(s)
			posts.WriteByte('\n')
		}
	}
	if b.before != nil {
		out = append(out, b.before.Texts()...)
	}
	return append(out, posts.String())
}

func isText(name string) bool {
	return slices.ContainsFunc([]string{".md", ".html", ".toml", ".txt", ".css"}, func(ext string) bool { return strings.HasSuffix(name, ext) })
}

// dataFiles are the files below data/.
func (b *builder) dataFiles() []string {
	var out []string
	_ = fs.WalkDir(b.site, "data", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out = append(out, name)
		}
		return nil
	})
	return out
}
