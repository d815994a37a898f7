package analysis

import (
	"math"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
)

// Published numbers of methods.md, section 5, as two months of one post each.
func TestChangeOfMonths(t *testing.T) {
	month := func(row, m int, x ...float64) model.Post {
		at := time.Date(2026, time.Month(m), 10, 12, 0, 0, 0, time.UTC)
		return model.Post{ID: "p", Row: row, Published: at.Format(time.RFC3339), AgeDays: 50, Metrics: map[string]float64{"reach": x[0], "engagements": x[1], "clicks": x[2], "purchases": x[3]}}
	}
	posts := []model.Post{month(1, 8, 10000, 500, 50, 2), month(2, 9, 16000, 640, 76.8, 3.84), month(3, 10, 1, 1, 1, 1)}
	c := model.Conversions{Exposure: "reach", Macro: []string{"purchases"}, Primary: "purchases"}
	r := compared(posts, c, ripeness{}, model.Funnel{Name: "f", Unit: "post", Steps: []string{"reach", "engagements", "clicks", "purchases"}})
	got := r.Change[0] // 28 October is not ripe before 4 November
	if got.Grain != "month" || got.From.From != "2026-08-01" || got.From.To != "2026-08-28" || got.To.From != "2026-09-01" || got.To.To != "2026-09-28" || len(got.Factors) != 6 {
		t.Fatalf("%+v", got)
	}
	sum := 0.0
	for k, want := range []float64{0, 0, 1.325729400, -.629416345, .514270600, .629416345} {
		e := float64(got.Factors[k].Effect)
		if math.Abs(e-want) > 5e-10 {
			t.Errorf("%s: %.9f, want %.9f", got.Factors[k].Name, e, want)
		}
		sum += e
	}
	close9(t, "sum", sum, float64(got.To.Value-got.From.Value))
}

func TestChangeSumsAndSpansMatch(t *testing.T) {
	posts, _ := account(300, 24)
	r := compared(posts, shop, ripeness{"purchases": {Metric: "purchases", Days: 9.2}}, shopFunnel)
	if len(r.Change) != 14 {
		t.Fatalf("%d changes", len(r.Change))
	}
	for _, c := range r.Change {
		sum := 0.0
		for _, f := range c.Factors {
			sum += float64(f.Effect)
		}
		close9(t, c.Outcome+" "+c.Grain, sum, float64(c.To.Value-c.From.Value))
	}
	if c := r.Change[1]; c.Grain != "28 days" || c.To.To != "2026-10-21" || c.To.From != "2026-09-24" || c.From.To != "2026-09-23" || c.From.From != "2026-08-27" {
		t.Errorf("28 days: %+v", c)
	}
}

func TestMonthBefore(t *testing.T) {
	for last, want := range map[string]string{
		"2026-10-31": "2026-10-01 2026-10-28 2026-09-01 2026-09-28",
		"2026-10-28": "2026-10-01 2026-10-28 2026-09-01 2026-09-28",
		"2026-10-27": "2026-09-01 2026-09-28 2026-08-01 2026-08-28",
		"2026-03-27": "2026-02-01 2026-02-28 2026-01-01 2026-01-28",
		"2026-01-15": "2025-12-01 2025-12-28 2025-11-01 2025-11-28",
		"2024-02-29": "2024-02-01 2024-02-28 2024-01-01 2024-01-28",
	} {
		d, _ := day(last)
		s := monthBefore(d)
		var got []string
		for _, at := range []time.Time{s.from, s.to, s.earlier, s.earlyTo} {
			got = append(got, at.Format(model.Day))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", last, got, want)
		}
	}
}

// Any two spans that are compared hold each weekday as often.
func TestSpansHaveTheSameWeekdays(t *testing.T) {
	first := time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC)
	for n := range 800 {
		last := first.AddDate(0, 0, n)
		for _, s := range []spans{monthBefore(last), weeksBefore(last)} {
			for _, side := range [][2]time.Time{{s.from, s.to}, {s.earlier, s.earlyTo}} {
				var days [7]int
				for d := side[0]; !d.After(side[1]); d = d.AddDate(0, 0, 1) {
					days[d.Weekday()]++
				}
				if days != [7]int{4, 4, 4, 4, 4, 4, 4} {
					t.Fatalf("%s, %s: %v", last.Format(model.Day), s.grain, days)
				}
			}
			if s.to.After(last) || !s.earlyTo.Before(s.from) {
				t.Fatalf("%s: %+v", last.Format(model.Day), s)
			}
		}
	}
}

func TestLastRipe(t *testing.T) {
	for _, c := range []struct {
		asOf string
		days float64
		want string
	}{
		{"2026-10-31T23:59:59Z", 7, "2026-10-24"}, {"2026-10-31T23:59:59Z", 9.2, "2026-10-21"}, {"2026-10-31T12:00:00Z", 7, "2026-10-23"}, {"2026-10-31T00:00:00Z", 0, "2026-10-30"},
	} {
		at, err := time.Parse(time.RFC3339, c.asOf)
		if err != nil {
			t.Fatal(err)
		}
		got := lastRipe(Options{AsOf: at, Zone: time.UTC}, c.days)
		if got.Format(model.Day) != c.want {
			t.Errorf("%s, %v days: %s, want %s", c.asOf, c.days, got.Format(model.Day), c.want)
		}
		if over := got.AddDate(0, 0, 1); at.Add(time.Second).Sub(over).Hours()/24 < c.days {
			t.Errorf("%s: a post of the end of %s is too young", c.asOf, c.want)
		}
	}
}

func TestChangeFromNothing(t *testing.T) {
	c := chain{outcome: "purchases", steps: []string{"reach", "link_clicks", "purchases"}}
	x0, x1, why := factorsOf(c, 2, 3, []float64{100, 0, 0}, []float64{300, 30, 3})
	if why != "" || x0[2] != 0 || x0[3] != .1 || x1[3] != .1 {
		t.Errorf("%v %v %q", x0, x1, why)
	}
	if _, _, why = factorsOf(c, 2, 3, []float64{100, 0, 5}, []float64{300, 30, 3}); why == "" {
		t.Error("purchases without clicks are a rate")
	}
}
