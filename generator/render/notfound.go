package render

import (
	"net/url"
	"strings"
)

func (s *site) planNotFound(p *plan) { p.add("404.html", "404", tried("layout", s.notFoundPage)) }

// notFoundPage is 404.html. A host shows it at any address, however deep, so its links begin at the root of the
// host: with the path of the base URL.
func (s *site) notFoundPage() ([]byte, error) {
	root := basePath(s.Site.BaseURL)
	nf := &NotFound{}
	for _, n := range s.nav {
		nf.Links = append(nf.Links, Link{Text: n.label, URL: href(root, n.path)})
	}
	v, err := s.view("404", root, "404.html", s.words.say("notfound.title", nil), nf)
	if err != nil {
		return nil, err
	}
	return s.layouts.page("404", v)
}

// basePath is the path of the base URL, with a slash at both ends: "/report/", or "/".
func basePath(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "/"
	}
	p := strings.Trim(u.EscapedPath(), "/")
	if p == "" {
		return "/"
	}
	return "/" + p + "/"
}
