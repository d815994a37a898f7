package page

import (
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"likewise/generator/diag"
)

// markdown parses; it is built once a Load. Rendering builds its own: see html.go.
type markdown struct{ parser parser.Parser }

func newMarkdown() markdown {
	md := goldmark.New(
		goldmark.WithExtensions(extensions()...),
		goldmark.WithParserOptions(
			parser.WithAttribute(),
			parser.WithBlockParsers(util.Prioritized(shortcodeBlockParser{}, 150)),
			parser.WithInlineParsers(util.Prioritized(shortcodeInlineParser{}, 50)),
			parser.WithParagraphTransformers(util.Prioritized(alertTransformer{}, 50)),
		),
	)
	return markdown{md.Parser()}
}

// extensions are those that parsing and rendering share.
func extensions() []goldmark.Extender {
	return []goldmark.Extender{
		extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
		// an attribute, not a style: the site's Content-Security-Policy allows no inline style
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.Strikethrough,
		extension.TaskList,
		extension.NewFootnote(extension.WithFootnoteIDPrefixFunction(footnotePrefix)),
		extension.DefinitionList,
		extension.Typographer,
	}
}

const footnoteMeta = "footnotes"

// footnotePrefix keeps the notes of included files apart from the page's own.
func footnotePrefix(n ast.Node) []byte {
	if doc := n.OwnerDocument(); doc != nil {
		if prefix, ok := doc.Meta()[footnoteMeta].(string); ok {
			return []byte(prefix)
		}
	}
	return nil
}

// document is one file: a page's own or an included one.
type document struct {
	lines
	file     string
	body     int // offset behind the front matter
	hasFront bool
	root     ast.Node
}

func (d *document) source() []byte { return d.src[d.body:] }

// problemAt makes an error at a line and column of the file. YAML ends a line at a lone carriage return too, so that it
// may count more lines than there are.
func (d *document) problemAt(line, col int, code, text, hint string) diag.Problem {
	line = min(line, len(d.starts))
	return diag.Problem{Code: code, File: d.file, Line: line, Column: col, Text: text, Hint: hint, Excerpt: d.text(line)}
}

// problem makes an error at an offset of the body.
func (d *document) problem(offset int, code, text, hint string) diag.Problem {
	line, col := d.at(d.body + offset)
	return d.problemAt(line, col, code, text, hint)
}

// scope is what the parsers of one document write to.
type scope struct {
	site     *site
	doc      *document
	problems *diag.List
}

var scopeKey = parser.NewContextKey()

func scopeOf(pc parser.Context) *scope { return pc.Get(scopeKey).(*scope) }

func (sc *scope) problem(offset int, code, text, hint string) {
	sc.problems.Add(sc.doc.problem(offset, code, text, hint))
}

func (sc *scope) malformed(offset int, err *lexError) {
	sc.problem(offset, "malformed-shortcode", err.text, err.hint)
}

// newRef checks a call and makes it a reference; nil where it is wrong. offset places an offset in the call.
func (sc *scope) newRef(c call, offset func(int) int, inline bool) *Ref {
	errs := c.check(sc.site.specs, inline)
	for _, e := range errs {
		sc.problem(offset(e.at), e.code, e.text, e.hint)
	}
	if len(errs) > 0 {
		return nil
	}
	line, col := sc.doc.at(sc.doc.body + offset(0))
	ref := &Ref{Name: c.name, Args: []string{}, Named: []Pair{}, File: sc.doc.file, Line: line, Col: col, Inline: inline}
	for _, a := range c.args {
		if a.key == "" {
			ref.Args = append(ref.Args, a.value)
		} else {
			ref.Named = append(ref.Named, Pair{a.key, a.value})
		}
	}
	return ref
}

// parse makes the tree of a document's body. n numbers included documents from 1; 0 is the page's own.
func (s *site) parse(d *document, n int, problems *diag.List) {
	pc := parser.NewContext()
	pc.Set(scopeKey, &scope{site: s, doc: d, problems: problems})
	d.root = s.md.parser.Parse(text.NewReader(d.source()), parser.WithContext(pc))
	if doc, ok := d.root.(*ast.Document); ok && n > 0 {
		doc.AddMeta(footnoteMeta, fmt.Sprintf("i%d-", n))
	}
}
