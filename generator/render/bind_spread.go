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
