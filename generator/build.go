package generator

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"likewise/generator/analysis"
	"likewise/generator/chart"
	"likewise/generator/config"
	"likewise/generator/contract"
	"likewise/generator/diag"
	"likewise/generator/diff"
	"likewise/generator/ingest"
	"likewise/generator/model"
	"likewise/generator/page"
	"likewise/generator/publish"
	"likewise/generator/render"
	"likewise/generator/warehouse"
)

// Options are the flags of a run, with everything that differs between two machines made a parameter.
type Options struct {
	Source      string // the site folder
	Destination string // relative to Source, unless absolute; empty: "public"
	Config      string // relative to Source; empty: "site.toml"
	BaseURL     string // overrides site.toml
	CacheDir    string // for drawn charts; empty: none
	Previous    string // a built site that holds the report before, relative to Source; empty: the destination
	Drafts      bool
	Force       bool // replace a destination that likewise did not make
	Version     string
	Environ     []string  // as os.Environ; LIKEWISE_* override site.toml
	Now         time.Time // only for drafts and future pages
	// Phase is told the name and time of each finished phase; nil: nobody listens.
	Phase func(name string, took time.Duration)
	// Waiting is told who holds the destination when another build does; nil: fail at once.
	Waiting func(holder string)
}

// Result is what a build made.
type Result struct {
	Report      *model.Report
	Destination string
	Pages       int
	Files       int
	Bytes       int64
}

// Build reads the site folder and writes the finished site to the destination in one step. When the list has an error,
// the old site stands as it was.
func Build(ctx context.Context, o Options) (*Result, diag.List) {
	result, problems := build(ctx, o)
	if result == nil {
		problems = interrupted(ctx, problems)
	}
	return result, problems
}

func build(ctx context.Context, o Options) (*Result, diag.List) {
	b, problems := prepare(o)
	if problems.Err() != nil {
		return nil, problems
	}
	b.charts = b.drawer()
	defer b.charts.Close()
	report, found := b.analyse(ctx)
	problems.Add(found...)
	if report != nil {
		problems.Add(b.hold(report)...)
	}
	pages, found := b.load()
	problems.Add(found...)
	if problems.Err() != nil {
		return nil, problems
	}
	site, err := publish.Open(ctx, b.place())
	if err != nil {
		problems.Add(problem(err))
		return nil, problems
	}
	defer site.Abort()
	problems.Add(site.Warnings()...)
	gate := b.gate(report)
	var analysis []byte
	entries, found := b.finish(ctx, report, pages, gate.through(func(path string, body []byte) error {
		if path == render.AnalysisFile {
			analysis = body
		}
		return site.Write(path, body)
	}))
	problems.Add(found...)
	if problems.Err() == nil {
		problems.Add(gate.judge(report, pages, false)...)
	}
	if problems.Err() != nil {
		return nil, problems
	}
	result, err := b.commit(ctx, site, report)
	if err != nil {
		problems.Add(problem(err))
		return nil, problems
	}
	result.Pages = len(entries)
	if b.keep != nil {
		b.keep(analysis)
	}
	return result, problems
}

// Analyse stops where the report is made, with the sentences that the site would say: no page is read and nothing is
// written.
func Analyse(ctx context.Context, o Options) (*model.Report, diag.List) {
	b, problems := prepare(o)
	if problems.Err() != nil {
		return nil, problems
	}
	report, found := b.analyse(ctx)
	problems.Add(found...)
	if problems.Err() != nil {
		return nil, problems
	}
	layouts, err := b.layouts()
	if err == nil {
		report, err = render.Said(render.Input{Site: b.renderSite(), Report: report, Layouts: layouts})
	}
	if err != nil {
		problems.Add(problem(err))
		return nil, problems
	}
	return report, problems
}

// builder is one run: its flags and the configuration they led to.
type builder struct {
	Options
	config config.Config
	site   fs.FS
	asOf   time.Time
	// before is the report that this one is held against; nil where there is none.
	before  *diff.Site
	earlier *earlier
	// charts draws; nil where nothing is drawn.
	charts *chart.Drawer
	// private is what ingest kept out of the data, for the gate that searches the finished site.
	private *model.Private
	// clock is what the freshness of the data is measured by; zero: it is not, so that an old report can be built again.
	clock time.Time
	// keep stores a new report, as analysis.json has it, for the next build; nil where it is a kept one. It is called only
	// for a site that has passed the gate, which searched that file for private values.
	keep func(analysis []byte)
}

