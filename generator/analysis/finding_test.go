package analysis

import (
	"math"
	"slices"
	"testing"

	"likewise/generator/model"
)

// toldReport is a report in which every kind of finding can be told.
func toldReport() (*model.Report, model.Conversions) {
	posts, _ := account(200, 3)
	r := compared(posts, shop, ripeness{"purchases": {Metric: "purchases", Days: 10}}, shopFunnel)
	r.Totals = totals(posts, append([]string{"reach"}, shop.Declared()...))
	r.Totals["revenue"] = 40 * r.Totals["purchases"]
	ratio := func(v, low, high float64) model.Estimate {
		return model.Estimate{Value: v, Low: low, High: high, K: math.NaN(), N: 200, Method: "test"}
	}
	r.Signals = []model.Signal{
		{Action: "likes", Outcome: "purchases", Verdict: model.CannotTell, PerExposure: model.SignalEffect{RateRatio: ratio(1, .8, 1.3)}, PerSpread: ratio(1, .8, 1.3), Worth: 1.1},
		{Action: "saves", Outcome: "purchases", Verdict: model.Supports, PerExposure: model.SignalEffect{RateRatio: ratio(1.5, 1.3, 1.7)}, PerSpread: ratio(1.6, 1.4, 1.8), Worth: 1.1},
		{Action: "shares", Outcome: "purchases", Verdict: model.Contradicts, PerExposure: model.SignalEffect{RateRatio: ratio(.9, .8, 1.01)}, PerSpread: ratio(.9, .8, 1.01), Worth: 1.1},
		{Action: "likes", Outcome: "signups", Verdict: model.Supports, PerExposure: model.SignalEffect{RateRatio: ratio(1.5, 1.3, 1.7)}, PerSpread: ratio(1.6, 1.4, 1.8), Worth: 1.1},
	}
	r.Drivers = []model.Drivers{{Outcome: "purchases", Exposure: "reach", Posts: 200, Terms: []model.Term{
		{Feature: "format", Level: "reel", Against: "image", RateRatio: ratio(.5, .4, .7), Q: .001, N: 80},
		{Feature: "topic", Level: "gift", Against: "shop", RateRatio: ratio(1.5, 1.2, 1.9), Q: .01, N: 40},
		{Feature: "topic", Level: "news", Against: "shop", RateRatio: ratio(1.5, .9, 2.4), Q: .3, N: 40},
		{Feature: "hashtags", Level: "doubling", RateRatio: ratio(1.2, 1.1, 1.3), Q: .01, N: 200},
	}}}
	r.Timing = model.Timing{Outcome: "purchases", Posts: 200, PermutationP: .01, Cells: []model.TimingCell{{Weekday: 2, Hour: 18, ToHour: 19, Posts: 20, Shrunk: ratio(1.6, 1.2, 2)}, {Weekday: 3, Hour: 8, ToHour: 9, Posts: 20, Shrunk: ratio(.9, .7, 1.2)}}}
	difference := model.Estimate{Value: .04, Low: .02, High: .06, N: 900, Method: "Newcombe"}
	q := model.Number(.001)
	r.Funnels = []model.FunnelResult{{Name: "people", Unit: "actor", GroupBy: "format", Steps: []model.StepResult{{Name: "view", Count: 900}, {Name: "purchase", Count: 90, DropOff: 810, OfPrevious: proportion(90, 900, "purchase", "view")}},
		Groups: []model.FunnelGroup{{Name: "reel", Steps: []model.StepResult{{Name: "view", Count: 300}, {Name: "purchase", Count: 40}}, Difference: &difference, Q: &q}, {Name: "(none)", Steps: []model.StepResult{{Count: 20}}, Difference: &difference, Q: &q}}}}
	shared := func(name string, reel float64) model.CreditModel { // most conversions had nothing before them: that is no touch
		return model.CreditModel{Name: name, Credit: map[string]float64{"(no touch)": 50, "reel": reel * 40, "image": 40 - reel*40}, Share: map[string]model.Estimate{"reel": ratio(reel, reel, reel), "image": ratio(1-reel, 1-reel, 1-reel)}}
	}
	r.Attribution = []model.Attributed{{Name: "by format", Touch: "format", Conversion: "purchase", Conversions: 90, Untouched: 50, Models: []model.CreditModel{shared("first", .75), shared("last", .6), {Name: "markov", Credit: map[string]float64{"(no touch)": 50}, Why: "no answer"}}}}
	r.Mixes = []model.Mix{{Metric: "purchases", Exposure: "reach", A: "reel", B: "image", By: "topic", RateA: proportion(20, 1000, "a", "b"), RateB: proportion(15, 1000, "a", "b"), Crude: ratio(.005, .001, .009), Adjusted: ratio(-.004, -.007, -.001), Reversal: "clear"}}
	return r, shop
}

