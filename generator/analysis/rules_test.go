package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
)

// ruleLog is a log in which every rule of a funnel of people shows: minutes, one person a line.
var ruleLog = []string{
	"view:0@0 like:0@1 click:0@2 buy:0@3",    // the plain way, with a like in between
	"view:0@0 click:0@50 buy:0@100",          // each step within an hour of the one before, not all of the first
	"view:0@0 view:0@80 click:0@90",          // only the second view leads on in time
	"view:0@0 view:0@30 click:0@45 buy:0@75", // the second view alone leads to the end in time
	"view:0@0 scroll:0@1 click:0@2 buy:0@3",  // something else in between
	"buy:0@0 click:0@1 view:0@2",             // backwards
	"view:0@0 unsubscribe:0@1 click:0@2",     // what an exclusion is for
	"click:0@0.1 view:0@0.1 buy:0@0.1",       // one second
	"click:0@1 view:0@1.01666666 buy:0@2",    // a click a second too early
	"view:0@0 save:0@1 buy:0@2",              // one of several
}

// Every rule of a declared funnel changes the counts as it says, and no rate goes above one.
func TestEveryRuleOfAFunnel(t *testing.T) {
	w := eventsTable(t, ruleLog...)
	steps := func(actions ...string) model.Funnel {
		return model.Funnel{Steps: actions, Window: model.Duration(time.Hour)}
	}
	plain := steps("view", "click", "buy")
	for _, c := range []struct {
		rule, want string
		f          model.Funnel
	}{
		{"two steps", "10 6", steps("view", "buy")},
		{"ordered, window from entry, re-entry latest, ties step", "10 7 4", plain},
		{"no window", "10 7 5", with(plain, func(f *model.Funnel) { f.Window = 0 })},
		{"window from previous", "10 7 5", with(plain, func(f *model.Funnel) { f.WindowFrom = "previous" })},
		{"re-entry after close", "10 7 3", with(plain, func(f *model.Funnel) { f.Reentry = "after-close" })},
		{"re-entry never", "10 6 3", with(plain, func(f *model.Funnel) { f.Reentry = "never" })},
		{"order strict", "10 4 2", with(plain, func(f *model.Funnel) { f.Order = "strict" })},
		{"order any", "10 10 6", with(plain, func(f *model.Funnel) { f.Order = "any" })},
		{"ties strict", "10 6 3", with(plain, func(f *model.Funnel) { f.Ties = "strict" })},
		{"ties grace", "10 8 5", with(plain, func(f *model.Funnel) { f.Ties = "grace:2s" })},
		{"an exclusion", "10 6 4", with(plain, func(f *model.Funnel) { f.Exclude = []model.Exclusion{{Action: "unsubscribe", After: "view"}} })},
		{"an exclusion after a later step", "10 7 4", with(plain, func(f *model.Funnel) { f.Exclude = []model.Exclusion{{Action: "unsubscribe", After: "click"}} })},
		{"one of several", "10 8 5", model.Funnel{Window: plain.Window, Declared: []model.Step{{Actions: model.Names{"view"}}, {Actions: model.Names{"click", "save"}}, {Actions: model.Names{"buy"}}}}},
		{"a condition", "10 7 1", model.Funnel{Window: plain.Window, Declared: []model.Step{{Actions: model.Names{"view"}}, {Actions: model.Names{"click"}}, {Actions: model.Names{"buy"}, Where: "value > 1"}}}},
		{"open", "10 9 8", with(plain, func(f *model.Funnel) { f.Open = true })},
		{"a step that repeats", "10 1 0", steps("view", "view", "buy")},
		{"two identical steps at the end", "10 6 0", steps("view", "buy", "buy")},
		{"one event, two steps", "10 6 0", model.Funnel{Window: plain.Window, Declared: []model.Step{{Actions: model.Names{"view"}}, {Actions: model.Names{"buy", "save"}}, {Actions: model.Names{"buy"}, Where: "value > 1"}}}},
		{"an unknown action", "10 0 0", steps("view", "clikc", "buy")},
	} {
		must(t, w, "update events set value = case when actor = 'u0' then 5 else 1 end where action = 'buy'")
		c.f.Name = c.rule
		r, _ := peopleOf(t, w, peopleOptions, c.f)
		if got := strings.Trim(fmt.Sprint(counts(r.Steps)), "[]"); got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, got, c.want)
		}
		for i, s := range r.Steps {
			if s.OfPrevious.OK() && s.OfPrevious.Value > 1 || s.OfFirst.OK() && s.OfFirst.Value > 1 || !c.f.Open && i > 0 && s.Count > r.Steps[i-1].Count {
				t.Errorf("%s, step %d: %v of %v", c.rule, i+1, s.OfPrevious, s.OfFirst)
			}
		}
		absent := slices.ContainsFunc(r.Absent, func(a model.AbsentAction) bool { return a.Action == "clikc" && slices.Contains(a.Known, "click") })
		if absent != (c.rule == "an unknown action") {
			t.Errorf("%s: absent %+v", c.rule, r.Absent)
		}
	}
}

