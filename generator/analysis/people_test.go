package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
)

var peopleOptions = Options{AsOf: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), Zone: time.UTC, MinGroup: 1}

func TestRobustFunnels(t *testing.T) {
	w := eventsTable(t,
		"view:0@0 like:0@1 view:0@2 buy:0@3", // a repeated step
		"view:0@0 view:0@0 buy:0@1",          // two views in one second
		"view:0@5 buy:0@4",                   // the wrong way round
		"view:0@0 buy:0@600000",              // in the future
		"")
	must(t, w, `insert into events values (90, null, timestamp '2026-03-02', 'view', null, null, null, null), (91, 'u9', null, 'view', null, null, null, null), (92, null, timestamp '2026-03-02', 'view', null, null, null, null)`,
		`update events set post_id = case when action = 'view' and actor in ('u0', 'u1') then 'p1' else 'p2' end`,
		`insert into posts values (1, 'p1', 'reel', 'a'), (2, 'p2', 'image', 'a'), (3, 'p1', 'reel', 'b')`)
	for _, c := range []struct {
		name string
		f    model.Funnel
		want string
		note string
	}{
		{"plain", model.Funnel{Steps: []string{"view", "buy"}}, "4 2", "3 events without an actor or a time"},
		{"future", model.Funnel{Steps: []string{"view", "buy"}}, "4 2", "1 events later than"},
		{"repeated", model.Funnel{Steps: []string{"view", "view", "buy"}}, "4 2 2", "some events match two steps"},
		{"repeated, strictly", model.Funnel{Steps: []string{"view", "view"}, Ties: "strict"}, "4 1", ""},
		{"interleaved", model.Funnel{Steps: []string{"view", "like", "view", "buy"}}, "4 1 1 1", ""},
		{"unknown action", model.Funnel{Steps: []string{"view", "bought"}}, "4 0", `no event has the action of step "bought"; the data has view, buy, like`},
		{"condition", model.Funnel{Declared: []model.Step{{Actions: model.Names{"view"}, Where: "format = 'reel'"}, {Actions: model.Names{"buy"}}}}, "2 2", ""},
		{"condition that overlaps", model.Funnel{Declared: []model.Step{{Actions: model.Names{"view"}}, {Actions: model.Names{"view"}, Where: "format = 'reel' and (post_id like 'p%')"}, {Actions: model.Names{"buy", "like"}}}}, "4 2 2", ""},
		{"one of several", model.Funnel{Declared: []model.Step{{Actions: model.Names{"like", "buy"}}, {Actions: model.Names{"buy"}}}}, "3 1", ""},
		{"excluded", model.Funnel{Steps: []string{"view", "buy"}, Exclude: []model.Exclusion{{Action: "like", After: "view"}}}, "4 2", ""},
		{"open", model.Funnel{Steps: []string{"view", "like", "buy"}, Open: true, Window: model.Duration(time.Hour)}, "4 1 3", ""},
		{"hostile", model.Funnel{Steps: []string{"view", "it's; drop table events--"}}, "4 0", ""},
	} {
		c.f.Name = c.name
		r, _ := peopleOf(t, w, peopleOptions, c.f)
		got := strings.Trim(fmt.Sprint(counts(r.Steps)), "[]")
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if c.note != "" && !slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, c.note) }) {
			t.Errorf("%s: no note of %q in %q", c.name, c.note, r.Notes)
		}
		for i, s := range r.Steps[1:] {
			if s.OfPrevious.OK() && s.OfPrevious.Value > 1 || s.OfPrevious.OK() == c.f.Open {
				t.Errorf("%s: step %d %+v", c.name, i+2, s.OfPrevious)
			}
		}
	}
}

