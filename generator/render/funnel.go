package render

import (
	"math"
	"strings"

	"likewise/generator/model"
)

// finding is what a funnel says in sentences; wording files pick from it.
type finding struct {
	Name        string
	First, Last step
	Ratio       string // "1,927": first count to each of the last; empty where last is 0 or above the first
	Share       string // "0.052%", with Range "0.045–0.059"
	Range       string
	Whole       string // Share, where the first step counts people and each step is a part of the one before
	Chain       []step
	Worst       string // name of the step before which most people were lost; empty where no step lost half of all
	AlmostAll   bool   // Worst lost nine in ten of all
	Why         string // why there is no share
	Posts       int
	People      bool // the first step counts people
}

// step is one step in words.
type step struct {
	Name                string // the metric's or the action's key
	Label, Noun, Verb   string
	Count               string
	Counted             string // the count with its noun: "1 purchase"
	Missing, None, Last bool   // Missing: nothing reports it; None: the count is 0; Last: the goal
}

func (s *site) step(r model.StepResult, unit string) step {
	m := model.MetricNamed(r.Name)
	if unit == "actor" {
		m = s.action(r.Name)
	}
	out := step{Name: r.Name, Label: s.words.label(m), Noun: s.words.noun(m), Verb: s.words.verb(m), Count: s.loc.metric(m, float64(r.Count))}
	out.Missing = math.IsNaN(float64(r.Count))
	out.None = r.Count == 0
	out.Counted = out.Count + " " + s.nounOf(m, float64(r.Count))
	return out
}

// nounOf is what stands behind a count of the metric: its singular behind 1.
func (s *site) nounOf(m model.Metric, count float64) string {
	if count == 1 {
		return s.words.one(m)
	}
	return s.words.noun(m)
}

// funnelFinding words the funnel's numbers. It adds nothing to them but first/last, which is 1/rate.
func (s *site) funnelFinding(f *model.FunnelResult) finding {
	out := finding{Name: brief(f.Name), Posts: f.Posts}
	for _, r := range f.Steps {
		out.Chain = append(out.Chain, s.step(r, f.Unit))
	}
	if len(out.Chain) == 0 {
		return out
	}
	out.Chain[len(out.Chain)-1].Last = true
	out.First, out.Last = out.Chain[0], out.Chain[len(out.Chain)-1]
	out.People = f.Unit == "actor" || peopleMetric(out.First.Name)
	last := f.Steps[len(f.Steps)-1]
	if !last.OfFirst.OK() {
		out.Why = line(last.OfFirst.Why)
		return out
	}
	share := s.loc.rate(last.OfFirst)
	out.Share, out.Range = share.Value, share.Range()
	if v := last.OfFirst.Value; v > 0 && v <= 0.1 {
		out.Ratio = s.loc.num(math.Round(1/v), 0)
	}
	if out.People {
		s.worst(f, &out)
		out.Whole = out.Share
	}
	for _, r := range f.Steps[1:] {
		if !r.OfPrevious.OK() {
			out.Whole = ""
		}
	}
	return out
}

// worst finds the step that lost the most, if it lost half of all who began.
func (s *site) worst(f *model.FunnelResult, out *finding) {
	first, most := float64(f.Steps[0].Count), 0.5
	for i, r := range f.Steps[1:] {
		if lost := float64(r.DropOff) / first; lost > most {
			most = lost
			out.Worst = s.words.or(out.Chain[i+1], "before."+r.Name, "before.any")
		}
	}
	out.AlmostAll = most >= 0.9
}

// peopleMetric reports whether a metric counts people rather than showings.
func peopleMetric(name string) bool {
	return name == "reach" || name == "recipients" || name == "visitors"
}

// primaryFunnel is the funnel that answers the site's question: it ends in the primary conversion; one over posts is
// preferred. Nil where none does.
func (s *site) primaryFunnel() *model.FunnelResult {
	var found *model.FunnelResult
	for i := range s.Report.Funnels {
		f := &s.Report.Funnels[i]
		if n := len(f.Steps); n > 1 && f.Steps[n-1].Name == s.Site.Primary && (found == nil || found.Unit != "post" && f.Unit == "post") {
			found = f
		}
	}
	return found
}

// stepLabel names a bar: "Clicked the link" where posts are counted in people, "Link clicks" otherwise.
func (f finding) stepLabel(s step) string {
	if f.People && s.Verb != "" {
		return upperFirst(s.Verb)
	}
	return s.Label
}

// sentence is the whole funnel in one line, for those who cannot see the picture.
func (f finding) sentence() string {
	parts := make([]string, len(f.Chain))
	for i, c := range f.Chain {
		parts[i] = c.Count + nbsp + c.Noun
	}
	return f.Name + ": " + strings.Join(parts, ", ")
}
