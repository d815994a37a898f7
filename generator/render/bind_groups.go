package render

import (
	"cmp"
	"math"
	"slices"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
)

// GroupsView is the four groups: the picture, and every member.
type GroupsView struct {
	Figure *Figure
	Groups []GroupView
}

// GroupView is one group with its members, the best first.
type GroupView struct {
	Title   Heading
	Say     string
	Summary string
	Members Sheet
}

// standing is a post's two rates against the usual, in doublings.
type standing struct {
	post        postRef
	liked, sold float64
	micro, goal float64
	exposure    float64
	sure        bool // it is in its group beyond chance
}

// bindGroups is {{< groups >}}: posts by the first micro-conversion and by the primary conversion, each against what is
// usual for the reach.
func bindGroups(b *binding, r *page.Ref) (fragment, error) {
	all := b.standingsOf()
	if len(all) == 0 {
		return b.nothing(r, "groups.none", b.groupTerms())
	}
	said := b.groupsWords(all)
	fig := &Figure{
		ID:       b.id("groups"),
		Title:    b.heading(r, b.words.say("groups.title", said)),
		Subtitle: b.words.say("groups.subtitle", said),
		Table:    b.groupsTable(),
		Notes:    []string{b.words.say("groups.note", said)},
		Links:    b.rowsLinks(groupsCSV),
	}
	view := &GroupsView{Figure: fig, Groups: b.groupViews(fig.Title, all)}
	return fragment{layout: "groups", data: view, figure: fig, chart: b.groupsChart(fig, all, said)}, nil
}

// standingsOf is every post that is in a group.
func (s *site) standingsOf() []standing {
	var out []standing
	if len(s.Site.Micro) == 0 {
		return nil
	}
	for _, p := range s.posts {
		liked, ok1 := p.Rate(s.Site.Micro[0])
		sold, ok2 := p.Rate(s.Site.Primary)
		if p.Group == "" || !ok1 || !ok2 || !(liked.Baseline > 0) || !(sold.Baseline > 0) {
			continue
		}
		out = append(out, standing{post: p, liked: math.Log2(liked.Shrunk.Value / float64(liked.Baseline)), sold: math.Log2(sold.Shrunk.Value / float64(sold.Baseline)),
			micro: float64(liked.K), goal: float64(sold.K), exposure: float64(sold.N), sure: surelyIn(p.Group, liked.Verdict, sold.Verdict)})
	}
	return out
}

// surelyIn reports whether the verdicts on both rates, not only the rates, put a post into its group. That one is not liked
// more than usual needs no proof.
func surelyIn(group, liked, sold string) bool {
	switch group {
	case model.LikedConverting:
		return liked == model.Above && sold == model.Above
	case model.LikedNotConverting:
		return liked == model.Above && sold == model.Below
	case model.QuietConverter:
		return sold == model.Above
	}
	return false
}

// mostMembers is how many posts of a group stand on the page; all are in the CSV.
const mostMembers = 500

// groupsWords is the four groups in one sentence.
type groupsWords struct {
	Action, Outcome, Exposure                 term
	LikedYes, Liked, OthersYes, Others, Posts int
	Drawn                                     int // of Posts
	LikedShare, OthersShare                   string
	Points, Range                             string // the difference of the shares, in percentage points, and its interval; empty: none
	Beyond                                    bool   // the interval does not hold 0
}

func (s *site) groupsWords(all []standing) groupsWords {
	t := s.groupTerms()
	w := groupsWords{Action: t.Action, Outcome: t.Outcome, Exposure: s.term(s.Site.Exposure), Posts: len(all), Drawn: (len(all)-1)/stride(len(all)) + 1}
	for _, p := range all {
		switch p.post.Group {
		case model.LikedConverting:
			w.LikedYes, w.Liked = w.LikedYes+1, w.Liked+1
		case model.LikedNotConverting:
			w.Liked++
		case model.QuietConverter:
			w.OthersYes, w.Others = w.OthersYes+1, w.Others+1
		default:
			w.Others++
		}
	}
	if d := s.Report.GroupDifference; d.OK() && w.Liked > 0 && w.Others > 0 {
		points := s.signed(d, 100, 0)
		w.LikedShare, w.OthersShare = s.loc.percent(float64(w.LikedYes)/float64(w.Liked), 0), s.loc.percent(float64(w.OthersYes)/float64(w.Others), 0)
		w.Points, w.Range, w.Beyond = points.Value, points.Range, d.Low > 0 || d.High < 0
	}
	return w
}

