package analysis

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"likewise/generator/model"
	"likewise/generator/stats"
)

var shop = model.Conversions{Exposure: "reach", Micro: []string{"likes", "comments", "shares", "saves", "link_clicks"}, Macro: []string{"signups", "purchases"}, Primary: "purchases"}

var shopFunnel = model.Funnel{Name: "road", Unit: "post", Steps: []string{"reach", "link_clicks", "signups", "purchases"}}

var leagueDay = time.Date(2026, 10, 31, 23, 59, 59, 0, time.UTC)

// compared runs the league on posts, as Run does.
func compared(posts []model.Post, c model.Conversions, ripe ripeness, funnels ...model.Funnel) *model.Report {
	rate(posts, c)
	order(posts, c)
	r := &model.Report{Posts: posts}
	compare(r, Options{Conversions: c, Funnels: funnels, AsOf: leagueDay, Zone: time.UTC}, ripe)
	settle(r)
	return r
}

// account is n simulated posts and the true purchase rate of each, by row. Rates vary between posts.
func account(n int, seed uint64) ([]model.Post, []float64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	truth := make([]float64, n+1)
	posts := make([]model.Post, n)
	formats, topics := []string{"reel", "carousel", "image"}, []string{"shop", "people", "origin", "brewing"}
	for i := range posts {
		at := leagueDay.AddDate(0, 0, -10-i%350)
		p := model.Post{ID: fmt.Sprint("p", i), Row: i + 1, Platform: "instagram", Format: formats[rng.IntN(3)], Topic: topics[rng.IntN(4)],
			Published: at.Format(time.RFC3339), AgeDays: model.Number(leagueDay.Sub(at).Hours() / 24)}
		reach := math.Round(math.Exp(8.3 + .7*rng.NormFloat64()))
		draw := func(a, b, n float64) float64 {
			return math.Round(stats.Beta{A: a, B: b}.Draw(rng) * n)
		}
		clicks := draw(4, 300, reach)
		p.Metrics = map[string]float64{"reach": reach, "likes": draw(8, 160, reach), "comments": draw(4, 1200, reach), "shares": draw(3, 500, reach), "saves": draw(2, 180, reach),
			"link_clicks": clicks, "signups": draw(6, 60, clicks)}
		truth[i+1] = stats.Beta{A: 5, B: 2000}.Draw(rng)
		p.Metrics["purchases"] = binomial(rng, reach, truth[i+1])
		posts[i] = p
	}
	return posts, truth
}

func binomial(rng *rand.Rand, n, p float64) (k float64) {
	for range int(n) {
		if rng.Float64() < p {
			k++
		}
	}
	return k
}

// Shrunken rates, rank intervals and verdicts against the truth they were made from.
func TestLeagueKnowsTheTruth(t *testing.T) {
	var posts, covered, placed, judged, wrong int
	for seed := range uint64(20) {
		p, truth := account(120, seed)
		r := compared(p, shop, ripeness{}, shopFunnel)
		places := stats.Ranks(truth[1:])
		for _, post := range r.Posts {
			rate, _ := post.Rate("purchases")
			posts++
			if true := truth[post.Row]; rate.Shrunk.Low <= true && true <= rate.Shrunk.High {
				covered++
			}
			if place := float64(len(p)) + 1 - places[post.Row-1]; rate.Rank.Low <= place && place <= rate.Rank.High {
				placed++
			}
			if rate.Rank.Value < rate.Rank.Low || rate.Rank.Value > rate.Rank.High {
				t.Errorf("rank %v outside %v to %v", rate.Rank.Value, rate.Rank.Low, rate.Rank.High)
			}
			if rate.Verdict == model.Above || rate.Verdict == model.Below {
				judged++
				if rate.Verdict == model.Above != (truth[post.Row] > 5./2005) {
					wrong++
				}
			}
		}
	}
	share := func(n, of int) float64 { return float64(n) / float64(of) }
	t.Logf("%d posts: 95%% intervals hold the true rate in %.3f, 90%% rank intervals the true rank in %.3f; %d verdicts, %d wrong", posts, share(covered, posts), share(placed, posts), judged, wrong)
	if c := share(covered, posts); c < .93 || c > .97 {
		t.Errorf("95%% intervals cover %.3f", c)
	}
	if c := share(placed, posts); c < .87 || c > .93 {
		t.Errorf("90%% rank intervals cover %.3f", c)
	}
	if judged < 100 || share(wrong, judged) > .05 {
		t.Errorf("%d of %d verdicts are wrong", wrong, judged)
	}
}

