package render

import (
	"fmt"
	"slices"
)

// monthsPath is the list of months; the posts of each month stand below it, so that links lead to every post.
const monthsPath = "posts/month/"

// undated is the name of the month of posts without a date.
const undated = "undated"

// month is the posts of one month, or those without a date.
type month struct {
	name  string // "2026-10"; "undated"
	path  string // "posts/month/2026-10/"
	posts []int
}

// monthsOf splits the posts, given in the order of time, into months; newest month first, undated posts last.
func monthsOf(posts []postRef, order []int) []month {
	var out, dateless []month
	for _, i := range order {
		name := undated
		if t := published(posts[i]); !t.IsZero() {
			name = t.Format("2006-01")
		}
		if n := len(out); n == 0 || out[n-1].name != name {
			out = append(out, month{name: name, path: monthsPath + name + "/"})
		}
		last := &out[len(out)-1]
		last.posts = append(last.posts, i)
	}
	if n := len(out); n > 0 && out[n-1].name == undated {
		out, dateless = out[:n-1], out[n-1:]
	}
	slices.Reverse(out)
	return append(out, dateless...)
}

// planMonths is the list of months and a page for each.
func (s *site) planMonths(p *plan) {
	if len(s.months) == 0 {
		return
	}
	s.planList(p, monthsPath, anyPost, s.monthsList)
	for i := range s.months {
		s.planList(p, s.months[i].path, anyPost, func() *List { return s.monthList(i) })
	}
}

func (s *site) monthsList() *List {
	all := &List{Title: s.words.say("months.title", nil), Kicker: s.words.say("months.kicker", len(s.posts))}
	root := rootOf(monthsPath)
	for _, m := range s.months {
		all.Links = append(all.Links, ListItem{Text: s.monthName(m), URL: href(root, m.path), Detail: s.words.say("months.posts", len(m.posts))})
	}
	return all
}

func (s *site) monthName(m month) string {
	if m.name == undated {
		return s.words.say("months.undated", nil)
	}
	return s.loc.month(m.name)
}

func (s *site) monthTitle(m month) string {
	if m.name == undated {
		return s.words.say("months.one-undated", nil)
	}
	return s.words.say("months.one", s.monthName(m))
}

// monthList is every post of the month in the order of time.
func (s *site) monthList(i int) *List {
	m := s.months[i]
	root := rootOf(m.path)
	l := &List{Title: s.monthTitle(m), Kicker: s.words.say("months.posts", len(m.posts))}
	posts := make([]postRef, len(m.posts))
	for j, n := range m.posts {
		posts[j] = s.posts[n]
	}
	l.Posts = s.postTable(root, s.rankedBy(), posts, s.posts)
	l.Posts.ID = "posts"
	inOrder := "months.table"
	if m.name == undated {
		inOrder = "months.table-undated"
	}
	l.Posts.Title = Heading{2, s.words.say(inOrder, nil)}
	if s.rated(s.Site.Primary) {
		l.Posts.Subtitle = s.words.say("months.rank", nil)
	}
	if i+1 < len(s.months) {
		l.Previous = &Link{Text: s.monthName(s.months[i+1]), URL: href(root, s.months[i+1].path)}
	}
	if i > 0 {
		l.Next = &Link{Text: s.monthName(s.months[i-1]), URL: href(root, s.months[i-1].path)}
	}
	l.Links = []ListItem{{Text: s.words.say("months.title", nil), URL: href(root, monthsPath)}}
	return l
}

// planList is the page of a list; current is its place in the navigation.
func (s *site) planList(p *plan, path, current string, list func() *List) {
	p.add(path+"index.html", fmt.Sprintf("list %q", path), tried("layout", func() ([]byte, error) {
		l := list()
		v, err := s.view("list", rootOf(path), current, l.Title, l)
		if err != nil {
			return nil, err
		}
		v.Canonical = s.canonical(path)
		return s.layouts.page("list", v)
	}))
}