// Steps up to ten, each with an event of its own: a log of nine visits and ten equal steps stops at nine.
func TestTenSteps(t *testing.T) {
	line := ""
	for i := range 9 {
		line += fmt.Sprintf("view:0@%d ", i)
	}
	f := model.Funnel{Name: "ten", Steps: slices.Repeat([]string{"view"}, 10)}
	r, _ := peopleOf(t, eventsTable(t, line), peopleOptions, f)
	same(t, "ten equal steps", counts(r.Steps), []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 0})
}

// Whose value of groupBy stands for a person.
func TestCredit(t *testing.T) {
	w := eventsTable(t, "view:0@0 click:0@1 buy:0@2", "view:0@0 click:0@1", "view:0@0")
	must(t, w, `update events set channel = case action when 'view' then 'ads' when 'click' then 'mail' else 'shop' end, post_id = case action when 'view' then 'p1' when 'click' then 'p2' end`,
		`insert into posts values (1, 'p1', 'reel', 'a'), (2, 'p2', 'image', 'a')`)
	for _, c := range []struct{ by, credit, want string }{
		{"channel", "", "ads [3 2 1]"},
		{"channel", "first", "ads [3 2 1]"},
		{"channel", "last", "ads [1 0 0] mail [1 1 0] shop [1 1 1]"},
		{"channel", "click", "mail [2 2 1] (none) [1 0 0]"},
		{"channel", "all", "ads [3 0 0]"},
		{"format", "first", "reel [3 2 1]"},
		{"format", "last", "(none) [1 1 1] image [1 1 0] reel [1 0 0]"},
	} {
		r, _ := peopleOf(t, w, peopleOptions, model.Funnel{Name: "f", Steps: []string{"view", "click", "buy"}, GroupBy: c.by, Credit: c.credit})
		var got []string
		for _, g := range r.Groups {
			got = append(got, fmt.Sprint(g.Name, " ", counts(g.Steps)))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s credited to %q: %s, want %s", c.by, c.credit, strings.Join(got, " "), c.want)
		}
	}
}

// Whose credited event has no value is counted and not compared: what they lack may be the step itself.
func TestWithoutAValueIsNoGroupToCompare(t *testing.T) {
	w := eventsTable(t, "view:0@0 click:0@1", "view:0@0", "view:0@0 click:0@1 buy:0@2")
	must(t, w, `update events set channel = case when actor = (select min(actor) from events) then null else 'ads' end`)
	r, _ := peopleOf(t, w, peopleOptions, model.Funnel{Name: "f", Steps: []string{"view", "click", "buy"}, GroupBy: "channel", Credit: "last"})
	for _, g := range r.Groups {
		if g.Difference.OK() || g.Difference.Why == "" { // of two groups, one of which is none, neither has anybody to differ from
			t.Errorf("%s: %+v", g.Name, g.Difference)
		}
	}
	if len(r.Groups) != 2 {
		t.Errorf("%d groups", len(r.Groups))
	}
}

// What each step takes, and how much of it names no post.
func TestEventsOfSteps(t *testing.T) {
	w := eventsTable(t, "view:0@0 click:0@1 buy:0@2", "view:0@0 click:0@1", "view:0@0")
	must(t, w, `update events set post_id = case when action = 'view' or action = 'click' and actor = (select min(actor) from events) then 'p1' end`)
	f := model.Funnel{Name: "f", Declared: []model.Step{{Actions: model.Names{"view"}}, {Name: "click", Actions: model.Names{"click"}, Where: "post_id is not null"}, {Actions: model.Names{"buy"}}}}
	r, _ := peopleOf(t, w, peopleOptions, f)
	same(t, "counts", counts(r.Steps), []float64{3, 1, 1})
	want := []model.StepEvents{{Step: "view", Events: 3, Taken: 3}, {Step: "click", Where: "post_id is not null", Events: 2, Taken: 1}, {Step: "buy", Events: 1, Taken: 1, NoPost: 1}}
	if !slices.Equal(r.Events, want) {
		t.Errorf("%+v", r.Events)
	}
}