func prepare(o Options) (*builder, diag.List) {
	source, err := filepath.Abs(o.Source)
	if err != nil {
		return nil, diag.List{problem(err)}
	}
	o.Source = source
	o.Config = configName(o.Config)
	if o.Destination == "" {
		o.Destination = "public"
	}
	if !filepath.IsAbs(o.Destination) {
		o.Destination = filepath.Join(source, o.Destination)
	}
	if o.Phase == nil {
		o.Phase = func(string, time.Duration) {}
	}
	if o.BaseURL != "" {
		o.Environ = append(o.Environ, "LIKEWISE_BASEURL="+o.BaseURL)
	}
	b := &builder{Options: o, site: os.DirFS(source), earlier: &earlier{}}
	var problems diag.List
	b.config, problems = config.Load(b.site, o.Config, o.Environ)
	if b.config.BaseURL == "" {
		b.config.BaseURL = pagesURL(o.Environ)
	}
	return b, problems
}

// phase times a step of the work: defer b.phase("read data")().
func (b *builder) phase(name string) func() {
	start := time.Now()
	return func() { b.Phase(name, time.Since(start)) }
}

// analyse returns the report: the one kept from a build of the same data, configuration and binary, or a new one.
func (b *builder) analyse(ctx context.Context) (*model.Report, diag.List) {
	kept := b.memo()
	if report, problems, ok := kept.get(); ok {
		b.asOf, _ = time.Parse(time.RFC3339, report.AsOf) // as compute wrote it
		return report, problems
	}
	report, problems := b.analyseAnew(ctx)
	b.keep = func(analysis []byte) { kept.put(analysis, problems) }
	return report, problems
}

// analyseAnew loads the data into an engine of its own and computes the report.
func (b *builder) analyseAnew(ctx context.Context) (*model.Report, diag.List) {
	w, closeEngine, err := b.engine(ctx)
	if err != nil {
		return nil, diag.List{problem(err)}
	}
	defer closeEngine()
	data, problems := b.ingest(ctx, w)
	if problems.Err() != nil {
		return nil, problems
	}
	if err := w.Lock(ctx); err != nil {
		problems.Add(problem(err))
		return nil, problems
	}
	problems.Add(b.names(data)...)
	problems.Add(b.contracts(ctx, w)...)
	report, err := b.compute(ctx, w, data)
	if err != nil {
		problems.Add(b.declared(err))
		return nil, problems
	}
	if report.Tables, err = contract.Count(ctx, w); err != nil {
		problems.Add(problem(err))
	}
	problems.Add(b.absent(report)...)
	return report, problems
}

// engine opens a SQL engine that spills to a folder of its own; the second result closes it and removes the folder.
func (b *builder) engine(ctx context.Context) (*warehouse.Warehouse, func(), error) {
	spill, err := os.MkdirTemp("", "likewise-")
	if err != nil {
		return nil, nil, err
	}
	c := b.config.Warehouse
	w, err := warehouse.Open(ctx, warehouse.Options{DSN: c.DSN, MemoryLimit: c.MemoryLimit, Threads: c.Threads, TempDir: spill})
	if err != nil {
		os.RemoveAll(spill)
		return nil, nil, err
	}
	return w, func() {
		w.Close()
		os.RemoveAll(spill)
	}, nil
}

func (b *builder) ingest(ctx context.Context, w *warehouse.Warehouse) (*ingest.Result, diag.List) {
	defer b.phase("read data")()
	if b.config.AsOf != "" {
		day, _ := time.ParseInLocation(model.Day, b.config.AsOf, b.config.Zone) // validated by config
		b.asOf = day.AddDate(0, 0, 1).Add(-time.Second)
	}
	data, problems := ingest.Load(ctx, w, ingest.Options{
		Root: b.Source, Data: b.config.Data, Zone: b.config.Zone, AsOf: b.asOf, Language: b.config.Language,
		MaxRejected: float64(b.config.Quality.MaxRejected), Currency: b.config.Currency,
	})
	if data != nil {
		b.private = data.Private
		if b.asOf.IsZero() {
			b.asOf = data.To
		}
	}
	return data, problems
}

