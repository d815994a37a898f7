package analysis_test

import (
	"context"
	"testing"

	"likewise/generator"
	"likewise/generator/model"
)

// The demo's truth is documented in cmd/demodata: saves and link clicks announce purchases, each with its ratio per
// doubling; likes, comments and shares do not; hours mean nothing; reels sell half as much per person as carousels.
func TestDemoVerdictsMatchItsTruth(t *testing.T) {
	r, problems := generator.Analyse(context.Background(), generator.Options{Source: "../.."})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	truth := map[string]float64{"saves": 1.4, "link_clicks": 1.5, "likes": 1, "comments": 1, "shares": 1}
	n := 0
	for _, s := range r.Signals {
		if s.Control.Verdict == model.Supports {
			t.Errorf("%s: %d of %d shuffles support", s.Action, s.Control.Supports, s.Control.Shuffles)
		}
		if s.Outcome != "purchases" {
			continue
		}
		n++
		ratio := s.PerExposure.RateRatio
		if want := truth[s.Action]; want < ratio.Low || want > ratio.High {
			t.Errorf("%s: the truth is %v, outside %v to %v", s.Action, want, ratio.Low, ratio.High)
		}
		if got := s.Verdict == model.Supports; got != (truth[s.Action] > 1) {
			t.Errorf("%s: %s", s.Action, s.Verdict)
		}
		if s.Action == "saves" && !(s.Actor != nil && s.Actor.OddsRatio.Low > 1 && s.Actor.OddsRatio.Low < 3 && s.Actor.OddsRatio.High > 3) {
			t.Errorf("savers buy three times as often, not %+v", s.Actor)
		}
	}
	if n != len(truth) {
		t.Errorf("%d signals of purchases", n)
	}
	checkDemoDrivers(t, r.Drivers)
	checkDemoRoads(t, r.Roads)
	if p := float64(r.Timing.PermutationP); !(p > .05) {
		t.Errorf("hours mean nothing, but p is %v", p)
	}
}

// Shares carry reach by way of explore, 2.4 times for twice the shares; nothing else leads anywhere.
func checkDemoRoads(t *testing.T, all []model.Road) {
	t.Helper()
	if len(all) != 5 {
		t.Fatalf("%d roads", len(all))
	}
	for _, r := range all {
		if r.Why != "" || len(r.Sources) != 5 || r.Uneven > 0 {
			t.Fatalf("%s: %q, %d sources, %d uneven", r.Action, r.Why, len(r.Sources), r.Uneven)
		}
		for _, x := range r.Sources {
			truth := r.Action == "shares" && x.Part == "explore"
			if e := x.Grows.RateRatio; (x.Verdict == model.Supports) != truth || truth && (e.Low > 2.4 || e.High < 2.3) {
				t.Errorf("%s from %s: %s, x%.2f [%.2f, %.2f]", r.Action, x.Part, x.Verdict, e.Value, e.Low, e.High)
			}
		}
	}
}

func checkDemoDrivers(t *testing.T, all []model.Drivers) {
	t.Helper()
	if len(all) != 2 || all[0].Outcome != "likes" || all[1].Outcome != "purchases" {
		t.Fatalf("outcomes: %+v", all)
	}
	found := false
	for _, d := range all {
		for _, term := range d.Terms {
			timed := term.Feature == "weekday" || term.Feature == "hours"
			if timed && term.Q < .05 {
				t.Errorf("%s goes with %s %s, q %v", d.Outcome, term.Feature, term.Level, term.Q)
			}
			if d.Outcome == "purchases" && term.Level == "reel" {
				found = term.RateRatio.Low < .55 && term.RateRatio.High > .5 && term.Q < .05
			}
		}
	}
	if !found {
		t.Error("reels sell about half as much as carousels, and it should be seen")
	}
}
