package render

import (
	"context"
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// The list of posts, where an author makes one, and any page below it, for the navigation.
const (
	postsPage = "posts/"
	anyPost   = postsPage + "*"
)

// planPosts is the page of every post.
func (s *site) planPosts(p *plan) {
	for i := range s.posts {
		p.addOf(s.commentary[i], s.posts[i].Path+"index.html", "post "+s.posts[i].ID, func(ctx context.Context) ([]byte, diag.List) { return s.postPage(ctx, i) })
	}
}

func (s *site) postPage(ctx context.Context, i int) ([]byte, diag.List) {
	p := s.posts[i]
	root := rootOf(p.Path)
	said, problems := s.commentaryOn(ctx, i)
	main := s.postView(root, i)
	main.Commentary = said
	v, err := s.view("post", root, anyPost, p.Title, main)
	if err != nil {
		return nil, append(problems, problemOf(err, "layout"))
	}
	v.Canonical = s.canonical(p.Path)
	html, err := s.layouts.page("post", v)
	if err != nil {
		problems.Add(problemOf(err, "layout"))
	}
	return html, problems
}

// postWords is a post in sentences.
type postWords struct {
	Format, Day, Platform string
	Label, Noun, One      string // of the primary conversion; One is its singular
	Count, N, Exposure    string
	Per, Range, Why       string
	Rank                  string // "12th"
	From, To              string // the interval of the rank; empty where there is none
	Of, Shared            int    // posts that have a rank, and that have this one
	None                  bool   // the count is 0
	Notice                string
}

func (s *site) postView(root string, i int) *PostView {
	p := s.posts[i]
	said := s.postWords(p)
	v := &PostView{Title: p.Title, Permalink: safeURL(p.Permalink), Caption: strings.TrimSpace(clean(p.Caption)), Kicker: s.words.say("post.kicker", said),
		Facts: s.postFacts(p), Rates: s.postRates(i), Counts: s.postCounts(p)}
	if said.Label != "" {
		v.Lead = s.words.say("post.lead", said)
	}
	v.RateNote = s.words.say("post.ratenote", said)
	s.judgement(p, v)
	at := s.place[i]
	if at > 0 {
		v.Previous = s.postLink(root, s.order[at-1])
	}
	if at+1 < len(s.order) {
		v.Next = s.postLink(root, s.order[at+1])
	}
	v.Rows = root + postsCSV
	if s.hasMethods {
		v.Methods = href(root, s.methods)
	}
	return v
}

func (s *site) postLink(root string, i int) *Link {
	return &Link{Text: s.posts[i].Title, URL: href(root, s.posts[i].Path)}
}

func (s *site) postWords(p postRef) postWords {
	m, e := model.MetricNamed(s.Site.Primary), model.MetricNamed(s.Site.Exposure)
	w := postWords{Format: brief(p.Format), Day: s.loc.day(p.Published), Platform: s.words.platform(brief(p.Platform)), Notice: line(s.Site.Notice), Exposure: s.words.noun(e)}
	r, ok := p.Rate(s.Site.Primary)
	if !ok {
		return w
	}
	w.Label, w.Noun, w.One = s.words.label(m), s.words.noun(m), s.term(m.Name).Per
	w.Count, w.N = s.loc.metric(m, float64(r.K)), s.loc.count(float64(r.N))
	w.Why, w.None = line(r.Rate.Why), r.K == 0
	if r.Rate.OK() {
		i := s.loc.perThousand(r.Rate)
		w.Per, w.Range = i.Value, i.Range()
	}
	if r.Rank.OK() && r.Rank.N > 1 && !s.allShare(r) {
		w.Rank, w.Of, w.Shared = s.loc.ordinal(int(r.Rank.Value)), int(r.Rank.N), s.shared[rankKey{r.Metric, r.Rank.Value}]
		w.From, w.To = s.rankEnds(r.Rank)
	}
	return w
}

// allShare reports whether every post that has a rank has this one, so that it says nothing.
func (s *site) allShare(r model.Rate) bool {
	return s.shared[rankKey{r.Metric, r.Rank.Value}] == int(r.Rank.N)
}

// postFacts is what is known of the post besides counts.
func (s *site) postFacts(p postRef) Facts {
	paid := ""
	if p.Paid != nil {
		paid = s.words.say(map[bool]string{true: "post.yes", false: "post.no"}[*p.Paid], nil)
	}
	out := Facts{}
	for _, f := range []Fact{{"post.account", p.Account}, {"post.topic", p.Topic}, {"post.campaign", p.Campaign}, {"post.paid", paid}, {"post.id", p.ID}} {
		if t := line(f.Value); t != "" {
			out = append(out, Fact{s.words.say(f.Name, nil), cut(t, 200)})
		}
	}
	return out
}

// postRates is a row a declared conversion, also where there is no rate, with the reason.
func (s *site) postRates(i int) Sheet {
	p, say := s.posts[i], func(key string) string { return s.words.say(key, nil) }
	out := newSheetOf("rates", say("post.rates"), Column{Label: say("post.conversion")}, Column{say("post.count"), true}, Column{say("posts.per"), true},
		Column{Label: say("posts.within")}, Column{Label: say("post.all")}, Column{Label: say("post.same")})
	for j, r := range p.Rates {
		m := model.MetricNamed(r.Metric)
		label, count := cellOf(s.words.label(m)), cellOf(s.loc.metric(m, float64(r.K)))
		if !r.Rate.OK() {
			out.add("", label, count, SheetCell{Text: line(r.Rate.Why), Class: "why", Span: 4})
			continue
		}
		shown := r.Likely()
		within := s.loc.perThousand(shown)
		text, class := s.verdict(r.Verdict)
		rank, peers := missing, missing
		if r.Rank.OK() {
			rank = s.words.say("post.rank", rankWords{s.loc.ordinal(int(r.Rank.Value)), s.loc.count(r.Rank.N), s.shared[rankKey{r.Metric, r.Rank.Value}]})
		}
		if g := s.groups[i][j]; g.Rank > 0 {
			peers = s.words.say("post.rank", rankWords{s.loc.ordinal(g.Rank), s.loc.count(float64(g.Of)), g.Shared})
		}
		out.add("", label, count, SheetCell{Text: within.Value, Class: "strong"},
			SheetCell{Text: within.Range(), Bar: s.axes[axisKey{r.Metric, p.Format}].bar(shown, toneOf(class)), Class: "within", Chip: text, Tone: class}, cellOf(rank), cellOf(peers))
	}
	return out
}

// rankWords is "12th of 402"; Shared is how many posts have the rank.
type rankWords struct {
	Rank, Of string
	Shared   int
}

// postCounts is every metric that the post reports: as the catalogue has them, then by name.
func (s *site) postCounts(p postRef) Facts {
	out := make(Facts, 0, len(p.Metrics))
	for _, n := range s.metrics {
		v, broken, ok := p.Exported(n.Name)
		if !ok {
			continue
		}
		text := s.loc.metric(n, v)
		if broken {
			text = s.words.say("post.broken", text)
		}
		out = append(out, Fact{s.words.label(n), text})
	}
	return out
}

// byTime orders the posts by publication, undated ones last, and gives each post's place in that order.
func byTime(posts []postRef) (order, place []int) {
	order, place = make([]int, len(posts)), make([]int, len(posts))
	at := make([]time.Time, len(posts))
	for i := range posts {
		order[i] = i
		at[i] = published(posts[i])
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if at[a].IsZero() != at[b].IsZero() {
			return map[bool]int{true: 1, false: -1}[at[a].IsZero()]
		}
		if c := at[a].Compare(at[b]); c != 0 {
			return c
		}
		return posts[a].Row - posts[b].Row
	})
	for n, i := range order {
		place[i] = n
	}
	return order, place
}

