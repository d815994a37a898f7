package render

import (
	"maps"
	"math"
	"testing/fstest"

	"likewise/generator/model"
)

func fakeRatio(v, low, high float64) model.Estimate {
	return model.Estimate{Value: v, Low: low, High: high, K: math.NaN(), N: 40, Method: "negative binomial regression, HC3, 95%"}
}

func fakeNumber() model.Number { return model.Number(math.NaN()) }

// fakeSignal is a signal with every part filled in.
func fakeSignal(action string, v model.Verdict, e model.Estimate) model.Signal {
	reason := map[model.Verdict]model.Wording{
		model.Supports:    {Key: "signal.above"},
		model.Contradicts: {Key: "signal.nothing-worth-having", Args: []model.WordArg{{Name: "high", Number: model.Number(e.High)}, {Name: "worth", Number: 1.1}}},
		model.CannotTell:  {Key: "signal.interval-wide", Args: []model.WordArg{{Name: "worth", Number: 1.1}, {Name: "posts", Number: 3568}}},
	}[v]
	rho := model.Estimate{Value: .4, Low: -.1, High: .7, N: 40, Method: "Spearman, 95%"}
	return model.Signal{Action: action, Outcome: "purchases", Exposure: "reach", Verdict: v, Reading: map[model.Verdict]model.Reading{model.Supports: model.More, model.Contradicts: model.NoGain, model.CannotTell: model.Open}[v], Reasons: []model.Wording{reason}, Posts: model.SignalPosts{Used: 38, Young: 2},
		Controls: []string{"log reach", "format", "month"}, PerExposure: model.SignalEffect{RateRatio: e, P: .01, Q: .03, Model: "negative binomial"},
		Total: model.SignalEffect{RateRatio: fakeRatio(1.5, 1.2, 1.9), P: .001, Q: .002}, Formats: []model.FormatEffect{{Format: "reel", Posts: 20, RateRatio: fakeRatio(1.3, 1.1, 1.6)}},
		Rank: model.SignalRank{Raw: rho, GivenExposure: rho, OfRates: rho, PermutationP: .04, Shuffles: 2000}, TopOverlap: model.TopOverlap{K: 4, Shared: 2, ByChance: .4, P: .03},
		Validated: model.CrossValidated{Gain: model.Estimate{Value: .12, Low: .02, High: .2, N: 38, Method: "deviance"}},
		Actor:     &model.ActorSignal{OddsRatio: fakeRatio(2.4, 1.3, 4.4), CrudeOddsRatio: fakeRatio(3, 2, 5), Strata: 12, EValueLimit: 1.9, Acted: 400, Converted: 20, Others: 9000, OthersHit: 200, Landmark: "1d"},
		Money:     &model.SignalMoney{PerThousand: fakeRatio(9, math.NaN(), math.NaN()), OfDoubling: fakeRatio(3, 1, 5)},
		Outliers:  model.SignalOutliers{Posts: 1, Without: model.SignalEffect{RateRatio: e}}, Control: model.NegativeControl{Verdict: model.CannotTell, Shuffles: 200, Supports: 6, ByChance: 5},
		PostsNeeded: 556, Worth: 1.1, Threshold: &model.Threshold{Level: fakeRatio(.02, .01, .03), Points: []model.ThresholdPoint{
			{From: .001, To: .01, Posts: 20, Relative: .6, Fit: .6, Low: .4, High: .9}, {From: .01, To: .02, Posts: 18, Relative: 1.4, Fit: 1.4, Low: 1.1, High: 1.8}}}}
}

