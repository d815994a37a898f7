package render

import (
	"math"
	"slices"

	"likewise/generator/model"
)

// Advice is a sentence with where it comes from.
type Advice struct{ Text, URL string }

// announce puts the answer of the signals into the overview's first screen. It reports whether there is one.
func (s *site) announce(d *Doc) bool {
	all := s.signalsOf(s.Site.Primary)
	if len(all) == 0 || len(s.posts) == 0 || !slices.ContainsFunc(all, func(g *model.Signal) bool { return g.PerExposure.RateRatio.OK() }) {
		return false
	}
	said := s.leagueOfSignals(all)
	d.Title = upperFirst(s.words.say("answer.signals", said))
	d.Stand = s.words.say("answer.signals-stand", said)
	return true
}

// cards is what to do next, and what the data cannot tell, for a page at root. Only what the report bears out.
func (s *site) cards(root string) Cards {
	next, unknown := s.nextSteps(root), s.unknowns(root)
	return Cards{Next: next[:min(4, len(next))], Unknown: unknown[:min(5, len(unknown))]}
}

// link leads from a page at root to the page with the shortcode; empty where there is none.
func (s *site) link(root, shortcode string) string {
	if to := s.pageWith(shortcode); to != "" {
		return href(root, to)
	}
	return ""
}

func (s *site) nextSteps(root string) []Advice {
	out := []Advice{}
	said := s.leagueOfSignals(s.signalsOf(s.Site.Primary))
	if said.HasBest {
		out = append(out, Advice{s.words.say("next.watch", said), s.link(root, "signals")}, Advice{s.words.say("next.try", said), ""})
	}
	if g, ok := s.groupNamed(model.QuietConverter); ok {
		if w := s.groupWords(g); w.Above > 0 {
			out = append(out, Advice{s.words.say("next.quiet", w), s.link(root, "groups")})
		}
	}
	if t, ok := s.strongestTerm(s.Site.Primary, func(v float64) bool { return v < 1 }); ok {
		out = append(out, Advice{s.words.say("next.weak", s.termWords(t)), s.link(root, "drivers")})
	}
	return out
}

// strongestTerm is the level of a feature that goes with the most extreme rate ratio, among those that survive
// correction.
func (s *site) strongestTerm(outcome string, in func(float64) bool) (model.Term, bool) {
	var best model.Term
	found := false
	for i := range s.Report.Drivers {
		if s.Report.Drivers[i].Outcome != outcome {
			continue
		}
		for _, t := range s.Report.Drivers[i].Terms {
			if t.RateRatio.OK() && t.RateRatio.Value > 0 && t.Q < .05 && t.Level != "doubling" && t.Level != "" && in(t.RateRatio.Value) &&
				(!found || math.Abs(math.Log(t.RateRatio.Value)) > math.Abs(math.Log(best.RateRatio.Value))) {
				best, found = t, true
			}
		}
	}
	return best, found
}

// unknowns is what the data leaves open, with how many posts would tell where the analysis knows it.
func (s *site) unknowns(root string) []Advice {
	out := []Advice{}
	for _, text := range s.openSignals() {
		out = append(out, Advice{text, s.link(root, "signals")})
	}
	if t := s.Report.Timing; t.Why == "" && t.PermutationP >= .05 {
		out = append(out, Advice{s.words.say("unknown.timing", struct{ Outcome, P string }{s.term(t.Outcome).Noun, s.chance(t.PermutationP)}), s.link(root, "timing")})
	}
	said := s.standings()
	if said.Little > 0 {
		out = append(out, Advice{s.words.say("unknown.little", said), ""})
	}
	if len(s.Report.Signals) > 0 {
		out = append(out, Advice{s.words.say("unknown.cause", nil), ""})
	}
	if said.Young > 0 {
		out = append(out, Advice{s.words.say("unknown.young", said), ""})
	}
	return out
}

// standings counts posts by their verdict on a rate.
type standings struct {
	Outcome                                  term
	Above, Typical, Below, Little, Young, Of int
}

func (s *site) standings() standings {
	out := verdictsOf(s.Site.Primary, s.posts)
	out.Outcome = s.term(s.Site.Primary)
	return out
}

// verdictsOf counts posts by their verdict on a rate; one that has no rate is among those with too little data.
func verdictsOf(metric string, posts []postRef) standings {
	out := standings{Of: len(posts)}
	for _, p := range posts {
		r, ok := p.Rate(metric)
		if !ok {
			continue
		}
		switch r.Verdict {
		case model.Above:
			out.Above++
		case model.Typical:
			out.Typical++
		case model.Below:
			out.Below++
		case model.TooLittleData:
			out.Little++
		case model.TooYoung:
			out.Young++
		}
	}
	return out
}

// termWords is one level of a feature in print.
type termWords struct {
	Feature, Level, Against string
	Doubling                bool
	Bare                    bool // the level is a number, which says nothing without its feature
	Ratio                   ratio
	N                       int
	Outcome, Exposure       term
}

func (s *site) termWords(t model.Term) termWords {
	return termWords{Feature: s.words.named("feature.", t.Feature, s.term(t.Feature).Short), Level: s.words.named("level.", t.Level, t.Level), Against: s.words.named("level.", t.Against, t.Against),
		Doubling: t.Level == "doubling", Bare: bare(t.Level), Ratio: s.ratio(t.RateRatio), N: t.N, Outcome: s.term(s.Site.Primary), Exposure: s.term(s.Site.Exposure)}
}

func (s *site) groupNamed(name string) (model.GroupTotal, bool) {
	for _, g := range s.Report.Groups {
		if g.Name == name {
			return g, true
		}
	}
	return model.GroupTotal{}, false
}

// groupWords is one of the four groups in print.
type groupWords struct {
	Action, Outcome, Exposure term
	Name                      string
	Posts, Of, Shown          int
	Above                     int // of its posts, those that are above the usual in the outcome beyond chance
	Exposed, Micro, Primary   string
	AllPrimary                string
	Share, ShareOf            string // of the primary conversions, and of the exposure, in per cent
}

func (s *site) groupWords(g model.GroupTotal) groupWords {
	w := groupWords{Shown: g.Posts, Outcome: s.term(s.Site.Primary), Exposure: s.term(s.Site.Exposure), Name: g.Name, Posts: g.Posts,
		Exposed: s.loc.count(float64(g.Exposure)), Micro: s.loc.count(float64(g.Micro)), Primary: s.loc.count(float64(g.Primary))}
	if len(s.Site.Micro) > 0 {
		w.Action = s.term(s.Site.Micro[0])
	}
	for _, p := range s.posts {
		if r, ok := p.Rate(s.Site.Primary); ok && p.Group == g.Name && r.Verdict == model.Above {
			w.Above++
		}
	}
	primary, exposure := 0.0, 0.0
	for _, x := range s.Report.Groups {
		w.Of += x.Posts
		primary, exposure = primary+float64(x.Primary), exposure+float64(x.Exposure)
	}
	w.AllPrimary = s.loc.count(primary)
	if primary > 0 && exposure > 0 {
		w.Share, w.ShareOf = s.loc.percent(float64(g.Primary)/primary, 0), s.loc.percent(float64(g.Exposure)/exposure, 0)
	}
	return w
}
