package analysis

import (
	"context"
	"math"
	"strings"
	"testing"

	"likewise/generator/model"
	"likewise/generator/stats"
)

func TestOnTheWay(t *testing.T) {
	plain := func(name string, steps ...string) model.Funnel {
		return model.Funnel{Name: name, Unit: "actor", Steps: steps}
	}
	pairs := func() []pair {
		return []pair{{action: "link_clicks", outcome: "purchases"}, {action: "likes", outcome: "purchases"}, {action: "link_clicks", outcome: "signups"}}
	}
	for _, c := range []struct {
		name string
		f    model.Funnel
		want string
	}{
		{"a step before the goal", plain("F", "view", "click", "purchase"), "F--"},
		{"after the goal", plain("F", "view", "purchase", "click"), "---"},
		{"of posts", model.Funnel{Name: "F", Unit: "post", Steps: []string{"view", "click", "purchase"}}, "---"},
		{"open", with(plain("F", "view", "click", "purchase"), func(f *model.Funnel) { f.Open = true }), "---"},
		{"in any order", with(plain("F", "view", "click", "purchase"), func(f *model.Funnel) { f.Order = "any" }), "---"},
		{"one of two actions", model.Funnel{Name: "F", Unit: "actor", Declared: []model.Step{{Actions: model.Names{"like", "click"}}, {Actions: model.Names{"purchase"}}}}, "---"},
		{"both", plain("F", "like", "click", "signup", "purchase"), "FFF"},
	} {
		got := ""
		all := pairs()
		onTheWay(all, []model.Funnel{c.f})
		for _, p := range all {
			got += map[bool]string{true: "F", false: "-"}[p.way == "F"]
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Everybody who buys has clicked, two of them after the landmark; one in three has liked.
func TestAStepOfTheWayIsNoEvidence(t *testing.T) {
	var lines []string
	for i := range 240 {
		line := "view:0@0"
		if i%3 == 0 {
			line += " like:0@10"
		}
		switch {
		case i < 60:
			line += " click:0@20 purchase:0@3000"
		case i < 62:
			line += " click:0@2000 purchase:0@3000"
		case i < 120:
			line += " click:0@20"
		}
		lines = append(lines, line)
	}
	w := eventsTable(t, append(lines, "view:0@0 late:0@90000")...)
	must(t, w, "update events set post_id = 'p' || cast(cast(substr(actor, 2) as integer) % 7 as varchar)")
	pairs := []pair{{action: "link_clicks", outcome: "purchases", way: "F"}, {action: "likes", outcome: "purchases", way: "F"}, {action: "link_clicks", outcome: "purchases"}}
	got, err := actorSignals(context.Background(), w, pairs)
	if err != nil {
		t.Fatal(err)
	}
	if c := stats.Crude(got[0].tables); c.A+c.C != 62 || c.C != 2 || got[0].without != 0 || got[1].without != 41 || got[2].without != 0 {
		t.Fatalf("%+v: %v clicked never, %v liked never", c, got[0].without, got[1].without)
	}
	all := comparePeople(got, 1)
	if a := all[0]; a.Step != "F" || a.OddsRatio.OK() || !strings.Contains(a.OddsRatio.Why, "step") || !math.IsNaN(float64(a.P)) || !math.IsNaN(float64(a.Converted)) {
		t.Errorf("clicks: %+v", a)
	}
	if a := all[1]; a.Step != "" || !a.OddsRatio.OK() {
		t.Errorf("most bought without a like: %+v", a)
	}
	if a := all[2]; a.Step != "" || a.Converted != 60 {
		t.Errorf("on no declared way: %+v", a)
	}
	for i, n := range []float64{0, 3, 4} {
		if is := (actorTables{way: "F", without: n}).isStep(62); is != (i < 2) {
			t.Errorf("%v of 62 without: %v", n, is)
		}
	}
}
