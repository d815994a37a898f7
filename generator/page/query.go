package page

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"likewise/generator/diag"
)

// QueryRef is the Name of a Ref that stands for a query.
const QueryRef = "query"

// maxLanguage bounds the language of a fence, in bytes: the highlighter holds a name against hundreds of file patterns,
// and took seconds over one of 5,000 characters.
const maxLanguage = 40

var queryName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

var kindQueryBlock = ast.NewNodeKind("QueryBlock")

// queryBlock stands where a named SQL fence stood; the fence is its only child.
type queryBlock struct {
	ast.BaseBlock
	ref *Ref
}

func (n *queryBlock) Kind() ast.NodeKind            { return kindQueryBlock }
func (n *queryBlock) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// fence reads a fenced block; one of SQL with a name is a query.
func (c *collector) fence(d *document, n *ast.FencedCodeBlock) {
	if n.Info == nil {
		return
	}
	words := strings.Fields(string(n.Info.Segment.Value(d.source())))
	if len(words) > 0 && len(words[0]) > maxLanguage {
		n.Info = nil
	}
	if len(words) < 2 || !strings.EqualFold(words[0], "sql") || strings.HasPrefix(words[1], "{") {
		return
	}
	line, col := d.at(d.body + n.Pos())
	q := Query{Name: words[1], SQL: string(n.Lines().Value(d.source())), File: d.file, Line: line}
	bad := func(code, text, hint string) { c.problems.Add(d.problemAt(line, col, code, text, hint)) }
	ok := true
	switch {
	case !queryName.MatchString(q.Name):
		ok = false
		bad("bad-query", fmt.Sprintf("%q is no name for a query", q.Name), "use lower-case letters, digits and _, such as by_format")
	case slices.Contains(c.site.opts.Tables, q.Name):
		ok = false
		bad("bad-query", fmt.Sprintf("a table is named %q already", q.Name), "give the query another name")
	case strings.TrimSpace(q.SQL) == "":
		ok = false
		bad("bad-query", fmt.Sprintf("query %q is empty", q.Name), "")
	}
	for _, w := range words[2:] {
		switch key, value, _ := strings.Cut(w, "="); {
		case w == "show=true":
			q.Show = true
		case w == "show=false":
		case key == "show":
			bad("bad-query", fmt.Sprintf("show wants true or false, got %q", value), "")
		default:
			bad("unknown-argument", fmt.Sprintf("a query has no setting %q", key), diag.DidYouMean(key, []string{"show"}))
		}
	}
	if ok && c.unique(q, bad) {
		ref := &Ref{Name: QueryRef, Args: []string{q.Name}, Named: []Pair{}, Query: &q, File: d.file, Line: line, Col: col}
		c.page.Queries = append(c.page.Queries, q)
		c.page.Refs = append(c.page.Refs, ref)
		c.edits = append(c.edits, func() {
			block := &queryBlock{ref: ref}
			n.Parent().ReplaceChild(n.Parent(), n, block)
			block.AppendChild(block, n)
		})
	}
}

func (c *collector) unique(q Query, bad func(code, text, hint string)) bool {
	for _, first := range c.page.Queries {
		if first.Name == q.Name {
			bad("bad-query", fmt.Sprintf("query %q stands twice", q.Name), fmt.Sprintf("the first is at %s:%d", first.File, first.Line))
			return false
		}
	}
	return true
}
