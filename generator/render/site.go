package render

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"likewise/generator/model"
	"likewise/generator/page"
)

// site is everything that pages share, made once and only read afterwards.
type site struct {
	Input
	look
	posts      []postRef
	bySlug     map[string]int
	axes       map[axisKey]axis
	metrics    []model.Metric // of the data, in the catalogue's order
	groups     groupRanks
	shared     map[rankKey]int // how many posts have the rank
	sections   []section
	nav        []navItem
	months     []month
	methods    string // path of the page with the account of the files
	hasMethods bool
	bound      []*binding       // the pages
	commentary map[int]*binding // post -> the author's words about it
	order      []int            // posts by time
	place      []int            // of each post in order
	frames     *sync.Map        // frameKey -> frame, for pages at one depth share their header and footer
}

// look is what a site says and shows apart from its numbers and the author's text.
type look struct {
	loc     *locale
	words   *words
	layouts *layouts
	assets  *assets
}

// readWords is the part of a look that sentences need.
func readWords(in Input) (l look, err error) {
	l.loc = newLocale(in.Site.Language, in.Site.Currency)
	l.words, err = loadWords(in.Layouts, in.Site.Language, wordFuncs(l.loc))
	return l, err
}

func readLook(in Input) (look, error) {
	l, err := readWords(in)
	if err != nil {
		return l, err
	}
	if l.layouts, err = loadLayouts(in.Layouts, l.words); err != nil {
		return l, err
	}
	l.assets, err = loadAssets(in.Layouts)
	return l, err
}

// postRef is a post with what links to it need.
type postRef struct {
	*model.Post
	Title string // never empty, one line, safe to print
	Slug  string // unique, one path element
	Path  string // "posts/<slug>/"
	index int    // in the report
}

func newSite(in Input) (*site, error) {
	l, err := readLook(in)
	if err != nil {
		return nil, err
	}
	return newSiteIn(l, in), nil
}

func newSiteIn(l look, in Input) *site {
	in.Site.Title, in.Site.Notice = line(in.Site.Title), line(in.Site.Notice)
	s := &site{Input: in, look: l}
	s.posts, s.bySlug = s.postRefs()
	s.axes = s.makeAxes()
	for _, n := range s.metricNames() {
		s.metrics = append(s.metrics, model.MetricNamed(n))
	}
	s.groups, s.shared = rankWithinFormat(in.Report.Posts), sharedRanks(in.Report.Posts)
	s.order, s.place = byTime(s.posts)
	s.months = monthsOf(s.posts, s.order)
	return s.with(in.Pages)
}

// with is the site with other pages. What newSiteIn makes is shared; what follows from the pages is made here.
func (s *site) with(pages []*page.Page) *site {
	c := *s
	c.Pages, c.frames, c.commentary = pages, &sync.Map{}, map[int]*binding{}
	c.sections = sectionsOf(pages)
	c.nav = c.navigation(pages, c.sections)
	c.methods, c.hasMethods = methodsPage(pages)
	c.bound = make([]*binding, len(pages))
	for i, p := range pages {
		c.bound[i] = &binding{site: &c, page: p, root: rootOf(p.Path)}
	}
	return &c
}

// speaker is a site that can say sentences and no more.
func speaker(in Input) (s *site, err error) {
	s = &site{Input: in}
	s.look, err = readWords(in)
	return s, err
}

// postRefs gives each post a title and a path of its own, in the report's order.
func (s *site) postRefs() ([]postRef, map[string]int) {
	out := make([]postRef, len(s.Report.Posts))
	bySlug := make(map[string]int, len(out))
	for i := range s.Report.Posts {
		p := &s.Report.Posts[i]
		slug := p.Slug
		if _, taken := bySlug[slug]; taken || !safeSlug(slug) {
			slug = fmt.Sprintf("post-%d", p.Row)
		}
		for n := 2; ; n++ {
			if _, taken := bySlug[slug]; !taken {
				break
			}
			slug = fmt.Sprintf("post-%d-%d", p.Row, n)
		}
		bySlug[slug] = i
		out[i] = postRef{Post: p, Title: s.loc.postTitle(p, s.words), Slug: slug, Path: "posts/" + slug + "/", index: i}
	}
	return out, bySlug
}

// safeSlug reports whether s can be one folder on every file system and clashes with none of ours.
func safeSlug(s string) bool {
	return s != "" && s != "month" && len(s) <= 120 && s == page.Slug(s)
}

// methodsPage is the path of the first page that holds the account of the files, if there is one.
func methodsPage(pages []*page.Page) (string, bool) {
	for _, p := range pages {
		if slices.ContainsFunc(p.Refs, func(r *page.Ref) bool { return r.Name == "sources" }) {
			return p.Path, true
		}
	}
	return "", false
}

// rootOf leads from a page to the top of the site: "" for "", "../" for "funnel/", "../../" for "posts/x/".
func rootOf(pagePath string) string { return strings.Repeat("../", strings.Count(pagePath, "/")) }

// href leads from a page at root to a page of ours. It names index.html, because a reader who opens the files from a
// folder would otherwise get a listing.
func href(root, pagePath string) string { return root + pagePath + "index.html" }
