package page

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"

	"likewise/generator/diag"
)

// An author links pages by their files, [the funnel](funnel.md#steps), as editors and code hosts follow them. Where
// a page stands in the site is known when all are read: then the links are rewritten.

// pageLink is a link to a Markdown file.
type pageLink struct {
	node   *ast.Link
	at     int // index in Page.Links
	doc    *document
	file   string // below the site folder: "content/funnel.md"; "" where the link leaves content/
	suffix string // ?query and #fragment
}

// linkedFile reads a target that names a Markdown file, relative to the file it is written in; a leading slash is
// content/.
func linkedFile(from, dest string) (file, suffix string, ok bool) {
	target := dest
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		target, suffix = dest[:i], dest[i:]
	}
	if external(dest) || !strings.HasSuffix(target, ".md") {
		return "", "", false
	}
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	if strings.HasPrefix(target, "/") {
		file = path.Join(Content, target)
	} else {
		file = path.Join(path.Dir(from), target)
	}
	if !strings.HasPrefix(file, Content+"/") {
		file = ""
	}
	return file, suffix, true
}

// linkPages points links to Markdown files at the pages made of them.
func linkPages(pages []*Page, problems *diag.List) {
	paths := map[string]string{}
	names := []string{}
	for _, p := range pages {
		paths[p.Source] = p.Path
		names = append(names, strings.TrimPrefix(p.Source, Content+"/"))
	}
	for _, p := range pages {
		for _, l := range p.toPages {
			link := &p.Links[l.at]
			to, known := paths[l.file]
			if !known {
				wanted := strings.TrimPrefix(l.file, Content+"/")
				problems.Add(l.doc.problemAt(link.Line, link.Col, "unknown-page", fmt.Sprintf("no page is made of %q", link.Dest), diag.DidYouMean(wanted, names)))
				continue
			}
			link.Dest = Relative(p.Path, to) + l.suffix
			if to == p.Path && strings.HasPrefix(l.suffix, "#") {
				link.Dest = l.suffix
			}
			l.node.Destination = []byte(escapeTarget(link.Dest))
		}
	}
}

// Relative is the address of a page seen from another, both as in [Page.Path]: "../../b/index.html". It names the
// file, so that it also works where no server adds it.
func Relative(from, to string) string {
	return strings.Repeat("../", strings.Count(from, "/")) + to + "index.html"
}

// escapeTarget keeps a resolved address from being resolved again.
func escapeTarget(s string) string {
	return strings.NewReplacer(`\`, `\\`, "&", "&amp;").Replace(s)
}