// Equal posts: nothing is above or below, and the best looks as good as luck says.
func TestLeagueOfEqualsJudgesNobody(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	posts := make([]model.Post, 200)
	for i := range posts {
		posts[i] = made(i+1, "reel", map[string]float64{"reach": 500, "likes": binomial(rng, 500, .04)})
	}
	c := model.Conversions{Exposure: "reach", Micro: []string{"likes"}, Primary: "likes"}
	r := compared(posts, c, ripeness{})
	for _, p := range r.Posts {
		if v := p.Rates[0].Verdict; v != model.Typical {
			t.Errorf("%s: %s, p %v", p.ID, v, p.Rates[0].P)
		}
	}
	if l := r.Luck[0]; math.Abs(l.Best.Value-l.Expected.Value) > .012 || l.Posts != 200 {
		t.Errorf("best %v, by luck %v", l.Best.Value, l.Expected.Value)
	}
}

func made(row int, format string, metrics map[string]float64) model.Post {
	at := leagueDay.AddDate(0, 0, -30-row%300)
	return model.Post{ID: fmt.Sprint("p", row), Row: row, Format: format, Published: at.Format(time.RFC3339), AgeDays: model.Number(leagueDay.Sub(at).Hours() / 24), Metrics: metrics}
}

// Published numbers of methods.md, section 2: 50 posts of reach 500, all 4%; 50 of 200 clicks at 1%.
func TestLuckLine(t *testing.T) {
	for _, c := range []struct{ n, k, want float64 }{{500, 20, .060924}, {200, 2, .028697}} {
		posts := make([]model.Post, 50)
		for i := range posts {
			posts[i] = made(i+1, "reel", map[string]float64{"reach": c.n, "likes": c.k})
		}
		r := compared(posts, model.Conversions{Exposure: "reach", Micro: []string{"likes"}}, ripeness{})
		if got := r.Luck[0].Expected.Value; math.Abs(got-c.want) > 5e-7 {
			t.Errorf("50 of %v at %v: %v, want %v", c.n, c.k/c.n, got, c.want)
		}
	}
}

// Half of the posts are small: the best of equals has the reach that these posts have, not that of the median post.
func TestLuckLineKnowsEveryReach(t *testing.T) {
	var posts []model.Post
	for i := range 50 {
		reach := []float64{200, 20000}[i%2]
		posts = append(posts, made(i+1, "reel", map[string]float64{"reach": reach, "likes": reach / 50}))
	}
	l := compared(posts, model.Conversions{Exposure: "reach", Micro: []string{"likes"}}, ripeness{}).Luck[0]
	small, err := stats.BestOfEquals(slices.Repeat([]float64{200}, 25), .02, .95)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(l.Expected.Value-small.Value) > 1e-4 || !(l.Expected.Low < l.Expected.Value && l.Expected.Value < l.Expected.High) {
		t.Errorf("%+v, want about %v", l.Expected, small)
	}
}

// The fixed prior of methods.md, section 2: P(rate < .300) = .169051 after 3771 of 12364.
func TestTailIsTwoSided(t *testing.T) {
	post, err := stats.Beta{A: 79, B: 225}.Posterior(3771, 12364)
	if err != nil {
		t.Fatal(err)
	}
	if got := tail(post, .3); math.Abs(got-2*.169051) > 1e-6 {
		t.Errorf("p %v", got)
	}
}

