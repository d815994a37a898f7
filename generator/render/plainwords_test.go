package render

import (
	"testing"

	"likewise/generator/model"
)

// TestPlainWords says windows, one of a kind and levels that are numbers.
func TestPlainWords(t *testing.T) {
	s := leagueSite(t, model.Supports)
	for span, want := range map[string]string{"7d": "7 days", "1d": "1 day", "36h0m0s": "36h0m0s", "0d": "0d"} {
		if got := s.words.say("unit.span", span); got != want {
			t.Errorf("span %q: %q", span, got)
		}
	}
	for seconds, want := range map[float64]string{86400: "1\u00a0day", 181440: "2.1\u00a0days", 3600 * 5: "5\u00a0hours", 60: "1\u00a0minute", 45: "45\u00a0seconds"} {
		if got := s.spanInWords(seconds); got != want {
			t.Errorf("%v s: %q, want %q", seconds, got, want)
		}
	}
	for name, want := range map[string]string{"reach": "person reached", "reactions": "reaction", "engaged_users": "engaged user", "signups": "sign-up", "stories": "story", "revenue": "revenue", "consumers": "consumer"} {
		if got := s.term(name).Per; got != want {
			t.Errorf("per %s: %q, want %q", name, got, want)
		}
	}
	for level, want := range map[string]bool{"3": true, "-1.5": true, "reel": false, "": false, "3 tips": false} {
		if got := (blank{Text: level}).Bare(); got != want {
			t.Errorf("%q is bare: %v", level, got)
		}
	}
	term := model.Term{Feature: "topic", Level: "3", Against: "1", RateRatio: fakeRatio(.5, .4, .6), N: 12}
	if got, want := s.words.say("next.weak", s.termWords(term)), "Ask what posts of topic “3” are for: for the same reach they had 0.50 times the purchases of those of topic “1” (0.40–\u20600.60, 12 posts)."; got != want {
		t.Errorf("%q", got)
	}
}

// TestUnder tells which groups of posts lie below the highest where none is clear of all others.
func TestUnder(t *testing.T) {
	s := leagueSite(t, model.Supports)
	group := func(name string, v, low, high float64) model.FunnelGroup {
		first := model.StepResult{Name: "reach", Count: 1000, OfPrevious: model.None("the first step"), OfFirst: model.None("the first step")}
		last := model.StepResult{Name: "purchases", Count: 10, OfPrevious: fakeRatio(v, low, high), OfFirst: fakeRatio(v, low, high)}
		return model.FunnelGroup{Name: name, Posts: 10, Steps: []model.StepResult{first, last}}
	}
	f := &model.FunnelResult{Name: "Way", Unit: "post", GroupBy: "format", Steps: group("", .02, .01, .03).Steps,
		Groups: []model.FunnelGroup{group("reel", .01, .005, .014), group("carousel", .03, .015, .04), group("image", .02, .01, .035)}}
	w := s.breakdownWords(f)
	if w.Lead != "" || w.Top != "“Carousel”" || w.Under != "“Reel”" || w.Over != "“Image”" || w.UnderMore || w.OverMore {
		t.Errorf("%+v", w)
	}
	if got := s.columnDecimals(f); got[0] != got[1] || got[0] != 1 {
		t.Errorf("decimals %v", got)
	}
}
