package check

import (
	"fmt"
	"path"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/page"
)

// file returns the finished file that a path means: itself, or the index of the folder.
func (s *site) file(to string) (*file, bool) {
	if f, ok := s.files[to]; ok {
		return f, true
	}
	f, ok := s.files[path.Join(to, "index.html")]
	return f, ok
}

// each calls visit for every link or image within the site, in order.
func (s *site) each(image bool, visit func(from string, r ref)) {
	for _, name := range s.order {
		for _, r := range s.files[name].refs {
			if r.image == image {
				visit(name, r)
			}
		}
	}
}

func brokenLinks(s *site) []finding {
	var out []finding
	s.each(false, func(from string, r ref) {
		if _, ok := s.file(r.to); ok && !r.outside {
			return
		}
		out = append(out, s.broken(from, r, "the link %q leads nowhere", diag.DidYouMean(strings.TrimSuffix(r.to, "/index.html"), s.pageNames())))
	})
	return out
}

func brokenImages(s *site) []finding {
	var out []finding
	s.each(true, func(from string, r ref) {
		if _, ok := s.files[r.to]; ok && !r.outside {
			return
		}
		out = append(out, s.broken(from, r, "there is no image %q", "put it below content/"))
	})
	return out
}

// brokenAnchors looks for the element that an address names. "#" and "#top" are the top of any page.
func brokenAnchors(s *site) []finding {
	var out []finding
	s.each(false, func(from string, r ref) {
		f, ok := s.file(r.to)
		if !ok || r.outside || r.anchor == "" || r.anchor == "top" || f.ids == nil {
			return
		}
		if _, ok := f.ids[r.anchor]; ok {
			return
		}
		var ids []string
		for id := range f.ids {
			ids = append(ids, id)
		}
		hint := "anchors are the headings' words in lower case, joined by hyphens"
		if n := diag.Nearest(r.anchor, ids); n != "" {
			hint = fmt.Sprintf("did you mean %q?", "#"+n)
		}
		out = append(out, s.broken(from, r, "the link %q leads to no heading or figure of its page", hint))
	})
	return out
}

// broken stands at the line of Markdown that has the link, else at the finished file.
func (s *site) broken(from string, r ref, text, hint string) finding {
	f := finding{file: from, Problem: diag.Problem{Text: fmt.Sprintf(text, r.raw), Hint: hint, Value: r.raw}}
	if r.outside {
		f.Hint = "it leads out of the site; write links relative to the page"
	}
	for _, p := range s.Pages {
		if p.Path+"index.html" != from {
			continue
		}
		links := p.Links
		if r.image {
			links = p.Images
		}
		for _, l := range links {
			if leadsTo(p, l, r) || r.image && imageAt(l) == r.to {
				f.File, f.Line, f.Column = l.File, l.Line, l.Col
				return f
			}
		}
	}
	return f
}

// leadsTo reports whether a link of a page is the one that the finished file has.
func leadsTo(p *page.Page, l page.Link, r ref) bool {
	if l.Dest == r.raw {
		return true
	}
	target, anchor, _ := strings.Cut(l.Dest, "#")
	to := path.Join("/"+p.Path, unescape(target))
	if strings.HasPrefix(target, "/") {
		to = path.Clean(unescape(target))
	}
	to = strings.Trim(strings.TrimSuffix(to, "index.html"), "/")
	return unescape(anchor) == r.anchor && to == strings.Trim(strings.TrimSuffix(r.to, "index.html"), "/")
}

// imageAt is where an image of content/ stands in the site.
func imageAt(l page.Link) string {
	if strings.HasPrefix(l.Dest, "/") {
		return unescape(l.Dest[1:])
	}
	return strings.TrimPrefix(path.Join(path.Dir(l.File), unescape(l.Dest)), page.Content+"/")
}
