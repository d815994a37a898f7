package render

import (
	"cmp"
	"slices"
	"strings"

	"likewise/generator/page"
)

// section is a folder of pages for which the author wrote no page of its own, "reports/" say: it gets a list.
type section struct {
	path  string
	pages []*page.Page // newest first, then by title
}

// sectionsOf finds the folders at the top of the site that hold pages but are none.
func sectionsOf(pages []*page.Page) []section {
	byPath := map[string][]*page.Page{}
	for _, p := range pages {
		if first, rest, _ := strings.Cut(p.Path, "/"); rest != "" && first+"/" != postsPage && !isCommentary(p) {
			byPath[first+"/"] = append(byPath[first+"/"], p)
		}
	}
	for _, p := range pages {
		delete(byPath, p.Path)
	}
	var out []section
	for path, members := range byPath {
		slices.SortFunc(members, func(a, b *page.Page) int {
			return cmp.Or(b.Front.Date.Compare(a.Front.Date), cmp.Compare(a.Front.Title, b.Front.Title), cmp.Compare(a.Path, b.Path))
		})
		out = append(out, section{path, members})
	}
	slices.SortFunc(out, func(a, b section) int { return cmp.Compare(a.path, b.path) })
	return out
}

// title is the folder's name as a title: "reports/" is "Reports".
func (s section) title() string {
	return upperFirst(strings.ReplaceAll(strings.TrimSuffix(s.path, "/"), "-", " "))
}

// weight is that of its lightest page.
func (s section) weight() int {
	least := weightOf(s.pages[0])
	for _, p := range s.pages {
		least = min(least, weightOf(p))
	}
	return least
}

// planSections are the lists of pages.
func (s *site) planSections(p *plan) {
	for _, sec := range s.sections {
		s.planList(p, sec.path, sec.path, sec.list)
	}
}

func (s section) list() *List {
	root := rootOf(s.path)
	l := &List{Title: s.title()}
	for _, p := range s.pages {
		item := ListItem{Text: line(p.Front.Title), URL: href(root, p.Path), Detail: line(p.Front.Description)}
		l.Links = append(l.Links, item)
	}
	return l
}

// navItem is a place in the navigation.
type navItem struct {
	label, path string
	weight      int
}

// navigation lists what stands at the top of the site: home, then by weight, then by title. A page with nav = "-" among
// its [params] is left out, any other text there is its short name.
func (s *site) navigation(pages []*page.Page, sections []section) []navItem {
	var out []navItem
	for _, p := range pages {
		if nav := line(p.Front.Params["nav"]); strings.Count(p.Path, "/") <= 1 && nav != "-" {
			out = append(out, navItem{cmp.Or(nav, s.labelOf(p)), p.Path, weightOf(p)})
		}
	}
	for _, sec := range sections {
		out = append(out, navItem{sec.title(), sec.path, sec.weight()})
	}
	slices.SortStableFunc(out, func(a, b navItem) int {
		if (a.path == "") != (b.path == "") {
			return cmp.Compare(len(a.path), len(b.path))
		}
		return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.label, b.label), cmp.Compare(a.path, b.path))
	})
	return out
}

// labelOf is what a link to the page is called; the home page may have no title, and its name in the path is empty.
func (s *site) labelOf(p *page.Page) string {
	return cmp.Or(line(p.Front.Title), s.words.say("frame.home", nil))
}

// weightOf is the page's weight; one without stands behind all that have one.
func weightOf(p *page.Page) int {
	if p.Front.Weight == 0 {
		return 1 << 30
	}
	return p.Front.Weight
}
