package main

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"likewise/generator/stats"
)

// TestTruthCanBeFound estimates from the files what truth.go put into them: purchases per person reached where a
// rate is twice as high, format and topic held equal. Bounds are the truth give or take what 400 posts allow.
func TestTruthCanBeFound(t *testing.T) {
	posts := readYear(t).tallies(t)
	for _, c := range []struct {
		name      string
		count     func(tally) int
		low, high float64 // ratio per doubling
		atLeast   float64 // z from here on; nothing: the estimate must not be far from none
	}{
		{name: "likes", count: func(p tally) int { return p.likes }, low: .88, high: 1.14},
		{name: "comments", count: func(p tally) int { return p.comments }, low: .88, high: 1.14},
		{name: "shares", count: func(p tally) int { return p.shares }, low: .88, high: 1.14},
		{name: "saves", count: func(p tally) int { return p.saves }, low: 1.25, high: 1.57, atLeast: 3.5},
		{name: "link clicks", count: func(p tally) int { return p.clicks }, low: 1.3, high: 1.75, atLeast: 3.5},
	} {
		t.Run(c.name, func(t *testing.T) {
			ratio, z := perDoubling(t, posts, c.count)
			t.Logf("x%.3f, z = %.2f", ratio, z)
			if ratio < c.low || ratio > c.high {
				t.Errorf("x%.3f per doubling, want %.2f to %.2f", ratio, c.low, c.high)
			}
			if c.atLeast > 0 && z < c.atLeast {
				t.Errorf("z = %.2f, want %.2f", z, c.atLeast)
			}
			if c.atLeast == 0 && math.Abs(z) > 1.6 {
				t.Errorf("z = %.2f for a rate that means nothing", z)
			}
		})
	}
}

// TestLikesRideOnReach: much correlation in totals, none per person reached.
func TestLikesRideOnReach(t *testing.T) {
	posts := readYear(t).tallies(t)
	var likes, saves, purchases, likeRate, saveRate, purchaseRate []float64
	for _, p := range posts {
		reach := float64(p.reach)
		likes, purchases = append(likes, float64(p.likes)), append(purchases, float64(p.purchases))
		saves = append(saves, float64(p.saves))
		likeRate, purchaseRate = append(likeRate, float64(p.likes)/reach), append(purchaseRate, float64(p.purchases)/reach)
		saveRate = append(saveRate, float64(p.saves)/reach)
	}
	near := func(what string, x, y []float64, low, high float64) {
		t.Helper()
		got, ok := stats.Spearman(x, y)
		if t.Logf("%s: %.3f", what, got); !ok || got < low || got > high {
			t.Errorf("%s: %.3f, want %.2f to %.2f", what, got, low, high)
		}
	}
	near("likes and purchases", likes, purchases, .3, .7)
	near("their rates", likeRate, purchaseRate, -.1, .1)
	near("saves and purchases", saves, purchases, .35, .8)
	near("their rates", saveRate, purchaseRate, .17, .5)
}

func TestFormatsAndTopics(t *testing.T) {
	type sums struct{ posts, reach, likes, purchases float64 }
	by := map[string]*sums{}
	for _, p := range readYear(t).tallies(t) {
		for _, k := range []string{p.format, p.topic} {
			s := by[k]
			if s == nil {
				s = &sums{}
				by[k] = s
			}
			s.posts++
			s.reach += float64(p.reach)
			s.likes += float64(p.likes)
			s.purchases += float64(p.purchases)
		}
	}
	ratio := func(what, a, b string, of func(*sums) float64, low, high float64) {
		t.Helper()
		r := of(by[a]) / of(by[b])
		if t.Logf("%s, %s to %s: x%.2f", what, a, b, r); r < low || r > high {
			t.Errorf("%s, %s to %s: x%.2f, want %.2f to %.2f", what, a, b, r, low, high)
		}
	}
	reach := func(s *sums) float64 { return s.reach / s.posts }
	sale := func(s *sums) float64 { return s.purchases / s.reach }
	ratio("reach", "IG reel", "IG carousel", reach, 2.4, 3.6)
	ratio("purchases per person", "IG reel", "IG carousel", sale, .35, .65)
	ratio("reach", "giveaway", "brewing", reach, 1.2, 2.2)
	ratio("likes per post", "giveaway", "brewing", func(s *sums) float64 { return s.likes / s.posts }, 1.2, 2.2)
	ratio("purchases per person", "giveaway", "brewing", sale, .1, .5)
}

