package render

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"likewise/generator/diag"
)

// maker makes the body of one file. It may be called again, and by several goroutines; each call makes the same bytes.
// A body beside problems is as whole as it could be made; nil is none.
type maker func(ctx context.Context) ([]byte, diag.List)

// output is a file of the site and how it is made.
type output struct {
	path  string
	make  maker
	page  *binding // whose charts must be drawn first; nil: none
	claim string   // who brings it, for messages
	share share
}

// share is how much of the author's pages a file is made of, besides the report and the layouts.
type share int

const (
	ofReport share = iota // nothing
	ofFrame               // header and footer: what stands in the navigation
	ofPages               // anything
)

// plan is every file of a site: what is in it is settled before anything is made, so that a file may be made alone.
type plan struct {
	outputs  []output
	at       map[string]int
	problems diag.List
	share    share // of what is added now
}

// group takes in what others plan, of files that share as much.
func (p *plan) group(s share, plans ...func(*plan)) {
	p.share = s
	for _, add := range plans {
		add(p)
	}
}

// add takes a file in unless its path is unsafe or taken. from names the source in messages.
func (p *plan) add(path, from string, make maker) { p.addOf(nil, path, from, make) }

// addOf is add for a file that shows the figures of a page.
func (p *plan) addOf(b *binding, path, from string, make maker) {
	if !fs.ValidPath(path) || path == "." {
		p.problems.Errorf("unsafe-path", from, 0, 0, "%q is no path inside the site", path)
		return
	}
	if i, taken := p.at[path]; taken {
		p.problems.Errorf("same-path", from, 0, 0, "%q is written by %q already", path, p.outputs[i].claim)
		return
	}
	share := p.share
	if b != nil {
		share = ofPages
	}
	p.at[path] = len(p.outputs)
	p.outputs = append(p.outputs, output{path, make, b, from, share})
}

// once is add for a file that several pages may bring: the first one is kept.
func (p *plan) once(path, from string, make maker) {
	if _, taken := p.at[path]; !taken {
		p.add(path, from, make)
	}
}

// names lists the files.
func (p *plan) names() []string {
	out := make([]string, len(p.outputs))
	for i, o := range p.outputs {
		out[i] = o.path
	}
	return out
}

// ready is a file that is there already.
func ready(body []byte) maker { return func(context.Context) ([]byte, diag.List) { return body, nil } }

// made is a file that always succeeds.
func made(f func() []byte) maker {
	return func(context.Context) ([]byte, diag.List) { return f(), nil }
}

// tried is a file that may fail; code is that of an error which is no problem yet.
func tried(code string, f func() ([]byte, error)) maker {
	return func(context.Context) ([]byte, diag.List) {
		body, err := f()
		if err != nil {
			return nil, diag.List{problemOf(err, code)}
		}
		return body, nil
	}
}

// problemOf returns the Problem that err is or wraps, else one with its text.
func problemOf(err error, code string) diag.Problem {
	var p diag.Problem
	if errors.As(err, &p) {
		return p
	}
	if errors.Is(err, context.Canceled) {
		return diag.Problem{Code: "interrupted", Text: err.Error()}
	}
	return diag.Problem{Code: code, Text: err.Error()}
}

// noFile is what is said of a path that the site does not have.
func noFile(path string) diag.List {
	return diag.List{{Code: "no-file", Value: path, Text: fmt.Sprintf("the site has no file %q", path)}}
}
