package render

import (
	"math"
	"slices"
	"strings"

	"likewise/generator/model"
)

// signalWords is a signal in print; the wording files pick from it.
type signalWords struct {
	Action, Outcome, Exposure term
	Verdict                   string // model.Verdict
	Twice                     string // what is compared: "twice the likes"
	Way                       string // the funnel of which the action is a step that nobody leaves out
	Step                      string // where the rate cannot double: how many times as much is meant
	Fewer                     bool   // it contradicts because more of the action goes with fewer
	Chip, Tone                string // the verdict in a word, and its colour
	Per, Total, Without       ratio
	Raw, Given, OfRates       signed
	Shuffled                  string // p of Given among shuffles
	Top                       topWords
	Gain                      signed // per cent
	Better                    bool   // the whole interval of Gain lies above 0
	Control                   controlWords
	People                    *peopleWords
	Money                     *moneyWords
	Posts, Young, Odd         int
	Blocked                   bool   // it is open for another reason than the width of the interval: Reason says which
	Otherwise                 bool   // in total it lies beyond no difference, and per exposure not on that side
	Road                      string // the sources of the exposure that grow with the action: "from explore"
	Reason                    string
	Needed, Worth             string // posts that would tell, empty where their number is not what is missing; and which ratio
	Controls                  string // what is held equal
	Level                     signed // per 1,000: the action's rate from which more goes with no more
	Formats                   string // "carousel ×1.40 (1.19–1.64), reel ..."
}

type topWords struct {
	K, SharedInt   int
	Shared, Chance string
	P              string
	Known          bool
}

type controlWords struct {
	Shuffles, Supports int
	Chance             string
	Failed             bool
	Narrow             bool   // more than luck
	P                  string // of Supports by luck alone
}

// narrowControl is the chance below which more shuffles than luck puts there lie above no difference.
const narrowControl = .01

// peopleWords is the signal among people who saw the same post.
type peopleWords struct {
	Odds, Crude       ratio
	Acted, Converted  string
	Others, OthersHit string
	Strata            int
	Hidden            string // how strong a hidden common reason would have to be to move the interval's nearer end to no difference
	HiddenAll         string // ... and to explain the whole ratio away
	Landmark          string
	Same              string // p that all posts have one odds ratio
}

type moneyWords struct {
	Per, Change, Range string
	Signed             string // Change with its sign
	Less, Open         bool   // the estimate is below 0; the interval holds 0
}

func (s *site) signalWords(g *model.Signal) signalWords {
	w := signalWords{Action: s.term(g.Action), Outcome: s.term(g.Outcome), Exposure: s.term(g.Exposure), Verdict: string(g.Verdict), Fewer: g.Reading == model.Fewer,
		Per: s.ratio(g.AtStep(g.PerExposure.RateRatio)), Total: s.ratio(g.AtStep(g.Total.RateRatio)), Without: s.ratio(g.AtStep(g.Outliers.Without.RateRatio)),
		Raw: s.signed(g.Rank.Raw, 1, 2), Given: s.signed(g.Rank.GivenExposure, 1, 2), OfRates: s.signed(g.Rank.OfRates, 1, 2),
		Shuffled: s.chance(g.Rank.PermutationP), Gain: s.signed(g.Validated.Gain, 100, 1), Better: g.Validated.Gain.OK() && g.Validated.Gain.Low > 0,
		Posts: g.Posts.Used, Young: g.Posts.Young, Odd: g.Outliers.Posts, Worth: s.factor(g.FactorAtStep(g.Worth))}
	if g.Step != 1 && g.Step > 0 {
		w.Step = s.factor(math.Exp2(g.Step))
	}
	w.Twice = s.words.say("signal.twice", w)
	if said := s.reasons(g); len(said) > 0 {
		w.Reason = said[0]
	}
	wide := tooWide(g)
	if w.Blocked = g.Verdict == model.CannotTell && w.Per.OK && w.Reason != "" && !wide; wide && float64(g.PostsNeeded) > float64(g.Posts.Used) {
		w.Needed = s.about(g.PostsNeeded)
	}
	w.Otherwise = float64(g.Total.Q) < .05 && (w.Total.Up && !w.Per.Up || w.Total.Down && !w.Per.Down)
	if w.Otherwise && w.Total.Up {
		w.Road = s.roadOf(g)
	}
	w.Chip, w.Tone = s.signalChip(g)
	w.Top = topWords{K: g.TopOverlap.K, SharedInt: int(math.Round(float64(g.TopOverlap.Shared))), Shared: s.loc.num(float64(g.TopOverlap.Shared), 0), Chance: s.loc.num(float64(g.TopOverlap.ByChance), 1),
		P: s.chance(g.TopOverlap.P), Known: g.TopOverlap.K > 0 && !math.IsNaN(float64(g.TopOverlap.Shared))}
	w.Control = controlWords{g.Control.Shuffles, g.Control.Supports, s.loc.num(float64(g.Control.ByChance), 0), g.Control.Verdict == model.Supports, g.Control.P < narrowControl, s.chance(g.Control.P)}
	w.Controls, w.Formats = s.controls(g.Controls), s.formatsOf(g)
	if g.Threshold != nil {
		w.Level = s.signed(g.Threshold.Level, perThousand, 1)
	}
	if g.Actor != nil {
		w.People, w.Way = s.peopleWords(g.Actor), brief(g.Actor.Step)
	}
	if g.Money != nil && g.Money.OfDoubling.OK() {
		w.Money = s.moneyWords(g.Money)
	}
	return w
}

