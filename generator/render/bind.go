package render

import (
	"context"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"sync"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// binder turns one reference into what stands in its place. A mistake of the author's is a diag.Problem at the
// reference.
type binder func(*binding, *page.Ref) (fragment, error)

// binders lists what pages can refer to: one row and one file each.
func binders() map[string]binder {
	return map[string]binder{
		"attribution":   bindAttribution,
		"breakdown":     bindBreakdown,
		"change":        bindChange,
		"cohorts":       bindCohorts,
		"drivers":       bindDrivers,
		"findings":      bindFindings,
		"funnel":        bindFunnel,
		"groups":        bindGroups,
		"kpi":           bindKPI,
		"mix":           bindMix,
		"next":          bindNext,
		"note":          bindNote,
		"oddities":      bindOddities,
		"paths":         bindPaths,
		"posts":         bindPosts,
		"query":         bindQuery,
		"sensitivity":   bindSensitivity,
		"road":          bindRoad,
		"signals":       bindSignals,
		"sources":       bindSources,
		"spread":        bindSpread,
		"threshold":     bindThreshold,
		"timetoconvert": bindTimeToConvert,
		"timing":        bindTiming,
		"totals":        bindTotals,
		"trend":         bindTrend,
		"value":         bindValue,
		"verdict":       bindVerdict,
		"why":           bindWhy,
	}
}

// fragment is a partial layout and its data.
type fragment struct {
	layout string
	data   any
	figure *Figure     // the data where it is a figure, to put its drawing into
	chart  chart.Chart // nil: nothing to draw
	more   []picture   // where it has more than one figure
}

// picture is a figure and what is to be drawn in it.
type picture struct {
	figure *Figure
	chart  chart.Chart
}

// pictures are all of a fragment's that have something to draw.
func (f fragment) pictures() []picture {
	if f.chart == nil {
		return f.more
	}
	return append([]picture{{f.figure, f.chart}}, f.more...)
}

// head names the drawing as the figure is named.
func (f *Figure) head() chart.Head { return chart.Head{Title: f.Title.Text, Label: f.Title.Text} }

// binding is one page with what its references stand for. Those are looked up when the page is first made.
type binding struct {
	*site
	page *page.Page
	root string

	mu        sync.Mutex // of what follows, until the page is ready
	ids       map[string]int
	fragments map[*page.Ref]*fragment // nil: not bound yet
	problems  diag.List               // references that stand for nothing
	drawn     bool
}

// ready binds the references of pages and draws their charts in one batch, where that has not been done. A page is
// ready before anything is made of it.
func (s *site) ready(ctx context.Context, pages ...*binding) error {
	table := binders()
	var charts []chart.Chart
	var figures []*Figure
	for _, b := range pages { // always in the order of the plan, so that two callers cannot wait for each other
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.fragments == nil {
			b.bind(table)
		}
		if !b.drawn {
			c, f := b.charts()
			charts, figures = append(charts, c...), append(figures, f...)
		}
	}
	if err := s.draw(ctx, charts, figures); err != nil {
		return err
	}
	for _, b := range pages {
		b.drawn = true
	}
	return nil
}

// bind resolves the page's references; what it cannot resolve is a problem of the page.
func (b *binding) bind(table map[string]binder) {
	b.ids, b.fragments = map[string]int{}, map[*page.Ref]*fragment{}
	for _, r := range b.page.Refs {
		f, err := b.resolve(table, r)
		if err != nil {
			b.problems.Add(problemAt(r, err))
			continue
		}
		b.fragments[r] = &f
	}
	b.joinKPIs()
}

func (b *binding) resolve(table map[string]binder, r *page.Ref) (fragment, error) {
	bind, ok := table[r.Name]
	if !ok {
		names := []string{}
		for n := range table {
			names = append(names, n)
		}
		slices.Sort(names)
		return fragment{}, r.Problem("unknown-shortcode", fmt.Sprintf("nothing stands for %q", r.Name), diag.DidYouMean(r.Name, names))
	}
	return bind(b, r)
}

func problemAt(r *page.Ref, err error) diag.Problem {
	p := problemOf(err, "shortcode")
	if p.File == "" {
		p.File, p.Line, p.Column = r.File, r.Line, r.Col
	}
	return p
}

// charts are what the page's references have to draw, and the figures that the drawings belong to.
func (b *binding) charts() (charts []chart.Chart, figures []*Figure) {
	for _, r := range b.page.Refs {
		if f := b.fragments[r]; f != nil {
			for _, x := range f.pictures() {
				charts, figures = append(charts, x.chart), append(figures, x.figure)
			}
		}
	}
	return charts, figures
}

// draw puts the drawings into their figures.
func (s *site) draw(ctx context.Context, charts []chart.Chart, figures []*Figure) error {
	if s.Charts == nil || len(charts) == 0 {
		return nil
	}
	drawings, err := s.Charts.Draw(ctx, charts)
	if err != nil {
		return err
	}
	for i, d := range drawings {
		figures[i].Wide, figures[i].Narrow, figures[i].Option = d.Wide, d.Narrow, d.OptionJSON
		if d.NoData != "" {
			figures[i].Notes = append([]string{s.words.say("figure.nodata", d.NoData)}, figures[i].Notes...)
		}
	}
	return nil
}

// render executes the partial of a reference; page.HTML calls it.
func (b *binding) render(r *page.Ref) (template.HTML, error) {
	f := b.fragments[r]
	if f == nil || f.layout == "" {
		return "", nil // a problem was reported when it was bound, or a neighbour shows it
	}
	return b.layouts.partial(f.layout, f.data)
}

// heading is a title for what stands at the reference: below the author's last heading before it.
func (b *binding) heading(r *page.Ref, text string) Heading {
	h := Heading{2, text}
	for _, t := range b.page.TOC {
		if t.Level > 1 && t.File == r.File && t.Line < r.Line {
			h.Level = min(t.Level+1, 5)
		}
	}
	return h
}

// id makes an anchor that is unique on the page.
func (b *binding) id(name string) string {
	id := page.Slug(name)
	b.ids[id]++
	if n := b.ids[id]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return figureID(id)
}

// metric returns the metric that an argument names, if the data has it.
func (b *binding) metric(r *page.Ref, name string) (model.Metric, error) {
	if _, ok := b.Report.Totals[name]; ok {
		return model.MetricNamed(name), nil
	}
	text := fmt.Sprintf("no post has a metric %q", name)
	return model.Metric{}, r.Problem("unknown-metric", text, diag.DidYouMean(name, b.metricNames()))
}

// metricNames lists the metrics of the data: as the catalogue has them, then others by name.
func (s *site) metricNames() []string {
	var out, others []string
	for _, n := range model.KnownMetrics() {
		if _, ok := s.Report.Totals[n]; ok {
			out = append(out, n)
		}
	}
	for n := range s.Report.Totals {
		if !slices.Contains(out, n) {
			others = append(others, n)
		}
	}
	slices.Sort(others)
	return append(out, others...)
}

// wholeNumber reads a whole argument from low to high.
func wholeNumber(r *page.Ref, key string, otherwise, low, high int) (int, error) {
	v, ok := r.Get(key)
	if !ok {
		return otherwise, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < low || n > high {
		return 0, r.Problem("shortcode-args", fmt.Sprintf("%s wants a whole number from %d to %d, got %q", key, low, high, v), "")
	}
	return n, nil
}

// rowsLinks lead from a figure to the CSV of its rows and to how its numbers are made.
func (b *binding) rowsLinks(path string) []Link {
	return append([]Link{b.csv(path)}, b.methodsLinks()...)
}

// methodsLinks is the link from a figure to how its numbers are made, where there is such a page.
func (b *binding) methodsLinks() []Link {
	if !b.hasMethods || b.methods == b.page.Path {
		return nil
	}
	return []Link{{Text: b.words.say("figure.methods", nil), URL: href(b.root, b.methods)}}
}

func (b *binding) csv(path string) Link {
	return Link{Text: b.words.say("figure.csv", nil), URL: b.root + path}
}
