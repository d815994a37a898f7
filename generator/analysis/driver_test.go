package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"likewise/generator/model"
)

// published is an account whose purchases per person depend on the format (reels half), on paid (a third more) and,
// by evening, on whether a post came out from 20 to 24 on any day. Likes depend on nothing.
func publishedAccount(posts int, evening float64) []model.Post {
	rng := rand.New(rand.NewPCG(11, 5))
	var out []model.Post
	for i := range posts {
		paid := i%4 == 0
		p := model.Post{ID: fmt.Sprint(i), Row: i + 1, Format: []string{"reel", "carousel", "carousel"}[rng.IntN(3)], Topic: "one", Paid: &paid, AgeDays: 200, Metrics: map[string]float64{}}
		at := time.Date(2026, 1, 1, rng.IntN(24), rng.IntN(60), 0, 0, time.UTC).AddDate(0, 0, i*300/posts)
		p.Published, p.Caption = at.Format(time.RFC3339), strings.Repeat("word ", 1+rng.IntN(40))+strings.Repeat(" #tag", rng.IntN(6))
		reach := math.Exp(8 + .6*rng.NormFloat64())
		rate := .004 * distuv.Gamma{Alpha: 8, Beta: 8, Src: rng}.Rand()
		if p.Format == "reel" {
			rate *= .5
		}
		if paid {
			rate *= 4. / 3
		}
		if at.Hour() >= 20 {
			rate *= evening
		}
		p.Metrics["reach"] = math.Round(reach)
		p.Metrics["likes"] = distuv.Poisson{Lambda: reach * .05 * distuv.Gamma{Alpha: 20, Beta: 20, Src: rng}.Rand(), Src: rng}.Rand()
		p.Metrics["purchases"] = distuv.Poisson{Lambda: reach * rate, Src: rng}.Rand()
		out = append(out, p)
	}
	return out
}

var likesToPurchases = model.Conversions{Exposure: "reach", Micro: []string{"likes"}, Macro: []string{"purchases"}, Primary: "purchases"}

func TestDriversFindWhatWasPutIn(t *testing.T) {
	posts := publishedAccount(500, 1)
	all := drivers(sheetOf(posts, "reach", nil), posts, likesToPurchases)
	truth := map[string]float64{"format reel": .5, "paid paid": 4. / 3}
	for _, d := range all {
		plain(t, d)
		if d.Why != "" || !d.Theta.OK() || d.Posts != 500 || len(d.Terms) < 15 {
			t.Fatalf("%s: %+v", d.Outcome, d)
		}
		for _, term := range d.Terms {
			want := 1.
			if v, ok := truth[term.Feature+" "+term.Level]; ok && d.Outcome == "purchases" {
				want = v
				if !(term.Q < .05) {
					t.Errorf("%s %s is not seen: %+v", term.Feature, term.Level, term)
				}
			}
			r := term.RateRatio
			if math.Abs(math.Log(r.Value/want)) > 2*math.Log(r.High/r.Value) {
				t.Errorf("%s by %s %s: %v, not %v [%v, %v]", d.Outcome, term.Feature, term.Level, r.Value, want, r.Low, r.High)
			}
			if want == 1 && term.Q < .01 {
				t.Errorf("%s by %s %s is found where nothing is: %+v", d.Outcome, term.Feature, term.Level, term)
			}
		}
	}
	if all[1].Terms[1].Against != "carousel" {
		t.Errorf("the reference is not the most frequent: %+v", all[1].Terms[1])
	}
	left := fmt.Sprint(all[1].Left)
	if !strings.Contains(left, "topic") {
		t.Errorf("one topic only, yet: %s", left)
	}
}

