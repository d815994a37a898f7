package analysis

import (
	"math"
	"testing"
	"time"

	"likewise/generator/model"
)

var sold = model.Funnel{Name: "road", Unit: "post", Steps: []string{"reach", "link_clicks", "purchases"}}

// daily is a post on each day from first to the last day, with what its day brings when all has come, and the share of
// it that has.
func daily(first time.Time, asOf time.Time, brings func(time.Time) (reach, clicks, purchases float64), come func(days float64) float64) []model.Post {
	var posts []model.Post
	for d := first; d.Before(asOf); d = d.AddDate(0, 0, 1) {
		age := asOf.Sub(d).Hours() / 24
		share := come(age)
		reach, clicks, purchases := brings(d)
		p := made(len(posts)+1, "reel", map[string]float64{"reach": reach * share, "link_clicks": clicks * share, "purchases": purchases * share})
		p.Published, p.AgeDays = d.Format(time.RFC3339), model.Number(age)
		posts = append(posts, p)
	}
	return posts
}

// whole is the difference of the outcome between two whole months, as nobody should hold them against each other.
func whole(posts []model.Post, month time.Month) float64 {
	sum := map[time.Month]float64{}
	for _, p := range posts {
		d, _ := day(p.Published)
		sum[d.Month()] += p.Metrics["purchases"]
	}
	return sum[month]/sum[month-1] - 1
}

func changed(t *testing.T, posts []model.Post, asOf time.Time, ripe ripeness, funnel model.Funnel) []model.Change {
	t.Helper()
	var out []model.Change
	for _, c := range changes(posts, Options{Conversions: sale, AsOf: asOf, Zone: time.UTC}, chainOf(sale, []model.Funnel{funnel}, posts), ripe) {
		if c.Outcome != "purchases" || c.Why != "" {
			t.Fatalf("%+v", c)
		}
		sum, product := 0.0, [2]float64{1, 1}
		for _, f := range c.Factors {
			sum += float64(f.Effect)
			product[0], product[1] = product[0]*float64(f.From), product[1]*float64(f.To)
		}
		close9(t, "effects", sum, float64(c.To.Value-c.From.Value))
		close9(t, "factors before", product[0], float64(c.From.Value))
		close9(t, "factors after", product[1], float64(c.To.Value))
		out = append(out, c)
	}
	if len(out) != 2 {
		t.Fatalf("%d changes", len(out))
	}
	return out
}

func effect(c model.Change, name string) float64 {
	for _, f := range c.Factors {
		if f.Name == name {
			return float64(f.Effect)
		}
	}
	return math.NaN()
}

func allCome(float64) float64 { return 1 }

// bySaturday sells on Saturdays, to many, and hardly on other days.
func bySaturday(d time.Time) (reach, clicks, purchases float64) {
	if d.Weekday() == time.Saturday {
		return 8000, 400, 40
	}
	return 2000, 40, 2
}

// What a post brings depends on its weekday alone. August 2026 has five Saturdays, September four.
func TestChangeMatchesWeekdays(t *testing.T) {
	asOf := time.Date(2026, 10, 20, 23, 59, 59, 0, time.UTC)
	posts := daily(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC), asOf, bySaturday, allCome)
	if d := whole(posts, time.September); d > -.1 {
		t.Fatalf("the account shows nothing: %v", d)
	}
	for _, c := range changed(t, posts, asOf, ripeness{}, sold) {
		if c.From.Value != c.To.Value || c.From.Posts != 28 || c.From.Weekdays != [7]int{4, 4, 4, 4, 4, 4, 4} || c.To.Weekdays != c.From.Weekdays {
			t.Errorf("%s: %+v to %+v", c.Grain, c.From, c.To)
		}
		for _, f := range c.Factors {
			close9(t, c.Grain+" "+f.Name, float64(f.Effect), 0)
		}
	}
}

// The same, but in September half the Saturdays pass without a post: that is the posts and their weekdays, not the rates.
func TestChangeKnowsWeekdaysOfPosts(t *testing.T) {
	asOf := time.Date(2026, 10, 20, 23, 59, 59, 0, time.UTC)
	var posts []model.Post
	for _, p := range daily(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC), asOf, bySaturday, allCome) {
		if d, _ := day(p.Published); d.Month() != time.September || d.Weekday() != time.Saturday || d.Day() > 14 {
			posts = append(posts, p)
		}
	}
	c := changed(t, posts, asOf, ripeness{}, sold)[0]
	if c.To.Value >= c.From.Value || c.To.Weekdays[5] != 2 {
		t.Fatalf("%+v", c)
	}
	for _, name := range sold.Steps {
		close9(t, name, effect(c, name), 0)
	}
	if posts, days := effect(c, "posts"), effect(c, model.FactorWeekdays); !(posts < 0 && days < posts) {
		t.Errorf("posts %v, weekdays %v", posts, days)
	}
}

