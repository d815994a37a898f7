package generator

import (
	"context"
	"sync"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
	"likewise/generator/render"
)

// Proof is a site as a build would write it, but for the manifest, with every file made when it is asked for. It may be
// asked by several goroutines at once, and keeps giving the site that it was made for when a newer one is there; only
// images are read from the folder when they are asked for.
type Proof struct {
	builder *builder
	report  *model.Report
	pages   []*page.Page
	draft   *render.Draft
	keep    *kept

	once  sync.Once
	index map[string][]byte // what crawlers look for
}

// Has reports whether the site has a file.
func (p *Proof) Has(name string) bool {
	if p.draft.Has(name) {
		return true
	}
	_, ok := p.indexes()[name]
	return ok
}

// File makes a file that the site has.
func (p *Proof) File(ctx context.Context, name string) ([]byte, diag.List) {
	if p.draft.Has(name) {
		return p.draft.File(ctx, name)
	}
	return p.indexes()[name], nil
}

// Check makes every file, hands it to look and to the gate, and says all that a build would say of the pages and of the
// finished site. When the context ends it stops and says nothing.
func (p *Proof) Check(ctx context.Context, look func(name string, body []byte)) diag.List {
	gate := p.builder.gate(p.report)
	var analysis []byte
	sink := gate.through(func(name string, body []byte) error {
		if name == render.AnalysisFile {
			analysis = body
		}
		look(name, body)
		return ctx.Err()
	})
	problems := p.draft.All(ctx, sink)
	for name, body := range p.indexes() {
		if err := sink(name, body); err != nil {
			return nil
		}
	}
	if ctx.Err() != nil {
		return nil
	}
	if problems.Err() == nil { // a page that was not made would make every link to it a problem
		problems.Add(gate.judge(p.report, p.pages, false)...)
	}
	if problems.Err() == nil {
		p.keep.once(analysis)
	}
	return problems
}

// kept stores a report for the next start of likewise, the first time that a site of it has passed the gate.
type kept struct {
	sync.Once
	put func(analysis []byte) // nil: it is stored already
}

func (k *kept) once(analysis []byte) {
	if k.put != nil {
		k.Do(func() { k.put(analysis) })
	}
}

func (p *Proof) indexes() map[string][]byte {
	p.once.Do(func() {
		p.index = map[string][]byte{}
		p.builder.index(p.draft.Entries(), func(name string, body []byte) error {
			p.index[name] = body
			return nil
		})
	})
	return p.index
}
