package render

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"likewise/generator/model"
)

// blank is what stands in a sentence of the section "finding": a name in its forms, or a number as it is written.
type blank struct {
	term
	Text   string  // what {{.name}} prints
	Number float64 // NaN where the blank names something
	Known  bool    // there is something to print
}

// String lets a template print the blank itself.
func (b blank) String() string { return b.Text }

// Int is the number as templates' plural wants it.
func (b blank) Int() int {
	if math.IsNaN(b.Number) || math.Abs(b.Number) > math.MaxInt32 {
		return 0
	}
	return int(b.Number)
}

// Bare reports that a name is a number, which says nothing by itself.
func (b blank) Bare() bool { return bare(b.Text) }

func bare(name string) bool {
	_, err := strconv.ParseFloat(name, 64)
	return err == nil
}

// Up and Down are for a number against 0.
func (b blank) Up() bool   { return b.Number > 0 }
func (b blank) Down() bool { return b.Number < 0 }

// findingSentence words a finding. A signal has a sentence of its own, the same everywhere.
func (s *site) findingSentence(f *model.Finding) string {
	if g := s.signalOf(f); g != nil {
		return s.signalSentence(g)
	}
	return upperFirst(s.words.say(f.Wording.Key, s.blanks(f)))
}

// signalOf is the signal that a finding is about; nil for a finding of another kind.
func (s *site) signalOf(f *model.Finding) *model.Signal {
	for _, g := range s.signalsOf(f.Outcome) {
		if f.Kind == "signal" && len(f.Subject) > 0 && g.Action == f.Subject[0] {
			return g
		}
	}
	return nil
}

// blanks are those of the wording, and of every finding: value, low, high, range, n, k and why.
func (s *site) blanks(f *model.Finding) map[string]blank {
	e := f.Estimate
	all := map[string]blank{"range": {}, "why": {Text: line(e.Why), Known: e.Why != ""}, "value": {Text: missing}, "low": {}, "high": {}, "n": {}, "k": {}}
	for _, a := range f.Wording.Args {
		all[a.Name] = s.blank(a)
	}
	if !e.OK() {
		return all
	}
	number := func(name string, v float64, u model.Unit) {
		all[name] = s.blank(model.WordArg{Name: name, Number: model.Number(v), Unit: u})
	}
	number("n", e.N, model.AsCount)
	number("k", e.K, model.AsCount)
	i := s.inUnit(e, f.Unit)
	all["value"] = blank{Text: i.Value, Number: e.Value, Known: true}
	if !math.IsNaN(e.Low) && !math.IsNaN(e.High) {
		all["low"], all["high"] = blank{Text: i.Low, Number: e.Low, Known: true}, blank{Text: i.High, Number: e.High, Known: true}
		all["range"] = blank{Text: i.Low + s.between(e) + i.High, Known: true}
	}
	return all
}

// between stands between the ends of an interval: a dash, or a word where an end is below 0 and a dash would be a sign.
func (s *site) between(e model.Estimate) string {
	if e.Low < 0 {
		return s.words.say("list.to", nil)
	}
	return "–\u2060"
}

// inUnit writes an estimate, its ends with the decimals of its value.
func (s *site) inUnit(e model.Estimate, u model.Unit) interval {
	switch u {
	case model.AsRatio:
		return interval{s.factor(e.Value), s.factor(e.Low), s.factor(e.High)}
	case model.AsShare:
		return s.loc.rate(e)
	case model.AsPerMille:
		return s.loc.perThousand(e)
	case model.AsPoints:
		return s.loc.scaled(e, 100)
	case model.AsSigned:
		return interval{s.plus(e.Value), s.plus(e.Low), s.plus(e.High)}
	}
	return s.loc.scaled(e, 1)
}

// blank writes one blank in its unit.
func (s *site) blank(a model.WordArg) blank {
	v := float64(a.Number)
	if text, ok := s.nameOf(a); ok {
		return blank{term: text, Text: text.Noun, Number: v, Known: a.Text != ""}
	}
	out := blank{Number: v, Known: !math.IsNaN(v), Text: missing}
	switch {
	case !out.Known:
	case a.Unit == model.AsChance:
		out.Text = s.chance(a.Number)
	case a.Unit == model.AsQ:
		out.Text = "q" + strings.TrimPrefix(s.chance(a.Number), "p")
	case a.Unit == model.AsSigned:
		out.Text = s.plus(v)
	default:
		out.Text = s.loc.count(v)
	}
	return out
}

