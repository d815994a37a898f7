package analysis

import (
	"math"
	"strings"
	"testing"
	"time"

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

// Published numbers of methods.md, section 5, as two months of one post each.
func TestChangeOfMonths(t *testing.T) {
	month := func(row, m int, x ...float64) model.Post {
		at := time.Date(2026, time.Month(m), 10, 12, 0, 0, 0, time.UTC)
		return model.Post{ID: "p", Row: row, Published: at.Format(time.RFC3339), AgeDays: 50, Metrics: map[string]float64{"reach": x[0], "engagements": x[1], "clicks": x[2], "purchases": x[3]}}
	}
	posts := []model.Post{month(1, 8, 10000, 500, 50, 2), month(2, 9, 16000, 640, 76.8, 3.84), month(3, 10, 1, 1, 1, 1)}
	c := model.Conversions{Exposure: "reach", Macro: []string{"purchases"}, Primary: "purchases"}
	r := compared(posts, c, ripeness{}, model.Funnel{Name: "f", Unit: "post", Steps: []string{"reach", "engagements", "clicks", "purchases"}})
	got := r.Change[0] // October is not ripe before 7 November
	if got.Grain != "month" || got.From.From != "2026-08-01" || got.From.To != "2026-08-31" || got.To.From != "2026-09-01" || got.To.To != "2026-09-30" || len(got.Factors) != 5 {
		t.Fatalf("%+v", got)
	}
	sum := 0.0
	for k, want := range []float64{0, 1.325729400, -.629416345, .514270600, .629416345} {
		e := float64(got.Factors[k].Effect)
		if math.Abs(e-want) > 5e-10 {
			t.Errorf("%s: %.9f, want %.9f", got.Factors[k].Name, e, want)
		}
		sum += e
	}
	close9(t, "sum", sum, float64(got.To.Value-got.From.Value))
}

func TestChangeSumsAndSpansMatch(t *testing.T) {
	posts, _ := account(300, 24)
	r := compared(posts, shop, ripeness{"purchases": {Metric: "purchases", Days: 9.2}}, shopFunnel)
	if len(r.Change) != 14 {
		t.Fatalf("%d changes", len(r.Change))
	}
	for _, c := range r.Change {
		sum := 0.0
		for _, f := range c.Factors {
			sum += float64(f.Effect)
		}
		close9(t, c.Outcome+" "+c.Grain, sum, float64(c.To.Value-c.From.Value))
	}
	if c := r.Change[1]; c.Grain != "28 days" || c.To.To != "2026-10-21" || c.To.From != "2026-09-24" || c.From.To != "2026-09-23" || c.From.From != "2026-08-27" {
		t.Errorf("28 days: %+v", c)
	}
}

func TestMonthBefore(t *testing.T) {
	for last, want := range map[string]string{
		"2026-10-31": "2026-10-01 2026-10-31 2026-09-01 2026-09-30",
		"2026-10-30": "2026-09-01 2026-09-30 2026-08-01 2026-08-31",
		"2026-03-30": "2026-02-01 2026-02-28 2026-01-01 2026-01-31",
		"2026-01-15": "2025-12-01 2025-12-31 2025-11-01 2025-11-30",
		"2024-02-29": "2024-02-01 2024-02-29 2024-01-01 2024-01-31",
	} {
		d, _ := day(last)
		s := monthBefore(d)
		var got []string
		for _, at := range []time.Time{s.from, s.to, s.earlier, s.earlyTo} {
			got = append(got, at.Format(model.Day))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", last, got, want)
		}
	}
}

func TestChangeFromNothing(t *testing.T) {
	c := chain{outcome: "purchases", steps: []string{"reach", "link_clicks", "purchases"}}
	x0, x1, why := factorsOf(c, 2, 3, []float64{100, 0, 0}, []float64{300, 30, 3})
	if why != "" || x0[2] != 0 || x0[3] != .1 || x1[3] != .1 {
		t.Errorf("%v %v %q", x0, x1, why)
	}
	if _, _, why = factorsOf(c, 2, 3, []float64{100, 0, 5}, []float64{300, 30, 3}); why == "" {
		t.Error("purchases without clicks are a rate")
	}
}