// signalChip words a verdict, by what it says in particular, and colours it.
func (s *site) signalChip(g *model.Signal) (text, tone string) {
	text = s.words.or(nil, "verdict."+string(g.Reading), "verdict."+string(g.Verdict))
	return text, map[model.Verdict]string{model.Supports: "key", model.Contradicts: "warn"}[g.Verdict]
}

func (s *site) peopleWords(a *model.ActorSignal) *peopleWords {
	p := &peopleWords{Odds: s.ratio(a.OddsRatio), Crude: s.ratio(a.CrudeOddsRatio), Acted: s.loc.count(float64(a.Acted)), Converted: s.loc.count(float64(a.Converted)),
		Others: s.loc.count(float64(a.Others)), OthersHit: s.loc.count(float64(a.OthersHit)), Landmark: a.Landmark, Same: s.chance(a.BreslowDayP)}
	if p.Odds.OK {
		p.Strata = int(a.Strata)
	}
	if v := float64(a.EValueLimit); v > 1 && !math.IsInf(v, 0) {
		p.Hidden, p.HiddenAll = s.times(v), s.times(float64(a.EValue))
	}
	return p
}

func (s *site) moneyWords(m *model.SignalMoney) *moneyWords {
	v := m.OfDoubling
	out := &moneyWords{Per: s.loc.money(m.PerThousand.Value), Change: s.loc.money(math.Abs(v.Value)), Signed: plusSign(v.Value) + s.loc.money(v.Value), Less: v.Value < 0, Open: v.Low < 0 && v.High > 0}
	out.Range = s.loc.money(v.Low) + s.words.say("list.to", nil) + s.loc.money(v.High)
	return out
}

// plusSign is the sign of what is above 0.
func plusSign(v float64) string {
	if v > 0 {
		return "+"
	}
	return ""
}

// controls lists what is held equal, in words.
func (s *site) controls(names []string) string {
	var out []string
	for _, n := range names {
		n, within := strings.CutSuffix(n, ", by comparing within it")
		metric, isLog := strings.CutPrefix(n, "log ")
		switch {
		case isLog:
			out = append(out, s.term(metric).Short)
		case s.words.set.Lookup("control."+n) != nil:
			out = append(out, s.words.say("control."+n, nil))
		default:
			out = append(out, line(n))
		}
		if within {
			out[len(out)-1] = s.words.say("control.within", out[len(out)-1])
		}
	}
	return s.join(out, 9)
}

func (s *site) formatsOf(g *model.Signal) string {
	var out []string
	for _, f := range g.Formats {
		if r := s.ratio(g.AtStep(f.RateRatio)); r.OK {
			out = append(out, brief(f.Format)+" "+r.Value+" ("+r.Range+")")
		}
	}
	return s.join(out, 8)
}

// tooWide reports that nothing but the width of the interval leaves the signal open, which more posts would mend.
func tooWide(g *model.Signal) bool {
	return g.Verdict == model.CannotTell && len(g.Reasons) == 1 && afterDot(g.Reasons[0].Key) == "interval-wide"
}

// roadOf joins the sources of the signal's exposure that grow with its action; empty where none is known to.
func (s *site) roadOf(g *model.Signal) string {
	for i := range s.Report.Roads {
		if x := &s.Report.Roads[i]; x.Action == g.Action && x.Whole == g.Exposure {
			if from := s.grown(x); from != "" {
				return from
			}
		}
	}
	return ""
}

