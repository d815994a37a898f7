package render

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"likewise/generator/chart"
	"likewise/generator/model"
)

// mixSite is a site that shows one pair of groups, drawn.
func mixSite(t *testing.T, mixes ...model.Mix) string {
	t.Helper()
	r := fakeLeague(fakeReport(9))
	r.Mixes = mixes
	in := fakeInput(t, r, fstest.MapFS{"content/index.md": {Data: []byte("+++\ntitle = \"x\"\n+++\n\n{{< mix >}}\n")}})
	drawer := chart.New(chart.Options{})
	defer drawer.Close()
	in.Charts = drawer
	return renderFake(t, in)["index.html"]
}

// TestReversalHasItsPicture finds the picture where the strata turn the answer round, surely or perhaps, and only there.
func TestReversalHasItsPicture(t *testing.T) {
	with := func(reversal string, adjusted model.Estimate) model.Mix {
		m := fakeMix()
		m.Reversal, m.Adjusted = reversal, adjusted
		return m
	}
	for _, c := range []struct {
		mix          model.Mix
		picture, say string
	}{
		{with("clear", fakeRatio(-.0005, -.0009, -.0001)), "A reversal", "The total misleads"},
		{with("possible", fakeRatio(-.0005, -.0015, .0005)), "it does not", "chance may do that"},
		{with("none", fakeRatio(.0005, -.0005, .0015)), "", "does not turn the answer round"},
	} {
		body := mixSite(t, c.mix)
		drawn := strings.Contains(body, "<figure id=\"fig-mix-reel-carousel-topic\" data-chart") && strings.Contains(body, "chart-wide") && strings.Contains(body, "chart-narrow")
		if drawn != (c.picture != "") || !strings.Contains(body, c.picture) || !strings.Contains(body, c.say) {
			t.Errorf("%s: drawn %v; %s", c.mix.Reversal, drawn, body)
		}
		if bars := strings.Contains(body, `class="stack mixes"`); bars == drawn {
			t.Errorf("%s: the bars stand beside the picture, or neither does", c.mix.Reversal)
		}
		if !drawn {
			continue
		}
		for _, want := range []string{"<th scope=\"row\">people</th>", ">3.0 (1.5–\u20606.0)</td>", "<th scope=\"row\">All</th>", "cut off where they leave the frame", "ahead in the one topic that both have"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: lacks %q: %s", c.mix.Reversal, want, body)
			}
		}
	}
}

// TestEachReversalHasItsPicture: a page with two has both drawn, under titles of their own.
func TestEachReversalHasItsPicture(t *testing.T) {
	other := fakeMix()
	other.B = "image"
	body := mixSite(t, fakeMix(), other)
	if n := len(regexp.MustCompile(`<figure id="fig-mix-[a-z-]+" data-chart`).FindAllString(body, -1)); n != 2 || strings.Count(body, "chart-wide") != 2 {
		t.Errorf("%d figures: %s", n, body)
	}
}

// TestReversalOfSwappedGroups is the same in words whichever group the analysis names first.
func TestReversalOfSwappedGroups(t *testing.T) {
	s := leagueSite(t, model.Supports)
	m := fakeMix()
	swapped := model.Mix{Metric: m.Metric, Exposure: m.Exposure, Feature: m.Feature, A: m.B, B: m.A, By: m.By, RateA: m.RateB, RateB: m.RateA, Crude: negated(m.Crude), Adjusted: negated(m.Adjusted), Q: m.Q, Reversal: m.Reversal}
	for _, x := range m.Strata {
		swapped.Strata = append(swapped.Strata, model.Stratum{Name: x.Name, PostsA: x.PostsB, PostsB: x.PostsA, RateA: x.RateB, RateB: x.RateA})
	}
	if a, b := s.mixWords(&m), s.mixWords(&swapped); a != b {
		t.Errorf("%+v\n%+v", a, b)
	}
	w := s.mixWords(&m)
	if w.A != "reel" || w.Shared != 1 || w.Turned != 1 || w.ShareA != "62%" || w.ShareB != "100%" {
		t.Errorf("%+v", w)
	}
}
