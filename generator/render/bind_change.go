package render

import (
	"fmt"
	"html/template"
	"math"
	"strconv"

	"likewise/generator/model"
	"likewise/generator/page"
)

// bindSpread is {{< spread >}}: which step of the way bears the difference between posts.
func bindSpread(b *binding, r *page.Ref) (fragment, error) {
	known := []string{}
	for _, x := range b.Report.Spread {
		known = append(known, x.Outcome)
	}
	outcome, err := b.outcome(r, known)
	if err != nil {
		return fragment{}, err
	}
	var x *model.Spread
	for i := range b.Report.Spread {
		if b.Report.Spread[i].Outcome == outcome {
			x = &b.Report.Spread[i]
		}
	}
	if x == nil || x.Why != "" || len(x.Factors) == 0 {
		why := ""
		if x != nil {
			why = line(x.Why)
		}
		return b.nothing(r, "spread.none", whyNone{b.term(outcome), why})
	}
	say := b.words.say
	said := b.spreadWords(x)
	p := &Panel{ID: b.id("spread-" + outcome), Title: b.heading(r, upperFirst(say("spread.title", said))), Subtitle: say("spread.subtitle", said),
		Sheet: newSheetOf("shares", say("spread.caption", said), Column{Label: say("why.factor", nil)}, Column{Label: say("spread.share", nil)}),
		Notes: []string{say("spread.note", said)}, Links: b.rowsLinks(spreadCSV)}
	scale := 0.0
	for _, f := range x.Factors {
		scale = max(scale, math.Abs(float64(f.Share)))
	}
	for i, f := range x.Factors {
		tone := ""
		if i == said.at {
			tone = "key"
		}
		p.Sheet.add("", cellOf(upperFirst(b.linkName(f.Name, f.Of))), SheetCell{Text: b.loc.percent(float64(f.Share), 0), Bar: sideBar(float64(f.Share), scale, anyBelow(x.Factors), tone), Class: "within"})
	}
	return fragment{layout: "panel", data: p}, nil
}

// whyNone says of an outcome why there is nothing to show.
type whyNone struct {
	Outcome term
	Why     string
}

func anyBelow(all []model.Share) bool {
	for _, f := range all {
		if f.Share < 0 {
			return true
		}
	}
	return false
}

// sideBar is a bar from zero; with both sides, zero is in the middle.
func sideBar(v, most float64, both bool, tone string) template.HTML {
	if most <= 0 || math.IsNaN(v) {
		return ""
	}
	zero, room := 1.0, 198.0
	if both {
		zero, room = 100, 98
	}
	to := zero + v/most*room
	return template.HTML(fmt.Sprintf(`<svg class="fall %s" viewBox="0 0 200 20" preserveAspectRatio="none" aria-hidden="true"><path class="bar" d="M%.1f 3H%.1fV17H%.1fZ"></path><path class="zero" d="M%.1f 0V20"></path></svg>`,
		tone, min(zero, to), max(zero, to), min(zero, to), zero))
}

type spreadWords struct {
	Outcome    term
	Top, Share string
	Posts      int
	Half       bool // the top factor bears more than half
	Below      bool // some share is below 0
	at         int
}

func (s *site) spreadWords(x *model.Spread) spreadWords {
	w := spreadWords{Outcome: s.term(x.Outcome), Posts: x.Posts, Below: anyBelow(x.Factors)}
	for i, f := range x.Factors {
		if f.Share > x.Factors[w.at].Share {
			w.at = i
		}
	}
	f := x.Factors[w.at]
	w.Top, w.Share, w.Half = s.linkName(f.Name, f.Of), s.loc.percent(float64(f.Share), 0), f.Share > .5
	return w
}

// bindChange is {{< change >}}: one span against the one before, split into its factors, which sum exactly.
// grain="28 days" takes the last four weeks in place of the last full month.
func bindChange(b *binding, r *page.Ref) (fragment, error) {
	known := []string{}
	for _, c := range b.Report.Change {
		known = append(known, c.Outcome)
	}
	outcome, err := b.outcome(r, known)
	if err != nil {
		return fragment{}, err
	}
	grain, ok := r.Get("grain")
	if !ok {
		grain = "month"
	}
	why := ""
	for i := range b.Report.Change {
		c := &b.Report.Change[i]
		switch {
		case c.Outcome != outcome || c.Grain != grain:
		case c.Why == "" && len(c.Factors) > 0:
			return fragment{layout: "panel", data: b.changePanel(r, c)}, nil
		default:
			why = line(c.Why)
		}
	}
	return b.nothing(r, "change.none", whyNone{b.term(outcome), why})
}