func (b *builder) compute(ctx context.Context, w *warehouse.Warehouse, data *ingest.Result) (*model.Report, error) {
	defer b.phase("analyse")()
	report, err := analysis.Run(ctx, w, analysis.Options{
		Conversions: b.config.Conversions, Funnels: b.config.Funnels, Metrics: data.Metrics, Fields: data.PostColumns,
		Sources: data.Sources, AsOf: b.asOf, Zone: b.config.Zone,
		Breaks: b.breaks(data), MinGroup: b.config.Privacy.MinGroup, Attribution: b.config.Attribution, Features: b.config.Drivers.Features, Seed: 1,
	})
	if err != nil {
		return nil, err
	}
	for i := range report.Posts {
		report.Posts[i].Slug = page.Slug(report.Posts[i].ID)
	}
	return report, nil
}

// breaks are the declared breaks and those that the formats know of; what site.toml says of a day stands.
func (b *builder) breaks(data *ingest.Result) []model.Break {
	out := slices.Clone(b.config.Breaks)
	for _, known := range data.Breaks {
		same := func(d model.Break) bool {
			return d.Metric == known.Metric && d.At == known.At && (d.Platform == "" || d.Platform == known.Platform)
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, known)
		}
	}
	slices.SortStableFunc(out, func(x, y model.Break) int {
		return cmp.Or(cmp.Compare(x.Metric, y.Metric), cmp.Compare(x.At, y.At), cmp.Compare(x.Platform, y.Platform))
	})
	return out
}

// load reads the pages.
func (b *builder) load() ([]*page.Page, diag.List) {
	defer b.phase("read pages")()
	pages, problems := page.Load(b.site, page.Options{Drafts: b.Drafts, Now: b.Now, Zone: b.config.Zone, Unsafe: b.config.Markup.Unsafe})
	if problems.Err() == nil && !slices.ContainsFunc(pages, func(p *page.Page) bool { return p.Path == "" }) {
		problems.Add(diag.Problem{Code: "no-home", File: page.Content + "/index.md", Text: "the site has no first page", Hint: "write content/index.md (a draft counts with --buildDrafts), or begin with \"likewise init\""})
	}
	return pages, problems
}

// finish makes every file of the site but the manifest.
func (b *builder) finish(ctx context.Context, report *model.Report, pages []*page.Page, sink render.Sink) ([]render.Entry, diag.List) {
	entries, problems := b.render(ctx, report, pages, sink)
	problems.Add(b.index(entries, sink)...)
	return entries, problems
}

// render makes the pages, their data and their assets.
func (b *builder) render(ctx context.Context, report *model.Report, pages []*page.Page, sink render.Sink) ([]render.Entry, diag.List) {
	defer b.phase("render")()
	in, err := b.input(report, pages)
	if err != nil {
		return nil, diag.List{problem(err)}
	}
	return render.Render(ctx, in, sink)
}

// input is all that the site is made from.
func (b *builder) input(report *model.Report, pages []*page.Page) (render.Input, error) {
	layouts, err := b.layouts()
	if err != nil {
		return render.Input{}, err
	}
	return render.Input{
		Site: b.renderSite(), Report: report, Pages: pages, Layouts: layouts, Content: b.site, Charts: b.charts, Before: b.before, Version: b.Version,
	}, nil
}

// renderSite is what every page knows about the site.
func (b *builder) renderSite() render.Site {
	c := b.config
	return render.Site{
		Title: c.Title, BaseURL: c.BaseURL, Language: c.Language, Currency: c.Currency, Notice: c.Notice, Theme: c.Theme, Zone: c.Zone,
		Generator: "likewise " + b.Version, Exposure: c.Conversions.Exposure, Primary: c.Conversions.Primary,
		Micro: c.Conversions.Micro, Macro: c.Conversions.Macro, AsOf: b.asOf,
	}
}

func (b *builder) drawer() *chart.Drawer {
	return chart.New(chart.Options{CacheDir: b.CacheDir, Workers: runtime.NumCPU()})
}
