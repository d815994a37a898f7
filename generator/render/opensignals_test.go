package render

import (
	"strings"
	"testing"

	"likewise/generator/model"
)

// TestBlocked tells a signal that more posts would settle from one that something else leaves open.
func TestBlocked(t *testing.T) {
	wide := model.Wording{Key: "signal.interval-wide", Args: []model.WordArg{{Name: "worth", Number: 1.1}, {Name: "posts", Number: 556}}}
	shuffles := model.Wording{Key: "signal.shuffles-as-good", Args: []model.WordArg{{Name: "p", Number: .15}}}
	for _, c := range []struct {
		name           string
		ratio          model.Estimate
		reason         model.Wording
		needed         float64
		stand, unknown string
	}{
		{"wide", fakeRatio(.98, .8, 1.2), wide, 556, "which leaves more and fewer open.", "Whether likes announce purchases: about 560 posts would tell; there are 38."},
		{"shuffles", fakeRatio(2.04, 1.31, 3.15), shuffles, 4406, "(95% interval 1.31–\u20603.15), which does not settle it: shuffled posts show as much (p = 0.15).", "Whether likes announce purchases. Shuffled posts show as much (p = 0.15)."},
		{"enough and wide", fakeRatio(1.02, .95, 1.12), wide, 30, "which leaves more and fewer open.", "Whether likes announce purchases. The interval leaves room both for no difference and for a gain worth having (×1.10 or more)."},
	} {
		s := leagueSite(t, model.CannotTell)
		g := &s.Report.Signals[0]
		g.PerExposure.RateRatio, g.Reasons, g.PostsNeeded = c.ratio, []model.Wording{c.reason}, model.Number(c.needed)
		var d Doc
		if s.answer(&d); !strings.Contains(d.Stand, c.stand) {
			t.Errorf("%s: %q", c.name, d.Stand)
		}
		if got := s.openSignals(); len(got) != 1 || !strings.HasPrefix(got[0], c.unknown) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// TestOpenSignals says in one sentence what more posts would tell, and how long that takes.
func TestOpenSignals(t *testing.T) {
	s := leagueSite(t, model.CannotTell, model.CannotTell, model.Supports)
	s.Report.Period = model.Period{From: "2026-01-01", To: "2026-12-31"}
	s.Report.Signals[1].PostsNeeded = 114
	want := "Whether likes or saves announce purchases: about 560 and 120 posts would tell; there are 38. The nearest takes 2 more years at this pace; a test is quicker."
	if got := s.openSignals(); len(got) != 1 || got[0] != want {
		t.Errorf("%q", got)
	}
}

// TestOtherwise says what a ratio in total adds to the verdict, only where it lies on another side.
func TestOtherwise(t *testing.T) {
	for _, c := range []struct {
		verdict model.Verdict
		total   model.Estimate
		q       model.Number
		want    string
	}{
		{model.CannotTell, fakeRatio(1.5, 1.23, 1.84), .001, "In total it was 1.50 times (1.23–\u20601.84): more, by way of reach."},
		{model.Supports, fakeRatio(.69, .63, .77), .001, "In total it was 0.69 times (0.63–\u20600.77): fewer, by way of reach."},
		{model.CannotTell, fakeRatio(1.5, 1.23, 1.84), .2, ""},
		{model.Supports, fakeRatio(1.5, 1.23, 1.84), .001, ""},
		{model.CannotTell, fakeRatio(1.1, .9, 1.3), .001, ""},
	} {
		s := leagueSite(t, c.verdict)
		g := &s.Report.Signals[0]
		g.Total.RateRatio, g.Total.Q = c.total, c.q
		got := s.signalSentence(g)
		if c.want == "" && strings.Contains(got, "In total") || !strings.HasSuffix(got, c.want) {
			t.Errorf("%v: %q", c.total, got)
		}
		if note := s.otherwise(s.signalsOf("purchases")); (note == "") != (c.want == "") {
			t.Errorf("%v: note %q", c.total, note)
		}
	}
}

// TestQuietAdvice looks at quiet converters only where some are above the usual beyond chance.
func TestQuietAdvice(t *testing.T) {
	for _, above := range []bool{false, true} {
		s := leagueSite(t, model.Supports)
		for i := range s.posts {
			for j := range s.posts[i].Rates {
				if r := &s.posts[i].Rates[j]; above && s.posts[i].Group == model.QuietConverter && r.Metric == "purchases" {
					r.Verdict = model.Above
				}
			}
		}
		got := false
		for _, a := range s.nextSteps("") {
			got = got || strings.Contains(a.Text, "above the usual in purchases beyond chance, and not in likes")
		}
		if got != above {
			t.Errorf("above %v: advice %v", above, s.nextSteps(""))
		}
	}
}
