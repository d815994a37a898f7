package analysis

import (
	"math"
	"strings"
	"testing"

	"likewise/generator/model"
)

func close9(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*(1+math.Abs(want))) {
		t.Errorf("%s: %.12g, want %.12g", what, got, want)
	}
}

// The factors multiply to the ratio to the last bit; a factor that is also a rate has that rate's numbers.
func TestWhyMultipliesExactly(t *testing.T) {
	posts, _ := account(150, 21)
	r := compared(posts, shop, ripeness{}, shopFunnel)
	explained := 0
	for _, p := range r.Posts {
		w := p.Why
		if !w.Ratio.OK() {
			if !strings.Contains(w.Ratio.Why, "of 0") {
				t.Errorf("%s: %q", p.ID, w.Ratio.Why)
			}
			continue
		}
		explained++
		product := 1.0
		for _, f := range w.Factors {
			product *= f.Ratio.Value
			close9(t, p.ID+" "+f.Name, float64(f.Value/f.Baseline), f.Ratio.Value)
			if f.Name != "reach" && !(f.Ratio.Low < f.Ratio.Value && f.Ratio.Value < f.Ratio.High) {
				t.Errorf("%s %s: %+v", p.ID, f.Name, f.Ratio)
			}
		}
		if product != w.Ratio.Value {
			t.Errorf("%s: the factors make %v, the ratio is %v", p.ID, product, w.Ratio.Value)
		}
		close9(t, p.ID, float64(w.Expected/w.Baseline), w.Ratio.Value)
		if !(w.Ratio.Low < w.Ratio.Value && w.Ratio.Value < w.Ratio.High) || w.Funnel != "road" || w.Peers.Format != p.Format {
			t.Errorf("%s: %+v", p.ID, w)
		}
		clicks, _ := p.Rate("link_clicks")
		if f := w.Factors[1]; float64(f.Value) != clicks.Shrunk.Value || f.Baseline != clicks.Baseline {
			t.Errorf("%s: factor %v over %v, rate %v over %v", p.ID, f.Value, f.Baseline, clicks.Shrunk.Value, clicks.Baseline)
		}
	}
	if explained < 100 || len(r.ChainBaselines) != 3 {
		t.Fatalf("%d explained, %d baselines", explained, len(r.ChainBaselines))
	}
}

// The interval of the ratio holds the truth: posts whose true rates are known.
func TestWhyIntervalsHoldTheTruth(t *testing.T) {
	held, all := 0, 0
	for seed := range uint64(10) {
		posts, truth := account(150, 100+seed)
		r := compared(posts, shop, ripeness{})
		for _, p := range r.Posts {
			all++
			ratio := truth[p.Row] * p.Metrics["reach"] / float64(p.Why.Baseline)
			if p.Why.Ratio.Low <= ratio && ratio <= p.Why.Ratio.High {
				held++
			}
		}
	}
	if share := float64(held) / float64(all); share < .93 || share > .97 {
		t.Errorf("95%% intervals hold the true ratio in %.3f of %d", share, all)
	}
}

func TestZeroIsNoAccident(t *testing.T) {
	posts, _ := account(100, 22)
	for i := range posts {
		posts[i].Metrics["purchases"] = min(posts[i].Metrics["purchases"], posts[i].Metrics["signups"])
	}
	posts[0].Metrics["purchases"] = 0
	r := compared(posts, shop, ripeness{}, shopFunnel)
	w := r.Posts[len(r.Posts)-1].Why // without a purchase
	if w.Observed != 0 || !w.Ratio.OK() || !(w.Expected > 0) || w.Ratio.Value <= 0 {
		t.Errorf("%+v", w)
	}
}

func TestChainOf(t *testing.T) {
	posts := []model.Post{{Metrics: map[string]float64{"reach": 1, "link_clicks": 1, "purchases": 1}}}
	short := model.Funnel{Name: "short", Unit: "post", Steps: []string{"link_clicks", "purchases"}}
	people := model.Funnel{Name: "people", Unit: "actor", Steps: []string{"reach", "purchases"}}
	other := model.Funnel{Name: "other", Unit: "post", Steps: []string{"reach", "signups"}}
	for _, c := range []struct {
		name    string
		primary string
		funnels []model.Funnel
		funnel  string
		steps   string
	}{
		{"none declared", "purchases", nil, "", "reach purchases"},
		{"from the exposure", "purchases", []model.Funnel{short, people, other, shopFunnel}, "road", "reach link_clicks purchases"},
		{"declared first", "purchases", []model.Funnel{shopFunnel, short}, "road", "reach link_clicks purchases"},
		{"not from the exposure", "purchases", []model.Funnel{other, short}, "short", "link_clicks purchases"},
		{"no primary", "", []model.Funnel{shopFunnel}, "", ""},
		{"primary is the exposure", "reach", nil, "", ""},
	} {
		got := chainOf(model.Conversions{Exposure: "reach", Primary: c.primary}, c.funnels, posts)
		if got.funnel != c.funnel || strings.Join(got.steps, " ") != c.steps {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if len(shopFunnel.Steps) != 4 || shopFunnel.Steps[2] != "signups" {
		t.Error("the declared funnel was changed")
	}
}

func TestSpreadSharesSumToOne(t *testing.T) {
	posts, _ := account(150, 23)
	r := compared(posts, shop, ripeness{}, shopFunnel)
	if len(r.Spread) != 7 || r.Spread[0].Outcome != "purchases" || len(r.Spread[0].Factors) != 4 {
		t.Fatalf("%d spreads, %+v", len(r.Spread), r.Spread[0])
	}
	for _, s := range r.Spread {
		all := 0.0
		for _, f := range s.Factors {
			all += float64(f.Share)
		}
		close9(t, s.Outcome, all, 1)
	}
}

// Posts whose rate is the same and whose reach differs: all of the spread is reach; and the other way round.
func TestSpreadFindsTheLink(t *testing.T) {
	reach := func(i int) map[string]float64 {
		n := 1e5 * float64(1+i)
		return map[string]float64{"reach": n, "likes": n / 20}
	}
	rates := func(i int) map[string]float64 { return map[string]float64{"reach": 1e6, "likes": 1e4 * float64(1+i)} }
	for name, c := range map[string]struct {
		of   func(int) map[string]float64
		want float64
	}{"reach": {reach, 1}, "rate": {rates, 0}} {
		var posts []model.Post
		for i := range 30 {
			posts = append(posts, made(i+1, "reel", c.of(i)))
		}
		r := compared(posts, model.Conversions{Exposure: "reach", Micro: []string{"likes"}}, ripeness{})
		if s := r.Spread[0]; s.Why != "" || math.Abs(float64(s.Factors[0].Share)-c.want) > .01 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
