package render

import (
	"math"

	"likewise/generator/model"
)

// likely is the rate that a table shows: the one drawn towards comparable posts, where there is one, for the observed
// rate of a small post is mostly luck.
func likely(r model.Rate) model.Estimate {
	if r.Shrunk.OK() {
		return r.Shrunk
	}
	return r.Rate
}

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
		if s.hasMethods {
			panel.Links = []Link{{Text: s.words.say("figure.methods", nil), URL: href(rootOf(p.Path), s.methods)}}
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
	Posts                          int
}

// luck is the luck line of a conversion, where the report has one.
func (s *site) luck(metric string) (luckWords, bool) {
	for _, l := range s.Report.Luck {
		if l.Metric == metric && l.Expected.OK() && l.Best.OK() {
			d := decimalsFor(l.Best.Value * perThousand / 20)
			return luckWords{s.term(metric).Noun, s.term(l.Exposure).Noun, s.loc.num(l.Expected.Value*perThousand, d), s.loc.num(l.Best.Value*perThousand, d), l.Posts}, true
		}
	}
	return luckWords{}, false
}
