package render

import (
	"fmt"
	"html"
	"html/template"
	"path"
	"regexp"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/page"
)

// linkTargets resolves the links that the author wrote to pages of this site: "funnel.md", "../funnel/", "/posts/".
// It returns what each becomes; a link to a page that does not exist is a problem at its place.
func (b *binding) linkTargets(out *writer) map[string]string {
	targets := map[string]string{}
	for _, l := range b.page.Links {
		to, ok := b.target(l)
		if !ok {
			out.fail(diag.Problem{Code: "broken-link", File: l.File, Line: l.Line, Column: l.Col,
				Text: fmt.Sprintf("no page for the link %q", l.Dest), Hint: diag.DidYouMean(strings.Trim(l.Dest, "./"), b.linkable())})
			continue
		}
		targets[l.Dest] = to
	}
	return targets
}

// target leads to index.html of the page or post meant. Anchors, files and other sites stay as they are.
func (b *binding) target(l page.Link) (string, bool) {
	dest, anchor, hasAnchor := strings.Cut(l.Dest, "#")
	if hasAnchor {
		anchor = "#" + anchor
	}
	if dest == "" || strings.Contains(dest, ":") || strings.Contains(dest, "?") {
		return l.Dest, true
	}
	if ext := path.Ext(dest); ext == ".md" {
		source := path.Join(path.Dir(l.File), dest)
		if strings.HasPrefix(dest, "/") {
			source = path.Join(page.Content, dest)
		}
		for _, p := range b.Pages {
			if p.Source == source {
				return href(b.root, b.published(p)) + anchor, true
			}
		}
		return "", false
	} else if ext != "" && !strings.HasSuffix(dest, "/") {
		if strings.HasPrefix(dest, "/") {
			dest = b.root + dest[1:]
		}
		return dest + anchor, true // a file: the check of links looks at it
	}
	to := path.Join("/"+b.page.Path, dest)
	if strings.HasPrefix(dest, "/") {
		to = path.Clean(dest)
	}
	to = strings.TrimPrefix(to+"/", "/")
	if to == "/" {
		to = ""
	}
	if !b.exists(to) {
		return "", false
	}
	return href(b.root, to) + anchor, true
}

// published is where a page's text is found: its own path, or the post that it comments on.
func (s *site) published(p *page.Page) string {
	if isCommentary(p) {
		if i, ok := s.postOf(p); ok {
			return s.posts[i].Path
		}
	}
	return p.Path
}

// exists reports whether the site has a page at the path ("", "funnel/").
func (s *site) exists(to string) bool {
	if to == "" || to == monthsPath {
		return true
	}
	if slug, ok := strings.CutPrefix(strings.TrimSuffix(to, "/"), "posts/"); ok {
		if _, ok := s.bySlug[slug]; ok {
			return true
		}
	}
	for _, p := range s.Pages {
		if p.Path == to {
			return true
		}
	}
	for _, m := range s.months {
		if m.path == to {
			return true
		}
	}
	return false
}

func (s *site) linkable() []string {
	var out []string
	for _, p := range s.Pages {
		out = append(out, strings.Trim(p.Path, "/"))
	}
	return out
}

var hrefs = regexp.MustCompile(`(<a [^>]*?href=")([^"]*)"`)

// relink puts the targets into rendered Markdown, and a rel on links that leave the site.
func relink(body template.HTML, targets map[string]string) template.HTML {
	return template.HTML(hrefs.ReplaceAllStringFunc(string(body), func(m string) string {
		parts := hrefs.FindStringSubmatch(m)
		dest := html.UnescapeString(parts[2])
		if strings.HasPrefix(dest, "http:") || strings.HasPrefix(dest, "https:") {
			if strings.Contains(m, "rel=") {
				return m
			}
			return m + ` rel="noopener noreferrer"`
		}
		if to, ok := targets[dest]; ok {
			return parts[1] + html.EscapeString(to) + `"`
		}
		return m
	}))
}