// nameOf words a blank that names something.
func (s *site) nameOf(a model.WordArg) (term, bool) {
	plain := func(text string) (term, bool) {
		return term{Name: a.Text, Label: upperFirst(text), Noun: text, Per: text, Short: text}, true
	}
	switch a.Unit {
	case model.OfMetric:
		return s.term(a.Text), true
	case model.OfAction:
		m := s.action(a.Text)
		return term{Name: a.Text, Label: s.words.label(m), Noun: s.words.noun(m), Per: s.words.verb(m), Short: s.words.noun(m)}, true
	case model.OfStep:
		name, of, _ := strings.Cut(a.Text, "/")
		return plain(s.linkName(name, of))
	case model.OfLevel:
		return plain(s.words.named("feature.", a.Text, s.words.named("level.", a.Text, a.Text)))
	case model.OfSpan:
		from, to, _ := strings.Cut(a.Text, "/")
		return plain(s.span(model.Side{From: from, To: to}))
	case model.OfHours:
		day, hours, _ := strings.Cut(a.Text, " ")
		n, _ := strconv.Atoi(day)
		return plain(s.words.say("finding.hours", struct{ Day, Hours string }{s.weekday(n), strings.Replace(hours, "-", "–\u2060", 1)}))
	case model.AsText:
		return plain(line(a.Text))
	}
	return term{}, false
}

// toldFindings is the report's findings with their sentences and the tables of their rows.
func (s *site) toldFindings() []model.Finding {
	out := slices.Clone(s.Report.Findings)
	for i := range out {
		f := &out[i]
		f.Sentence, f.Table = clean(s.findingSentence(f)), s.findingTable(f)
	}
	return out
}

// findingPage is the page that shows the finding's rows, from the top of the site; empty where none does.
func (s *site) findingPage(f *model.Finding) string {
	if to := s.pageWith(f.Shown); f.Shown != "" && to != "" {
		return href("", to)
	}
	return ""
}

// findingTable is the CSV of the finding's rows, from the top of the site; empty where there is none.
func (s *site) findingTable(f *model.Finding) string {
	switch f.Shown {
	case "signals":
		return signalsCSV
	case "drivers":
		return driversCSV
	case "mix":
		return mixCSV
	case "groups":
		return groupsCSV
	case "timing":
		return timingCSV
	case "change":
		return changeCSV
	case "spread":
		return spreadCSV
	case "oddities":
		return oddCSV
	case "posts":
		return postsCSV
	case "attribution":
		for i := range s.Report.Attribution {
			if x := &s.Report.Attribution[i]; len(f.Subject) > 0 && x.Name == f.Subject[0] {
				return creditCSV(x)
			}
		}
	case "funnel", "breakdown":
		for i := range s.Report.Funnels {
			switch x := &s.Report.Funnels[i]; {
			case len(f.Subject) == 0 || x.Name != f.Subject[0]:
			case f.Shown == "breakdown":
				return funnelGroupsCSV(x)
			default:
				return funnelCSV(x)
			}
		}
	}
	return ""
}

func (s *site) findingRows() []byte {
	out := newSheet("kind", "subject", "outcome", "verdict", "sentence", "unit", "value", "low", "high", "n", "against", "method", "sure", "use", "stake", "score", "rows", "why_none")
	for _, f := range s.toldFindings() {
		cells := []string{f.Kind, formulaSafe(strings.Join(f.Subject, " / ")), formulaSafe(f.Outcome), string(f.Verdict), formulaSafe(f.Sentence), string(f.Unit)}
		n := ""
		if f.Estimate.OK() {
			n = num(f.Estimate.N)
		}
		cells = append(append(cells, estimate(f.Estimate)...), n, num(float64(f.Against)), formulaSafe(f.Estimate.Method))
		out.row(append(cells, num(f.Strength.Sure), num(f.Strength.Use), num(float64(f.Strength.Stake)), num(float64(f.Strength.Score)), f.Rows, formulaSafe(f.Estimate.Why))...)
	}
	return out.bytes()
}
