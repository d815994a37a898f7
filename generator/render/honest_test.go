package render

import (
	"math"
	"strings"
	"testing"

	"likewise/generator/model"
)

// factsOf is what the page of signals says beside the verdicts, for one change of the fake league.
func factsOf(t *testing.T, change func(*model.Report)) string {
	t.Helper()
	r := fakeLeague(fakeReport(40))
	change(r)
	pages := renderFake(t, fakeInput(t, r, leagueContent()))
	return strings.ReplaceAll(pages["signals/index.html"]+pages["what-works/index.html"], "\u2060", "")
}

// The E-value of the estimate explains it away; that of the interval's end only leaves it open.
func TestEValuesAreSaidOfWhatTheyAreOf(t *testing.T) {
	if got := factsOf(t, func(*model.Report) {}); !strings.Contains(got, "raise each by ×4.20 to explain it away, by ×1.90 to leave it open") {
		t.Error("the two E-values are not told apart")
	}
}

func TestControlBeyondLuckIsSaid(t *testing.T) {
	for p, said := range map[model.Number]bool{.002: true, .38: false} {
		got := factsOf(t, func(r *model.Report) {
			for i := range r.Signals {
				r.Signals[i].Control.P, r.Signals[i].Control.Supports = p, 13
			}
		})
		if strings.Contains(got, "somewhat too narrow") != said {
			t.Errorf("p = %v: said is %v", p, !said)
		}
	}
}

func TestGroupsSayTheirDifference(t *testing.T) {
	for _, c := range []struct {
		d    model.Estimate
		want string
		not  string
	}{
		{model.Estimate{Value: .037, Low: -.06, High: .14, N: 375, Method: "m"}, "differ by 4 percentage points (95% interval −6 to 14", "xx"},
		{model.Estimate{Value: .037, Low: -.06, High: .14, N: 375, Method: "m"}, ": no difference beyond chance", "xx"},
		{model.Estimate{Value: .3, Low: .1, High: .5, N: 375, Method: "m"}, "differ by 30 percentage points", ": no difference beyond chance"},
		{model.None("there are no posts to compare with"), "posts by likes and purchases", "percentage points (95% interval"},
	} {
		got := factsOf(t, func(r *model.Report) { r.GroupDifference = c.d })
		if !strings.Contains(got, c.want) || strings.Contains(got, c.not) {
			t.Errorf("%v: not %q, or %q", c.d.Value, c.want, c.not)
		}
	}
}

// Only posts that are in their group beyond chance have a name in the picture.
func TestPicturesNamePostsThatStandForTheirGroup(t *testing.T) {
	for _, c := range []struct {
		group, liked, sold string
		want               bool
	}{
		{model.LikedNotConverting, model.Typical, model.TooLittleData, false}, {model.LikedNotConverting, model.Above, model.Typical, false}, {model.LikedNotConverting, model.Above, model.Below, true},
		{model.QuietConverter, model.Typical, model.TooLittleData, false}, {model.QuietConverter, model.Below, model.Above, true},
		{model.LikedConverting, model.Typical, model.Above, false}, {model.LikedConverting, model.Above, model.Above, true}, {model.Neither, model.Below, model.Below, false},
	} {
		all := []standing{{post: postRef{Post: &model.Post{Group: c.group}}, liked: 3, sold: math.Copysign(3, -1), sure: surelyIn(c.group, c.liked, c.sold)}}
		if got := len(extremes(all)) == 1; got != c.want {
			t.Errorf("%s, likes %s, sold %s: named %v", c.group, c.liked, c.sold, got)
		}
	}
}
