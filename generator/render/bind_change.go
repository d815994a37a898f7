package render

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"likewise/generator/model"
	"likewise/generator/page"
)

// bindChange is {{< change >}}: one span against the one before, split into its factors, which sum exactly.
// grain="28 days" takes the last four weeks in place of the last month's days 1 to 28.
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
		Notes: []string{say("change.days", said), say("change.ages", said), say("change.note", said)}, Links: b.rowsLinks(changeCSV)}
	if said.Left != "" {
		p.Notes = append(p.Notes, say("change.left", said))
	}
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
	case math.Abs(v) < .05:
		return "±" + s.loc.num(0, 0)
	case v > 0:
		return "+" + text
	}
	return "−" + text
}

// partValue is a factor's value: posts as a count, reach per post as a count, the weekdays as a ratio, the rest as a rate.
func (s *site) partValue(f model.ChangeFactor, v model.Number) string {
	switch x := float64(v); {
	case f.Name == model.FactorWeekdays && f.Of == "":
		return s.times(x)
	case f.Name == model.FactorAge && f.Of == "":
		return s.loc.percent(x, 1)
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
	Month                  bool   // else 28 days
	From, To               string // values
	FromSpan, ToSpan       string
	FromPosts, ToPosts     int
	SameDays               bool   // as many posts on each weekday
	FromDays, ToDays       string // posts by weekday, Monday first
	FromAge, ToAge         string // of the youngest posts; empty where it is not known
	Come, Full             bool   // the pace of the outcome is known; and all had come
	FromCome, ToCome       string
	More, Less             bool
	Main, Effect           string // the factor that moved it most, and by how much
	Against, AgainstEffect string // the strongest that went the other way
	Apart                  string // the change without weekdays and ages, where that is another number
	Left                   string // the month after, where posts of it are too young to be compared
	LeftPosts              int    // how many
}

func (s *site) changeWords(c *model.Change) changeWords {
	w := changeWords{Outcome: s.term(c.Outcome), Month: c.Grain == "month", From: s.loc.count(float64(c.From.Value)), To: s.loc.count(float64(c.To.Value)), FromPosts: c.From.Posts, ToPosts: c.To.Posts,
		FromSpan: s.span(c.From), ToSpan: s.span(c.To), More: c.To.Value > c.From.Value, Less: c.To.Value < c.From.Value,
		SameDays: c.From.Weekdays == c.To.Weekdays, FromDays: s.weekdayCounts(c.From), ToDays: s.weekdayCounts(c.To)}
	if known(c.From.Youngest) && known(c.To.Youngest) {
		w.FromAge, w.ToAge = s.loc.num(float64(c.From.Youngest), 0), s.loc.num(float64(c.To.Youngest), 0)
	}
	if w.Come = known(c.From.Come) && known(c.To.Come); w.Come {
		w.Full = min(c.From.Come, c.To.Come) > .9995
		w.FromCome, w.ToCome = s.loc.percent(float64(c.From.Come), 1), s.loc.percent(float64(c.To.Come), 1)
	}
	s.mainFactors(c, &w)
	whole, apart := s.plus(float64(c.To.Value-c.From.Value)), s.plus(apartOf(c))
	if whole != apart {
		w.Apart = apart
	}
	if w.Month {
		w.Left, w.LeftPosts = s.leftMonth(c)
	}
	return w
}

// leftMonth is the month after the two compared, if posts of it are too young, and how many are.
func (s *site) leftMonth(c *model.Change) (month string, young int) {
	to, err := time.Parse(model.Day, c.To.From)
	if err != nil {
		return "", 0
	}
	next := to.AddDate(0, 1, 0).Format(model.Day)
	for _, p := range s.posts {
		if r, ok := p.Rate(c.Outcome); ok && r.Verdict == model.TooYoung && strings.HasPrefix(p.Published, next[:len("2006-01")]) {
			young++
		}
	}
	if young == 0 {
		return "", 0
	}
	return s.loc.month(next), young
}

func known(n model.Number) bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// apartOf is the change without what weekdays and ages did.
func apartOf(c *model.Change) float64 {
	out := float64(c.To.Value - c.From.Value)
	for _, f := range c.Factors {
		if f.Of == "" && (f.Name == model.FactorWeekdays || f.Name == model.FactorAge) {
			out -= float64(f.Effect)
		}
	}
	return out
}

// mainFactors names what did most each way.
func (s *site) mainFactors(c *model.Change, w *changeWords) {
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
}

func (s *site) weekdayCounts(x model.Side) string {
	var out []string
	for _, n := range x.Weekdays {
		out = append(out, s.loc.count(float64(n)))
	}
	return strings.Join(out, ", ")
}

// span is "1–28 September 2026" within a month, "September 2026" for a whole one, else "27 August – 23 September 2026".
func (s *site) span(x model.Side) string {
	first, errFirst := time.Parse(model.Day, x.From)
	last, errLast := time.Parse(model.Day, x.To)
	switch month := errFirst == nil && errLast == nil && x.From[:7] == x.To[:7]; {
	case month && first.Day() == 1 && last.AddDate(0, 0, 1).Day() == 1:
		return s.loc.month(x.From)
	case month:
		return s.loc.date(x.From, "2", model.Day) + "–" + s.loc.date(x.To, "2 Jan 2006", model.Day)
	}
	return s.loc.date(x.From, "2 Jan", model.Day) + " – " + s.loc.date(x.To, "2 Jan 2006", model.Day)
}

func (s *site) changeRows() []byte {
	out := newSheet("outcome", "grain", "from_start", "from_end", "to_start", "to_end", "factor", "of", "from_value", "to_value", "effect",
		"from_posts", "to_posts", "from_weekdays", "to_weekdays", "from_youngest_days", "to_youngest_days", "from_come", "to_come")
	for _, c := range s.Report.Change {
		for _, f := range c.Factors {
			out.row(formulaSafe(c.Outcome), c.Grain, c.From.From, c.From.To, c.To.From, c.To.To, formulaSafe(f.Name), formulaSafe(f.Of), num(float64(f.From)), num(float64(f.To)), num(float64(f.Effect)),
				strconv.Itoa(c.From.Posts), strconv.Itoa(c.To.Posts), weekdayCell(c.From), weekdayCell(c.To), num(float64(c.From.Youngest)), num(float64(c.To.Youngest)), num(float64(c.From.Come)), num(float64(c.To.Come)))
		}
	}
	return out.bytes()
}

// weekdayCell is the posts of each weekday, Monday first.
func weekdayCell(x model.Side) string { return strings.Trim(fmt.Sprint(x.Weekdays), "[]") }
