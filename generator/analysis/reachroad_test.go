package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"likewise/generator/model"
)

// roadTruth is what a standard deviation of the log like rate adds to the log reach by each source.
type roadTruth struct {
	name  string
	grows map[string]float64
}

var roadTruths = []roadTruth{
	{"likes drive nothing", map[string]float64{}},
	{"likes drive explore only", map[string]float64{"explore": .4}},
	{"likes drive all alike", map[string]float64{"home": .3, "explore": .3, "hashtags": .3, "other": .3}},
}

var roadSources = []string{"home", "explore", "hashtags", "other"}

// account draws posts whose sources have a common luck and lucks of their own, of formats that differ in both.
func (c roadTruth) account(posts int, seed uint64) []model.Post {
	rng := rand.New(rand.NewPCG(seed, 17))
	out := make([]model.Post, posts)
	for i := range out {
		z, luck, f := rng.NormFloat64(), .5*rng.NormFloat64(), rng.IntN(2)
		p := model.Post{ID: fmt.Sprint(i), Row: i + 1, Platform: "instagram", Format: []string{"reel", "image"}[f], AgeDays: 200,
			Published: fmt.Sprintf("2026-%02d-%02dT12:00:00Z", 1+i*9/posts, 1+rng.IntN(28)), Metrics: map[string]float64{}}
		whole := 0.0
		for k, name := range roadSources {
			n := []float64{900, 500, 200, 80}[k] * math.Exp(luck+.4*rng.NormFloat64()+c.grows[name]*z+[]float64{.5, 0}[f])
			p.Metrics["reach_"+name] = math.Round(n)
			whole += math.Round(n)
		}
		p.Metrics["reach"] = whole
		p.Metrics["likes"] = distuv.Poisson{Lambda: whole * .05 * math.Exp(likeSpread*z), Src: rng}.Rand()
		p.Metrics["purchases"] = distuv.Poisson{Lambda: 4, Src: rng}.Rand()
		out[i] = p
	}
	return out
}

func (c roadTruth) road(posts []model.Post) model.Road {
	return reachRoads(sheetOf(posts, "reach", nil), posts, likesToPurchases)[0]
}

// TestRoadTruth holds the roads against accounts whose truth is known: what grows is found, what does not is not named
// in more than one of twenty, and intervals hold the truth.
func TestRoadTruth(t *testing.T) {
	accounts, sizes := 15, []int{150}
	if os.Getenv("LIKEWISE_TRUTH") == "long" {
		accounts, sizes = 300, []int{60, 150, 300}
	}
	for _, posts := range sizes {
		covered, all := 0, 0
		for _, c := range roadTruths {
			named, grown, truly, still := 0, 0, 0, 0
			for seed := range uint64(accounts) {
				r := c.road(c.account(posts, seed))
				if r.Why != "" || len(r.Sources) != len(roadSources) {
					t.Fatalf("%s: %q, %d sources", c.name, r.Why, len(r.Sources))
				}
				for _, x := range r.Sources {
					truth := c.grows[x.Part]
					if e := x.Grows.RateRatio; math.Exp(truth/likeSpread*math.Ln2) >= e.Low && math.Exp(truth/likeSpread*math.Ln2) <= e.High {
						covered++
					}
					all++
					says := x.Verdict == model.Supports
					switch {
					case truth > 0 && says:
						grown, truly = grown+1, truly+1
					case truth > 0:
						truly++
					case says:
						named, still = named+1, still+1
					default:
						still++
					}
				}
			}
			t.Logf("%d posts, %s: of %d sources that grow %d are named, of %d that do not %d", posts, c.name, truly, grown, still, named)
			if !atMost(named, still, .05) || posts >= 150 && truly > 0 && float64(grown) < .6*float64(truly) {
				t.Errorf("%d posts, %s: of %d sources that grow %d are named, of %d that do not %d", posts, c.name, truly, grown, still, named)
			}
		}
		checkCoverage(t, covered, all)
	}
}