// TestSharesLeadByExplore: the reach by place adds up to the export's, and only explore's grows with shares.
func TestSharesLeadByExplore(t *testing.T) {
	a := readYear(t)
	posts := a.tallies(t)
	if len(a.sources) != len(posts) {
		t.Fatalf("%d posts have sources, of %d", len(a.sources), len(posts))
	}
	rate := make([]float64, len(posts))
	by := map[string][]float64{}
	for i, p := range posts {
		sum := 0
		for _, place := range places {
			n := count(t, a.sources[i]["reach_"+place.name])
			sum += n
			by[place.name] = append(by[place.name], float64(n))
		}
		if sum != p.reach || a.sources[i]["post_id"] != p.id {
			t.Errorf("%s: places add up to %d, reach is %d", p.id, sum, p.reach)
		}
		rate[i] = float64(p.shares) / float64(p.reach)
	}
	for _, place := range places {
		rho, _ := stats.Spearman(rate, by[place.name])
		if t.Logf("%s: %.2f", place.name, rho); place.name == "explore" != (rho > .2) {
			t.Errorf("shares and reach from %s: %.2f", place.name, rho)
		}
	}
}

// TestYoungPosts sees that the last days' posts have fewer people than their like.
func TestYoungPosts(t *testing.T) {
	young, old := 0, 0
	for _, p := range theYear().posts {
		share := float64(p.counts.reach) / float64(p.people)
		switch age := asOf.Sub(p.at).Hours() / 24; {
		case age < 7:
			if young++; share > .93 {
				t.Errorf("a post of %.1f days has %.0f%% of its people", age, share*100)
			}
		case age > 30:
			if old++; share < .97 {
				t.Errorf("a post of %.1f days has only %.0f%% of its people", age, share*100)
			}
		}
	}
	between(t, "young posts", young, 5, 14)
	between(t, "old posts", old, 300, 420)
}

// TestSaversBuyMore holds the log to its truth, actor by actor: three times for a save, nothing for a like.
func TestSaversBuyMore(t *testing.T) {
	type key struct{ actor, post string }
	did := map[string]map[key]bool{}
	for _, e := range readYear(t).events {
		if e["post_id"] == "" {
			continue
		}
		if did[e["action"]] == nil {
			did[e["action"]] = map[key]bool{}
		}
		did[e["action"]][key{e["actor_id"], e["post_id"]}] = true
	}
	riskRatio := func(action string) float64 {
		var with, without, withBought, withoutBought float64
		for k := range did["view"] {
			bought := 0.0
			if did["purchase"][k] {
				bought = 1
			}
			if did[action][k] {
				with, withBought = with+1, withBought+bought
			} else {
				without, withoutBought = without+1, withoutBought+bought
			}
		}
		return (withBought / with) / (withoutBought / without)
	}
	if r := riskRatio("save"); r < 2 || r > 4.5 {
		t.Errorf("savers buy x%.2f, want about 3", r)
	}
	if r := riskRatio("like"); r < .6 || r > 1.6 {
		t.Errorf("likers buy x%.2f, want about 1", r)
	}
}

// perDoubling is the ratio of purchases per person reached where a count per person reached is twice as high, with
// its z: a Poisson regression with offset, format and topic held equal, and a robust (sandwich) error.
func perDoubling(t *testing.T, posts []tally, of func(tally) int) (ratio, z float64) {
	t.Helper()
	var levels []func(tally) bool
	for _, f := range formats[1:] {
		levels = append(levels, func(p tally) bool { return p.format == f.name })
	}
	for _, k := range topics[1:] {
		levels = append(levels, func(p tally) bool { return p.topic == k.name })
	}
	width := 2 + len(levels)
	x := mat.NewDense(len(posts), width, nil)
	for i, p := range posts {
		x.Set(i, 0, 1)
		x.Set(i, 1, math.Log2((float64(of(p))+.5)/float64(p.reach)))
		for j, in := range levels {
			if in(p) {
				x.Set(i, 2+j, 1)
			}
		}
	}
	beta := mat.NewVecDense(width, nil)
	beta.SetVec(0, -8)
	var bread, meat mat.Dense
	for range 60 {
		score := mat.NewVecDense(width, nil)
		information, outer := mat.NewDense(width, width, nil), mat.NewDense(width, width, nil)
		for i, p := range posts {
			row := x.RowView(i)
			mu := float64(p.reach) * math.Exp(mat.Dot(row, beta))
			e := float64(p.purchases) - mu
			score.AddScaledVec(score, e, row)
			var square mat.Dense
			square.Outer(1, row, row)
			var weighed, squared mat.Dense
			weighed.Scale(mu, &square)
			squared.Scale(e*e, &square)
			information.Add(information, &weighed)
			outer.Add(outer, &squared)
		}
		if err := bread.Inverse(information); err != nil {
			t.Fatal(err)
		}
		var step mat.VecDense
		step.MulVec(&bread, score)
		if largest := mat.Norm(&step, math.Inf(1)); largest > 2 {
			step.ScaleVec(2/largest, &step)
		}
		beta.AddVec(beta, &step)
		meat.Mul(outer, &bread)
	}
	var variance mat.Dense
	variance.Mul(&bread, &meat)
	return math.Exp(beta.AtVec(1)), beta.AtVec(1) / math.Sqrt(variance.At(1, 1))
}