func (b *binding) changePanel(r *page.Ref, c *model.Change) *Panel {
	say := b.words.say
	said := b.changeWords(c)
	p := &Panel{ID: b.id("change-" + c.Outcome), Title: b.heading(r, upperFirst(say("change.title", said))), Subtitle: say("change.subtitle", said), Lead: []string{say("change.lead", said)},
		Sheet: newSheetOf("changes", say("change.caption", said), Column{Label: say("why.factor", nil)}, Column{Label: say("change.effect", said.Outcome)}, Column{said.FromSpan, true}, Column{said.ToSpan, true}),
		Notes: []string{say("change.note", said)}, Links: b.rowsLinks(changeCSV)}
	most := math.Abs(float64(c.To.Value - c.From.Value))
	for _, f := range c.Factors {
		most = max(most, math.Abs(float64(f.Effect)))
	}
	for _, f := range c.Factors {
		e := float64(f.Effect)
		tone := map[bool]string{true: "key", false: "warn"}[e > 0]
		p.Sheet.add("", cellOf(upperFirst(b.linkName(f.Name, f.Of))), SheetCell{Text: b.plus(e), Bar: sideBar(e, most, true, tone), Class: "within"}, cellOf(b.partValue(f, f.From)), cellOf(b.partValue(f, f.To)))
	}
	whole := float64(c.To.Value - c.From.Value)
	p.Sheet.add("whole", cellOf(said.Outcome.Label), SheetCell{Text: b.plus(whole), Bar: sideBar(whole, most, true, "quiet"), Class: "within"}, cellOf(said.From), cellOf(said.To))
	return p
}

// plus writes a difference with its sign.
func (s *site) plus(v float64) string {
	text := s.loc.num(math.Abs(v), map[bool]int{true: 1, false: 0}[math.Abs(v) < 100])
	switch {
	case v > 0:
		return "+" + text
	case v < 0:
		return "−" + text
	}
	return "±" + text
}

// partValue is a factor's value: posts as a count, reach per post as a count, the rest as a rate.
func (s *site) partValue(f model.ChangeFactor, v model.Number) string {
	switch x := float64(v); {
	case f.Of == "" || f.Of == "posts":
		return s.loc.num(x, 0)
	case x < .0995:
		return s.loc.percent(x, 2)
	default:
		return s.loc.percent(x, 1)
	}
}

type changeWords struct {
	Outcome                term
	From, To               string // values
	FromSpan, ToSpan       string
	FromPosts, ToPosts     int
	More, Less             bool
	Main, Effect           string // the factor that moved it most, and by how much
	Against, AgainstEffect string // the strongest that went the other way
}

func (s *site) changeWords(c *model.Change) changeWords {
	w := changeWords{Outcome: s.term(c.Outcome), From: s.loc.count(float64(c.From.Value)), To: s.loc.count(float64(c.To.Value)), FromPosts: c.From.Posts, ToPosts: c.To.Posts,
		FromSpan: s.span(c.From), ToSpan: s.span(c.To), More: c.To.Value > c.From.Value, Less: c.To.Value < c.From.Value}
	sign := 1.0
	if w.Less {
		sign = -1
	}
	most, least := 0.0, 0.0
	for _, f := range c.Factors {
		switch e := float64(f.Effect) * sign; {
		case e > most:
			most, w.Main, w.Effect = e, s.linkName(f.Name, f.Of), s.plus(float64(f.Effect))
		case e < least:
			least, w.Against, w.AgainstEffect = e, s.linkName(f.Name, f.Of), s.plus(float64(f.Effect))
		}
	}
	return w
}

// span is "September 2026" for a whole month, else "27 August – 23 September 2026".
func (s *site) span(x model.Side) string {
	if len(x.From) >= 10 && x.From[8:] == "01" && len(x.To) >= 10 && x.From[:7] == x.To[:7] {
		return s.loc.month(x.From)
	}
	return s.loc.date(x.From, "2 Jan", model.Day) + " – " + s.loc.date(x.To, "2 Jan 2006", model.Day)
}

func (s *site) spreadRows() []byte {
	out := newSheet("outcome", "factor", "of", "share", "posts", "method", "why_none")
	for _, x := range s.Report.Spread {
		if len(x.Factors) == 0 {
			out.row(formulaSafe(x.Outcome), "", "", "", strconv.Itoa(x.Posts), "", formulaSafe(x.Why))
		}
		for _, f := range x.Factors {
			out.row(formulaSafe(x.Outcome), formulaSafe(f.Name), formulaSafe(f.Of), num(float64(f.Share)), strconv.Itoa(x.Posts), formulaSafe(x.Method), "")
		}
	}
	return out.bytes()
}

func (s *site) changeRows() []byte {
	out := newSheet("outcome", "grain", "from_start", "from_end", "to_start", "to_end", "factor", "of", "from_value", "to_value", "effect")
	for _, c := range s.Report.Change {
		for _, f := range c.Factors {
			out.row(formulaSafe(c.Outcome), c.Grain, c.From.From, c.From.To, c.To.From, c.To.To, formulaSafe(f.Name), formulaSafe(f.Of), num(float64(f.From)), num(float64(f.To)), num(float64(f.Effect)))
		}
	}
	return out.bytes()
}