// fakeRoads is a road on which shares lead to explore, one without an answer, and one of two parts.
func fakeRoads() []model.Road {
	source := func(metric, part string, v model.Verdict, share, grows float64) model.RoadSource {
		rho := model.Estimate{Value: .3, Low: .1, High: .5, N: 40, Method: "Spearman, 95%"}
		return model.RoadSource{Metric: metric, Part: part, Verdict: v, Share: model.Estimate{Value: share, Low: share - .01, High: share + .01, K: 100 * share, N: 100, Method: "sum"},
			Grows: model.SignalEffect{RateRatio: fakeRatio(grows, grows*.8, grows*1.25), P: .001, Q: .004, Weeks: 20}, OfWhole: model.SignalEffect{RateRatio: fakeRatio(grows*.9, grows*.8, grows), P: .2, Q: .3},
			Rank: model.RoadRank{Raw: rho, GivenWhole: rho, OfShares: rho, OfRate: rho, PermutationP: .002, Shuffles: 2000}, Reasons: []model.Wording{}, Controls: []string{"log reach", "format"}}
	}
	places := func(explore model.Verdict, grows float64) []model.RoadSource {
		return []model.RoadSource{source("reach_home", "home", model.CannotTell, .6, 1), source("reach_explore", "explore", explore, .4, grows)}
	}
	followers := source("reach_followers", "followers", model.Contradicts, .7, .8)
	others := source("reach_nonfollowers", "nonfollowers", model.CannotTell, .3, 1.1)
	others.Derived = true
	return []model.Road{
		{Action: "likes", Whole: "reach", Split: "place", Posts: 38, Uneven: 2, AddUp: 1, Sources: places(model.CannotTell, 1.1)},
		{Action: "shares", Whole: "reach", Split: "place", Posts: 38, AddUp: 1, Sources: places(model.Supports, 1.8)},
		{Action: "saves", Whole: "reach", Split: "place", Posts: 38, AddUp: 1, Sources: places(model.Contradicts, .8)},
		{Action: "likes", Whole: "reach", Split: "audience", Posts: 38, AddUp: 1, Sources: []model.RoadSource{followers, others}},
		{Action: "likes", Whole: "reach", Split: "payment", Sources: []model.RoadSource{}, AddUp: 1.4, Why: "the parts add up to 140% of people reached, so they are not its parts"},
	}
}

// fakeLeague adds all that holds posts against each other. Two names come from an enemy.
func fakeLeague(r *model.Report) *model.Report {
	r.Roads = fakeRoads()
	for i := range r.Posts {
		p := &r.Posts[i]
		for j := range p.Rates {
			fakeJudge(&p.Rates[j], i)
		}
		p.Group = model.PostGroups()[i%4]
		p.Why = fakeWhy(p, i)
	}
	if n := len(r.Posts); n > 6 {
		fakeSilence(&r.Posts[6])
	}
	r.Maturity = []model.Maturity{{Metric: "purchases", Days: 9.7, From: "orders", N: 200}}
	r.Luck = []model.Luck{{Metric: "purchases", Exposure: "reach", Best: fakeRatio(.004, .002, .006), Expected: fakeRatio(.0019, .0014, .0026), Posts: len(r.Posts)}}
	for i, g := range model.PostGroups() {
		r.Groups = append(r.Groups, model.GroupTotal{Name: g, Posts: 2, Exposure: model.Number(1000 * (i + 1)), Micro: 50, Primary: model.Number(8 - i)})
	}
	r.Spread = []model.Spread{{Outcome: "purchases", Posts: len(r.Posts), SD: 1, Factors: []model.Share{{Name: "reach", Share: .7}, {Name: "link_clicks", Of: "reach", Share: .4}, {Name: "purchases", Of: "link_clicks", Share: -.1}}}}
	r.Change = []model.Change{fakeChange()}
	r.Mixes = []model.Mix{fakeMix()}
	r.Patterns = []model.Pattern{{Metric: "likes", Given: []string{"reach", "saves"}, Posts: len(r.Posts), Limit: 3.5, Oddities: []model.Oddity{{Post: r.Posts[0].ID, Row: 1, Metric: "likes", Value: 900, Expected: 100, Z: 4.2}}}}
	r.Signals = []model.Signal{fakeSignal("likes", model.CannotTell, fakeRatio(.98, .8, 1.2)), fakeSignal("saves", model.Supports, fakeRatio(1.5, 1.35, 1.67)), fakeSignal("link_clicks", model.Contradicts, fakeRatio(.99, .9, 1.08))}
	r.Findings = fakeFindings(r)
	for _, outcome := range []string{"likes", "purchases"} {
		r.Drivers = append(r.Drivers, model.Drivers{Outcome: outcome, Model: "negative binomial", Exposure: "reach", Dispersion: 1.1, Posts: 38, Left: []model.Left{{Name: "weekday", Why: "fewer than ten posts a coefficient"}}, Terms: []model.Term{
			{Feature: "format", Level: "reel", Against: "<script>alert(1)</script>", RateRatio: fakeRatio(.5, .36, .69), P: .001, Q: .002, N: 12},
			{Feature: "hashtags", Level: "doubling", RateRatio: fakeRatio(.9, .7, 1.2), P: .4, Q: .6, N: 38}}})
	}
	r.Timing = fakeTiming(.64)
	r.Looks = model.Looks{Comparisons: 200, Surviving: 31, Method: "Benjamini-Hochberg"}
	return r
}

