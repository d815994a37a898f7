package page

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

var urlScheme = regexp.MustCompile(`^[^/?#]*?:`)

// safeURL reports whether a target may stand on a page: http, https, mailto, a path or an anchor. Anything with a
// colon in its first segment counts as a scheme, and control characters, which browsers drop before they look for
// one, are refused.
func safeURL(dest string) bool {
	if strings.HasPrefix(dest, "//") || strings.HasPrefix(dest, `\`) || strings.HasPrefix(dest, `/\`) {
		return false // another host without saying so
	}
	if strings.TrimSpace(dest) != dest || strings.ContainsFunc(dest, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
		return false
	}
	switch strings.ToLower(urlScheme.FindString(dest)) {
	case "", "http:", "https:", "mailto:":
		return true
	}
	return false
}

// external reports whether a safe target lies on another host.
func external(dest string) bool {
	switch strings.ToLower(urlScheme.FindString(dest)) {
	case "http:", "https:", "mailto:":
		return true
	}
	return false
}

// resolved is a target with backslashes and entities resolved, as the browser will see it.
func resolved(dest []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(dest))))
}

// link records a link, or takes away one that may not stand on a page.
func (c *collector) link(d *document, n *ast.Link) {
	l := d.linkAt(n.Pos(), resolved(n.Destination))
	if safeURL(l.Dest) {
		c.page.Links = append(c.page.Links, l)
		if file, suffix, ok := linkedFile(d.file, l.Dest); ok {
			c.page.toPages = append(c.page.toPages, pageLink{node: n, at: len(c.page.Links) - 1, doc: d, file: file, suffix: suffix})
		}
		return
	}
	c.unsafe(d, l, "link")
	c.edits = append(c.edits, func() { unwrap(n) })
}

func (c *collector) image(d *document, n *ast.Image) {
	l := d.linkAt(n.Pos(), resolved(n.Destination))
	switch {
	case !safeURL(l.Dest):
		c.unsafe(d, l, "image")
	case external(l.Dest):
		c.problems.Add(d.problemAt(l.Line, l.Col, "external-image", fmt.Sprintf("image %q is on another site", l.Dest),
			"copy it into the site: pages load nothing from elsewhere"))
	default:
		c.page.Images = append(c.page.Images, l)
		return
	}
	c.edits = append(c.edits, func() { unwrap(n) })
}

func (c *collector) autoLink(d *document, n *ast.AutoLink) {
	dest, label := string(n.URL(d.source())), n.Label(d.source())
	offset := n.Pos()
	if i := bytes.Index(d.source()[offset:], label); i >= 0 {
		offset += i // past "<" or the space that led to it
	}
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	l := d.linkAt(offset, dest)
	if safeURL(dest) {
		c.page.Links = append(c.page.Links, l)
		return
	}
	c.unsafe(d, l, "link")
	c.edits = append(c.edits, func() {
		s := ast.NewString(label)
		s.SetRaw(true)
		n.Parent().ReplaceChild(n.Parent(), n, s)
	})
}

func (c *collector) unsafe(d *document, l Link, what string) {
	c.problems.Add(d.problemAt(l.Line, l.Col, "unsafe-url", fmt.Sprintf("the address %q of this %s is not allowed", cut(l.Dest, 120), what),
		"use https:, http:, mailto:, a path or an #anchor"))
}

func (d *document) linkAt(offset int, dest string) Link {
	line, col := d.at(d.body + offset)
	return Link{Dest: dest, File: d.file, Line: line, Col: col}
}

// unwrap puts the children of a node in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for child := n.FirstChild(); child != nil; {
		next := child.NextSibling()
		n.RemoveChild(n, child)
		parent.InsertBefore(parent, n, child)
		child = next
	}
	parent.RemoveChild(parent, n)
}
