package page

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"likewise/generator/diag"
)

// headingAttributes are what {#id .class key=value} behind a heading may set, beside data-*.
var headingAttributes = [...]string{"class", "dir", "id", "lang", "title"}

var headingID = regexp.MustCompile(`^[\pL\pN_][\pL\pN_:.-]*$`)

type headingAt struct {
	node *ast.Heading
	toc  Heading
	col  int
}

// heading keeps a heading until all are known: an id that the author wrote is taken before any is made.
func (c *collector) heading(d *document, n *ast.Heading) {
	offset := max(n.Pos(), 0)
	line, col := d.at(d.body + offset)
	h := headingAt{node: n, col: col, toc: Heading{Level: n.Level, Text: plainText(n, d.source()), File: d.file, Line: line}}
	kept := []ast.Attribute{}
	for _, a := range n.Attributes() {
		name := string(a.Name)
		value, isText := a.Value.([]byte)
		switch {
		case !isHeadingAttribute(name):
			c.problems.Add(d.problemAt(line, col, "unknown-attribute", fmt.Sprintf("a heading has no attribute %q", name), diag.DidYouMean(name, headingAttributes[:])))
		case !isText || name == "id" && !headingID.Match(value):
			c.problems.Add(d.problemAt(line, col, "bad-attribute", fmt.Sprintf("%s is no %s", attributeText(a.Value), name), "write {#id .class}"))
		default:
			kept = append(kept, a)
			if name == "id" {
				h.toc.ID = string(value)
			}
		}
	}
	n.RemoveAttributes()
	for _, a := range kept {
		n.SetAttribute(a.Name, a.Value)
	}
	c.headings = append(c.headings, h)
}

func attributeText(v any) string {
	switch v := v.(type) {
	case []byte:
		return fmt.Sprintf("%q", v)
	case nil:
		return "null"
	}
	return fmt.Sprint(v)
}

func isHeadingAttribute(name string) bool {
	for _, known := range headingAttributes {
		if name == known {
			return true
		}
	}
	return strings.HasPrefix(name, "data-")
}

// assignIDs gives every heading an id of its own and fills the table of contents.
func (c *collector) assignIDs() {
	taken := map[string]Heading{}
	for i := range c.headings {
		h := &c.headings[i].toc
		if h.ID == "" {
			continue
		}
		if first, again := taken[h.ID]; again {
			c.problems.Add(diag.Problem{Code: "duplicate-id", File: h.File, Line: h.Line, Column: c.headings[i].col,
				Text: fmt.Sprintf("id %q stands twice", h.ID), Hint: fmt.Sprintf("the first is at %s:%d", first.File, first.Line)})
			continue
		}
		taken[h.ID] = *h
	}
	next := map[string]int{}
	for _, h := range c.headings {
		if h.toc.ID == "" {
			h.toc.ID = freeID(h.toc.Text, taken, next)
			taken[h.toc.ID] = h.toc
			h.node.SetAttributeString("id", []byte(h.toc.ID))
		}
		c.page.TOC = append(c.page.TOC, h.toc)
	}
}

// freeID makes an id from a heading's text: "reach", then "reach-1", "reach-2". next remembers the last number
// used, so that many equal headings stay cheap.
func freeID(text string, taken map[string]Heading, next map[string]int) string {
	base := slugText(text)
	if base == "" {
		base = "section"
	}
	id := base
	for {
		if _, used := taken[id]; !used {
			return id
		}
		next[base]++
		id = fmt.Sprintf("%s-%d", base, next[base])
	}
}
