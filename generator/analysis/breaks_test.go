package analysis

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
)

// brokenReport is an account of a post a day from 1 October 2025 on, whose reach is a tenth of what it should be before
// the given day.
func brokenReport(t *testing.T, days int, breaks ...model.Break) *model.Report {
	t.Helper()
	var rows []string
	first := time.Date(2025, 10, 1, 10, 0, 0, 0, time.UTC)
	for i := range days {
		at, reach := first.AddDate(0, 0, i), 1000+37*(i%11)
		if len(breaks) > 0 && at.Format(model.Day) < breaks[0].At {
			reach /= 10
		}
		rows = append(rows, fmt.Sprintf("(%d,'p%d','%s',%d,%d,%d)", i+1, i, at.Format(time.DateTime), reach, 40+i%7, 3+i%4))
	}
	w := fixture(t, strings.Join(rows, ","))
	r, err := Run(context.Background(), w, Options{
		Conversions: model.Conversions{Exposure: "reach", Micro: []string{"likes"}, Macro: []string{"purchases"}, Primary: "purchases"},
		Funnels:     []model.Funnel{{Name: "f", Unit: "post", Steps: []string{"reach", "purchases"}}}, Metrics: []string{"reach", "likes", "purchases"},
		AsOf: first.AddDate(0, 0, days+20), Zone: time.UTC, Breaks: breaks,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// reachBreak lies within the two spans that are compared last, on a Wednesday.
var reachBreak = model.Break{Metric: "reach", At: "2025-12-10", Note: "counted anew"}

// Nothing crosses a break: what is older stands in no total, rate, funnel, signal, driver or change, and is counted.
func TestNothingCrossesABreak(t *testing.T) {
	const days, older = 120, 70
	r := brokenReport(t, days, reachBreak)
	if len(r.Breaks) != 1 || r.Breaks[0].Posts != older {
		t.Fatalf("%+v", r.Breaks)
	}
	sum := 0.0
	for _, p := range r.Posts {
		rate, _ := p.Rate("purchases")
		_, has := p.Metrics["reach"]
		v, broken, _ := p.Exported("reach")
		if old := p.Published < reachBreak.At; old != broken || old == has || old == rate.Rate.OK() || old && !strings.Contains(rate.Rate.Why, "meant something else") || v == 0 {
			t.Fatalf("%s: broken %v, in metrics %v, %+v", p.Published, broken, has, rate.Rate)
		} else if !old {
			sum += v
		}
	}
	if r.Totals["reach"] != sum || r.Totals["likes"] == 0 {
		t.Errorf("totals %v, want reach %v", r.Totals, sum)
	}
	if f := r.Funnels[0]; f.Posts != days-older || f.Broken != older || float64(f.Steps[0].Count) != sum || f.Steps[1].Missing != 0 || f.Steps[1].Count == model.Number(r.Totals["purchases"]) {
		t.Errorf("%+v", f)
	}
	for _, b := range r.Baselines {
		if b.Rate.Value > .02 && b.Metric == "purchases" { // with the old reach it would be ten times as high
			t.Errorf("%+v", b)
		}
	}
	q := r.Signals[0].Posts
	if q.Broken != older || q.Used+q.NoExposure+q.Missing+q.Negative+q.Young+q.Broken != days {
		t.Errorf("%+v", q)
	}
	for _, d := range r.Drivers {
		if d.Broken != older || d.Posts+d.Broken > days {
			t.Errorf("%s: %d and %d", d.Outcome, d.Posts, d.Broken)
		}
	}
}

// A period with the break inside is not compared with the one before, and says so; the same periods without it are.
func TestChangeAcrossABreakIsRefused(t *testing.T) {
	for at, refused := range map[string]bool{"2025-12-10": true, "2026-01-05": true, "2025-10-20": false} {
		b := reachBreak
		b.At = at
		for _, c := range brokenReport(t, 120, b).Change {
			if c.Grain != "month" || c.Outcome != "purchases" {
				continue
			}
			if got := strings.Contains(c.Why, "mean something else since "+at); got != refused || refused != (len(c.Factors) == 0) {
				t.Errorf("break at %s, %s to %s: %q, %d factors", at, c.From.From, c.To.To, c.Why, len(c.Factors))
			}
		}
	}
}

// The line is broken where the meaning changes; the week that holds both meanings has no value.
func TestTrendBreaks(t *testing.T) {
	for at, valued := range map[string]bool{"2025-12-10": false, "2025-12-08": true} { // a Wednesday; its Monday
		b := reachBreak
		b.At = at
		marks := 0
		for _, s := range brokenReport(t, 120, b).Trend {
			for _, p := range s.Points {
				if !p.Break {
					continue
				}
				marks++
				if p.From != "2025-12-08" || s.Metric != "reach" || valued == math.IsNaN(float64(p.Value)) {
					t.Errorf("break at %s: %s %+v", at, s.Metric, p)
				}
			}
			if math.IsNaN(float64(s.Points[0].Value)) {
				t.Errorf("%s before the break is not shown", s.Metric)
			}
		}
		if marks != 1 {
			t.Errorf("break at %s: %d marks", at, marks)
		}
	}
}

// A break of another platform, or that no post is younger than, changes nothing.
func TestBreaksThatSplitNothing(t *testing.T) {
	plain := brokenReport(t, 60)
	for _, b := range []model.Break{{Metric: "reach", At: "2025-11-01", Platform: "elsewhere"}, {Metric: "views", At: "2025-11-01"}} {
		r := brokenReport(t, 60)
		posts := r.Posts
		if left := setApart(posts, present(posts, []model.Break{b})); len(left) > 0 && left[0].Posts > 0 || brokenIn(posts[0], b.Metric) {
			t.Errorf("%+v: %+v", b, left)
		}
		if r.Totals["reach"] != plain.Totals["reach"] {
			t.Errorf("%+v: %v", b, r.Totals)
		}
	}
	later := brokenReport(t, 60)
	if left := setApart(later.Posts, []model.Break{{Metric: "reach", At: "2027-01-01"}}); left[0].Posts != 0 || brokenIn(later.Posts[0], "reach") {
		t.Errorf("all posts have one meaning: %+v", left)
	}
}
