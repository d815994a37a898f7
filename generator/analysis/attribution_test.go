package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
	"likewise/generator/stats"
	"likewise/generator/warehouse"
)

// eventsTable makes the events table of paths: one actor a line, "c1@0 c2@5 buy:10.50@9", times in minutes.
func eventsTable(t testing.TB, lines ...string) *warehouse.Warehouse {
	t.Helper()
	w := openTest(t)
	must(t, w, `create table events (seq bigint, actor varchar, "at" timestamp, action varchar, post_id varchar, value double, session varchar, channel varchar)`,
		`create table posts (seq bigint, post_id varchar, format varchar, platform varchar)`)
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	err := w.Append(context.Background(), "events", func(add func(...any) error) error {
		seq := int64(0)
		for i, line := range lines {
			for _, f := range strings.Fields(line) {
				what, minutes, _ := strings.Cut(f, "@")
				var at float64
				fmt.Sscan(minutes, &at)
				seq++
				var value any
				action, channel := "visit", any(what)
				if buy, amount, ok := strings.Cut(what, ":"); ok {
					var v float64
					fmt.Sscan(amount, &v)
					action, channel, value = buy, nil, v
				}
				if err := add(seq, fmt.Sprintf("u%d", i), start.Add(time.Duration(at*float64(time.Minute))), action, nil, value, nil, channel); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func attributed(t *testing.T, w *warehouse.Warehouse, a model.Attribution) model.Attributed {
	t.Helper()
	a.Touch, a.Conversion = or(a.Touch, "channel"), or(a.Conversion, "buy")
	got, err := attributions(context.Background(), newEventOpener(context.Background(), w, time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)), Options{AsOf: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC), Zone: time.UTC, Attribution: []model.Attribution{a}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	sums(t, got[0])
	return got[0]
}

// sums checks that no model loses or invents a conversion or a cent.
func sums(t *testing.T, a model.Attributed) {
	t.Helper()
	for _, m := range a.Models {
		credit, cents := 0.0, int64(0)
		for _, c := range m.Credit {
			credit += c
		}
		for _, v := range m.Value {
			cents += int64(math.Round(v * 100))
		}
		if m.Why == "" && (math.Abs(credit-float64(a.Conversions)) > 1e-9 || cents != int64(math.Round(a.Value*100))) {
			t.Errorf("%s: credit %v of %d, %d cents of %v", m.Name, credit, a.Conversions, cents, a.Value)
		}
	}
}

func creditOf(a model.Attributed, name string) model.CreditModel {
	for _, m := range a.Models {
		if m.Name == name {
			return m
		}
	}
	return model.CreditModel{}
}

// The toy of methods.md section 8: c1>c2>c3 converts, c1 and c2>c3 do not.
func TestMarkovToy(t *testing.T) {
	a := attributed(t, eventsTable(t, "c1@0 c2@1 c3@2 buy:9.99@3", "c1@0", "c2@0 c3@1"), model.Attribution{})
	m := creditOf(a, "markov")
	for touch, want := range map[string][3]float64{"c1": {.5, .2, 2}, "c2": {1, .4, 4}, "c3": {1, .4, 4}} {
		near(t, "effect of "+touch, m.RemovalEffect[touch], want[0])
		near(t, "share of "+touch, m.Credit[touch], want[1])
		if math.Abs(m.Value[touch]-want[2]) > .011 {
			t.Errorf("value of %s: %v", touch, m.Value[touch])
		}
	}
	repeated := attributed(t, eventsTable(t, "c1@0 c2@1 c2@1.5 c3@2 buy:9.99@3", "c1@0", "c2@0 c3@1"), model.Attribution{})
	near(t, "a repeated state", creditOf(repeated, "markov").Credit["c2"], .4)
	if a.Conversions != 1 || a.People != 3 || a.Paths != 3 {
		t.Errorf("%+v", a)
	}
}

func TestSimpleModels(t *testing.T) {
	w := eventsTable(t, "a@0 b@10 direct@20 buy:1@30", "a@0 a@1 b@2 c@3 buy:0.01@4", "direct@0 buy:5@1", "buy:7@0", "a@0 buy:1@1 b@2 buy:1@3 c@9")
	a := attributed(t, w, model.Attribution{})
	if a.Conversions != 6 || a.Untouched != 1 || a.Value != 15.01 {
		t.Errorf("%+v", a)
	}
	for model, want := range map[string]string{
		"first":           "(no touch)=1 a=3 b=1 direct=1",
		"last":            "(no touch)=1 a=1 b=1 c=1 direct=2",
		"last non-direct": "(no touch)=1 a=1 b=2 c=1 direct=1",
		"linear":          "(no touch)=1 a=1.8333 b=1.5833 c=0.25 direct=1.3333",
		"position":        "(no touch)=1 a=1.9 b=1.3 c=0.4 direct=1.4",
		"shapley":         "(no touch)=1 a=1.6667 b=1.6667 c=0.33333 direct=1.3333",
	} {
		if got := shownCredit(creditOf(a, model).Credit); got != want {
			t.Errorf("%s: %s, want %s", model, got, want)
		}
	}
}

func shownCredit(credit map[string]float64) string {
	var out []string
	for _, name := range []string{noTouch, otherTouch, "a", "b", "c", "direct"} {
		if c := credit[name]; c > 0 {
			out = append(out, fmt.Sprintf("%s=%.5g", name, c))
		}
	}
	return strings.Join(out, " ")
}

func TestTimeDecayHalves(t *testing.T) {
	a := attributed(t, eventsTable(t, "a@0 b@60 buy:1@60"), model.Attribution{HalfLife: model.Duration(time.Hour)})
	m := creditOf(a, "time decay")
	near(t, "a", m.Credit["a"], 1./3)
	near(t, "b", m.Credit["b"], 2./3)
	far := attributed(t, eventsTable(t, "a@0 b@60 buy:1@40000"), model.Attribution{HalfLife: model.Duration(time.Minute)})
	if c := creditOf(far, "time decay").Credit["b"]; !(c > .99) {
		t.Errorf("long ago: %v", c)
	}
}

func TestLookback(t *testing.T) {
	a := attributed(t, eventsTable(t, "a@0 b@50 buy:1@60", "a@0 buy:1@61"), model.Attribution{Window: model.Duration(time.Hour)})
	if got := shownCredit(creditOf(a, "first").Credit); got != "(no touch)=1 a=1" {
		t.Errorf("the window is inclusive and later conversions are counted untouched: %s", got)
	}
	if a.TopPaths[0].Lost+a.TopPaths[0].Converted != 1 {
		t.Errorf("%+v", a.TopPaths)
	}
}

// A like may be a touch.
func TestActionsAsTouches(t *testing.T) {
	w := eventsTable(t, "like:0@0 share:0@1 buy:3@2", "share:0@0 like:0@1")
	a := attributed(t, w, model.Attribution{Touch: "action", Actions: model.Names{"like", "share"}})
	m := creditOf(a, "linear")
	near(t, "like", m.Credit["like"], .5)
	near(t, "share", m.Credit["share"], .5)
}

// The equal share is the exact Shapley value over all coalitions.
func TestShapleyIsTheEqualShare(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		n := 1 + rng.IntN(6)
		var all []journey
		var sets []uint
		var amounts []float64
		for range 12 {
			j := journey{converted: float64(rng.IntN(9))}
			set := uint(0)
			for range 1 + rng.IntN(5) {
				touch := rng.IntN(n)
				j.touches = append(j.touches, touch)
				set |= 1 << touch
			}
			all, sets, amounts = append(all, j), append(sets, set), append(amounts, j.converted)
		}
		worth, err := stats.CoalitionSums(n, sets, amounts)
		if err != nil {
			t.Fatal(err)
		}
		want, err := stats.Shapley(worth)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := creditModel{weigh: weighShapley}.share(all, nil, n, -1)
		for i := range want {
			near(t, "touch", got.credit[i], want[i])
		}
	}
}

func TestApportion(t *testing.T) {
	for _, c := range []struct {
		units   int64
		weights []float64
		want    []int64
	}{
		{100, []float64{1, 1, 1}, []int64{34, 33, 33}},
		{1, []float64{1, 2}, []int64{0, 1}},
		{0, []float64{1}, []int64{0}},
		{5, []float64{0, 0}, []int64{0, 0}},
		{-10, []float64{-1, -2}, []int64{-3, -7}},
		{7, nil, []int64{}},
	} {
		if got := apportion(c.units, c.weights); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%d by %v: %v, want %v", c.units, c.weights, got, c.want)
		}
	}
}

func TestRanksThatOverlapAreNoRanks(t *testing.T) {
	lines := []string{}
	for i := range 600 {
		lines = append(lines, []string{"a@0 buy:1@1", "a@0 buy:1@1", "a@0 buy:1@1", "b@0 buy:1@1", "c@0 x@1", "c@0 buy:1@1"}[i%6])
	}
	a := attributed(t, eventsTable(t, lines...), model.Attribution{})
	r := creditOf(a, "last").Rank
	if r["a"].Value != 1 || r["a"].High != 1 {
		t.Errorf("a is first beyond doubt: %+v", r["a"])
	}
	if !math.IsNaN(r["b"].Value) || !strings.Contains(r["b"].Method, "overlaps with c") {
		t.Errorf("b and c cannot be told apart: %+v", r["b"])
	}
	for _, m := range a.Models {
		sum := 0.0
		for touch, e := range m.Share {
			sum += e.Value
			if !(e.Low <= e.Value && e.Value <= e.High) || e.N != 500 {
				t.Errorf("%s of %s: %+v", m.Name, touch, e)
			}
		}
		near(t, m.Name+": the shares sum", sum, 1)
	}
	// "last" gives a 300 of 500: the bootstrap interval of that share is about that of a proportion.
	share := creditOf(a, "last").Share["a"]
	near(t, "share", share.Value, .6)
	if math.Abs(share.Low-.557) > .015 || math.Abs(share.High-.643) > .015 {
		t.Errorf("share of a: %+v", share)
	}
	again := attributed(t, eventsTable(t, lines...), model.Attribution{})
	if fmt.Sprint(again) != fmt.Sprint(a) {
		t.Error("the same data and seed gave another answer")
	}
}

func TestAttributionRefusesInWords(t *testing.T) {
	w := eventsTable(t, "a@0 buy:1@1")
	for key, a := range map[string]model.Attribution{
		"touch":      {Touch: "chanel", Conversion: "buy"},
		"conversion": {Touch: "channel", Conversion: "purchase"},
		"window":     {Touch: "channel", Conversion: "buy", Window: -1},
	} {
		_, err := attributions(context.Background(), newEventOpener(context.Background(), w, time.Now()), Options{AsOf: time.Now(), Zone: time.UTC, Attribution: []model.Attribution{a}})
		var d *DeclarationError
		if !errors.As(err, &d) || d.Key != key || d.Hint == "" && d.Unknown == "" {
			t.Errorf("%s: %v", key, err)
		}
	}
	if _, err := attributions(context.Background(), newEventOpener(context.Background(), w, time.Now()), Options{AsOf: time.Now(), Zone: time.UTC, Attribution: []model.Attribution{{Touch: "actor", Conversion: "buy"}}}); err == nil {
		t.Error("people are touches")
	}
}
