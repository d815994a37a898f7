package render

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"likewise/generator/diag"
	"likewise/generator/page"
)

// Draft is a site of which every file is known and none is made before it is asked for. It may be asked by several
// goroutines at once, and again: the same file is always the same bytes.
type Draft struct {
	site *site
	plan plan
}

// Prepare reads the layouts and lays out the site's files. The error is of the layouts; what is wrong with pages is
// said by Problems and by whoever makes them.
func Prepare(in Input) (*Draft, error) {
	s, err := newSite(in)
	if err != nil {
		return nil, err
	}
	return s.draft(), nil
}

// With is the same site with other pages of the author. It shares with d what pages have no influence on: the layouts
// and what is made of the report.
func (d *Draft) With(pages []*page.Page) *Draft { return d.site.with(pages).draft() }

// Over is the site of another report, language and currency being the same, in the look of d: its layouts are not read.
func (d *Draft) Over(in Input) *Draft { return newSiteIn(d.site.look, in).draft() }

// draft lays out every file. Those that take long come first, so that no worker is left alone with one at the end.
func (s *site) draft() *Draft {
	d := &Draft{site: s, plan: plan{at: make(map[string]int, 2*len(s.posts)+64)}}
	p := &d.plan
	p.group(ofReport, s.planData, s.planAssets)
	p.group(ofPages, s.planPages, s.planSections, s.planSearch)
	p.group(ofFrame, s.planMonths, s.planNotFound, s.planPosts)
	p.group(ofPages, s.planChanged)
	return d
}

// Problems are those of the site as a whole: two files in one place, commentary on a post that is not there.
func (d *Draft) Problems() diag.List { return d.plan.problems }

// Entries are the pages that a reader may look for.
func (d *Draft) Entries() []Entry { return d.site.entries() }

// Names lists the files.
func (d *Draft) Names() []string { return d.plan.names() }

// Has reports whether the site has the file.
func (d *Draft) Has(path string) bool {
	_, ok := d.plan.at[path]
	return ok
}

// SameAs reports whether a file is the same bytes in another draft, as far as that is known without making it.
func (d *Draft) SameAs(other *Draft, path string) bool {
	i, here := d.plan.at[path]
	j, there := other.plan.at[path]
	if !here || !there || d.site.Report != other.site.Report || d.site.layouts != other.site.layouts {
		return false
	}
	switch share := d.plan.outputs[i].share; {
	case share != other.plan.outputs[j].share:
		return false
	case share == ofFrame:
		return d.site.framedLike(other.site)
	default:
		return share == ofReport
	}
}

// File makes one file.
func (d *Draft) File(ctx context.Context, path string) ([]byte, diag.List) {
	i, ok := d.plan.at[path]
	if !ok {
		return nil, noFile(path)
	}
	return d.plan.outputs[i].make(ctx)
}

// All makes every file, but those that skip names; nil: none. It goes on after a problem, so that all of them are
// reported together, but not after the sink has refused a file.
func (d *Draft) All(ctx context.Context, skip func(path string) bool, sink Sink) diag.List {
	var figures, plain []output
	for _, o := range d.plan.outputs {
		switch {
		case skip != nil && skip(o.path):
		case o.page != nil:
			figures = append(figures, o)
		default:
			plain = append(plain, o)
		}
	}
	m := &making{sink: sink}
	var drawing sync.WaitGroup
	drawing.Go(func() { // one batch, meanwhile: charts are drawn fastest together
		if err := d.site.ready(ctx, bindings(figures)...); err != nil {
			m.fail(diag.List{problemOf(err, "chart")})
		}
	})
	m.all(ctx, d.site.workers(), plain)
	drawing.Wait()
	m.all(ctx, d.site.workers(), figures)
	if err := ctx.Err(); err != nil {
		m.fail(diag.List{{Code: "interrupted", Text: err.Error()}})
	}
	m.problems.Add(d.plan.problems...)
	m.problems.Sort()
	return slices.Compact(m.problems) // a layout that fails says so once a page
}

// bindings lists the pages whose figures the outputs show, each once.
func bindings(of []output) []*binding {
	var out []*binding
	seen := map[*binding]bool{}
	for _, o := range of {
		if !seen[o.page] {
			seen[o.page] = true
			out = append(out, o.page)
		}
	}
	return out
}

// making hands files to the sink and collects what goes wrong.
type making struct {
	sink     Sink
	refused  atomic.Bool // by the sink: the next file would be too
	mu       sync.Mutex
	problems diag.List
}

func (m *making) fail(problems diag.List) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.problems.Add(problems...)
}

// all makes the outputs, several at a time.
func (m *making) all(ctx context.Context, workers int, outputs []output) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(outputs) && ctx.Err() == nil && !m.refused.Load(); i = int(next.Add(1)) - 1 {
				m.one(ctx, outputs[i])
			}
		})
	}
	wg.Wait()
}

func (m *making) one(ctx context.Context, o output) {
	body, problems := o.make(ctx)
	if len(problems) > 0 {
		m.fail(problems)
	}
	if body == nil {
		return
	}
	if err := m.sink(o.path, body); err != nil {
		m.refused.Store(true)
		m.fail(diag.List{problemOf(err, "write")})
	}
}

func (s *site) workers() int {
	if s.Workers > 0 {
		return s.Workers
	}
	return 2
}