func (b *binding) groupsChart(fig *Figure, all []standing, said groupsWords) chart.Chart {
	c := chart.Scatter{Head: fig.head(), XName: b.words.say("groups.x", said), YName: b.words.say("groups.y", said),
		Quadrants: chart.Quadrants{TopLeft: upperFirst(b.words.say("group.quiet-converter", nil)), TopRight: upperFirst(b.words.say("group.liked-and-converting", nil)),
			BottomLeft: upperFirst(b.words.say("group.neither", nil)), BottomRight: upperFirst(b.words.say("group.liked-not-converting", nil))}}
	named := extremes(all)
	step := stride(len(all))
	for i, p := range all {
		if i%step != 0 && !slices.Contains(named, i) {
			continue
		}
		point := chart.ScatterPoint{X: model.Number(p.liked), Y: model.Number(p.sold), Size: model.Number(p.exposure), Tip: p.post.Title}
		if slices.Contains(named, i) {
			point.Label, point.Tone = cut(p.post.Title, 34), chart.Key
			if p.sold < 0 {
				point.Tone = chart.Warn
			}
		}
		c.Points = append(c.Points, point)
	}
	return c
}

// mostDots bounds the dots of a drawing; stride takes every so many-th post, so that there are no more.
const mostDots = 1500

func stride(n int) int { return max(1, (n+mostDots-1)/mostDots) }

// extremes are the posts worth a name: in each group the one that lies farthest out, of those that are in it beyond
// chance by what they sold and, where the group is of liked posts, by what they were liked.
func extremes(all []standing) []int {
	far := map[string]int{}
	for i, p := range all {
		if !p.sure {
			continue
		}
		at, ok := far[p.post.Group]
		if !ok || math.Abs(p.sold)+math.Abs(p.liked) > math.Abs(all[at].sold)+math.Abs(all[at].liked) {
			far[p.post.Group] = i
		}
	}
	var out []int
	for _, g := range model.PostGroups() {
		if i, ok := far[g]; ok && g != model.Neither {
			out = append(out, i)
		}
	}
	return out
}

func (b *binding) groupsTable() Table {
	t := b.groupTerms()
	say := b.words.say
	out := newTable(say("groups.caption", nil), Column{Label: say("groups.group", nil)}, Column{say("groups.posts", nil), true}, Column{b.term(b.Site.Exposure).Label, true}, Column{t.Action.Label, true}, Column{t.Outcome.Label, true})
	for _, g := range b.Report.Groups {
		out.add(upperFirst(say("group."+g.Name, nil)), b.loc.count(float64(g.Posts)), b.loc.count(float64(g.Exposure)), b.loc.count(float64(g.Micro)), b.loc.count(float64(g.Primary)))
	}
	return out
}

func (b *binding) groupViews(above Heading, all []standing) []GroupView {
	var out []GroupView
	for _, g := range b.Report.Groups {
		if g.Posts == 0 {
			continue
		}
		w := b.groupWords(g)
		var members []standing
		for _, p := range all {
			if p.post.Group == g.Name {
				members = append(members, p)
			}
		}
		slices.SortStableFunc(members, func(a, b standing) int { return cmp.Compare(b.sold, a.sold) })
		members = members[:min(len(members), mostMembers)]
		w.Shown = len(members)
		out = append(out, GroupView{Title: above.Sub(upperFirst(b.words.say("group."+g.Name, nil))), Say: b.words.say("groups."+g.Name, w),
			Summary: b.words.say("groups.all", w), Members: b.members(members)})
	}
	return out
}

func (b *binding) members(all []standing) Sheet {
	t := b.groupTerms()
	say := b.words.say
	out := newSheetOf("members", say("groups.members", nil), Column{Label: say("posts.post", nil)}, Column{b.term(b.Site.Exposure).Label, true}, Column{t.Action.Label, true},
		Column{say("groups.against", nil), true}, Column{t.Outcome.Label, true}, Column{say("groups.against", nil), true})
	for _, p := range all {
		out.add("", SheetCell{Text: p.post.Title, URL: href(b.root, p.post.Path), Small: b.postDetail(p.post), Class: "who"}, cellOf(b.loc.count(p.exposure)),
			cellOf(b.loc.count(p.micro)), cellOf(b.times(math.Exp2(p.liked))), cellOf(b.loc.count(p.goal)), cellOf(b.times(math.Exp2(p.sold))))
	}
	return out
}

// groupRows is every post with its group and what put it there.
func (s *site) groupRows() []byte {
	out := newSheet("post_id", "group", "micro_against_usual", "primary_against_usual", "exposure", "micro", "primary")
	for _, p := range s.standingsOf() {
		out.row(formulaSafe(p.post.ID), p.post.Group, num(math.Exp2(p.liked)), num(math.Exp2(p.sold)), num(p.exposure), num(p.micro), num(p.goal))
	}
	return out.bytes()
}