// Benjamini & Hochberg 1995, over the rates of posts and a mix together.
func TestSettleAdjustsTheWholeSite(t *testing.T) {
	p := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	q := []float64{.0015, .0030, .0095, .035625, .0603, .0638571, .0638571, .0645, .0765, .4860}
	r := &model.Report{}
	for _, v := range p[:14] {
		r.Posts = append(r.Posts, model.Post{Rates: []model.Rate{
			{P: model.Number(v), N: 1000, Baseline: .01, Shrunk: model.Estimate{Value: .02, Method: "m"}},
			{P: model.Number(math.NaN()), Verdict: model.TooYoung},
		}})
	}
	r.Mixes = []model.Mix{{P: 1}}
	settle(r)
	for i, want := range q {
		if got := float64(r.Posts[i].Rates[0].Q); math.Abs(got-want) > 1e-7 {
			t.Errorf("q %d: %v, want %v", i, got, want)
		}
		if above := r.Posts[i].Rates[0].Verdict == model.Above; above != (i < 4) {
			t.Errorf("verdict %d: %s", i, r.Posts[i].Rates[0].Verdict)
		}
	}
	if r.Looks.Comparisons != 15 || r.Looks.Surviving != 4 || r.Mixes[0].Q != 1 || r.Posts[0].Rates[1].Verdict != model.TooYoung {
		t.Errorf("%+v, %v", r.Looks, r.Mixes[0].Q)
	}
}

// Every degenerate account says why, and holds nothing infinite.
func TestLeagueDegenerate(t *testing.T) {
	many := func(n int, m func(i int) map[string]float64) (out []model.Post) {
		for i := range n {
			out = append(out, made(i+1, "reel", m(i)))
		}
		return out
	}
	f := func(i int) float64 { return float64(i) }
	for name, posts := range map[string][]model.Post{
		"none": nil,
		"one":  many(1, func(int) map[string]float64 { return map[string]float64{"reach": 10, "likes": 1, "purchases": 1} }),
		"nine": many(9, func(i int) map[string]float64 {
			return map[string]float64{"reach": 1000, "likes": f(i), "purchases": f(i)}
		}),
		"no exposure": many(30, func(i int) map[string]float64 { return map[string]float64{"likes": f(i), "purchases": 2} }),
		"reach 0":     many(30, func(i int) map[string]float64 { return map[string]float64{"reach": 0, "likes": f(i), "purchases": 0} }),
		"all zero": many(30, func(i int) map[string]float64 {
			return map[string]float64{"reach": 100 + f(i), "likes": 0, "link_clicks": 0, "signups": 0, "purchases": 0}
		}),
		"all equal": many(30, func(int) map[string]float64 {
			return map[string]float64{"reach": 100, "likes": 7, "link_clicks": 5, "signups": 2, "purchases": 1}
		}),
		"everybody": many(30, func(int) map[string]float64 {
			return map[string]float64{"reach": 100, "likes": 100, "link_clicks": 100, "signups": 100, "purchases": 100}
		}),
		"negative": many(30, func(i int) map[string]float64 {
			return map[string]float64{"reach": 100, "likes": 5 - f(i), "purchases": 1}
		}),
		"above reach": many(30, func(i int) map[string]float64 {
			return map[string]float64{"reach": 10 + f(i), "likes": 40 + f(i%7), "link_clicks": 20, "signups": 30, "purchases": f(i % 3)}
		}),
		"amounts": many(30, func(i int) map[string]float64 {
			return map[string]float64{"reach": 100, "likes": .5 + f(i), "purchases": 2.5}
		}),
		"one enormous": many(30, func(i int) map[string]float64 {
			if i == 0 {
				return map[string]float64{"reach": 4e12, "likes": 3e12, "link_clicks": 2e11, "signups": 1e9, "purchases": 1e8}
			}
			return map[string]float64{"reach": 10, "likes": 3, "link_clicks": 1, "signups": 0, "purchases": 0}
		}),
		"clicks missing": many(30, func(i int) map[string]float64 {
			return map[string]float64{"reach": 1000, "likes": f(i), "link_clicks": 0, "signups": 0, "purchases": f(i % 4)}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			r := compared(posts, shop, ripeness{}, shopFunnel)
			if _, err := json.Marshal(r); err != nil {
				t.Fatal(err)
			}
			for _, p := range r.Posts {
				for _, rate := range p.Rates {
					sound(t, p.ID+" "+rate.Metric+" shrunk", rate.Shrunk)
					if rate.Verdict == "" || math.IsInf(float64(rate.Q), 0) {
						t.Errorf("%s %s: verdict %q", p.ID, rate.Metric, rate.Verdict)
					}
				}
				sound(t, p.ID+" why", p.Why.Ratio)
				for _, f := range p.Why.Factors {
					sound(t, p.ID+" "+f.Name, f.Ratio)
				}
			}
			for _, l := range r.Luck {
				sound(t, "luck of "+l.Metric, l.Expected)
			}
			for _, s := range r.Spread {
				if len(s.Factors) == 0 == (s.Why == "") {
					t.Errorf("spread of %s: %+v", s.Outcome, s)
				}
			}
			for _, c := range r.Change {
				if len(c.Factors) == 0 == (c.Why == "") {
					t.Errorf("change of %s: %+v", c.Outcome, c)
				}
			}
		})
	}
}

