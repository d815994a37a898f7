package model

import (
	"slices"
	"strings"
)

// Split is a way in which platforms take apart how many people a post reached: by the place where it was shown, by
// whether they follow, by whether it was paid for. A part of a count is a metric of its own, named after both:
// "reach_explore", "impressions_paid".
type Split struct {
	Name  string
	Parts []Part
	// Whole says that the parts are all there are: of two, the one that is missing is the rest.
	Whole bool
}

// Part is one part of a split. From finishes "people reached ...".
type Part struct{ Name, From string }

// splits is every split that is known; another, or another part, is one more row.
var splits = []Split{
	{Name: "place", Parts: []Part{
		{"home", "from the home feed"}, {"hashtags", "from hashtags"}, {"explore", "from explore"}, {"profile", "from the profile"},
		{"location", "from places"}, {"search", "from search"}, {"other", "from elsewhere"},
	}},
	{Name: "audience", Whole: true, Parts: []Part{{"followers", "among followers"}, {"nonfollowers", "among others than followers"}}},
	{Name: "payment", Whole: true, Parts: []Part{{"organic", "without payment"}, {"paid", "by payment"}}},
}

// splittable are the counts that can be taken apart.
var splittable = []string{"impressions", "views", "reach"}

// Splits returns the known splits, a fresh slice each time.
func Splits() []Split { return slices.Clone(splits) }

// Splittable returns the metrics that a split can take apart.
func Splittable() []string { return slices.Clone(splittable) }

// Of names the part of a metric: "reach" by "explore" is "reach_explore".
func (p Part) Of(metric string) string { return metric + "_" + p.Name }

// partMetrics are the parts of every count as metrics of the catalogue.
func partMetrics() []Metric {
	var out []Metric
	for _, whole := range splittable {
		m := MetricNamed(whole)
		for _, s := range splits {
			for _, p := range s.Parts {
				out = append(out, Metric{Name: p.Of(whole), Label: m.Label + " " + p.From, Noun: m.Noun + " " + p.From, Verb: m.Verb + " " + p.From})
			}
		}
	}
	return out
}

// partNamed is the whole and the part that a metric's name is made of.
func partNamed(name string) (m Metric, ok bool) {
	whole, _, found := strings.Cut(name, "_")
	if !found || !slices.Contains(splittable, whole) {
		return m, false
	}
	all := partMetrics()
	i := slices.IndexFunc(all, func(m Metric) bool { return m.Name == name })
	if i < 0 {
		return m, false
	}
	return all[i], true
}

// Road says which part of a count goes with a micro-conversion: if platforms show to more people what is liked, some
// parts of the reach should grow with likes, and others stay. Where there is none, Why says so.
type Road struct {
	Action  string       `json:"action"`
	Whole   string       `json:"whole"` // the count that is taken apart: "reach"
	Split   string       `json:"split"` // "place", "audience" or "payment"
	Sources []RoadSource `json:"sources"`
	Posts   int          `json:"posts"`  // that report the action, the whole and every part, and whose parts add up
	Uneven  int          `json:"uneven"` // posts left out, because their parts add up to another number than the whole
	AddUp   Number       `json:"addUp"`  // sum of the parts over sum of the whole, before that
	Why     string       `json:"why,omitempty"`
}

// RoadSource is one part of a count, held against the action.
type RoadSource struct {
	Metric  string `json:"metric"`            // "reach_explore"
	Part    string `json:"part"`              // "explore"
	Derived bool   `json:"derived,omitempty"` // the whole less the other part
	// Share is the part of the whole, a sum over a sum.
	Share Estimate `json:"share"`
	// Grows is how many times as many people came from there with twice the action per person reached; Part of
	// the whole is the same ratio for the source's share, which falls by arithmetic where another rises.
	Grows    SignalEffect `json:"grows"`
	OfWhole  SignalEffect `json:"ofWhole"`
	Rank     RoadRank     `json:"rank"`
	Verdict  Verdict      `json:"verdict"`
	Reasons  []Wording    `json:"reasons"` // why the verdict is no other
	Controls []string     `json:"controls"`
}

// RoadRank is Spearman's correlations between posts: of the two counts as they are; given the whole; of the action's
// rate and the source's share; and of the action's rate and the source's count, whose order is shuffled for P.
type RoadRank struct {
	Raw        Estimate `json:"raw"`
	GivenWhole Estimate `json:"givenWhole"`
	OfShares   Estimate `json:"ofShares"`
	OfRate     Estimate `json:"ofRate"`
	// PermutationP is the two-sided p of OfRate among Shuffles of the rate within each month.
	PermutationP Number `json:"permutationP"`
	Shuffles     int    `json:"shuffles"`
}