func TestFunnelsRefuseInWords(t *testing.T) {
	w := eventsTable(t, "view:0@0 like:0@1 buy:0@3")
	l, err := openEvents(context.Background(), w, peopleOptions.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	where := func(s string) model.Funnel {
		return model.Funnel{Declared: []model.Step{{Actions: model.Names{"view"}, Where: s}, {Actions: model.Names{"buy"}}}}
	}
	two := model.Funnel{Steps: []string{"view", "buy"}}
	for name, c := range map[string]struct {
		key string
		f   model.Funnel
	}{
		"one step":         {"steps", model.Funnel{Steps: []string{"view"}}},
		"unknown column":   {"steps", where("colour = 'red'")},
		"statement":        {"steps", where("true; drop table events")},
		"subquery":         {"steps", where("1 = (select 1)")},
		"bracket":          {"steps", where("true) or (true")},
		"comment":          {"steps", where("true -- no")},
		"empty condition":  {"steps", where("  ")},
		"ties":             {"ties", with(two, func(f *model.Funnel) { f.Ties = "grace:soon" })},
		"order":            {"order", with(two, func(f *model.Funnel) { f.Order = "loose" })},
		"group":            {"groupBy", with(two, func(f *model.Funnel) { f.GroupBy = "format2" })},
		"group by people":  {"groupBy", with(two, func(f *model.Funnel) { f.GroupBy = "Actor" })},
		"credit":           {"credit", with(two, func(f *model.Funnel) { f.GroupBy, f.Credit = "channel", "middle" })},
		"exclude the next": {"exclude", with(two, func(f *model.Funnel) { f.Exclude = []model.Exclusion{{Action: "buy", After: "view"}} })},
		"exclude nowhere":  {"exclude", with(two, func(f *model.Funnel) { f.Exclude = []model.Exclusion{{Action: "like", After: "look"}} })},
		"exclude at end":   {"exclude", with(two, func(f *model.Funnel) { f.Exclude = []model.Exclusion{{Action: "like", After: "buy"}} })},
	} {
		_, _, err := funnelOfPeople(context.Background(), l, peopleOptions, c.f)
		var d *DeclarationError
		if !errors.As(err, &d) || d.Key != c.key || d.Text == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestConditionColumns(t *testing.T) {
	got, err := columnsOf(`lower("My Col") = 'it''s; fine' and (a.b_2 in (1, 2))`)
	if err != nil || strings.Join(got, " ") != "lower my col and a b_2 in 1 2" {
		t.Errorf("%q %v", got, err)
	}
	for _, bad := range []string{"a = 'x", `"a`, "(", ")", ";", "/* */", "select", ""} {
		if _, err := columnsOf(bad); err == nil {
			t.Errorf("%q is taken for a condition", bad)
		}
	}
}

// Who entered two days ago cannot have converted in fourteen: they are censored, not counted as lost. Who only entered
// again two days ago was watched for the fourteen days after they first did, as in the weeks of entry.
func TestLateEntrantsAreUnderWay(t *testing.T) {
	const day = 24 * 60
	var lines []string
	for range 10 {
		lines = append(lines, fmt.Sprintf("view:0@0 buy:0@%d", day), "view:0@0", fmt.Sprintf("view:0@%d", 28*day), fmt.Sprintf("view:0@0 view:0@%d", 28*day))
	}
	f := model.Funnel{Name: "f", Steps: []string{"view", "buy"}, Window: model.Duration(14 * 24 * time.Hour)}
	r, ttc := peopleOf(t, eventsTable(t, lines...), peopleOptions, f)
	same(t, "counts", counts(r.Steps), []float64{40, 10})
	if ttc.UnderWay != 10 || ttc.Again != 10 || ttc.Converted != 10 || len(ttc.Curve) != 1 {
		t.Fatalf("%+v", ttc)
	}
	c := ttc.Curve[0] // everybody was watched for the first day
	near(t, "converted by day 1", c.Converted.Value, .25)
	near(t, "seconds", c.Seconds, 86400)
	if r.Weeks[0].Immature || !r.Weeks[len(r.Weeks)-1].Immature {
		t.Errorf("weeks %+v", r.Weeks)
	}
	near(t, "median", r.Steps[1].MedianSeconds.Value, 86400)
}

// A window from the step before runs anew from the furthest step, so that is where being under way is counted from.
func TestUnderWayFromTheStepBefore(t *testing.T) {
	const day = 24 * 60
	w := eventsTable(t, fmt.Sprintf("view:0@0 click:0@%d", 10*day), fmt.Sprintf("view:0@%d click:0@%d", 10*day, 20*day), fmt.Sprintf("view:0@0 click:0@%d buy:0@%d", day, 2*day))
	f := model.Funnel{Name: "f", Steps: []string{"view", "click", "buy"}, Window: model.Duration(14 * 24 * time.Hour), WindowFrom: "previous"}
	r, ttc := peopleOf(t, w, peopleOptions, f)
	same(t, "counts", counts(r.Steps), []float64{3, 3, 1})
	if ttc.UnderWay != 1 || ttc.Again != 0 || ttc.Converted != 1 {
		t.Errorf("%+v", ttc)
	}
}

func TestGroupsAreWithheldWithACompany(t *testing.T) {
	for _, c := range []struct {
		sizes []float64
		want  string
	}{
		{[]float64{50, 40, 30}, "..."},
		{[]float64{50, 40, 3}, ".xx"}, // 3 alone could be had by subtraction
		{[]float64{50, 4, 3}, "xxx"},  // 7 together are still fewer than 10
		{[]float64{50, 8, 7, 0}, ".xx."},
		{[]float64{3}, "x"},
		{nil, ""},
	} {
		got := ""
		for _, x := range withhold(c.sizes, 10) {
			got += map[bool]string{true: "x", false: "."}[x]
		}
		if got != c.want {
			t.Errorf("%v: %s, want %s", c.sizes, got, c.want)
		}
	}
}

func TestGroupsCompareWithTheRest(t *testing.T) {
	var lines []string
	for i := range 300 {
		line := "view:0@0 buy:0@1"
		if i%3 == 0 || i < 30 {
			line = "view:0@0"
		}
		lines = append(lines, line)
	}
	w := eventsTable(t, lines...)
	must(t, w, `update events set channel = case when cast(substr(actor, 2) as integer) < 100 then 'mail' when cast(substr(actor, 2) as integer) < 295 then 'reel' else 'rare' end`)
	o := peopleOptions
	o.MinGroup = 10
	r, _ := peopleOf(t, w, o, model.Funnel{Name: "f", Steps: []string{"view", "buy"}, GroupBy: "channel"})
	if len(r.Groups) != 2 || r.Withheld != 2 || r.Groups[0].Name != "reel" || r.Groups[1].Name != tooSmall || r.Groups[1].Together != 2 || r.Groups[1].Steps[0].Count != 105 {
		t.Errorf("%d withheld: %+v", r.Withheld, r.Groups)
	}
	o.MinGroup = 1
	r, _ = peopleOf(t, w, o, model.Funnel{Name: "f", Steps: []string{"view", "buy"}, GroupBy: "channel", Credit: "first"})
	total := 0.0
	for _, g := range r.Groups {
		total += float64(g.Steps[0].Count)
		if g.Difference == nil || g.P == nil || g.Q == nil || g.Difference.OK() != (g.Difference.Low < g.Difference.Value) {
			t.Errorf("%s: difference %+v p %v q %v", g.Name, g.Difference, g.P, g.Q)
		}
	}
	if total != 300 {
		t.Errorf("groups sum to %v", total)
	}
	late, _ := peopleOf(t, w, o, model.Funnel{Name: "f", Steps: []string{"view", "buy"}, GroupBy: "channel", Credit: "buy"})
	for _, g := range late.Groups {
		if (g.Name == noValue) == g.Difference.OK() {
			t.Errorf("credited to a late step, %s: %+v", g.Name, g.Difference)
		}
	}
	report := &model.Report{Funnels: []model.FunnelResult{r}}
	settle(report)
	if report.Looks.Comparisons != len(r.Groups) || !(*r.Groups[0].Q >= *r.Groups[0].P) {
		t.Errorf("the tally %+v, p %v, q %v", report.Looks, *r.Groups[0].P, *r.Groups[0].Q)
	}
}

func TestBins(t *testing.T) {
	for _, longest := range []float64{0, 1, 999, 1001, 86400 * 7, 86400 * 365, 86400 * 36500} {
		w := binSeconds(longest, curvePoints)
		if longest/float64(w) > curvePoints || w < 1 {
			t.Errorf("%g seconds in bins of %d", longest, w)
		}
	}
}

func TestMedianPlaces(t *testing.T) {
	var lines []string
	for i := range 7 {
		lines = append(lines, fmt.Sprintf("view:0@0 buy:0@%d", []int{3, 1, 4, 1, 5, 9, 2}[i]))
	}
	r, ttc := peopleOf(t, eventsTable(t, lines...), peopleOptions, model.Funnel{Name: "f", Steps: []string{"view", "buy"}})
	e := r.Steps[1].MedianSeconds
	near(t, "median", e.Value, 180)
	if !(e.Low <= 60 && e.High >= 300) || math.IsNaN(e.Low) {
		t.Errorf("%+v", e)
	}
	near(t, "p75", float64(ttc.Quantiles["p75"]), 270)
}
