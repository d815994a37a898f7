package render

import (
	"fmt"
	"html"
	"html/template"
	"path"
	"regexp"
	"slices"
	"strings"

	"likewise/generator/diag"
)

// linkTargets resolves the links to folders of this site that the author wrote: "../funnel/", "/posts/". (Links to
// Markdown files are page's business.) It returns what each becomes; a link to a page that does not exist is a problem
// at its place.
func (b *binding) linkTargets(problems *diag.List) map[string]string {
	targets := map[string]string{}
	for _, l := range b.page.Links {
		to, ok := b.target(l.Dest)
		if !ok {
			problems.Add(diag.Problem{Code: "broken-link", File: l.File, Line: l.Line, Column: l.Col,
				Text: fmt.Sprintf("no page for the link %q", l.Dest), Hint: diag.DidYouMean(strings.Trim(l.Dest, "./"), b.linkable())})
			continue
		}
		targets[l.Dest] = to
	}
	return targets
}

// target leads to index.html of the page or post meant. Anchors, files and other sites stay as they are; files are
// looked at when the finished site is checked.
func (b *binding) target(dest string) (string, bool) {
	file, anchor, hasAnchor := strings.Cut(dest, "#")
	if hasAnchor {
		anchor = "#" + anchor
	}
	folder := strings.TrimSuffix(file, "index.html")
	switch {
	case file == "" || strings.ContainsAny(file, ":?"):
		return dest, true
	case path.Ext(folder) != "" && !strings.HasSuffix(folder, "/") && strings.HasPrefix(file, "/"):
		return b.root + file[1:] + anchor, true
	case path.Ext(folder) != "" && !strings.HasSuffix(folder, "/"):
		return dest, true
	}
	to := path.Join("/"+b.page.Path, folder)
	if strings.HasPrefix(folder, "/") {
		to = path.Clean(folder)
	}
	if to = strings.TrimPrefix(to+"/", "/"); to == "/" {
		to = ""
	}
	if !b.exists(to) {
		return "", false
	}
	return href(b.root, to) + anchor, true
}

// exists reports whether the site has a page at the path ("", "funnel/").
func (s *site) exists(to string) bool {
	if to == "" || to == monthsPath || to == changedPath && s.hasChanged() {
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
	return slices.ContainsFunc(s.months, func(m month) bool { return m.path == to }) ||
		slices.ContainsFunc(s.sections, func(sec section) bool { return sec.path == to })
}

func (s *site) linkable() []string {
	var out []string
	for _, p := range s.Pages {
		if p.Path != "" {
			out = append(out, strings.Trim(p.Path, "/"))
		}
	}
	return out
}

// heads are the column heads of an author's table, which goldmark leaves without a scope.
var heads = regexp.MustCompile(`<th( align="[a-z]+")?>`)

var hrefs = regexp.MustCompile(`(<a [^>]*?href=")([^"]*)"`)

// relink puts the targets into rendered Markdown, a rel on links that leave the site, and a scope on column heads.
func relink(body template.HTML, targets map[string]string) template.HTML {
	scoped := heads.ReplaceAllString(string(body), `<th scope="col"$1>`)
	return template.HTML(hrefs.ReplaceAllStringFunc(scoped, func(m string) string {
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
