package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
)

// Groups that stand together are one more group whose times could be had by subtraction.
func TestTimesOfGroupsThatStandTogether(t *testing.T) {
	var lines []string
	for i := range 30 {
		lines = append(lines, fmt.Sprintf("view:0@0 buy:0@%d", 60*(i+1)), fmt.Sprintf("view:0@0 buy:0@%d", 90*(i+1)))
	}
	for i := range 14 { // two groups of seven, of whom two bought
		lines = append(lines, "view:0@0"+map[bool]string{true: " buy:0@7"}[i < 2])
	}
	w := eventsTable(t, lines...)
	must(t, w, `update events set channel = case when cast(substr(actor, 2) as integer) >= 67 then 'r1' when cast(substr(actor, 2) as integer) >= 60 then 'r2' when cast(substr(actor, 2) as integer) % 2 = 0 then 'fast' else 'slow' end`)
	o := peopleOptions
	o.MinGroup = 10
	r, _ := peopleOf(t, w, o, model.Funnel{Name: "f", Steps: []string{"view", "buy"}, Window: model.Duration(14 * 24 * time.Hour), GroupBy: "channel"})
	hidden := 0
	for _, g := range r.Groups {
		if g.Time != nil && g.Time.Why != "" {
			hidden++
		}
	}
	if len(r.Groups) != 3 || r.Withheld != 2 || hidden != 1 {
		t.Errorf("%d groups, %d withheld, the times of %d: those of the two who bought would be the whole less the rest", len(r.Groups), r.Withheld, hidden)
	}
}

// Each group has its own median and its own curve; who is under way is censored, and times of too few stay unsaid.
func TestTimesOfGroups(t *testing.T) {
	const day = 24 * 60
	var lines []string
	for i := range 12 {
		lines = append(lines, fmt.Sprintf("view:0@0 buy:0@%d", 60*(i+1)), fmt.Sprintf("view:0@0 buy:0@%d", 600*(i+1)), "view:0@0", fmt.Sprintf("view:0@%d", 28*day))
	}
	for i := range 40 {
		lines = append(lines, "view:0@0"+map[bool]string{true: " buy:0@7"}[i < 3])
	}
	w := eventsTable(t, lines...)
	must(t, w, `update events set channel = case when cast(substr(actor, 2) as integer) >= 48 then 'rare' when cast(substr(actor, 2) as integer) % 2 = 0 then 'fast' else 'slow' end`)
	o := peopleOptions
	o.MinGroup = 10
	f := model.Funnel{Name: "f", Steps: []string{"view", "buy"}, Window: model.Duration(14 * 24 * time.Hour), GroupBy: "channel"}
	r, whole := peopleOf(t, w, o, f)
	if len(r.Groups) != 3 {
		t.Fatalf("%+v", r.Groups)
	}
	for _, g := range r.Groups {
		if g.Time == nil {
			t.Fatalf("%s has no times", g.Name)
		}
	}
	by := map[string]model.FunnelGroup{}
	for _, g := range r.Groups {
		by[g.Name] = g
	}
	// Three of "rare" bought: their times are withheld, and with them those of the smallest other group.
	if g := by["rare"].Time; g.Why == "" || len(g.Curve) > 0 || g.Median.OK() {
		t.Errorf("rare: %+v", g)
	}
	if g := by["fast"].Time; g.Why == "" {
		t.Errorf("fast is what remains: %+v", g)
	}
	slow := by["slow"].Time
	near(t, "slow median", slow.Median.Value, 6.5*600*60)
	near(t, "slow median of the step", by["slow"].Steps[1].MedianSeconds.Value, 6.5*600*60)
	if slow.Converted != 12 || slow.UnderWay != 12 || len(slow.Curve) == 0 || len(slow.Curve) > groupCurvePoints+1 {
		t.Errorf("slow: %+v", slow)
	}
	o.MinGroup = 1
	r, again := peopleOf(t, w, o, f)
	if fmt.Sprint(whole.Quantiles) != fmt.Sprint(again.Quantiles) {
		t.Error("what is withheld changes the whole")
	}
	underWay := 0
	for _, g := range r.Groups {
		underWay += g.Time.UnderWay
		if g.Name == "fast" {
			near(t, "fast median", g.Time.Median.Value, 6.5*60*60)
			near(t, "fast at the end", g.Time.Curve[len(g.Time.Curve)-1].Converted.Value, .5)
		}
	}
	if underWay != whole.UnderWay {
		t.Errorf("%d under way in groups, %d in all", underWay, whole.UnderWay)
	}
	for _, credit := range []string{"all", "last", "buy"} {
		f.Credit = credit
		r, _ := peopleOf(t, w, o, f)
		for _, g := range r.Groups {
			if g.Time == nil || g.Steps[1].Count > 0 && !g.Time.Median.OK() {
				t.Errorf("credited to %s, %s: %+v", credit, g.Name, g.Time)
			}
		}
	}
}

// The groups of a funnel over posts sum to the funnel, whatever column groups, and their rates are ratios of sums.
func TestGroupsOfPosts(t *testing.T) {
	posts := []string{}
	for i := range 40 {
		posts = append(posts, fmt.Sprintf("(%d,'p%02d','2026-01-05 10:00',%d,%d,%d)", i+1, i, 100*(i+1), 10*(i+1), i%4))
	}
	w := fixture(t, strings.Join(posts, ","), `update posts set format = case when seq <= 20 then 'reel' when seq <= 39 then 'image' end, topic = 't' || seq, paid = case when seq < 5 then true when seq < 9 then false end`)
	steps := []string{"reach", "likes", "purchases"}
	for by, want := range map[string]string{
		"format": "image:19 reel:20 (none):1",
		"Format": "image:19 reel:20 (none):1",
		"paid":   "(none):32 not paid:4 paid:4",
		"topic":  "t40:1 t39:1 t38:1 t37:1 t36:1 t35:1 t34:1 t33:1 t32:1 t31:1 t30:1 (other):29",
	} {
		r := run(t, w, model.Funnel{Name: "f", Unit: "post", Steps: steps, GroupBy: by})
		f := r.Funnels[0]
		var got []string
		sum := make([]float64, len(steps))
		for _, g := range f.Groups {
			got = append(got, fmt.Sprintf("%s:%d", g.Name, g.Posts))
			for i, s := range g.Steps {
				sum[i] += float64(s.Count)
				if i > 0 && g.Posts > 1 && s.OfPrevious.Value > 0 && !(s.OfFirst.Low <= s.OfFirst.Value && s.OfFirst.Value <= s.OfFirst.High && s.OfPrevious.High <= 1) {
					t.Errorf("%s: %+v", g.Name, s)
				}
				if i > 0 && g.Posts == 1 && !math.IsNaN(s.OfFirst.Low) {
					t.Errorf("%s: one post has an interval: %+v", g.Name, s.OfFirst)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", by, strings.Join(got, " "), want)
		}
		same(t, by, sum, counts(f.Steps))
	}
	_, err := Run(context.Background(), w, Options{Conversions: model.Conversions{Exposure: "reach"}, Metrics: steps, Zone: time.UTC, AsOf: time.Now(),
		Funnels: []model.Funnel{{Name: "f", Unit: "post", Steps: steps, GroupBy: "fromat"}}})
	var d *DeclarationError
	if !errors.As(err, &d) || d.Key != "groupBy" || d.Unknown != "fromat" || len(d.Known) == 0 {
		t.Errorf("an unknown column: %v", err)
	}
}
