package render

import (
	"slices"
	"strconv"

	"likewise/generator/model"
	"likewise/generator/page"
)

// bindDrivers is {{< drivers outcome="purchases" >}}: what goes with an outcome, beside what goes with the first
// micro-conversion, so that a feature that is liked and does not sell is seen at once.
func bindDrivers(b *binding, r *page.Ref) (fragment, error) {
	known := []string{}
	for i := range b.Report.Drivers {
		known = append(known, b.Report.Drivers[i].Outcome)
	}
	outcome, err := b.outcome(r, known)
	if err != nil {
		return fragment{}, err
	}
	sold := b.driversOf(outcome)
	if sold == nil || sold.Why != "" || len(sold.Terms) == 0 {
		why := ""
		if sold != nil {
			why = line(sold.Why)
		}
		return b.nothing(r, "drivers.none", whyNone{b.term(outcome), why})
	}
	liked := b.likedDrivers(outcome)
	said := b.driversWords(sold, liked)
	p := &Panel{ID: b.id("drivers-" + outcome), Title: b.heading(r, upperFirst(b.words.say("drivers.title", said))), Subtitle: b.words.say("drivers.subtitle", said),
		Sheet: b.driversSheet(sold, liked, said), Notes: b.driversNotes(sold, said), Links: b.rowsLinks(driversCSV)}
	return fragment{layout: "panel", data: p}, nil
}

func (s *site) driversOf(outcome string) *model.Drivers {
	for i := range s.Report.Drivers {
		if s.Report.Drivers[i].Outcome == outcome {
			return &s.Report.Drivers[i]
		}
	}
	return nil
}

// likedDrivers is the model of the first micro-conversion; nil where that is the outcome or has none.
func (s *site) likedDrivers(outcome string) *model.Drivers {
	if len(s.Site.Micro) == 0 || s.Site.Micro[0] == outcome {
		return nil
	}
	if d := s.driversOf(s.Site.Micro[0]); d != nil && d.Why == "" {
		return d
	}
	return nil
}

// driversWords is what the drivers say together.
type driversWords struct {
	Outcome, Action, Exposure term
	Found                     int
	Strong                    termWords // the most extreme of those that survive
	Liked                     ratio     // the same level's ratio of the first micro-conversion
	LikedSure                 bool      // which survives too
	Beside                    bool      // there is a second model
	Posts, Weeks              int
	Model, Theta              string
	Dispersion                string
}

func (s *site) driversWords(sold, liked *model.Drivers) driversWords {
	w := driversWords{Outcome: s.term(sold.Outcome), Exposure: s.term(sold.Exposure), Posts: sold.Posts, Weeks: sold.Weeks, Model: line(sold.Model), Dispersion: s.loc.num(float64(sold.Dispersion), 2), Beside: liked != nil}
	for _, t := range sold.Terms {
		if t.Q < .05 {
			w.Found++
		}
	}
	if liked != nil {
		w.Action = s.term(liked.Outcome)
	}
	t, ok := s.strongestTerm(sold.Outcome, func(float64) bool { return true })
	if !ok {
		return w
	}
	w.Strong = s.termWords(t)
	w.Strong.Outcome = w.Outcome
	if m, ok := sameTerm(liked, t); ok {
		w.Liked, w.LikedSure = s.ratio(m.RateRatio), m.Q < .05
	}
	return w
}

func sameTerm(d *model.Drivers, t model.Term) (model.Term, bool) {
	if d == nil {
		return model.Term{}, false
	}
	i := slices.IndexFunc(d.Terms, func(x model.Term) bool { return x.Feature == t.Feature && x.Level == t.Level && x.Against == t.Against })
	if i < 0 {
		return model.Term{}, false
	}
	return d.Terms[i], true
}

// driversSheet has a row a term: the outcome's ratio and the first micro-conversion's side by side on one scale.
func (b *binding) driversSheet(sold, liked *model.Drivers, said driversWords) Sheet {
	say := b.words.say
	columns := []Column{{Label: say("drivers.feature", nil)}, {say("drivers.posts", nil), true}, {Label: say("drivers.ratio", said.Outcome)}}
	if liked != nil {
		columns = append(columns, Column{Label: say("drivers.ratio", said.Action)})
	}
	out := newSheetOf("drivers", say("drivers.caption", said), columns...)
	axis := scaleOf(ratiosOf(sold, liked))
	feature := ""
	for _, t := range sold.Terms {
		w := b.termWords(t)
		head := SheetCell{Text: say("drivers.level", w), Small: say("drivers.against", w)}
		class := ""
		if t.Feature != feature {
			class, feature = "first", t.Feature
		}
		cells := []SheetCell{head, cellOf(b.loc.count(float64(t.N))), b.termCell(axis, t)}
		if liked != nil {
			cell := SheetCell{Text: missing}
			if m, ok := sameTerm(liked, t); ok {
				cell = b.termCell(axis, m)
			}
			cells = append(cells, cell)
		}
		out.add(class, cells...)
	}
	return out
}

// termCell is the effect of a term, and marks one that survives correction.
func (b *binding) termCell(axis ratioScale, t model.Term) SheetCell {
	cell := b.effectCell(axis, t.RateRatio, t.Q)
	if t.Q < .05 {
		cell.Class += " sure"
	}
	return cell
}

func ratiosOf(all ...*model.Drivers) []model.Estimate {
	var out []model.Estimate
	for _, d := range all {
		if d == nil {
			continue
		}
		for _, t := range d.Terms {
			out = append(out, t.RateRatio)
		}
	}
	return out
}

func (b *binding) driversNotes(sold *model.Drivers, said driversWords) []string {
	out := []string{b.words.say("drivers.note", said)}
	if sold.Broken > 0 {
		out = append(out, b.words.say("break.left", sold.Broken))
	}
	for _, l := range byReason(sold.Left) {
		out = append(out, b.words.say("drivers.left", l))
	}
	return append(out, b.looksNote())
}

// driverRows is every term of every model.
func (s *site) driverRows() []byte {
	out := newSheet("outcome", "feature", "level", "against", "rate_ratio", "rate_ratio_low", "rate_ratio_high", "p", "q", "posts", "model", "exposure")
	for _, d := range s.Report.Drivers {
		for _, t := range d.Terms {
			cells := []string{formulaSafe(d.Outcome), formulaSafe(t.Feature), formulaSafe(t.Level), formulaSafe(t.Against)}
			cells = append(cells, estimate(t.RateRatio)...)
			out.row(append(cells, num(float64(t.P)), num(float64(t.Q)), strconv.Itoa(t.N), formulaSafe(d.Model), formulaSafe(d.Exposure))...)
		}
	}
	return out.bytes()
}

// leftOut is what one reason kept out of a model.
type leftOut struct{ Name, Why string }

// byReason puts the names together that one reason keeps out, in the order in which the reasons come.
func byReason(left []model.Left) []leftOut {
	var out []leftOut
	for _, l := range left {
		i := slices.IndexFunc(out, func(o leftOut) bool { return o.Why == line(l.Why) })
		if i < 0 {
			out = append(out, leftOut{line(l.Name), line(l.Why)})
			continue
		}
		out[i].Name += ", " + line(l.Name)
	}
	return out
}
