package render

import (
	"math"

	"likewise/generator/model"
)

// judgement puts the verdict, the group and the why on the page of a post.
func (s *site) judgement(p postRef, v *PostView) {
	r, ok := p.Rate(s.Site.Primary)
	if !ok {
		return
	}
	v.Verdict, v.Tone = s.verdict(r.Verdict)
	if p.Group != "" {
		v.Group = s.words.say("group."+p.Group, s.groupTerms())
	}
	w := s.whyWords(p.Post)
	if panel := s.whyPanel(p, w); len(panel.Lead) > 0 {
		panel.ID, panel.Title = "why", Heading{2, s.words.say("why.heading", w)}
		panel.Links = []Link{{Text: s.words.say("figure.csv", nil), URL: rootOf(p.Path) + whyCSV}}
		if s.hasMethods {
			panel.Links = append(panel.Links, Link{Text: s.words.say("figure.methods", nil), URL: href(rootOf(p.Path), s.methods)})
		}
		v.Why = panel
	}
}

// groupTerms is what the names of the four groups need: the action and the goal.
func (s *site) groupTerms() struct{ Action, Outcome term } {
	action := ""
	if len(s.Site.Micro) > 0 {
		action = s.Site.Micro[0]
	}
	return struct{ Action, Outcome term }{s.term(action), s.term(s.Site.Primary)}
}

// rankEnds is the interval of a rank in ordinals.
func (s *site) rankEnds(rank model.Estimate) (from, to string) {
	if math.IsNaN(rank.Low) || math.IsNaN(rank.High) || rank.Low == 0 {
		return "", ""
	}
	return s.loc.ordinal(int(math.Round(rank.Low))), s.loc.ordinal(int(math.Round(rank.High)))
}

// luckWords is the best of equal posts, beside the best there is.
type luckWords struct {
	Noun, Exposure, Expected, Best string
	Count, N                       string // that the best rate was observed from
	Post                           string // its title
	Posts                          int
	Most                           string // that luck shows in nineteen cases of twenty
	Beyond                         bool   // the best lies above that
}

// luck is the luck line of a conversion, where the report has one.
func (s *site) luck(metric string) (luckWords, bool) {
	for _, l := range s.Report.Luck {
		if l.Metric == metric && l.Expected.OK() && l.Best.OK() && l.Best.Value > 0 {
			d := decimalsFor(l.Best.Value * perThousand / 20)
			return luckWords{Noun: s.term(metric).Noun, Exposure: s.term(l.Exposure).Noun, Expected: s.loc.num(l.Expected.Value*perThousand, d), Best: s.loc.num(l.Best.Value*perThousand, d),
				Count: s.loc.count(l.Best.K), N: s.loc.count(l.Best.N), Post: cut(s.titleOf(l.Post), 60), Posts: l.Posts, Most: s.loc.num(l.Expected.High*perThousand, d), Beyond: l.Best.Value > l.Expected.High}, true
		}
	}
	return luckWords{}, false
}

// titleOf is the title of the post with the id; empty where there is none.
func (s *site) titleOf(id string) string {
	for _, p := range s.posts {
		if p.ID == id {
			return p.Title
		}
	}
	return ""
}
