package page

import (
	"errors"
	"fmt"
	stdhtml "html"
	"html/template"
	"strings"

	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/yuin/goldmark"
	highlighting "github.com/yuin/goldmark-highlighting/v2"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"likewise/generator/diag"
)

// HTML renders the page's body. bind is called once for each of p.Refs, in order, and returns trusted HTML for it;
// its error stands at the reference (a diag.Problem keeps its code and hint) and in the page where the figure
// would be. HTML may be called again, and for several pages at a time.
func (p *Page) HTML(bind func(*Ref) (template.HTML, error)) (template.HTML, diag.List) {
	w := &bodyWriter{bind: bind, unsafe: p.unsafe}
	w.renderer = w.newRenderer()
	var b strings.Builder
	if err := w.renderer.Render(&b, p.doc.source(), p.doc.root); err != nil {
		w.problems.Errorf("render", p.Source, 0, 0, "%v", err)
	}
	w.problems.Sort()
	return template.HTML(b.String()), w.problems
}

// bodyWriter renders the nodes that are ours, one page at a time.
type bodyWriter struct {
	bind     func(*Ref) (template.HTML, error)
	unsafe   bool
	renderer renderer.Renderer
	problems diag.List
}

func (w *bodyWriter) newRenderer() renderer.Renderer {
	options := []renderer.Option{renderer.WithNodeRenderers(util.Prioritized(w, 10))}
	if w.unsafe {
		options = append(options, html.WithUnsafe())
	}
	highlight := highlighting.NewHighlighting(highlighting.WithFormatOptions(chromahtml.WithClasses(true)))
	md := goldmark.New(goldmark.WithExtensions(append(extensions(), highlight)...), goldmark.WithRendererOptions(options...))
	return md.Renderer()
}

// RegisterFuncs names the nodes that are rendered here.
func (w *bodyWriter) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindShortcode, w.shortcode)
	reg.Register(kindShortcodeBlock, w.shortcodeBlock)
	reg.Register(kindQueryBlock, w.queryBlock)
	reg.Register(ast.KindBlockquote, w.blockquote)
	if !w.unsafe {
		reg.Register(ast.KindHTMLBlock, w.htmlBlock)
		reg.Register(ast.KindRawHTML, w.rawHTML)
	}
}

func (w *bodyWriter) shortcode(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if ref := n.(*shortcode).ref; entering && ref != nil {
		_, _ = out.WriteString(w.bound(ref))
	}
	return ast.WalkSkipChildren, nil
}

// shortcodeBlock puts several figures of one line side by side.
func (w *bodyWriter) shortcodeBlock(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*shortcodeBlock)
	if !entering {
		return ast.WalkContinue, nil
	}
	if len(n.refs) > 1 {
		_, _ = out.WriteString("<div class=\"row\">\n")
	}
	for i, ref := range n.refs {
		switch inner := n.included[i]; {
		case inner != nil:
			if err := w.renderer.Render(out, inner.source(), inner.root); err != nil {
				return ast.WalkStop, err
			}
		case ref.Name != include:
			_, _ = out.WriteString(w.bound(ref) + "\n")
		}
	}
	if len(n.refs) > 1 {
		_, _ = out.WriteString("</div>\n")
	}
	return ast.WalkContinue, nil
}

// queryBlock shows the SQL where the author asks for it, then what bind makes of the query.
func (w *bodyWriter) queryBlock(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	ref := n.(*queryBlock).ref
	switch {
	case !entering: // reached also where the children are skipped
		_, _ = out.WriteString(w.bound(ref) + "\n")
	case !ref.Query.Show:
		return ast.WalkSkipChildren, nil
	}
	return ast.WalkContinue, nil
}

// bound asks for a reference's HTML; an error becomes a problem, and is shown in its place.
func (w *bodyWriter) bound(ref *Ref) string {
	h, err := w.bind(ref)
	if err == nil {
		return string(h)
	}
	p := diag.Problem{}
	if !errors.As(err, &p) {
		p = diag.Problem{Code: "bind", Text: err.Error()}
	}
	if p.File == "" {
		p.File, p.Line, p.Column = ref.File, ref.Line, ref.Col
	}
	w.problems.Add(p)
	tag := "div"
	if ref.Inline {
		tag = "span"
	}
	return fmt.Sprintf("<%s class=\"problem\">%s</%s>", tag, stdhtml.EscapeString(p.Error()), tag)
}

func (w *bodyWriter) blockquote(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	value, _ := n.AttributeString(alertAttribute)
	kind, isAlert := value.(string)
	switch {
	case entering && isAlert:
		fmt.Fprintf(out, "<aside class=\"alert alert-%s\">\n<p class=\"alert-title\">%s</p>\n", kind, strings.ToUpper(kind[:1])+kind[1:])
	case entering:
		_, _ = out.WriteString("<blockquote>\n")
	case isAlert:
		_, _ = out.WriteString("</aside>\n")
	default:
		_, _ = out.WriteString("</blockquote>\n")
	}
	return ast.WalkContinue, nil
}

// htmlBlock shows markup as text; comments are left out.
func (w *bodyWriter) htmlBlock(out util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.HTMLBlock)
	if !entering || n.HTMLBlockType == ast.HTMLBlockType2 {
		return ast.WalkContinue, nil
	}
	text := n.Lines().Value(source)
	if n.HasClosure() {
		text = append(text, n.ClosureLine.Value(source)...)
	}
	fmt.Fprintf(out, "<p class=\"raw\">%s</p>\n", util.EscapeHTML(trimRight(text)))
	return ast.WalkContinue, nil
}

func (w *bodyWriter) rawHTML(out util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.RawHTML)
	if text := n.Segments.Value(source); entering && !isComment(text) {
		_, _ = out.Write(util.EscapeHTML(text))
	}
	return ast.WalkSkipChildren, nil
}

func trimRight(b []byte) []byte { return []byte(strings.TrimRight(string(b), " \t\r\n")) }
