package generator

import (
	"context"
	"crypto/sha256"
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
	known   facts // of files that are the same in the proof before
	made    facts // of files that were made for a check

	once  sync.Once
	index map[string][]byte // what crawlers look for
}

// next hands what is known of files on to a newer proof, where they are the same.
func (p *Proof) next(newer *Proof) *Proof {
	if p != nil {
		same := func(name string) bool { return newer.draft.SameAs(p.draft, name) }
		newer.known.take(&p.known, same)
		newer.known.take(&p.made, same)
	}
	return newer
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

// Check makes every file that is not known from the proof before, hands the SHA-256 of each to look, holds all of them
// against the gate, and says all that a build would say of the pages and of the finished site. When the context ends it
// stops and says nothing.
func (p *Proof) Check(ctx context.Context, look func(name string, sum [sha256.Size]byte)) diag.List {
	gate := p.builder.gate(p.report)
	known := p.known.under(gate.all)
	p.made.start(gate.all)
	skip := func(name string) bool {
		f, ok := known[name]
		if ok {
			gate.all.Keep(name, f.read)
			look(name, f.sum)
		}
		return ok
	}
	sink := func(name string, body []byte) error {
		f := fact{sha256.Sum256(body), gate.all.Read(name, body)}
		gate.all.Keep(name, f.read)
		look(name, f.sum)
		p.made.put(name, f)
		return ctx.Err()
	}
	problems := p.draft.All(ctx, skip, sink)
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
		p.keep.store(func() []byte {
			body, _ := p.File(ctx, render.AnalysisFile) // the gate has let it pass
			return body
		})
	}
	return problems
}

// kept stores a report for the next start of likewise, the first time that a site of it has passed the gate.
type kept struct {
	first sync.Once
	put   func(analysis []byte) // nil: it is stored already
}

func (k *kept) store(analysis func() []byte) {
	if k.put != nil {
		k.first.Do(func() { k.put(analysis()) })
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
