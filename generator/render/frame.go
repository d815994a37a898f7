package render

import (
	"html/template"
	"slices"
	"strings"
)

// frameKey tells pages apart whose header and footer differ.
type frameKey struct{ root, current string }

// frame is a rendered header and footer.
type frame struct{ header, footer template.HTML }

// frame renders header and footer once for each depth and current page.
func (s *site) frame(root, current string) (frame, error) {
	key := frameKey{root, current}
	if f, ok := s.frames.Load(key); ok {
		return f.(frame), nil
	}
	data := s.frameData(root, current)
	header, err := s.layouts.partial("header", data)
	if err != nil {
		return frame{}, err
	}
	footer, err := s.layouts.partial("footer", data)
	if err != nil {
		return frame{}, err
	}
	f, _ := s.frames.LoadOrStore(key, frame{header, footer})
	return f.(frame), nil
}

func (s *site) frameData(root, current string) Frame {
	read, rejected := s.rows()
	f := Frame{Site: s.Site, Home: Link{Text: s.Site.Title, URL: href(root, ""), Current: ariaCurrent("", current)}}
	f.Data = s.words.say("footer.data", struct {
		AsOf           string
		Files          int
		Rows           int
		Read, Rejected string
	}{s.loc.day(s.Report.AsOf), len(s.Report.Sources), int(read), s.loc.count(read), s.loc.count(rejected)})
	for _, n := range s.nav {
		f.Nav = append(f.Nav, Link{Text: n.label, URL: href(root, n.path), Current: ariaCurrent(n.path, current)})
	}
	if s.hasMethods {
		f.Methods = href(root, s.methods)
	}
	if len(s.months) > 0 {
		f.Months = href(root, monthsPath)
	}
	if s.hasChanged() {
		f.Changed = href(root, changedPath)
	}
	return f
}

// framedLike reports whether the frames of both are alike at every page.
func (s *site) framedLike(other *site) bool {
	return slices.Equal(s.nav, other.nav) && s.methods == other.methods && s.hasMethods == other.hasMethods && s.hasChanged() == other.hasChanged()
}

// ariaCurrent says where a link stands to the current page: at it, above it, or elsewhere.
func ariaCurrent(link, current string) string {
	switch {
	case link == current:
		return "page"
	case link != "" && strings.HasPrefix(current, link):
		return "true"
	}
	return ""
}

// view fills in what every layout needs. current is the path of the page, or of any other that stands in the same place of the navigation.
func (s *site) view(kind, root, current, title string, main any) (*View, error) {
	f, err := s.frame(root, current)
	if err != nil {
		return nil, err
	}
	v := &View{Site: s.Site, Kind: kind, Title: title, Root: root, Header: f.header, Footer: f.footer, Main: main}
	v.CSS, v.Script, v.Early, v.Icon = root+s.assets.css, root+s.assets.script, root+s.assets.early, root+s.assets.icon
	return v, nil
}

// canonical is the public address of a page, where the site has one.
func (s *site) canonical(pagePath string) string {
	if safeURL(s.Site.BaseURL) == "" {
		return ""
	}
	return strings.TrimSuffix(s.Site.BaseURL, "/") + "/" + pagePath
}
