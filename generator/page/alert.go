package page

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"likewise/generator/diag"
)

// alertKinds are GitHub's.
var alertKinds = [...]string{"note", "tip", "important", "warning", "caution"}

var alertMark = regexp.MustCompile(`^\[!([A-Za-z]+)\]$`)

const alertAttribute = "alert"

// alertTransformer marks a block quote whose first line is [!NOTE] and takes the line out. It works before inlines
// are read, so that the mark is not taken for a link.
type alertTransformer struct{}

func (alertTransformer) Transform(p *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := p.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(p) || p.Lines().Len() == 0 {
		return
	}
	first := p.Lines().At(0)
	m := alertMark.FindSubmatch(bytes.TrimSpace(first.Value(reader.Source())))
	if m == nil {
		return
	}
	kind := strings.ToLower(string(m[1]))
	if !isAlert(kind) {
		scopeOf(pc).problem(first.Start, "unknown-alert", fmt.Sprintf("unknown alert %q", m[1]), diag.DidYouMean(kind, alertKinds[:]))
		return
	}
	quote.SetAttributeString(alertAttribute, kind)
	p.Lines().SetSliced(1, p.Lines().Len())
	if p.Lines().Len() == 0 {
		quote.RemoveChild(quote, p)
	}
}

func isAlert(kind string) bool {
	for _, k := range alertKinds {
		if k == kind {
			return true
		}
	}
	return false
}