func fakeJudge(r *model.Rate, i int) {
	if !r.Rate.OK() {
		return
	}
	r.Baseline = model.Number(r.Rate.Value * 1.2)
	r.Shrunk = model.Estimate{Value: r.Rate.Value * 1.05, Low: r.Rate.Low, High: r.Rate.High, K: float64(r.K), N: float64(r.N), Method: "empirical Bayes"}
	r.Rank.Low, r.Rank.High = r.Rank.Value, r.Rank.Value+2
	r.Verdict = []string{model.Above, model.Typical, model.Below, model.TooLittleData}[i%4]
}

func fakeWhy(p *model.Post, i int) model.Why {
	v := []float64{3.2, 1.1, .4, 1}[i%4]
	w := model.Why{Outcome: "purchases", Peers: model.Peers{Level: "format", Format: p.Format, Posts: 12}, Observed: model.Number(p.Metrics["purchases"]), Expected: model.Number(v * 4), Baseline: 4, Ratio: fakeRatio(v, v*.7, v*1.4)}
	half := math.Sqrt(v)
	w.Factors = []model.Factor{{Name: "reach", Value: 100, Baseline: 90, Ratio: fakeRatio(half, math.NaN(), math.NaN())}, {Name: "purchases", Of: "reach", Value: .01, Baseline: .02, Ratio: fakeRatio(half, half*.8, half*1.3)}}
	return w
}

// fakeSilence makes a post that is too young for everything.
func fakeSilence(p *model.Post) {
	for j := range p.Rates {
		p.Rates[j].Verdict = model.TooYoung
	}
	p.Group, p.Why = "", model.Why{Outcome: "purchases", Ratio: model.None("younger than 9.7 days: its counts are still coming in")}
}

func fakeChange() model.Change {
	return model.Change{Outcome: "purchases", Grain: "month", From: model.Side{From: "2026-08-01", To: "2026-08-28", Posts: 28, Value: 44, Weekdays: [7]int{4, 4, 4, 4, 4, 4, 4}, Youngest: 64.2, Come: 1},
		To: model.Side{From: "2026-09-01", To: "2026-09-28", Posts: 29, Value: 35, Weekdays: [7]int{4, 4, 5, 4, 4, 3, 5}, Youngest: 33.1, Come: .997},
		Factors: []model.ChangeFactor{{Name: "posts", From: 28, To: 29, Effect: 1.3}, {Name: "weekdays", From: 1, To: .98, Effect: -.7}, {Name: "post_age", From: 1, To: .997, Effect: -.1},
			{Name: "reach", Of: "posts", From: 5065, To: 7118, Effect: 13.4}, {Name: "purchases", Of: "reach", From: .0003, To: .0002, Effect: -22.9}}}
}

func fakeMix() model.Mix {
	e := func(v, n float64) model.Estimate {
		out := fakeRatio(v/1000, v/2000, v/500)
		out.N = n
		return out
	}
	return model.Mix{Metric: "purchases", Exposure: "reach", Feature: "format", A: "reel", B: "carousel", By: "topic", RateA: e(2, 30000), RateB: e(1, 40000), Crude: fakeRatio(.001, .0002, .0018), Adjusted: fakeRatio(-.0005, -.0009, -.0001), Q: .01, Reversal: "clear",
		Strata: []model.Stratum{{Name: `shop"><img src=x onerror=alert(1)>`, PostsA: 3, PostsB: 9, RateA: e(3, 18462), RateB: e(3.5, 40000)}, {Name: "people", PostsA: 8, PostsB: 0, RateA: e(.4, 11538), RateB: model.None("no post")}}}
}