func TestEveryKindOfFindingIsTold(t *testing.T) {
	r, c := toldReport()
	all := findings(r, c)
	for _, k := range findingKinds() {
		i := slices.IndexFunc(all, func(f model.Finding) bool { return f.Kind == k.name })
		switch {
		case i < 0 && k.name != "young":
			t.Errorf("no finding of kind %q", k.name)
		case i >= 0 && (all[i].Wording.Key == "" && k.name != "signal" || all[i].Rows == "" || all[i].Subject == nil || all[i].Shown != k.shown):
			t.Errorf("%s: %+v", k.name, all[i])
		}
	}
	for _, f := range all {
		if f.Kind == "signal" && f.Outcome != c.Primary {
			t.Errorf("a signal of %s among the findings on %s", f.Outcome, c.Primary)
		}
		if len(f.Subject) > 1 && (f.Subject[1] == "doubling" || f.Subject[1] == "news" || f.Subject[1] == "(none)") {
			t.Errorf("%v is no finding", f.Subject)
		}
	}
}

// The order: by score, what cannot be told last, and each score is what the documentation says it is.
func TestFindingsStandInTheirOrder(t *testing.T) {
	r, c := toldReport()
	all := findings(r, c)
	if len(all) < 10 {
		t.Fatalf("%d findings", len(all))
	}
	for i, f := range all {
		s := f.Strength
		if want := s.Sure * s.Use * float64(s.Stake) / r.Totals["purchases"]; math.Abs(float64(s.Score)-want) > 1e-12 {
			t.Errorf("%s: score %v, not %v", f.Kind, s.Score, want)
		}
		if f.Verdict == model.CannotTell && (s.Score != 0 || s.Stake != 0) {
			t.Errorf("%s cannot be told and weighs %v", f.Kind, s)
		}
		if !math.IsNaN(float64(f.Against)) && f.Estimate.OK() && f.Verdict == model.Supports && f.Estimate.Low <= float64(f.Against) && f.Estimate.High >= float64(f.Against) {
			t.Errorf("%s supports, but its interval %g to %g holds %g", f.Kind, f.Estimate.Low, f.Estimate.High, float64(f.Against))
		}
		if i == 0 {
			continue
		}
		before := all[i-1]
		if before.Verdict == model.CannotTell && f.Verdict != model.CannotTell || before.Strength.Score < f.Strength.Score {
			t.Errorf("%s (%v) stands behind %s (%v)", f.Kind, f.Strength.Score, before.Kind, before.Strength.Score)
		}
	}
}

// A report of nothing has findings of nothing, and none of them weighs anything.
func TestFindingsOfNothing(t *testing.T) {
	for name, r := range map[string]*model.Report{"empty": {}, "no primary": {Totals: map[string]float64{"likes": 3}, Timing: model.Timing{Why: "no primary conversion is declared"}}} {
		for _, f := range findings(r, model.Conversions{}) {
			if f.Strength.Score != 0 {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}

// The finding has the shares that the page has: of the conversions with a touch, and without "(no touch)".
func TestCreditFindingIsOfTouchedConversions(t *testing.T) {
	r, c := toldReport()
	all := findings(r, c)
	i := slices.IndexFunc(all, func(f model.Finding) bool { return f.Kind == "credit" })
	if i < 0 {
		t.Fatal("no finding of credit")
	}
	f, leads := all[i], r.Attribution[0].Leads()
	if f.Subject[1] != "reel" || f.Estimate.Low != leads.Least || f.Estimate.High != leads.Most || f.Estimate.Low != .6 || f.Estimate.High != .75 || f.Estimate.N != 40 || f.Strength.Stake != 24 {
		t.Errorf("%+v, want %+v", f, leads)
	}
}
