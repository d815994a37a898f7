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

// planPages is every Markdown page with its images and aliases. Commentary on a post is shown on its page.
func (s *site) planPages(p *plan) {
	for _, b := range s.bound {
		b.planImages(p)
		if isCommentary(b.page) {
			s.addCommentary(b, p)
			continue
		}
		p.addOf(b, b.page.Path+"index.html", b.page.Source, b.html)
		s.planAliases(b.page, p)
	}
}

// html makes the page.
func (b *binding) html(ctx context.Context) ([]byte, diag.List) {
	body, problems := b.body(ctx)
	html, err := b.layout(body, &problems)
	if err != nil {
		problems.Add(problemOf(err, "layout"))
	}
	return html, problems
}

// layout executes the layout that the page asks for around its body.
func (b *binding) layout(body template.HTML, problems *diag.List) ([]byte, error) {
	p := b.page
	kind, err := b.kindOf(p)
	if err != nil {
		return nil, err
	}
	if p.Front.Period != "" || p.Front.Compare != "" {
		problems.Add(diag.Problem{Severity: diag.Warning, Code: "period-ignored", File: p.Source, Line: 1,
			Text: "period and compare do not scope figures yet: this page shows the whole period of the data", Hint: "take them out of the front matter"})
	}
	doc := &Doc{Title: line(p.Front.Title), Stand: line(p.Front.Description), Body: body}
	if hasOwnTitle(p) {
		doc.Title = ""
	}
	if kind == "overview" {
		b.answer(doc)
		if c := b.cards(b.root); !hasRef(p, "next") && len(c.Next)+len(c.Unknown) > 0 {
			doc.Cards = &c
		}
	}
	v, err := b.view(kind, b.root, p.Path, line(p.Front.Title), doc)
	if err != nil {
		return nil, err
	}
	v.Description, v.Canonical = line(p.Front.Description), b.canonical(p.Path)
	if b.hasCharts() {
		v.Echarts = b.root + b.assets.echarts
	}
	return b.layouts.page(kind, v)
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
func (b *binding) body(ctx context.Context) (template.HTML, diag.List) {
	if err := b.ready(ctx, b); err != nil {
		return "", diag.List{problemOf(err, "chart")}
	}
	problems := slices.Clone(b.problems)
	targets, images := b.linkTargets(&problems), b.images(&problems)
	html, found := b.page.HTML(b.render)
	problems.Add(found...)
	return resource(relink(html, targets), images), problems
}

// hasOwnTitle reports whether the body begins with a heading of level 1, so that the layout leaves its own out.
func hasOwnTitle(p *page.Page) bool {
	return slices.ContainsFunc(p.TOC, func(h page.Heading) bool { return h.Level == 1 })
}

func (b *binding) hasCharts() bool {
	for _, f := range b.fragments {
		for _, x := range f.pictures() {
			if x.figure.Wide != "" {
				return true
			}
		}
	}
	return false
}

// planAliases lead old addresses to the page.
func (s *site) planAliases(p *page.Page, out *plan) {
	for _, a := range p.Front.Aliases {
		file := strings.TrimPrefix(a, "/")
		if !strings.HasSuffix(file, ".html") {
			file = strings.TrimSuffix(file, "/") + "/index.html"
		}
		to := href(rootOf(file), p.Path)
		out.add(file, p.Source, tried("layout", func() ([]byte, error) {
			html, err := s.layouts.partial("alias", Link{Text: s.labelOf(p), URL: to})
			return []byte(html), err
		}))
	}
}