func fakeTiming(p model.Number) model.Timing {
	t := model.Timing{Outcome: "purchases", PermutationP: p, Shuffles: 2000, Posts: 38, Controls: []string{"format"}}
	for day := 1; day <= 7; day++ {
		for hour := 0; hour < 24; hour += 4 {
			c := model.TimingCell{Weekday: day, Hour: hour, ToHour: hour + 3, Posts: day, Shrunk: fakeRatio(1+float64(day-4)/10, .9, 1.5)}
			if hour == 0 {
				c.Posts, c.Shrunk = 0, model.None("no post was published then")
			}
			t.Cells = append(t.Cells, c)
		}
	}
	return t
}

// leagueContent is fakeContent with the pages that hold posts against each other.
func leagueContent() fstest.MapFS {
	out := maps.Clone(fakeContent)
	out["content/signals.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Signals\"\nweight = 4\n+++\n{{< signals >}}\n\n{{< road >}}\n\nLikes: {{< verdict \"likes\" >}}, {{< verdict \"saves\" show=\"word\" >}}, {{< verdict \"link_clicks\" show=\"ratio\" >}}.\n\n{{< threshold \"saves\" >}}\n\n{{< threshold \"likes\" >}}\n")}
	out["content/findings.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Findings\"\nweight = 5\n+++\n{{< findings top=3 >}}\n\n{{< findings >}}\n\n{{< next >}}\n")}
	out["content/what-works.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"What works\"\nweight = 4\n+++\n{{< groups >}}\n\n{{< drivers outcome=\"purchases\" >}}\n\n{{< mix >}}\n\n{{< spread >}}\n\n{{< why >}}\n\n{{< why post=\"post-00002\" >}}\n\n{{< change >}}\n\n{{< timing >}}\n\n{{< oddities >}}\n\n{{< signals detail=\"none\" >}}\n")}
	return out
}

// fakeFindings is a finding of each verdict and one that repeats a kind; one names what comes from an enemy.
func fakeFindings(r *model.Report) []model.Finding {
	names := func(name, text string, u model.Unit) model.WordArg {
		return model.WordArg{Name: name, Number: fakeNumber(), Text: text, Unit: u}
	}
	level := func(of string) model.Finding {
		return model.Finding{Kind: "less", Subject: []string{"format", of}, Outcome: "purchases", Estimate: fakeRatio(.5, .36, .69), Unit: model.AsRatio, Against: 1, Verdict: model.Supports,
			Strength: model.Strength{Sure: 1, Use: 1, Stake: 12.4, Money: 400, Score: .1}, Rows: "/drivers/1/terms/0", Shown: "drivers",
			Wording: model.Wording{Key: "finding.less", Args: []model.WordArg{names("feature", "format", model.OfLevel), names("level", of, model.OfLevel), names("against", "image", model.OfLevel),
				names("outcome", "purchases", model.OfMetric), names("exposure", "reach", model.OfMetric), {Name: "posts", Number: 20, Unit: model.AsCount}, {Name: "q", Number: .001, Unit: model.AsQ}}}}
	}
	signal := model.Finding{Kind: "signal", Subject: []string{"link_clicks"}, Outcome: "purchases", Estimate: r.Signals[2].PerExposure.RateRatio, Unit: model.AsRatio, Against: 1, Verdict: model.Contradicts,
		Strength: model.Strength{Sure: 1, Use: 1, Stake: .2, Score: .01}, Rows: "/signals/2", Shown: "signals"}
	young := model.Finding{Kind: "young", Subject: []string{model.TooYoung}, Outcome: "purchases", Estimate: fakeRatio(2, math.NaN(), math.NaN()), Unit: model.AsCount, Against: fakeNumber(), Verdict: model.CannotTell,
		Strength: model.Strength{Use: .25}, Rows: "/posts", Shown: "posts", Wording: model.Wording{Key: "finding.young", Args: []model.WordArg{names("outcome", "purchases", model.OfMetric),
			{Name: "posts", Number: 9, Unit: model.AsCount}, {Name: "young", Number: 2, Unit: model.AsCount}, {Name: "days", Number: fakeNumber(), Unit: model.AsCount}}}}
	return []model.Finding{level("reel"), level("</script>=1+1"), signal, young}
}
