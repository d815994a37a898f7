package render

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"likewise/generator/page"
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
		Read, Rejected string
	}{s.loc.day(s.Report.AsOf), len(s.Report.Sources), s.loc.count(read), s.loc.count(rejected)})
	for _, p := range topPages(s.Pages) {
		f.Nav = append(f.Nav, Link{Text: navLabel(p), URL: href(root, p.Path), Current: ariaCurrent(p.Path, current)})
	}
	if s.hasMethods {
		f.Methods = href(root, s.methods)
	}
	if len(s.months) > 0 {
		f.Months = href(root, monthsPath)
	}
	return f
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

// topPages are the pages at the top of the site in the order of the navigation: home, then by weight, then by title.
// A page with nav = "-" among its [params] is left out.
func topPages(pages []*page.Page) []*page.Page {
	var out []*page.Page
	for _, p := range pages {
		if strings.Count(p.Path, "/") <= 1 && p.Front.Params["nav"] != "-" && p.Front.Layout != "404" {
			out = append(out, p)
		}
	}
	weight := func(p *page.Page) int {
		if p.Front.Weight == 0 {
			return 1 << 30
		}
		return p.Front.Weight
	}
	slices.SortStableFunc(out, func(a, b *page.Page) int {
		if (a.Path == "") != (b.Path == "") {
			return cmp.Compare(len(a.Path), len(b.Path))
		}
		return cmp.Or(cmp.Compare(weight(a), weight(b)), cmp.Compare(a.Front.Title, b.Front.Title), cmp.Compare(a.Path, b.Path))
	})
	return out
}

// navLabel is the short name that [params] nav gives, else the title.
func navLabel(p *page.Page) string {
	if n := line(p.Front.Params["nav"]); n != "" {
		return n
	}
	return line(p.Front.Title)
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