func TestDriversRefuse(t *testing.T) {
	for posts, why := range map[int]string{0: "0 posts", 20: "20 posts can be used"} {
		p := publishedAccount(posts, 1)
		for _, d := range drivers(sheetOf(p, "reach", nil), p, likesToPurchases) {
			if !strings.Contains(d.Why, why) || len(d.Terms) > 0 {
				t.Errorf("%d posts: %+v", posts, d)
			}
			plain(t, d)
		}
	}
	// Sixty posts have room for six coefficients: the first features, and the others are named.
	p := publishedAccount(60, 1)
	d := drivers(sheetOf(p, "reach", nil), p, likesToPurchases)[0]
	if left := fmt.Sprint(d.Left); d.Why != "" || !strings.Contains(left, "weekday") || !strings.Contains(left, "more coefficients than") {
		t.Errorf("%q, left %s", d.Why, left)
	}
}

func TestTiming(t *testing.T) {
	for _, c := range []struct {
		evening float64
		found   bool
	}{{1, false}, {2.2, true}} {
		posts := publishedAccount(500, c.evening)
		m := timing(sheetOf(posts, "reach", nil), posts, "purchases")
		plain(t, m)
		if m.Why != "" || len(m.Cells) != cells || (m.PermutationP < .01) != c.found {
			t.Errorf("evenings x%v: p %v, %d cells, %q", c.evening, m.PermutationP, len(m.Cells), m.Why)
		}
		posted := 0
		for _, cell := range m.Cells {
			posted += cell.Posts
			if high := cell.Shrunk.Low > 1; cell.Posts > 5 && high && cell.Hour != 20 {
				t.Errorf("evenings x%v: %+v", c.evening, cell)
			}
		}
		if posted != 500 {
			t.Errorf("%d posts in the cells", posted)
		}
	}
}

func TestTimingRefuses(t *testing.T) {
	posts := publishedAccount(500, 1)
	for i := range posts {
		posts[i].Published = posts[i].Published[:10] // a day and no time
	}
	m := timing(sheetOf(posts, "reach", nil), posts, "purchases")
	if !strings.Contains(m.Why, "0 posts with a time of day") || len(m.Cells) > 0 {
		t.Errorf("%+v", m)
	}
	if m := timing(sheetOf(posts, "reach", nil), posts, ""); m.Why == "" {
		t.Errorf("%+v", m)
	}
	plain(t, m)
}

// Columns that site.toml declares are features: words as groups, of which one is the posts without a word, many numbers as
// a doubling, and a number that some posts lack as groups of which too few are alike.
func TestDeclaredFeatures(t *testing.T) {
	posts := publishedAccount(500, 1)
	for i := range posts {
		p := &posts[i]
		p.Fields = map[string]string{"tone": []string{"warm", "warm", "dry", ""}[i%4], "seconds": fmt.Sprint(5 + i%60)}
		if i%4 == 2 {
			p.Metrics["purchases"] *= 2
		}
	}
	s := sheetOf(posts, "reach", nil)
	s.declared = []string{"tone", "seconds", "nowhere"}
	d := drivers(s, posts, likesToPurchases)[1]
	plain(t, d)
	found := map[string]model.Term{}
	for _, term := range d.Terms {
		found[term.Feature+" "+term.Level] = term
	}
	dry, without, seconds := found["tone dry"], found["tone "+notGiven], found["seconds doubling"]
	if dry.Against != "warm" || dry.RateRatio.Low < 1.5 || dry.RateRatio.High > 2.7 {
		t.Errorf("dry posts sold twice as much, yet: %+v", dry)
	}
	if !without.RateRatio.OK() || without.RateRatio.Low > 1 || without.RateRatio.High < 1 {
		t.Errorf("posts without a tone sold as much, yet: %+v", without)
	}
	if !seconds.RateRatio.OK() || seconds.RateRatio.Low > 1 || seconds.RateRatio.High < 1 {
		t.Errorf("the length did not matter, yet: %+v", seconds)
	}
	if left := fmt.Sprint(d.Left); !strings.Contains(left, "nowhere") {
		t.Errorf("a column that says nothing is not named: %s", left)
	}
}
