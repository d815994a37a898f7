package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
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

// Weekdays stand in the order of the week and hours in that of the day, without the one that is held against.
func TestDriversKeepTheOrderOfTime(t *testing.T) {
	posts := publishedAccount(500, 1)
	for _, d := range drivers(sheetOf(posts, "reach", nil), posts, likesToPurchases) {
		got, against := map[string][]string{}, map[string]string{}
		for _, term := range d.Terms {
			got[term.Feature], against[term.Feature] = append(got[term.Feature], term.Level), term.Against
		}
		for feature, order := range map[string][]string{
			"weekday": {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
			"hours":   {"00-04", "04-08", "08-12", "12-16", "16-20", "20-24"},
		} {
			want := slices.DeleteFunc(order, func(l string) bool { return l == against[feature] })
			if !slices.Equal(got[feature], want) {
				t.Errorf("%s by %s: %v, want %v", d.Outcome, feature, got[feature], want)
			}
		}
	}
}

// themedAccount repeats one of two topics all week, and each week sells by a luck of its own: a post more in it says
// little more of its topic. Neither topic sells better.
func themedAccount(weeks, aWeek int, seed uint64) []model.Post {
	rng := rand.New(rand.NewPCG(seed, 41))
	var out []model.Post
	for week := range weeks {
		topic, luck := []string{"one", "two"}[rng.IntN(2)], .35*rng.NormFloat64()
		for range aWeek {
			at := time.Date(2025, 1, 6+7*week+rng.IntN(7), 12, 0, 0, 0, time.UTC)
			reach := math.Exp(8 + .5*rng.NormFloat64())
			rate := .004 * math.Exp(luck) * distuv.Gamma{Alpha: 10, Beta: 10, Src: rng}.Rand()
			out = append(out, model.Post{ID: fmt.Sprint(len(out)), Row: len(out) + 1, Format: "reel", Topic: topic, AgeDays: 300, Published: at.Format(time.RFC3339),
				Metrics: map[string]float64{"reach": math.Round(reach), "purchases": distuv.Poisson{Lambda: reach * rate, Src: rng}.Rand()}})
		}
	}
	return out
}

// Where weeks repeat themes, intervals that take posts one by one hold the truth far too seldom; by weeks they hold it.
func TestDriversCoverWhereWeeksRepeatThemes(t *testing.T) {
	const accounts = 80
	c := model.Conversions{Exposure: "reach", Macro: []string{"purchases"}, Primary: "purchases"}
	covered, alone, found := 0, 0, 0
	for seed := range uint64(accounts) {
		posts := themedAccount(60, 5, seed)
		s := sheetOf(posts, "reach", nil)
		d := drivers(s, posts, c)[0]
		s.week = nil
		one := drivers(s, posts, c)[0]
		if d.Weeks != 60 || one.Weeks != 0 || !strings.Contains(d.Intercept.Method, "clustered by 60 weeks") || !strings.Contains(one.Intercept.Method, "HC3") {
			t.Fatalf("%d and %d weeks, %q, %q", d.Weeks, one.Weeks, d.Intercept.Method, one.Intercept.Method)
		}
		holds := func(d model.Drivers) int {
			i := slices.IndexFunc(d.Terms, func(x model.Term) bool { return x.Feature == "topic" })
			if r := d.Terms[i].RateRatio; r.Low <= 1 && 1 <= r.High {
				return 1
			}
			return 0
		}
		covered, alone, found = covered+holds(d), alone+holds(one), found+1
	}
	t.Logf("of %d intervals %d hold the truth; taken one by one %d", found, covered, alone)
	if !atMost(found-covered, found, .07) || covered-alone < found/10 {
		t.Errorf("of %d intervals %d hold the truth; taken one by one %d", found, covered, alone)
	}
}

// With fewer than ten weeks nobody can see how posts of a week go together: each stands for itself, and it is said.
func TestDriversWithFewWeeks(t *testing.T) {
	posts := themedAccount(9, 12, 1)
	d := drivers(sheetOf(posts, "reach", nil), posts, model.Conversions{Exposure: "reach", Macro: []string{"purchases"}, Primary: "purchases"})[0]
	if d.Why != "" || d.Weeks != 0 || !strings.Contains(d.Intercept.Method, "HC3") {
		t.Errorf("%d weeks, %q %s", d.Weeks, d.Intercept.Method, d.Why)
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
