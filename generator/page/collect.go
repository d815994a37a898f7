package page

import (
	"html"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"likewise/generator/diag"
)

// collector walks the documents of one page in the order they are rendered and fills in the page.
type collector struct {
	site     *site
	page     *Page
	problems *diag.List
	chain    []string // files being read: the page, then what it includes
	included int
	headings []headingAt
	edits    []func() // changes to the tree being walked, made when the walk is done
}

// document parses d and takes in all it refers to.
func (c *collector) document(d *document) {
	c.chain = append(c.chain, d.file)
	outer := c.edits
	c.edits = nil
	c.site.parse(d, c.included, c.problems)
	// visit returns no error and stops nowhere
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			c.visit(d, n)
		}
		return ast.WalkContinue, nil
	})
	for _, edit := range c.edits {
		edit()
	}
	c.edits = outer
	c.chain = c.chain[:len(c.chain)-1]
}

func (c *collector) visit(d *document, n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		c.heading(d, n)
	case *ast.Link:
		c.link(d, n)
	case *ast.Image:
		c.image(d, n)
	case *ast.AutoLink:
		c.autoLink(d, n)
	case *ast.FencedCodeBlock:
		c.fence(d, n)
	case *shortcode:
		c.inlineRef(d, n)
	case *shortcodeBlock:
		c.blockRefs(d, n)
	case *ast.HTMLBlock:
		if n.HTMLBlockType != ast.HTMLBlockType2 {
			c.rawHTML(d, n.Lines().At(0).Start)
		}
	case *ast.RawHTML:
		first := n.Segments.At(0)
		if text := first.Value(d.source()); !isComment(text) && !strings.HasPrefix(string(text), "</") {
			c.rawHTML(d, first.Start)
		}
	}
	if n.Type() == ast.TypeBlock && n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeInline {
		c.page.Words += countWords(plainText(n, d.source()))
	}
}

func (c *collector) inlineRef(d *document, n *shortcode) {
	if n.ref == nil {
		return
	}
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindImage {
			c.problems.Add(d.problemAt(n.ref.Line, n.ref.Col, "shortcode-place", "a shortcode cannot stand in the text of an image", ""))
			return
		}
	}
	c.page.Refs = append(c.page.Refs, n.ref)
}

func (c *collector) blockRefs(d *document, n *shortcodeBlock) {
	for i, ref := range n.refs {
		if ref.Name == include {
			n.included[i] = c.include(d, ref)
			continue
		}
		c.page.Refs = append(c.page.Refs, ref)
	}
}

// rawHTML says that markup is shown as text. It is a note: "<" is often meant as such.
func (c *collector) rawHTML(d *document, offset int) {
	if c.site.opts.Unsafe {
		return
	}
	p := d.problem(offset, "raw-html", "HTML is shown as text", "[markup] unsafe = true in site.toml lets it through")
	p.Severity = diag.Note
	c.problems.Add(p)
}

func isComment(html []byte) bool { return strings.HasPrefix(string(html), "<!--") }

// countWords counts what has a letter or digit in it.
func countWords(s string) int {
	n := 0
	for word := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// plainText is the text of the inlines below n, without markup; references leave nothing.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	writePlain(&b, n, source)
	return strings.TrimSpace(b.String())
}

func writePlain(b *strings.Builder, n ast.Node, source []byte) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			if child.IsRaw() || n.Kind() == ast.KindCodeSpan {
				b.Write(child.Value(source))
			} else {
				b.WriteString(resolved(child.Value(source)))
			}
			if child.SoftLineBreak() || child.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.WriteString(html.UnescapeString(string(child.Value)))
		case *ast.AutoLink:
			b.Write(child.Label(source))
		default:
			writePlain(b, child, source)
		}
	}
}
