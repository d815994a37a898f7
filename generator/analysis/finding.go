package analysis

import (
	"cmp"
	"math"
	"slices"

	"likewise/generator/model"
)

// How much can be done by a finding.
const (
	toActOn    = 1.0
	toLookInto = .5
	toKnow     = .25
)

// How sure a finding is.
const (
	surelyShown = 1.0 // its interval holds no "no difference", after correction where there is a q
	onlyCounted = .5  // counted, or exact arithmetic: no test of chance
	leftOpen    = 0.0 // the data cannot tell
)

// kind is one kind of finding. Its stake, in primary conversions, is what the comment at its maker says.
type kind struct {
	name  string
	use   float64
	shown string // the shortcode that shows its rows; empty: none
	find  func(told) []model.Finding
}

// findingKinds lists every kind of finding; among equals the earlier stands first.
func findingKinds() []kind {
	return []kind{
		{"signal", toActOn, "signals", signalFindings},
		{"more", toActOn, "drivers", moreFindings},
		{"less", toActOn, "drivers", lessFindings},
		{"reversal", toActOn, "mix", reversalFindings},
		{"quiet", toActOn, "groups", quietFindings},
		{"timing", toActOn, "timing", timingFindings},
		{"loss", toLookInto, "funnel", lossFindings},
		{"standouts", toLookInto, "posts", standoutFindings},
		{"change", toLookInto, "change", changeFindings},
		{"people", toLookInto, "breakdown", peopleFindings},
		{"spread", toLookInto, "spread", spreadFindings},
		{"credit", toKnow, "attribution", creditFindings},
		{"odd", toKnow, "oddities", oddFindings},
		{"thin", toKnow, "posts", thinFindings},
		{"young", toKnow, "posts", youngFindings},
	}
}

// told is what findings are made from: the finished report.
type told struct {
	*model.Report
	model.Conversions
	all  float64 // primary conversions
	each float64 // revenue of one; NaN where no revenue is known
}

// findings collects what the whole report says, the most useful first: by Strength.Score, what cannot be told last.
func findings(r *model.Report, c model.Conversions) []model.Finding {
	t := told{Report: r, Conversions: c, all: r.Totals[c.Primary], each: math.NaN()}
	if money, ok := r.Totals["revenue"]; ok && t.all > 0 && money > 0 {
		t.each = money / t.all
	}
	out := []model.Finding{}
	for _, k := range findingKinds() {
		for _, f := range k.find(t) {
			f.Kind, f.Shown = k.name, k.shown
			out = append(out, t.weigh(f, k.use))
		}
	}
	slices.SortStableFunc(out, func(a, b model.Finding) int {
		return cmp.Or(cmp.Compare(untold(a), untold(b)), cmp.Compare(b.Strength.Score, a.Strength.Score))
	})
	return out
}

func untold(f model.Finding) int {
	if f.Verdict == model.CannotTell {
		return 1
	}
	return 0
}

// weigh scores a finding that has its stake and how sure it is.
func (t told) weigh(f model.Finding, use float64) model.Finding {
	s := &f.Strength
	if s.Use = use; f.Verdict == model.CannotTell {
		s.Sure, s.Stake = leftOpen, 0
	}
	stake := max(0, float64(s.Stake))
	if math.IsNaN(stake) || math.IsInf(stake, 0) {
		stake = 0
	}
	s.Stake, s.Money = model.Number(stake), model.Number(stake*t.each)
	if t.all > 0 {
		s.Score = model.Number(s.Sure * s.Use * stake / t.all)
	}
	return f
}

// finding starts one about an outcome: who fills it in adds what it is sure of.
func (t told) finding(outcome, rows string, e model.Estimate, unit model.Unit, subject ...string) model.Finding {
	if subject == nil {
		subject = []string{}
	}
	return model.Finding{Subject: subject, Outcome: outcome, Estimate: e, Unit: unit, Against: unknown(), Verdict: model.Supports, Rows: rows,
		Strength: model.Strength{Sure: onlyCounted}, Wording: model.Wording{Args: []model.WordArg{}}}
}

// against says which value would mean no difference, and is sure where the interval does not hold it.
func against(f model.Finding, none float64) model.Finding {
	f.Against = model.Number(none)
	switch e := f.Estimate; {
	case e.Low > none || e.High < none:
		f.Strength.Sure = surelyShown
	default:
		f.Verdict = model.CannotTell
	}
	return f
}

// beyond is how far the interval's nearer end lies from no difference.
func beyond(e model.Estimate, none float64) float64 { return max(e.Low-none, none-e.High, 0) }

// said puts the sentence's key and its blanks in.
func said(f model.Finding, key string, blanks ...model.WordArg) model.Finding {
	f.Wording = model.Wording{Key: "finding." + key, Args: append(f.Wording.Args, blanks...)}
	return f
}

// named is a blank that names something.
func named(name, what string, unit model.Unit) model.WordArg {
	return model.WordArg{Name: name, Number: unknown(), Text: what, Unit: unit}
}

// amount is a blank that is a number.
func amount[N int | float64 | model.Number](name string, v N, unit model.Unit) model.WordArg {
	return model.WordArg{Name: name, Number: model.Number(v), Unit: unit}
}

// tally is a count out of n; it has no interval.
func tally(k, n int, method string) model.Estimate {
	return model.Estimate{Value: float64(k), Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: float64(n), Method: method}
}
