package render

import (
	"time"

	"likewise/generator/model"
)

// answerWords is the overview's first screen in sentences.
type answerWords struct {
	Finding finding
	Primary step
	Total   bool   // the data has the primary metric
	Revenue string // empty where the data has none
	Posts   int
	Rows    string // of all files; empty where there are none
	RowsInt int
	Period  string
	Notice  string
}

// answer puts the answer, what stands under it and the kicker on the overview. Where the numbers give none, it says
// what is missing.
func (s *site) answer(d *Doc) {
	m := model.MetricNamed(s.Site.Primary)
	said := answerWords{Posts: len(s.posts), Period: s.periodWords(), Notice: line(s.Site.Notice)}
	said.Primary = step{Name: m.Name, Label: s.words.label(m), Noun: s.words.noun(m), Verb: s.words.verb(m)}
	var total float64
	if total, said.Total = s.Report.Totals[m.Name]; said.Total {
		said.Primary.Count, said.Primary.None = s.loc.metric(m, total), total == 0
		said.Primary.Counted = said.Primary.Count + " " + s.nounOf(m, total)
	}
	if read, _ := s.rows(); read > 0 {
		said.Rows, said.RowsInt = s.loc.count(read), int(read)
	}
	if v, ok := s.Report.Totals["revenue"]; ok && m.Name != "revenue" && v > 0 {
		said.Revenue = s.loc.money(v)
	}
	key := "answer.plain"
	switch f := s.primaryFunnel(); {
	case len(s.posts) == 0:
		key = "answer.empty"
		if said.Finding = s.peopleFinding(); said.Finding.Share != "" { // a log of events alone
			key = "answer.funnel"
		}
	case s.Site.Primary == "":
		key = "answer.noprimary"
	case !said.Total:
		key = "answer.nodata"
	case said.Primary.None:
		key = "answer.zero"
	case f != nil:
		said.Finding = s.funnelFinding(f)
		if said.Finding.Share != "" && !said.Finding.Last.None {
			key = "answer.funnel"
		}
	}
	d.Title = s.words.say(key, said)
	d.Kicker = s.words.say("answer.kicker", said)
	d.Stand = s.words.say(key+"-stand", said)
	if said.Total && !said.Primary.None {
		s.announce(d)
	}
}

// peopleFinding is the first funnel of people that has a share to show, or nothing.
func (s *site) peopleFinding() finding {
	for i := range s.Report.Funnels {
		if f := s.funnelFinding(&s.Report.Funnels[i]); s.Report.Funnels[i].Unit == "actor" && f.Share != "" && !f.Last.None {
			return f
		}
	}
	return finding{}
}

// periodWords is "October 2026" for a whole month, "2026" for a whole year, else "3 May 2025 – 31 October 2026".
func (s *site) periodWords() string {
	p := s.Report.Period
	from, err := time.Parse(model.Day, p.From)
	to, err2 := time.Parse(model.Day, p.To)
	switch {
	case err != nil || err2 != nil:
		return ""
	case from.Equal(to):
		return s.loc.day(p.From)
	case from.Day() == 1 && from.AddDate(0, 1, -1).Equal(to):
		return s.loc.month(p.From)
	case from.YearDay() == 1 && from.AddDate(1, 0, -1).Equal(to):
		return from.Format("2006")
	}
	return s.loc.day(p.From) + " – " + s.loc.day(p.To)
}
