package render

import (
	"context"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/page"
)

// ownLayouts are the kinds that pages of the author cannot take: their data is of another type.
var ownLayouts = []string{"404", "changed", "list", "post"}

// writePages executes the layout of every Markdown page and its aliases. Commentary on a post is shown on its page.
func (s *site) writePages(ctx context.Context, bound []*binding, out *writer) {
	for _, b := range bound {
		if ctx.Err() != nil {
			out.fail(diag.Problem{Code: "interrupted", Text: ctx.Err().Error()})
			return
		}
		if isCommentary(b.page) {
			s.addCommentary(b, out)
			continue
		}
		if err := s.writePage(b, out); err != nil {
			out.fail(problemOf(err, "layout"))
		}
	}
}

func (s *site) writePage(b *binding, out *writer) error {
	p := b.page
	kind, err := s.kindOf(p)
	if err != nil {
		return err
	}
	if p.Front.Period != "" || p.Front.Compare != "" {
		out.fail(diag.Problem{Severity: diag.Warning, Code: "period-ignored", File: p.Source, Line: 1,
			Text: "period and compare do not scope figures yet: this page shows the whole period of the data", Hint: "take them out of the front matter"})
	}
	body, problems := b.body(out)
	for _, x := range problems {
		out.fail(x)
	}
	doc := &Doc{Title: line(p.Front.Title), Stand: line(p.Front.Description), Body: body}
	if hasOwnTitle(p) {
		doc.Title = ""
	}
	if kind == "overview" {
		s.answer(doc)
		if c := s.cards(b.root); !hasRef(p, "next") && len(c.Next)+len(c.Unknown) > 0 {
			doc.Cards = &c
		}
	}
	v, err := s.view(kind, b.root, p.Path, line(p.Front.Title), doc)
	if err != nil {
		return err
	}
	v.Description, v.Canonical = line(p.Front.Description), s.canonical(p.Path)
	if b.hasCharts() {
		v.Echarts = b.root + s.assets.echarts
	}
	html, err := s.layouts.page(kind, v, 16<<10)
	if err != nil {
		return err
	}
	out.write(p.Path+"index.html", p.Source, html)
	s.writeAliases(p, out)
	return nil
}

// kindOf is the layout that the page asks for; the home page is an overview by default.
func (s *site) kindOf(p *page.Page) (string, error) {
	kind := p.Front.Layout
	switch {
	case kind == "" && p.Path == "":
		return "overview", nil
	case kind == "":
		return "page", nil
	case s.layouts.has(kind) && !slices.Contains(ownLayouts, kind):
		return kind, nil
	}
	known := slices.DeleteFunc(s.layouts.names(), func(n string) bool { return slices.Contains(ownLayouts, n) })
	return "", diag.Problem{Code: "unknown-layout", File: p.Source, Line: 1, Text: fmt.Sprintf("no layout %q", kind), Hint: diag.DidYouMean(kind, known)}
}

// body is the page's Markdown as HTML, with references bound, links led to index.html and images to their files.
func (b *binding) body(out *writer) (template.HTML, diag.List) {
	targets, images := b.linkTargets(out), b.images(out)
	html, problems := b.page.HTML(b.render)
	return resource(relink(html, targets), images), problems
}

// hasOwnTitle reports whether the body begins with a heading of level 1, so that the layout leaves its own out.
func hasOwnTitle(p *page.Page) bool {
	return slices.ContainsFunc(p.TOC, func(h page.Heading) bool { return h.Level == 1 })
}

func (b *binding) hasCharts() bool {
	for _, f := range b.fragments {
		if f.figure != nil && f.figure.Wide != "" {
			return true
		}
	}
	return false
}

// writeAliases leads old addresses to the page.
func (s *site) writeAliases(p *page.Page, out *writer) {
	for _, a := range p.Front.Aliases {
		file := strings.TrimPrefix(a, "/")
		if !strings.HasSuffix(file, ".html") {
			file = strings.TrimSuffix(file, "/") + "/index.html"
		}
		to := href(rootOf(file), p.Path)
		html, err := s.layouts.partial("alias", Link{Text: line(p.Front.Title), URL: to})
		if err != nil {
			out.fail(problemOf(err, "layout"))
			continue
		}
		out.write(file, p.Source, []byte(html))
	}
}
