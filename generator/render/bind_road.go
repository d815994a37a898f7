package render

import (
	"slices"
	"strconv"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

const roadsCSV = "data/roads.csv"

// RoadView is the road from each micro-conversion to the people reached: a panel for each way in which the data takes
// a count apart.
type RoadView struct {
	Why    []string // how to read them
	Panels []RoadPanel
}

// RoadPanel is one way of taking a count apart; Groups are the actions that are shown.
type RoadPanel struct {
	Panel
	Groups []RoadGroup
}

// RoadGroup is the sources of one action: ratios with their bars, and rank correlations behind a click.
type RoadGroup struct {
	Title Heading
	Sheet Sheet
	Ranks Table
}

// bindRoad is {{< road >}}: which source of the reach grows with likes. action="shares" shows that one only; left out,
// the first micro-conversion and every other that some source grows with.
func bindRoad(b *binding, r *page.Ref) (fragment, error) {
	if len(b.Report.Roads) == 0 {
		return b.nothing(r, "road.unknown", b.term(b.Site.Exposure))
	}
	only, asked := r.Get("action")
	if known := b.roadActions(); asked && !slices.Contains(known, only) {
		return fragment{}, r.Problem("unknown-action", "nothing is known of where "+strconv.Quote(only)+" lead", diag.DidYouMean(only, known))
	}
	view := &RoadView{}
	for _, of := range b.roadsBySplit() {
		if asked {
			of = slices.DeleteFunc(of, func(x *model.Road) bool { return x.Action != only })
		}
		view.Panels = append(view.Panels, b.roadPanel(r, of))
	}
	view.Why = []string{b.words.say("road.why", b.roadWords(b.roadsBySplit()[0]))}
	return fragment{layout: "road", data: view}, nil
}

func (s *site) roadActions() []string {
	var out []string
	for _, x := range s.Report.Roads {
		if !slices.Contains(out, x.Action) {
			out = append(out, x.Action)
		}
	}
	return out
}

// roadsBySplit gathers what takes the same count apart in the same way; the site's own exposure comes first.
func (s *site) roadsBySplit() [][]*model.Road {
	var own, others [][]*model.Road
	all := s.Report.Roads
	for i := 0; i < len(all); {
		var of []*model.Road
		for at := i; i < len(all) && all[i].Whole == all[at].Whole && all[i].Split == all[at].Split; i++ {
			of = append(of, &all[i])
		}
		if of[0].Whole == s.Site.Exposure {
			own = append(own, of)
		} else {
			others = append(others, of)
		}
	}
	return append(own, others...)
}

// roadWords is what all actions say of one split.
type roadWords struct {
	Action, Whole, Outcome term
	Split                  string
	With                   string // the sources that grow with the first action, joined
	Others                 []roadOther
	None                   string // further actions with which nothing grows
	Posts, Uneven          int
	Why                    string // why nothing can be said
	Controls               string
	Weeks                  int
}

// roadOther is another action that some source grows with.
type roadOther struct{ Action, With string }

func (s *site) roadWords(of []*model.Road) roadWords {
	head := of[0]
	w := roadWords{Action: s.term(head.Action), Whole: s.term(head.Whole), Outcome: s.term(s.Site.Primary), Split: head.Split, Posts: head.Posts, Uneven: head.Uneven, Why: line(head.Why), With: s.grown(head)}
	if len(head.Sources) > 0 {
		w.Controls, w.Weeks = s.controls(head.Sources[0].Controls), head.Sources[0].Grows.Weeks
	}
	var none []string
	for _, x := range of[1:] {
		switch with := s.grown(x); {
		case with != "":
			w.Others = append(w.Others, roadOther{s.term(x.Action).Noun, with})
		case x.Why == "":
			none = append(none, s.term(x.Action).Noun)
		}
	}
	w.None = s.join(none, 6)
	return w
}

// grown joins the sources that grow with the action: "from explore and from hashtags".
func (s *site) grown(x *model.Road) string {
	var out []string
	for _, p := range x.Sources {
		if p.Verdict == model.Supports {
			out = append(out, s.partName(x, p))
		}
	}
	return s.join(out, 4)
}

// partName is what finishes "people reached": "from explore".
func (s *site) partName(x *model.Road, p model.RoadSource) string {
	from := p.Part
	for _, split := range model.Splits() {
		for _, part := range split.Parts {
			if split.Name == x.Split && part.Name == p.Part {
				from = part.From
			}
		}
	}
	return s.words.named("part.", p.Part, from)
}

func (b *binding) roadPanel(r *page.Ref, of []*model.Road) RoadPanel {
	say := b.words.say
	said := b.roadWords(of)
	p := RoadPanel{Panel: Panel{ID: b.id("road-" + of[0].Whole + "-" + of[0].Split), Title: b.heading(r, upperFirst(say("road.title", said))), Subtitle: say("road.subtitle", said),
		Links: b.rowsLinks(roadsCSV)}}
	if said.Why != "" {
		p.Notes = []string{upperFirst(said.Why) + "."}
		return p
	}
	for _, x := range of {
		if x.Why == "" && (x == of[0] || b.grown(x) != "") {
			p.Groups = append(p.Groups, b.roadGroup(p.Title, x))
		}
	}
	if said.None != "" {
		p.After = []string{say("road.none", said)}
	}
	p.Notes = []string{say("road.note", said), b.looksNote()}
	return p
}

func (b *binding) roadGroup(under Heading, x *model.Road) RoadGroup {
	say := b.words.say
	said := b.roadWords([]*model.Road{x})
	g := RoadGroup{Title: under.Sub(say("road.with", said)),
		Sheet: newSheetOf("road", say("road.caption", said), Column{Label: say("road.source", nil)}, Column{say("road.share", said), true}, Column{Label: say("road.grows", said)}, Column{Label: say("road.ofwhole", said)}),
		Ranks: newTable(say("road.ranks", said), Column{Label: say("road.source", nil)}, Column{say("road.raw", nil), true}, Column{say("road.given", said), true}, Column{say("road.ofshares", nil), true}, Column{say("road.shuffled", nil), true})}
	var grows, parts []model.Estimate
	for _, p := range x.Sources {
		grows, parts = append(grows, p.Grows.RateRatio), append(parts, p.OfWhole.RateRatio)
	}
	wide, narrow := scaleOf(grows), scaleOf(parts)
	for _, p := range x.Sources {
		name := SheetCell{Text: upperFirst(b.partName(x, p))}
		if p.Verdict == model.Supports {
			name.Chip, name.Tone = say("road.chip", nil), "key"
		}
		if p.Derived {
			name.Small = say("road.derived", nil)
		}
		share := missing
		if p.Share.OK() {
			share = b.loc.percent(p.Share.Value, 0)
		}
		g.Sheet.add("", name, cellOf(share), b.effectCell(wide, p.Grows.RateRatio, p.Grows.Q), b.effectCell(narrow, p.OfWhole.RateRatio, p.OfWhole.Q))
		g.Ranks.add(name.Text, b.rho(p.Rank.Raw), b.rho(p.Rank.GivenWhole), b.rho(p.Rank.OfShares), b.small(p.Rank.PermutationP))
	}
	return g
}

// rho is a correlation with its interval: "0.66 (0.60 to 0.71)".
func (s *site) rho(e model.Estimate) string {
	r := s.signed(e, 1, 2)
	if r.Range == "" {
		return r.Value
	}
	return r.Value + " (" + r.Range + ")"
}

// effectCell colours an effect only where it survives correction.
func (b *binding) effectCell(axis ratioScale, e model.Estimate, q model.Number) SheetCell {
	r := b.ratio(e)
	tone := chart.Plain
	if q < .05 {
		tone = r.tone()
	}
	return estimateCell(axis.bar(e, tone), r)
}

// roadRows is every source of every road.
func (s *site) roadRows() []byte {
	out := newSheet("action", "whole", "split", "source", "verdict", "share", "grows", "grows_low", "grows_high", "p", "q", "of_whole", "of_whole_low", "of_whole_high", "of_whole_q",
		"rank_raw", "rank_raw_low", "rank_raw_high", "rank_given_whole", "rank_given_whole_low", "rank_given_whole_high", "rank_of_shares", "rank_of_shares_low", "rank_of_shares_high", "rank_of_rate", "shuffled_p", "posts", "posts_uneven", "why_none")
	for _, x := range s.Report.Roads {
		head := []string{formulaSafe(x.Action), formulaSafe(x.Whole), x.Split}
		tail := []string{strconv.Itoa(x.Posts), strconv.Itoa(x.Uneven), formulaSafe(x.Why)}
		if len(x.Sources) == 0 {
			out.row(append(append(head, make([]string, 23)...), tail...)...)
		}
		for _, p := range x.Sources {
			cells := append(slices.Clone(head), formulaSafe(p.Metric), string(p.Verdict), estimate(p.Share)[0])
			cells = append(append(cells, estimate(p.Grows.RateRatio)...), num(float64(p.Grows.P)), num(float64(p.Grows.Q)))
			cells = append(append(cells, estimate(p.OfWhole.RateRatio)...), num(float64(p.OfWhole.Q)))
			cells = append(append(append(cells, estimate(p.Rank.Raw)...), estimate(p.Rank.GivenWhole)...), estimate(p.Rank.OfShares)...)
			cells = append(cells, estimate(p.Rank.OfRate)[0], num(float64(p.Rank.PermutationP)))
			out.row(append(cells, tail...)...)
		}
	}
	return out.bytes()
}