// published reads the time of a post, or its day; zero where there is none.
func published(p postRef) time.Time {
	if t, err := time.Parse(time.RFC3339, p.Published); err == nil {
		return t
	}
	t, _ := time.Parse(model.Day, p.Published)
	return t
}

// isCommentary reports whether a page is the author's word on one post: content/posts/<post_id>.md.
func isCommentary(p *page.Page) bool {
	return path.Dir(p.Source) == path.Join(page.Content, "posts") && p.Path != postsPage
}

// postOf finds the post that a commentary is about, by id or by slug.
func (s *site) postOf(p *page.Page) (int, bool) {
	name := strings.TrimSuffix(path.Base(p.Source), ".md")
	for i := range s.posts {
		if s.posts[i].ID == name {
			return i, true
		}
	}
	i, ok := s.bySlug[name]
	return i, ok
}

// addCommentary keeps the page for the post's own page.
func (s *site) addCommentary(b *binding, out *plan) {
	i, ok := s.postOf(b.page)
	if !ok {
		name := strings.TrimSuffix(path.Base(b.page.Source), ".md")
		ids := make([]string, len(s.posts))
		for i := range s.posts {
			ids[i] = s.posts[i].ID
		}
		out.problems.Add(diag.Problem{Code: "unknown-post", File: b.page.Source, Line: 1, Text: fmt.Sprintf("no post has the id %q", name), Hint: diag.DidYouMean(name, ids)})
		return
	}
	s.commentary[i] = b
}

// commentaryOn is the author's word on a post. Its headings start below the post's title.
func (s *site) commentaryOn(ctx context.Context, i int) (template.HTML, diag.List) {
	b := s.commentary[i]
	if b == nil {
		return "", nil
	}
	body, problems := b.body(ctx)
	return template.HTML(strings.NewReplacer("<h1", "<h2", "</h1>", "</h2>").Replace(string(body))), problems
}
