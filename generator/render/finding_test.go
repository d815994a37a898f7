package render

import (
	"math"
	"strings"
	"testing"

	"likewise/generator/model"
)

// TestEveryFindingWording says every sentence of the section "finding" with all blanks that any of them has, told and
// untold: none may lack one, and none may print a number that there is not.
func TestEveryFindingWording(t *testing.T) {
	s := leagueSite(t, model.Supports)
	args := []model.WordArg{}
	for _, name := range []string{"feature", "level", "against", "outcome", "exposure", "a", "b", "by", "action", "when", "funnel", "step", "before", "group", "goal", "link", "name", "touch", "credit", "from", "to"} {
		args = append(args, model.WordArg{Name: name, Number: fakeNumber(), Text: "reel", Unit: model.OfLevel})
	}
	for _, name := range []string{"posts", "brought", "all", "above", "below", "thin", "young", "days", "odd", "here", "others", "lost", "came", "entered", "converted", "conversions", "models", "after", "effect", "fromPosts", "toPosts", "p", "q"} {
		args = append(args, model.WordArg{Name: name, Number: 2, Unit: model.AsCount})
	}
	said := 0
	for _, x := range s.words.set.Templates() {
		if !strings.HasPrefix(x.Name(), "finding.") || x.Name() == "finding.hours" {
			continue
		}
		said++
		for _, e := range []model.Estimate{{Value: 1.5, Low: 1.2, High: 1.9, N: 40, Method: "test"}, {Value: -1.5, Low: math.NaN(), High: math.NaN(), N: 40, Method: "test"}, model.None("too few")} {
			f := &model.Finding{Kind: "test", Estimate: e, Unit: model.AsRatio, Wording: model.Wording{Key: x.Name(), Args: args}}
			got := s.findingSentence(f)
			if strings.Contains(got, "[") || strings.Contains(got, "NaN") || !strings.HasSuffix(got, ".") || e.OK() && strings.Contains(got, "  ") {
				t.Errorf("%s: %q", x.Name(), got)
			}
		}
	}
	if said < 15 {
		t.Fatalf("%d wordings", said)
	}
}

func TestBlanks(t *testing.T) {
	s := leagueSite(t, model.Supports)
	for _, c := range []struct {
		arg  model.WordArg
		want string
	}{
		{model.WordArg{Text: "link_clicks", Unit: model.OfMetric}, "link clicks"},
		{model.WordArg{Text: "purchases/signups", Unit: model.OfStep}, "purchases per sign-up"},
		{model.WordArg{Text: "reach", Unit: model.OfStep}, "reach"},
		{model.WordArg{Text: "paid", Unit: model.OfLevel}, "boosted"},
		{model.WordArg{Text: "2026-09-01/2026-09-30", Unit: model.OfSpan}, "September 2026"},
		{model.WordArg{Text: "2 18-20", Unit: model.OfHours}, "Tuesday, 18–\u206020 h"},
		{model.WordArg{Text: "<b>\u202ex", Unit: model.AsText}, "<b>x"},
		{model.WordArg{Number: 12345, Unit: model.AsCount}, "12,345"},
		{model.WordArg{Number: -17.8, Unit: model.AsSigned}, "−17.8"},
		{model.WordArg{Number: .0004, Unit: model.AsChance}, "p\u00a0<\u00a00.001"},
		{model.WordArg{Number: .028, Unit: model.AsQ}, "q\u00a0=\u00a00.028"},
		{model.WordArg{Number: fakeNumber(), Unit: model.AsCount}, missing},
	} {
		if got := s.blank(c.arg).String(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.arg, got, c.want)
		}
	}
}
