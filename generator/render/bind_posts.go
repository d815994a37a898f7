package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// mostRows is how many posts a table shows at once; the rest is in the CSV and the months.
const mostRows = 100

// perThousand is the scale of rates in tables of posts.
const perThousand = 1000

// bindPosts is a ranking: {{< posts top=10 by="purchases" format="reel" >}}. by is a conversion (ranked by its rate)
// or any metric (ranked by its count); format keeps the posts of one format.
func bindPosts(b *binding, r *page.Ref) (fragment, error) {
	top, err := wholeNumber(r, "top", mostRows, 1, mostRows)
	if err != nil {
		return fragment{}, err
	}
	by, ok := r.Get("by")
	if !ok {
		by = b.rankedBy()
		if _, there := b.Report.Totals[by]; !there && len(b.posts) == 0 {
			return b.nothing(r, "posts.none", nil)
		}
	} else if _, err := b.metric(r, by); err != nil {
		return fragment{}, err
	}
	format, _ := r.Get("format")
	if format != "" && !slices.Contains(b.formats(), format) {
		return fragment{}, r.Problem("unknown-format", fmt.Sprintf("no post has the format %q", format), diag.DidYouMean(format, b.formats()))
	}
	t := b.ranking(b.root, by, format, top)
	t.Title.Level = b.heading(r, "").Level
	t.ID = b.id("posts-" + by + "-" + format)
	t.Links = append(b.postLinks(t.Links), b.methodsLinks()...)
	return fragment{layout: "posts", data: t}, nil
}

func (b *binding) postLinks(links []Link) []Link {
	links = append(links, b.csv(postsCSV))
	if len(b.months) > 0 {
		links = append(links, Link{Text: b.words.say("posts.months", nil), URL: href(b.root, monthsPath)})
	}
	return links
}