// sound wants a finite value, or a reason.
func sound(t *testing.T, what string, e model.Estimate) {
	t.Helper()
	if e.OK() && (math.IsNaN(e.Value) || math.IsInf(e.Value, 0) || math.IsInf(e.Low, 0) || math.IsInf(e.High, 0) || e.Low > e.Value*(1+1e-9) || e.High < e.Value*(1-1e-9)) {
		t.Errorf("%s: %+v", what, e)
	}
	if !e.OK() && e.Why == "" {
		t.Errorf("%s: no value and no reason", what)
	}
}

func TestLeagueIsDeterministic(t *testing.T) {
	var first []byte
	for range 3 {
		posts, _ := account(150, 7)
		b, err := json.Marshal(compared(posts, shop, ripeness{}, shopFunnel))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b
		} else if string(first) != string(b) {
			t.Fatal("two runs differ")
		}
	}
}

func TestTooYoungIsNotJudged(t *testing.T) {
	posts, _ := account(100, 3)
	for i := range 5 {
		posts[i].AgeDays = 6.9
	}
	posts[5].AgeDays, posts[6].AgeDays = 7, model.Number(math.NaN())
	r := compared(posts, shop, ripeness{}, shopFunnel)
	for _, p := range r.Posts {
		young := p.Row <= 5
		for _, rate := range p.Rates {
			if young != (rate.Verdict == model.TooYoung) || young != math.IsNaN(float64(rate.P)) {
				t.Errorf("%s of age %v: %s, p %v", p.ID, p.AgeDays, rate.Verdict, rate.P)
			}
		}
		if young != (p.Group == "") || young == p.Why.Ratio.OK() {
			t.Errorf("%s of age %v: group %q, why %+v", p.ID, p.AgeDays, p.Group, p.Why.Ratio)
		}
	}
	if n := r.Baselines[0].Posts + r.Baselines[1].Posts + r.Baselines[2].Posts; n != 95 {
		t.Errorf("%d posts in the baselines of likes, want 95", n)
	}
}

func TestFormatsWithFewPostsAreHeldAgainstAll(t *testing.T) {
	posts, _ := account(60, 4)
	for i := range posts {
		posts[i].Format = "reel"
		if i < 4 {
			posts[i].Format = "story"
		}
	}
	r := compared(posts, shop, ripeness{}, shopFunnel)
	for _, p := range r.Posts {
		want := "format"
		if p.Format == "story" {
			want = "platform" // all are on one
		}
		b, ok := r.BaselineOf(p, "likes")
		rate, _ := p.Rate("likes")
		if !ok || b.Level != want || model.Number(b.Rate.Value) != rate.Baseline || p.Why.Ratio.OK() && p.Why.Peers.Level != want {
			t.Errorf("%s %s: held against %+v, rate's baseline %v, why %+v", p.ID, p.Format, b.Peers, rate.Baseline, p.Why.Peers)
		}
	}
}

