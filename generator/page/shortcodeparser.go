package page

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Shortcodes are read by goldmark parsers, not by a search before it: so code spans and fences keep theirs as
// text, and each knows its place in the file. A line that holds nothing but block shortcodes is a block, also
// right below a paragraph; everything else is read within text.

var (
	kindShortcode      = ast.NewNodeKind("Shortcode")
	kindShortcodeBlock = ast.NewNodeKind("ShortcodeBlock")
)

// shortcode is one reference within text.
type shortcode struct {
	ast.BaseInline
	ref *Ref
}

func (n *shortcode) Kind() ast.NodeKind            { return kindShortcode }
func (n *shortcode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// shortcodeBlock is a line (or more) of block shortcodes.
type shortcodeBlock struct {
	ast.BaseBlock
	refs     []*Ref
	included []*document // parallel to refs; nil for all but include
	pending  pieces      // while a shortcode runs over lines
	open     bool
}

func (n *shortcodeBlock) Kind() ast.NodeKind            { return kindShortcodeBlock }
func (n *shortcodeBlock) IsRaw() bool                   { return true }
func (n *shortcodeBlock) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// callLines bounds the lines one shortcode may run over, so that an unclosed one costs little.
const callLines = 100

// pieces is text gathered over lines, with the source offset of each.
type pieces struct {
	text   []byte
	starts []int // offsets in text
	source []int // offsets in the source
}

func (p *pieces) add(line []byte, seg text.Segment) {
	p.starts = append(p.starts, len(p.text))
	p.source = append(p.source, seg.Start-seg.Padding)
	p.text = append(p.text, line...)
}

// offset turns an offset in the gathered text into one in the source.
func (p *pieces) offset(at int) int {
	i := len(p.starts) - 1
	for i > 0 && p.starts[i] > at {
		i--
	}
	return p.source[i] + at - p.starts[i]
}

type shortcodeBlockParser struct{}

func (shortcodeBlockParser) Trigger() []byte             { return []byte{'{'} }
func (shortcodeBlockParser) CanInterruptParagraph() bool { return true }
func (shortcodeBlockParser) CanAcceptIndentedLine() bool { return false }

func (shortcodeBlockParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || !startsBlock(line[at:], scopeOf(pc).site.specs) {
		return nil, parser.NoChildren
	}
	n := &shortcodeBlock{}
	n.pending.add(line[at:], text.NewSegment(seg.Start-seg.Padding+at, seg.Stop))
	n.advance(scopeOf(pc))
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (shortcodeBlockParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*shortcodeBlock)
	line, seg := reader.PeekLine()
	if !n.open || len(bytes.TrimSpace(line)) == 0 || len(n.pending.starts) == callLines {
		return parser.Close
	}
	n.pending.add(line, seg)
	n.advance(scopeOf(pc))
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

func (shortcodeBlockParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	if n := node.(*shortcodeBlock); n.open {
		_, err := lexCall(string(n.pending.text))
		scopeOf(pc).malformed(n.pending.offset(err.at), err)
	}
}

// startsBlock reports whether a line is nothing but block shortcodes, the last perhaps unfinished.
func startsBlock(line []byte, specs []ShortcodeSpec) bool {
	for s := strings.TrimSpace(string(line)); s != ""; s = strings.TrimSpace(s) {
		if !strings.HasPrefix(s, shortOpen) || strings.HasPrefix(s, shortEscape) {
			return false
		}
		c, err := lexCall(s)
		if spec := specNamed(specs, c.name); spec != nil && spec.Inline {
			return false
		}
		if err != nil {
			return c.name != ""
		}
		s = s[c.end:]
	}
	return true
}

// advance reads the shortcodes that are complete in the pending text.
func (n *shortcodeBlock) advance(sc *scope) {
	n.open = false
	s := string(n.pending.text)
	for at := 0; ; {
		at += len(s[at:]) - len(strings.TrimLeft(s[at:], " \t\r\n"))
		switch {
		case at == len(s):
			return
		case !strings.HasPrefix(s[at:], shortOpen):
			sc.problem(n.pending.offset(at), "shortcode-place", "text behind a block shortcode", "put the shortcode alone on its line")
			return
		}
		c, err := lexCall(s[at:])
		if err != nil && err.more {
			n.open = true
			n.pending.drop(at)
			return
		}
		if err != nil {
			sc.malformed(n.pending.offset(at+err.at), err)
			return
		}
		if ref := sc.newRef(c, func(off int) int { return n.pending.offset(at + off) }, false); ref != nil {
			n.refs = append(n.refs, ref)
			n.included = append(n.included, nil)
		}
		at += c.end
	}
}

// drop forgets the first n bytes of the gathered text.
func (p *pieces) drop(n int) {
	rest := pieces{text: p.text[n:]}
	for i, start := range p.starts {
		end := len(p.text)
		if i+1 < len(p.starts) {
			end = p.starts[i+1]
		}
		if end > n {
			rest.starts = append(rest.starts, max(start-n, 0))
			rest.source = append(rest.source, p.source[i]+max(n-start, 0))
		}
	}
	*p = rest
}

type shortcodeInlineParser struct{}

func (shortcodeInlineParser) Trigger() []byte { return []byte{'{'} }

func (shortcodeInlineParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	sc := scopeOf(pc)
	switch {
	case bytes.HasPrefix(line, []byte(shortEscape)):
		return parseEscaped(line, block)
	case bytes.HasPrefix(line, []byte(shortOther)):
		sc.problem(seg.Start, "malformed-shortcode", "shortcodes are written {{< name >}}, not {{% name %}}", "replace the percent signs")
		return nil
	case !bytes.HasPrefix(line, []byte(shortOpen)):
		return nil
	}
	var p pieces
	c, err := gather(block, &p)
	if err != nil {
		sc.malformed(p.offset(err.at), err)
		return nil
	}
	n := &shortcode{ref: sc.newRef(c, p.offset, true)}
	n.SetPos(seg.Start)
	return n
}

// parseEscaped shows {{</* name */>}} as {{< name >}}.
func parseEscaped(line []byte, block text.Reader) ast.Node {
	inner, _, found := bytes.Cut(line[len(shortEscape):], []byte("*/"+shortClose))
	if !found {
		return nil
	}
	block.Advance(len(shortEscape) + len(inner) + len("*/") + len(shortClose))
	n := ast.NewString([]byte(shortOpen + string(inner) + shortClose))
	n.SetRaw(true)
	return n
}

// gather reads one shortcode from the block, over lines where it must, and moves the reader behind it.
func gather(block text.Reader, p *pieces) (call, *lexError) {
	startLine, startPos := block.Position()
	for {
		line, seg := block.PeekLine()
		if line == nil || len(p.starts) == callLines {
			block.SetPosition(startLine, startPos)
			return lexCall(string(p.text))
		}
		before := len(p.text)
		p.add(line, seg)
		c, err := lexCall(string(p.text))
		switch {
		case err == nil:
			block.Advance(c.end - before)
			return c, nil
		case !err.more:
			block.SetPosition(startLine, startPos)
			return c, err
		}
		block.AdvanceLine()
	}
}