// formats lists the formats of the posts, sorted.
func (s *site) formats() []string {
	var out []string
	for i := range s.Report.Posts {
		if f := s.Report.Posts[i].Format; f != "" && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}

// ranking makes the table of the first posts by a conversion or metric.
func (s *site) ranking(root, by, format string, top int) *PostTable {
	posts := s.choose(by, format)
	said := rankingWords{By: by, Of: len(posts), Shown: min(top, len(posts)), Format: brief(format)}
	t := s.postTable(root, by, posts[:said.Shown], posts)
	if format != "" {
		s.rankInFormat(t.Rows, posts, by)
	}
	markTies(t.Rows)
	m, e := model.MetricNamed(by), model.MetricNamed(s.Site.Exposure)
	said.Label, said.Noun, said.Exposure = s.words.label(m), s.words.noun(m), s.words.noun(e)
	said.Rated = s.rated(by)
	for i := range posts {
		if r, ok := posts[i].Rate(by); said.Rated && (!ok || !r.Rate.OK()) {
			said.NoRate++
		}
	}
	if len(t.Rows) > 0 {
		said.First, said.FirstCount = cut(t.Rows[0].Title, 60), t.Rows[0].Count
		if t.Rows[0].Why == "" && t.Rows[0].Rank != "" {
			r, _ := posts[0].Rate(by)
			i := s.loc.perThousand(r.Likely())
			said.Zero = r.Likely().Value == 0
			said.Per, said.Range, said.FirstTied, said.Drawn = i.Value, i.Range(), strings.HasSuffix(t.Rows[0].Rank, "="), r.Shrunk.OK()
		}
	}
	t.Title = Heading{2, s.words.say("posts.title", said)}
	t.Subtitle = s.words.say("posts.subtitle", said)
	if said.Shown < said.Of {
		t.Notes = append(t.Notes, s.words.say("posts.shown", said))
	}
	if said.NoRate > 0 {
		t.Notes = append(t.Notes, s.words.say("posts.norate", said))
	}
	if t.Verdict != "" {
		t.Notes = append(t.Notes, s.words.say("posts.judged", verdictsOf(by, posts)))
	}
	if tied(t.Rows) {
		t.Notes = append(t.Notes, s.words.say("posts.tied", nil))
	}
	if l, ok := s.luck(by); ok && format == "" && l.Posts > 1 {
		t.Notes = append([]string{s.words.say("posts.luck", l)}, t.Notes...)
	}
	if slices.ContainsFunc(t.Rows, func(r PostRow) bool { return r.RankRange != "" }) {
		t.Notes = append(t.Notes, s.words.say("posts.likely", nil))
	}
	return t
}

// rankingWords is what a ranking says in sentences.
type rankingWords struct {
	By, Label, Noun, Exposure, Format string
	Shown, Of, NoRate                 int
	Zero                              bool   // the first post's rate is 0, and so is that of all
	Rated, FirstTied                  bool   // ranked by rate, not by count; the first rank is shared
	Drawn                             bool   // the rate is drawn towards comparable posts
	First, FirstCount, Per, Range     string // of the first post; Per is empty where it has no rate
}

// rankedBy is what posts are ranked by where nobody says: the goal, else the exposure, else the first metric that the
// data has.
func (s *site) rankedBy() string {
	if s.Site.Primary != "" {
		return s.Site.Primary
	}
	if names := s.metricNames(); len(names) > 0 && !slices.Contains(names, s.Site.Exposure) {
		return names[0]
	}
	return s.Site.Exposure
}

// rated reports whether the report has rates of the metric.
func (s *site) rated(metric string) bool {
	return len(s.Report.Posts) > 0 && slices.ContainsFunc(s.Report.Posts[0].Rates, func(r model.Rate) bool { return r.Metric == metric })
}

// choose returns the posts of the format (all where empty) in order of the conversion's rank, or of the metric.
func (s *site) choose(by, format string) []postRef {
	out := []postRef{}
	for _, p := range s.posts {
		if format == "" || p.Format == format {
			out = append(out, p)
		}
	}
	rated := s.rated(by)
	slices.SortStableFunc(out, func(a, b postRef) int {
		if rated {
			return cmp.Compare(sortRank(a, by), sortRank(b, by))
		}
		return cmp.Compare(sortCount(b, by), sortCount(a, by))
	})
	return out
}

func sortRank(p postRef, metric string) float64 {
	if r, ok := p.Rate(metric); ok && r.Rank.OK() {
		return r.Rank.Value
	}
	return math.Inf(1)
}

func sortCount(p postRef, metric string) float64 {
	if v, ok := p.Metrics[metric]; ok {
		return v
	}
	return math.Inf(-1)
}

// postTable makes the rows for posts in their order; all are those that the mark of the middle post is taken from.
func (s *site) postTable(root, by string, posts, all []postRef) *PostTable {
	m, e := model.MetricNamed(by), model.MetricNamed(s.Site.Exposure)
	t := &PostTable{WhySpan: 2, Count: s.words.label(m), Rows: make([]PostRow, len(posts))}
	if _, there := s.Report.Totals[e.Name]; e.Name != m.Name && (there || s.rated(by)) {
		t.Exposure = s.words.label(e)
	}
	if s.rated(by) {
		t.Ranked = true
		t.Per, t.Within = s.words.say("posts.per", nil), s.words.say("posts.within", nil)
	}
	axis := s.axis(by, posts)
	if shared, ok := s.axes[axisKey{by, anyFormat}]; ok && len(all) == len(s.posts) {
		axis.Mark = shared.Mark
	} else {
		axis.Mark = s.axis(by, all).Mark
	}
	for i, p := range posts {
		t.Rows[i] = s.postRow(root, by, p, axis)
		if t.Rows[i].Verdict != "" {
			t.Verdict, t.WhySpan = s.words.say("posts.verdict", nil), 3
		}
	}
	return t
}

func (s *site) postRow(root, by string, p postRef, axis axis) PostRow {
	row := PostRow{Title: p.Title, URL: href(root, p.Path), Detail: s.postDetail(p), Count: missing, Exposure: missing}
	if v, ok := p.Metrics[s.Site.Exposure]; ok {
		row.Exposure, row.KeyExposure = s.loc.count(v), sortKey(v)
	}
	if v, ok := p.Metrics[by]; ok {
		row.Count, row.KeyCount = s.loc.metric(model.MetricNamed(by), v), sortKey(v)
	}
	r, ok := p.Rate(by)
	if !ok {
		return row
	}
	if r.Rank.OK() {
		row.Rank, row.KeyRank = s.loc.num(r.Rank.Value, 0), sortKey(r.Rank.Value)
		if !math.IsNaN(r.Rank.Low) && r.Rank.Low > 0 {
			row.RankRange = s.loc.num(math.Round(r.Rank.Low), 0) + "–\u2060" + s.loc.num(math.Round(r.Rank.High), 0)
		}
	}
	if !r.Rate.OK() {
		row.Why = line(r.Rate.Why)
		return row
	}
	shown := r.Likely()
	i := s.loc.scaledTo(shown, perThousand, axis.Decimals)
	row.Per, row.Range = i.Value, i.Range()
	row.Key = sortKey(shown.Value)
	row.Verdict, row.VerdictClass = s.verdict(r.Verdict)
	row.Bar = axis.bar(shown, toneOf(row.VerdictClass))
	return row
}

// rankInFormat puts each post's rank among its format in place of the rank among all.
func (s *site) rankInFormat(rows []PostRow, posts []postRef, by string) {
	for i := range rows {
		for j, r := range posts[i].Rates {
			if g := s.groups[posts[i].index][j]; r.Metric == by && g.Rank > 0 {
				rows[i].RankRange = "" // it is one among all posts
				rows[i].Rank, rows[i].KeyRank = s.loc.num(float64(g.Rank), 0), sortKey(float64(g.Rank))
			}
		}
	}
}

// verdict words a post's verdict; empty where there is none yet.
func (s *site) verdict(v string) (text, class string) {
	switch v {
	case "above":
		class = "key"
	case "below":
		class = "warn"
	case "typical", "too-little-data", "too-young":
	default:
		return "", ""
	}
	return s.words.say("verdict."+v, nil), class
}

func toneOf(class string) chart.Tone {
	switch class {
	case "key":
		return chart.Key
	case "warn":
		return chart.Warn
	}
	return chart.Plain
}

// postDetail is "reel · 3 May 2026".
func (s *site) postDetail(p postRef) string {
	var parts []string
	for _, t := range []string{brief(p.Format), s.loc.day(p.Published)} {
		if t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " · ")
}

// markTies writes "3=" where posts share a rank.
func markTies(rows []PostRow) {
	for i := range rows {
		k := rows[i].KeyRank
		if k != "" && (i > 0 && rows[i-1].KeyRank == k || i+1 < len(rows) && rows[i+1].KeyRank == k) {
			rows[i].Rank += "="
		}
	}
}

func tied(rows []PostRow) bool {
	return slices.ContainsFunc(rows, func(r PostRow) bool { return strings.HasSuffix(r.Rank, "=") })
}

func sortKey(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