// reasons words why the verdict is what it is.
func (s *site) reasons(g *model.Signal) []string {
	var out []string
	for _, r := range g.Reasons {
		if s.words.set.Lookup("reason."+afterDot(r.Key)) == nil {
			continue // a language file may lag behind the analysis
		}
		if float64(g.PostsNeeded) <= float64(g.Posts.Used) { // "about 90 posts would tell" is no news where there are 100
			r.Args = slices.DeleteFunc(slices.Clone(r.Args), func(a model.WordArg) bool { return a.Name == "posts" })
			r.Args = append(r.Args, model.WordArg{Name: "posts", Number: model.Number(math.NaN())})
		}
		out = append(out, s.worded(r))
	}
	return out
}

// worded says a wording of the analysis; its numbers are put in as their names ask.
func (s *site) worded(w model.Wording) string {
	blanks := map[string]string{}
	for _, a := range w.Args {
		switch v := float64(a.Number); {
		case a.Text != "" && slices.Contains([]string{"action", "outcome", "exposure"}, a.Name):
			blanks[a.Name] = s.term(a.Text).Noun
		case a.Text != "" || math.IsNaN(v):
			blanks[a.Name] = line(a.Text)
		case a.Name == "posts" || a.Name == "postsNeeded":
			blanks[a.Name] = s.about(a.Number)
		case a.Name == "p" || a.Name == "q":
			blanks[a.Name] = s.loc.num(v, 2)
		case v == math.Trunc(v):
			blanks[a.Name] = s.loc.num(v, 0)
		default:
			blanks[a.Name] = s.loc.num(v, 2)
		}
	}
	return s.words.say("reason."+afterDot(w.Key), blanks)
}

func afterDot(key string) string {
	for i := range key {
		if key[i] == '.' {
			return key[i+1:]
		}
	}
	return key
}

// signalSentence is the verdict on a signal in one sentence, and a second where it is otherwise in total.
func (s *site) signalSentence(g *model.Signal) string {
	w := s.signalWords(g)
	if !w.Per.OK {
		return s.words.say("signal.no-model", w)
	}
	said := s.words.or(w, "signal."+w.Verdict, "signal.cannot-tell")
	if w.Way != "" {
		said += " " + s.words.say("signal.way", w)
	}
	if w.Otherwise {
		said += " " + s.words.say("signal.otherwise", w)
	}
	return said
}

// signalsOf are the signals for an outcome, as declared.
func (s *site) signalsOf(outcome string) []*model.Signal {
	var out []*model.Signal
	for i := range s.Report.Signals {
		if s.Report.Signals[i].Outcome == outcome {
			out = append(out, &s.Report.Signals[i])
		}
	}
	return out
}

// Said is the report of the input with its sentences, as analysis.json has it. It needs Site, Report and Layouts.
func Said(in Input) (*model.Report, error) {
	s, err := speaker(in)
	if err != nil {
		return nil, err
	}
	return s.withSentences(in.Report), nil
}

// withSentences is the report with every signal's and every finding's sentence said.
func (s *site) withSentences(r *model.Report) *model.Report {
	said := *r
	said.Findings = s.toldFindings()
	said.Signals = slices.Clone(r.Signals)
	for i := range said.Signals {
		said.Signals[i].Sentence = clean(s.signalSentence(&said.Signals[i]))
	}
	return &said
}

// leagueOfSignals is what all signals for one outcome say together.
type leagueOfSignals struct {
	Outcome, Exposure term
	Yes, No, Open     string // the actions that support, contradict and cannot tell, joined
	YesN, NoN, OpenN  int
	Head              signalWords // the first declared action: the one that the site asks about
	HeadIs            string      // its verdict
	Best              signalWords // of those that support, the one that is surest to be far from 1
	HasBest           bool
	Posts             int
}

func (s *site) leagueOfSignals(all []*model.Signal) leagueOfSignals {
	out := leagueOfSignals{}
	var yes, no, open []string
	best := 0.0
	for i, g := range all {
		w := s.signalWords(g)
		if i == 0 {
			out.Outcome, out.Exposure, out.Head, out.HeadIs, out.Posts = w.Outcome, w.Exposure, w, w.Verdict, w.Posts
		}
		switch g.Verdict {
		case model.Supports:
			yes = append(yes, w.Action.Noun)
			if low := g.PerExposure.RateRatio.Low; low > best {
				best, out.Best, out.HasBest = low, w, true
			}
		case model.Contradicts:
			no = append(no, w.Action.Noun)
		default:
			open = append(open, w.Action.Noun)
		}
	}
	out.Yes, out.No, out.Open = s.join(yes, 3), s.join(no, 3), s.join(open, 3)
	out.YesN, out.NoN, out.OpenN = len(yes), len(no), len(open)
	return out
}
