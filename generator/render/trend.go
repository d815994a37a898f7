package render

import (
	"math"
	"slices"
	"time"

	"likewise/generator/model"
)

// weeks is how many full weeks are held against as many before them.
const weeks = model.ComparedWeeks

// recent is the last full weeks of a series against the ones before.
type recent struct {
	Label, Noun       string
	Weeks             int
	Last, Before      string // sums, in print
	LastSum, Previous float64
	From, To          string // the days of the last weeks, in print
	Why               string // why there is no comparison
	OK                bool
	Aged              bool   // newer weeks are left out, because their posts are too young
	Across            bool   // a break lies between the two: Why says so
	AllOrders         bool   // orders that belong to no post are counted as well
	Chance            string // p of a difference as large; empty where no test is made
	One               bool   // one post makes more than half of the difference
	Without           string // the change without it: "+5%"
}

func (s *site) series(metric string) *model.Series {
	for i := range s.Report.Trend {
		if s.Report.Trend[i].Metric == metric {
			return &s.Report.Trend[i]
		}
	}
	return nil
}

// recentOf sums the newest full weeks and as many before; an unfinished week never counts.
func (s *site) recentOf(metric string) recent {
	m := model.MetricNamed(metric)
	out := recent{Label: s.words.label(m), Noun: s.words.noun(m), Weeks: weeks}
	t := s.series(metric)
	if t == nil {
		out.Why = s.words.say("trend.none", out)
		return out
	}
	o := s.Report.Orders
	out.AllOrders = t.By == "happened" && (metric == "purchases" && o.Unjoined > 0 || metric == "revenue" && o.UnjoinedRevenue != 0)
	full := model.FullWeeks(t.Points)
	out.Aged = slices.ContainsFunc(t.Points, func(p model.Point) bool { return p.Young && !p.Partial })
	if len(full) < 2*weeks {
		out.Why = s.words.say("trend.short", out)
		return out
	}
	last, before := full[len(full)-weeks:], full[len(full)-2*weeks:len(full)-weeks]
	if x := s.breakWithin(metric, before[0].From, weekEnd(last[weeks-1].From)); x != nil {
		out.Why, out.Across = s.words.say("trend.across", s.breakWords(*x)), true
		return out
	}
	out.LastSum, out.Previous = sum(last), sum(before)
	out.Last, out.Before = s.loc.metric(m, out.LastSum), s.loc.metric(m, out.Previous)
	out.From, out.To = s.loc.day(last[0].From), s.loc.day(weekEnd(last[weeks-1].From))
	out.OK = true
	if x := t.Recent; x != nil {
		out.Chance, out.One = s.chance(x.P), x.Post != ""
		out.Without = s.loc.change(float64(x.Without))
	}
	return out
}

// sum adds weeks; a week in which nothing was posted adds nothing.
func sum(points []model.Point) float64 {
	total := 0.0
	for _, p := range points {
		if v := float64(p.Value); !math.IsNaN(v) {
			total += v
		}
	}
	return total
}

func weekEnd(monday string) string {
	t, err := time.Parse(model.Day, monday)
	if err != nil {
		return monday
	}
	return t.AddDate(0, 0, 6).Format(model.Day)
}
