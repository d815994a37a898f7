package page

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"likewise/generator/diag"
)

const (
	maxFile     = 1 << 20 // bytes of one Markdown file
	maxIncludes = 256     // files one page may take in, counted with repeats
)

// include reads the file that a reference names, a path below content/. It returns nil where it cannot.
func (c *collector) include(d *document, ref *Ref) *document {
	bad := func(text, hint string) *document {
		c.problems.Add(d.problemAt(ref.Line, ref.Col, "include", text, hint))
		return nil
	}
	name := ref.Arg(0)
	file := path.Join(Content, name)
	switch {
	case !fs.ValidPath(name) || name == ".":
		return bad(fmt.Sprintf("include %q is no path below %s/", name, Content), `write a path such as "notes/caveat.md", without ".." or a leading "/"`)
	case path.Ext(name) != ".md":
		return bad(fmt.Sprintf("include %q is not Markdown", name), "only .md files are included")
	case slices.Contains(c.chain, file):
		return bad(fmt.Sprintf("%s includes itself", file), strings.Join(append(slices.Clone(c.chain), file), " -> "))
	case c.included >= maxIncludes:
		return bad(fmt.Sprintf("more than %d files are included in %s", maxIncludes, c.page.Source), "")
	}
	inner, err := c.site.open(file, c.problems)
	if errors.Is(err, fs.ErrNotExist) {
		return bad(fmt.Sprintf("no file %q to include", file), diag.DidYouMean(name, c.site.markdownFiles()))
	}
	if err != nil {
		return bad(fmt.Sprintf("include %q: %v", name, err), "")
	}
	if inner == nil {
		return nil
	}
	_, _, _, inner.body, _ = splitFront(inner.src)
	c.site.parts[file] = true
	c.included++
	c.document(inner)
	return inner
}

// open reads a file into a document. A file that is too large or not UTF-8 is a problem, and nil.
func (s *site) open(file string, problems *diag.List) (*document, error) {
	src, err := fs.ReadFile(s.fsys, file)
	if err != nil {
		return nil, err
	}
	if len(src) > maxFile {
		problems.Errorf("too-large", file, 0, 0, "%d bytes are more than a page may have (%d)", len(src), maxFile)
		return nil, nil
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	d := &document{lines: newLines(src), file: file}
	if at := invalidUTF8(src); at >= 0 {
		line, col := d.at(at)
		problems.Add(diag.Problem{Code: "not-utf8", File: file, Line: line, Column: col, Text: fmt.Sprintf("byte %#x is not UTF-8", src[at]), Hint: "save the file as UTF-8"})
		return nil, nil
	}
	return d, nil
}

func invalidUTF8(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