// Where weekdays mean nothing, chance does not become their doing.
func TestChangeLeavesWeekdaysAlone(t *testing.T) {
	posts, _ := account(300, 24)
	for i := range posts {
		d, _ := day(posts[i].Published)
		if d.Weekday() == time.Sunday && d.Month() == time.September {
			posts[i].Published = d.AddDate(0, 0, 1).Format(time.RFC3339)
		}
	}
	least, all := 0, 0
	for _, c := range compared(posts, shop, ripeness{}, shopFunnel).Change {
		if all++; math.Abs(effect(c, model.FactorWeekdays)) < .03*float64(c.To.Value+c.From.Value)/2 {
			least++
		}
	}
	if all != 14 || least < 12 {
		t.Errorf("%d of %d changes leave the weekdays alone", least, all)
	}
}

// comes is the pace of counts: nine tenths after seven days.
func comes(days float64) float64 { return 1 - math.Pow(.1, days/7) }

func pace(metric string) model.Maturity {
	m := model.Maturity{Metric: metric, Days: 7, From: "orders", N: 1000}
	for d := range lagDays {
		m.ByDay = append(m.ByDay, model.Number(comes(float64(d+1))))
	}
	return m
}

// All posts are alike; the later ones are only younger.
func TestChangeMatchesAges(t *testing.T) {
	asOf := time.Date(2026, 10, 5, 23, 59, 59, 0, time.UTC) // 28 September is seven days over
	alike := func(time.Time) (float64, float64, float64) { return 3000, 60, 5 }
	posts := daily(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC), asOf, alike, comes)
	if d := whole(posts, time.September); d > -.05 {
		t.Fatalf("the account shows nothing: %v", d)
	}
	ripe := ripeness{}
	for _, m := range []string{"reach", "purchases"} { // clicks are taken to come as purchases do
		ripe[m] = pace(m)
	}
	for _, c := range changed(t, posts, asOf, ripe, sold) {
		if !(c.To.Youngest > 7 && c.To.Come > .9 && c.To.Come < c.From.Come && c.From.Come > .999) {
			t.Errorf("%s: %+v to %+v", c.Grain, c.From, c.To)
		}
		apart := float64(c.To.Value-c.From.Value) - effect(c, model.FactorAge)
		if whole := float64(c.From.Value); math.Abs(apart) > .001*whole {
			t.Errorf("%s: %.3f of %.1f is not age", c.Grain, apart, whole)
		}
		for _, name := range append([]string{model.FactorWeekdays}, sold.Steps...) {
			if e := effect(c, name); math.Abs(e) > .001*float64(c.From.Value) {
				t.Errorf("%s: %s %v", c.Grain, name, e)
			}
		}
	}
	// Where no dated action tells the pace, the young posts are left out and what little is left is not corrected.
	for _, c := range changed(t, posts, asOf, ripeness{}, sold) {
		if d := float64(c.To.Value/c.From.Value) - 1; math.Abs(d) > .02 || !math.IsNaN(float64(c.To.Come)) {
			t.Errorf("%s: %+v to %+v", c.Grain, c.From, c.To)
		}
	}
}

func TestGrowth(t *testing.T) {
	c := chain{outcome: "purchases", steps: []string{"reach", "link_clicks", "purchases"}}
	ripe := ripeness{"reach": {ByDay: []model.Number{.5, 1}}, "purchases": {ByDay: []model.Number{.2, .6, 1}}}
	g := growthOf(c, ripe)
	for _, x := range []struct {
		step int
		age  model.Number
		want float64
	}{{0, .5, .25}, {0, 1, .5}, {0, 1.5, .75}, {0, 2, 1}, {0, 99, 1}, {0, model.Number(math.NaN()), 1}, {0, -3, 0}, {1, 1, .2}, {2, 2.5, .8}} {
		if got := g.share(x.step, x.age); math.Abs(got-x.want) > 1e-12 {
			t.Errorf("step %d at %v days: %v, want %v", x.step, x.age, got, x.want)
		}
	}
	delete(ripe, "purchases")
	if g = growthOf(c, ripe); g.known() || g.share(0, 1) != 1 {
		t.Error("the pace of the outcome is not known, and some step is corrected")
	}
}