func TestGroupsHoldEveryJudgedPost(t *testing.T) {
	posts, _ := account(100, 9)
	r := compared(posts, shop, ripeness{}, shopFunnel)
	count := map[string]int{}
	for _, p := range r.Posts {
		likes, _ := p.Rate("likes")
		sold, _ := p.Rate("purchases")
		liked, converting := likes.Shrunk.Value > float64(likes.Baseline), sold.Shrunk.Value > float64(sold.Baseline)
		want := map[[2]bool]string{{true, true}: model.LikedConverting, {true, false}: model.LikedNotConverting, {false, true}: model.QuietConverter, {false, false}: model.Neither}[[2]bool{liked, converting}]
		if p.Group != want {
			t.Errorf("%s: %q, want %q", p.ID, p.Group, want)
		}
		count[p.Group]++
	}
	for i, g := range r.Groups {
		if g.Name != model.PostGroups()[i] || g.Posts != count[g.Name] || g.Posts == 0 {
			t.Errorf("%+v, want %d posts", g, count[g.Name])
		}
	}
}

func TestLikesOutOfPattern(t *testing.T) {
	posts, _ := account(120, 11)
	posts[40].Metrics["likes"] = posts[40].Metrics["reach"] * .9 // bought
	r := compared(posts, shop, ripeness{})
	p := r.Patterns[0]
	if p.Posts != 120 || p.Why != "" || len(p.Given) != 3 {
		t.Fatalf("%+v", p)
	}
	if len(p.Oddities) == 0 || p.Oddities[0].Post != "p40" || p.Oddities[0].Z < 3.5 || p.Oddities[0].Expected > p.Oddities[0].Value/2 {
		t.Errorf("%+v", p.Oddities)
	}
	for _, o := range p.Oddities {
		if math.Abs(float64(o.Z)) <= p.Limit {
			t.Errorf("listed at z %v", o.Z)
		}
	}
}

func BenchmarkLeague(b *testing.B) {
	for _, n := range []int{400, 5000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			posts, _ := account(n, 1)
			rate(posts, shop)
			for b.Loop() {
				compare(&model.Report{Posts: posts}, Options{Conversions: shop, Funnels: []model.Funnel{shopFunnel}, AsOf: leagueDay, Zone: time.UTC}, ripeness{})
			}
		})
	}
}

// Of posts of which little is known, too, the rank that is shown lies in its interval: with few conversions and reaches
// that differ by thousands, means stand elsewhere than what is drawn.
func TestRanksLieInTheirIntervals(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	posts := make([]model.Post, 300)
	for i := range posts {
		reach := math.Round(math.Exp(7 + 2*rng.NormFloat64()))
		posts[i] = made(i+1, []string{"reel", "image"}[i%2], map[string]float64{"reach": reach, "likes": binomial(rng, reach, stats.Beta{A: .4, B: 40}.Draw(rng))})
	}
	ranked := 0
	for _, p := range compared(posts, model.Conversions{Exposure: "reach", Micro: []string{"likes"}, Primary: "likes"}, ripeness{}).Posts {
		if r := p.Rates[0].Rank; r.OK() {
			ranked++
			if r.Value < r.Low || r.Value > r.High {
				t.Errorf("%s: rank %v outside %v to %v", p.ID, r.Value, r.Low, r.High)
			}
		}
	}
	if ranked < 290 {
		t.Errorf("%d posts are ranked", ranked)
	}
}

// A rank is one of the rates that are shown, so that a small lucky post does not stand above a large good one.
func TestRanksFollowTheLikelyRate(t *testing.T) {
	posts, _ := account(120, 7)
	compared(posts, shop, ripeness{}, shopFunnel)
	turned := 0
	for j := range shop.Declared() {
		for _, a := range posts {
			for _, b := range posts {
				x, y := a.Rates[j], b.Rates[j]
				if !x.Rank.OK() || !y.Rank.OK() {
					continue
				}
				if x.Likely().Value > y.Likely().Value && x.Rank.Value >= y.Rank.Value || x.Likely().Value == y.Likely().Value && x.Rank.Value != y.Rank.Value {
					t.Fatalf("%s: likely %g has rank %g, likely %g has rank %g", x.Metric, x.Likely().Value, x.Rank.Value, y.Likely().Value, y.Rank.Value)
				}
				if x.Rate.Value > y.Rate.Value && x.Rank.Value > y.Rank.Value {
					turned++
				}
			}
		}
	}
	if turned == 0 {
		t.Error("no small post stands below one of a lower observed rate")
	}
}
