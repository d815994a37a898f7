package render

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
)

// mostLines is how many touches are drawn; the table has them all.
const mostLines = 7

// groupNoTouch is what the analysis credits with the conversions that had nothing before them.
const groupNoTouch = "(no touch)"

// bindAttribution is the credit of one declaration under every model, side by side: {{< attribution "Purchases by format" >}},
// or the first without a name.
func bindAttribution(b *binding, r *page.Ref) (fragment, error) {
	a, err := b.attributionNamed(r)
	if err != nil {
		return fragment{}, err
	}
	return b.attribution(r, a), nil
}

// creditWords is what the wording of an attribution picks from.
type creditWords struct {
	Name, Touch, Conversion, Window string
	Conversions, Untouched, Paths   int
	Value                           string
	Agree                           bool // every model puts the same touch first
	First                           string
	Least, Most                     string // the first touch's least and greatest share over the models
	Winners                         string // who is first in how many models: "Clicked in 8, Saw a post in 1"
	Sure, Models                    int    // in how many of the models the first place is beyond chance
	Touches, Drawn                  int
}

func (b *binding) attribution(r *page.Ref, a *model.Attributed) fragment {
	w := b.words
	said := b.creditWords(a)
	touches := creditedTouches(a)
	said.Touches, said.Drawn = len(touches), min(len(touches), mostLines)
	fig := &Figure{
		ID: b.id("attribution-" + a.Name), Title: b.heading(r, w.say("people.credit-title", said)), Subtitle: w.say("people.credit-subtitle", said),
		Table: b.creditTable(a, said, touches), Notes: []string{w.say("people.credit-note", said)}, Links: b.rowsLinks(creditCSV(a)),
	}
	c := chart.Slope{Head: fig.head()}
	for _, m := range a.Models {
		c.Answers = append(c.Answers, upperFirst(line(m.Name)))
	}
	top := 0.0
	for _, t := range touches[:said.Drawn] {
		l := chart.SlopeLine{Name: b.touchName(a.Touch, t)}
		if said.First != "" && l.Name == said.First {
			l.Tone = chart.Key
		}
		for _, m := range a.Models {
			e := shareOf(m, t)
			l.Values, l.Low, l.High = append(l.Values, model.Number(e.Value)), append(l.Low, model.Number(e.Low)), append(l.High, model.Number(e.High))
			l.Labels = append(l.Labels, b.withRange(e))
			if e.OK() {
				top = max(top, e.Value)
			}
		}
		c.Lines = append(c.Lines, l)
	}
	for _, v := range chart.Ticks(0, top, 4) {
		c.Ticks = append(c.Ticks, chart.Tick{Value: v, Label: b.loc.percent(v, 0)})
	}
	return fragment{layout: "figure", data: fig, figure: fig, chart: c}
}

// shareOf is a touch's share of the credit under a model, or why there is none.
func shareOf(m model.CreditModel, touch string) model.Estimate {
	if e, ok := m.Share[touch]; ok {
		return e
	}
	return model.None(cmp.Or(m.Why, "no credit"))
}

// touchName is what a touch is called: the words of an action, or the value of the column.
func (s *site) touchName(column, touch string) string {
	switch {
	case touch == groupNoTouch:
		return s.words.say("people.untouched", nil)
	case touch == groupOther:
		return s.words.say("paths.others", nil)
	case strings.EqualFold(column, "action"):
		return s.words.label(s.action(touch))
	}
	return upperFirst(brief(touch))
}

// action is what an action of people is called.
func (s *site) action(name string) model.Metric {
	return model.ActionNamed(brief(name), len(s.Report.Posts) > 0)
}

func (b *binding) creditWords(a *model.Attributed) creditWords {
	out := creditWords{Name: brief(a.Name), Touch: brief(a.Touch), Conversion: brief(a.Conversion), Conversions: a.Conversions, Untouched: a.Untouched, Paths: a.Paths}
	if a.Window != "none" {
		out.Window = line(a.Window)
	}
	if a.Value > 0 {
		out.Value = b.loc.metric(model.Metric{Money: true}, a.Value)
	}
	b.leads(a, &out)
	return out
}

// creditTable has a row a model: the share of each touch that is drawn, with its interval. The CSV has them all.
func (b *binding) creditTable(a *model.Attributed, said creditWords, touches []string) Table {
	columns := []Column{{Label: b.words.say("people.model", nil)}}
	for _, touch := range touches[:said.Drawn] {
		columns = append(columns, Column{b.touchName(a.Touch, touch), true})
	}
	t := newTable(said.Name, columns...)
	for _, m := range a.Models {
		cells := []string{upperFirst(line(m.Name))}
		for _, touch := range touches[:said.Drawn] {
			e := shareOf(m, touch)
			if e.Low == e.High {
				e.Low, e.High = math.NaN(), math.NaN() // never above or below in any sample
			}
			cells = append(cells, b.withRange(e))
		}
		t.add(cells...)
	}
	return t
}

// creditedTouches lists the touches by the greatest share that any model gives them, greatest first.
func creditedTouches(a *model.Attributed) []string {
	most := map[string]float64{}
	for _, m := range a.Models {
		for t, e := range m.Share {
			share := 0.0
			if e.OK() {
				share = e.Value
			}
			most[t] = math.Max(most[t], share)
		}
	}
	return slices.SortedFunc(maps.Keys(most), func(x, y string) int { return cmp.Or(cmp.Compare(most[y], most[x]), cmp.Compare(x, y)) })
}

// leads words who is first under the models.
func (b *binding) leads(a *model.Attributed, said *creditWords) {
	l := a.Leads()
	said.Models, said.Sure = l.Models, l.Sure
	if len(l.Leads) == 0 {
		return
	}
	said.Agree, said.First = l.Agree(), b.touchName(a.Touch, l.Leads[0].Touch)
	said.Least, said.Most = b.loc.percent(l.Least, 0), b.loc.percent(l.Most, 0)
	var parts []string
	for _, lead := range l.Leads {
		parts = append(parts, b.words.say("people.first-in", struct {
			Name   string
			Models int
		}{b.touchName(a.Touch, lead.Touch), lead.Models}))
	}
	said.Winners = b.join(parts, len(parts))
}

func creditCSV(a *model.Attributed) string { return "data/attribution-" + page.Slug(a.Name) + ".csv" }

// planCredit is the CSV of every attribution.
func (s *site) planCredit(p *plan) {
	for i := range s.Report.Attribution {
		a := &s.Report.Attribution[i]
		p.add(creditCSV(a), "attribution "+a.Name, made(func() []byte { return creditRows(a) }))
	}
}

// creditRows is credit, value, share and rank of each touch under each model.
func creditRows(a *model.Attributed) []byte {
	sheet := newSheet("model", "touch", "credit", "value", "share", "share_low", "share_high", "rank", "rank_low", "rank_high", "why")
	for _, m := range a.Models {
		touches := make([]string, 0, len(m.Credit))
		for t := range m.Credit {
			touches = append(touches, t)
		}
		slices.Sort(touches)
		for _, t := range touches {
			cells := append([]string{formulaSafe(m.Name), formulaSafe(t), num(m.Credit[t]), num(m.Value[t])}, estimate(m.Share[t])...)
			sheet.row(append(append(cells, estimate(m.Rank[t])...), "")...)
		}
		if m.Why != "" {
			sheet.row(formulaSafe(m.Name), "", "", "", "", "", "", "", "", "", formulaSafe(m.Why))
		}
	}
	return sheet.bytes()
}