// The shares tell explore from the rest: its part rises, the others' fall by arithmetic, and neither is named for that.
func TestRoadShares(t *testing.T) {
	c := roadTruths[1]
	for _, x := range c.road(c.account(300, 5)).Sources {
		r := x.OfWhole.RateRatio
		if up := x.Part == "explore"; up != (r.Low > 1) || up != (x.Verdict == model.Supports) || up != (x.Rank.OfShares.Value > 0) {
			t.Errorf("%s: %s, part of the whole %v [%v, %v], by rank %v", x.Part, x.Verdict, r.Value, r.Low, r.High, x.Rank.OfShares.Value)
		}
		plain(t, x)
	}
}

// What cannot be believed is withheld, with the reason and no number.
func TestRoadRefuses(t *testing.T) {
	c := roadTruths[1]
	for name, x := range map[string]struct {
		posts int
		spoil func(i int, m map[string]float64)
		why   string
	}{
		"nine posts":            {9, nil, "9 posts report likes, people reached and its parts: 10 are needed"},
		"parts above the whole": {60, func(_ int, m map[string]float64) { m["reach_home"] *= 2 }, "so they are not its parts"},
		"parts below the whole": {60, func(_ int, m map[string]float64) { m["reach_home"] = 0 }, "so they are not its parts"},
		"uneven":                {60, func(i int, m map[string]float64) { m["reach_home"] *= []float64{.2, 1.8}[i%2] }, "the parts add up to another number"},
		"no whole":              {60, func(_ int, m map[string]float64) { delete(m, "reach") }, "0 posts report"},
		"one source not reported": {60, func(i int, m map[string]float64) {
			if i > 5 {
				delete(m, "reach_other")
			}
		}, "6 posts report"},
	} {
		posts := c.account(x.posts, 1)
		for i := range posts {
			if x.spoil != nil {
				x.spoil(i, posts[i].Metrics)
			}
		}
		if r := c.road(posts); !strings.Contains(r.Why, x.why) || len(r.Sources) > 0 {
			t.Errorf("%s: %q, %d sources", name, r.Why, len(r.Sources))
		} else {
			plain(t, r)
		}
	}
	// Ranks from ten posts on, regressions from thirty.
	r := c.road(c.account(12, 1))
	if x := r.Sources[0]; r.Why != "" || !x.Rank.Raw.OK() || x.Grows.RateRatio.OK() || x.Verdict != model.CannotTell || !strings.Contains(x.Grows.RateRatio.Why, "needs 30") {
		t.Errorf("%q %+v", r.Why, r.Sources)
	}
}

// Of a split in two one part is enough; without any source there is no road.
func TestRoadOfTwo(t *testing.T) {
	posts := roadTruths[0].account(80, 2)
	for i := range posts {
		m := posts[i].Metrics
		m["reach_followers"] = m["reach_home"]
		for _, name := range roadSources {
			delete(m, "reach_"+name)
		}
	}
	r := roadTruths[0].road(posts)
	if r.Split != "audience" || len(r.Sources) != 2 || r.Sources[0].Derived || !r.Sources[1].Derived || r.Sources[1].Part != "nonfollowers" || math.Abs(r.Sources[0].Share.Value+r.Sources[1].Share.Value-1) > 1e-12 {
		t.Errorf("%+v", r)
	}
	bare := publishedAccount(80, 1)
	if none := reachRoads(sheetOf(bare, "reach", nil), bare, likesToPurchases); none == nil || len(none) != 0 {
		t.Errorf("%+v", none)
	}
}

// BenchmarkReachRoads is the four sources of reach of four hundred posts against five actions.
func BenchmarkReachRoads(b *testing.B) {
	posts := roadTruths[1].account(400, 3)
	micro := []string{"likes", "comments", "shares", "saves", "clicks"}
	for i, p := range posts {
		for k, m := range micro[1:] {
			p.Metrics[m] = math.Round(p.Metrics["likes"] / float64(2+k+i%3))
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		reachRoads(sheetOf(posts, "reach", nil), posts, model.Conversions{Exposure: "reach", Micro: micro})
	}
}
