package analysis

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// shared is the folder of data sets that may not be redistributed.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("LIKEWISE_SHARED")
	if dir == "" {
		t.Skip("LIKEWISE_SHARED is not set: the public logs are not here")
	}
	return dir
}

// answers is what an independent implementation found: window -> reading.
type answers struct {
	Steps  []string
	Funnel map[string]struct {
		Window *int64 `json:"window_seconds"`
		Any    struct {
			Users   []float64
			Overall float64    `json:"overall_rate"`
			Wilson  [2]float64 `json:"overall_wilson95"`
			Time    struct{ N, Median, P25, P75, P90, Max float64 }
			Took    map[string]float64 `json:"time_to_convert_seconds"`
			Second  float64            `json:"step1_to_step2_seconds_median"`
		} `json:"A_any_anchor_file_order"`
		Strict, Loose, First answer
	}
	Extra map[string]map[string]struct {
		Users  []float64
		Wilson [2]float64
	}
}

type answer struct {
	Users  []float64
	Median float64 `json:"median_ttc_seconds"`
}

func readAnswers(t *testing.T, file string) (a answers) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var raw struct {
		Definitions struct{ Steps []string }
		Funnel      map[string]map[string]json.RawMessage
		Extra       map[string]json.RawMessage
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &struct{ Funnel any }{&a.Funnel}); err != nil {
		t.Fatal(err)
	}
	a.Steps = raw.Definitions.Steps
	for w, f := range a.Funnel {
		for key, to := range map[string]*answer{"strict_increase": &f.Strict, "loose_ties": &f.Loose, "B_first_anchor_only": &f.First} {
			if err := json.Unmarshal(raw.Funnel[w][key], to); err != nil {
				t.Fatal(err)
			}
		}
		a.Funnel[w] = f
	}
	for _, by := range []string{"acquisition_channel", "platform", "user_lifecycle"} {
		if len(raw.Extra[by]) > 0 {
			if err := json.Unmarshal([]byte(`{"`+by+`":`+string(raw.Extra[by])+`}`), &a.Extra); err != nil {
				t.Fatal(err)
			}
		}
	}
	return a
}

// ecom is the log of retentioneering as the events table.
func ecom(t testing.TB, dir string) *warehouse.Warehouse {
	t.Helper()
	w := openTest(t)
	file := warehouse.Literal(filepath.Join(dir, "data/retentioneering_ecom/ecom.csv.gz"))
	must(t, w, `create table events as select row_number() over () as seq, user_id as actor, "timestamp" as "at", event as action, cast(null as varchar) as post_id, cast(null as double) as value, session_id as session,
		acquisition_channel as channel, acquisition_channel, platform, user_lifecycle from read_csv(`+file+`, header = true)`)
	return w
}

var ecomOptions = Options{AsOf: time.Date(2024, 7, 31, 0, 0, 0, 0, time.UTC), Zone: time.UTC, MinGroup: 10}

func peopleOf(t *testing.T, w *warehouse.Warehouse, o Options, f model.Funnel) (model.FunnelResult, model.TimeToConvert) {
	t.Helper()
	l, err := openEvents(context.Background(), w, o.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	r, ttc, err := funnelOfPeople(context.Background(), l, o, f)
	if err != nil {
		t.Fatal(err)
	}
	if ttc == nil {
		ttc = &model.TimeToConvert{}
	}
	return r, *ttc
}

func counts(steps []model.StepResult) []float64 {
	out := []float64{}
	for _, s := range steps {
		out = append(out, float64(s.Count))
	}
	return out
}

func TestEcommerceAnswers(t *testing.T) {
	dir := shared(t)
	w := ecom(t, dir)
	cases := 0
	for _, file := range []string{"answers.json", "answers_5step.json"} {
		a := readAnswers(t, filepath.Join(dir, "data/retentioneering_ecom", file))
		for name, want := range a.Funnel {
			f := model.Funnel{Name: name, Unit: "actor", Steps: a.Steps}
			if want.Window != nil {
				f.Window = model.Duration(time.Duration(*want.Window) * time.Second)
			}
			label := fmt.Sprintf("%s %s", file, name)
			r, ttc := peopleOf(t, w, ecomOptions, f)
			same(t, label, counts(r.Steps), want.Any.Users)
			last := r.Steps[len(r.Steps)-1]
			near(t, label+" rate", last.OfFirst.Value, want.Any.Overall)
			near(t, label+" low", last.OfFirst.Low, want.Any.Wilson[0])
			near(t, label+" high", last.OfFirst.High, want.Any.Wilson[1])
			near(t, label+" median", last.MedianSeconds.Value, want.Any.Took["median"])
			near(t, label+" second step", r.Steps[1].MedianSeconds.Value, want.Any.Second)
			for ours, theirs := range map[string]string{"p25": "p25", "p50": "median", "p75": "p75", "p90": "p90"} {
				near(t, label+" "+ours, float64(ttc.Quantiles[ours]), want.Any.Took[theirs])
			}
			checkCurve(t, label, ttc)
			for rule, variant := range map[string]struct {
				answer
				f model.Funnel
			}{"strict": {want.Strict, with(f, func(f *model.Funnel) { f.Ties = "strict" })}, "loose": {want.Loose, with(f, func(f *model.Funnel) { f.Ties = "step" })},
				"first": {want.First, with(f, func(f *model.Funnel) { f.Reentry = "never" })}} {
				r, _ := peopleOf(t, w, ecomOptions, variant.f)
				same(t, label+" "+rule, counts(r.Steps), variant.Users)
				near(t, label+" "+rule+" median", r.Steps[len(r.Steps)-1].MedianSeconds.Value, variant.Median)
				cases++
			}
		}
	}
	if cases < 24 {
		t.Fatalf("only %d answers were checked", cases)
	}
}

func with(f model.Funnel, change func(*model.Funnel)) model.Funnel {
	change(&f)
	return f
}

func TestEcommerceGroups(t *testing.T) {
	dir := shared(t)
	w := ecom(t, dir)
	a := readAnswers(t, filepath.Join(dir, "data/retentioneering_ecom/answers.json"))
	if len(a.Extra) != 3 {
		t.Fatalf("%d breakdowns", len(a.Extra))
	}
	for by, want := range a.Extra {
		f := model.Funnel{Name: by, Steps: a.Steps, Window: model.Duration(7 * 24 * time.Hour), GroupBy: by, Credit: "all"}
		r, _ := peopleOf(t, w, ecomOptions, f)
		same(t, by+" total", counts(r.Steps), []float64{598, 487, 228})
		if len(r.Groups) != len(want) {
			t.Errorf("%s: %d groups", by, len(r.Groups))
		}
		for _, g := range r.Groups {
			same(t, by+" "+g.Name, counts(g.Steps), want[g.Name].Users)
			near(t, by+" "+g.Name, g.Steps[2].OfFirst.Low, want[g.Name].Wilson[0])
		}
	}
	for _, credit := range []string{"first", "last", "add_to_cart"} {
		r, _ := peopleOf(t, w, ecomOptions, model.Funnel{Name: credit, Steps: a.Steps, Window: model.Duration(7 * 24 * time.Hour), GroupBy: "platform", Credit: credit})
		sum := make([]float64, 3)
		for _, g := range r.Groups {
			for j, n := range counts(g.Steps) {
				sum[j] += n
			}
		}
		same(t, "platform credited to "+credit, sum, []float64{598, 487, 228})
	}
}

func TestEcommerceWeeksSumToTheTotal(t *testing.T) {
	w := ecom(t, shared(t))
	o := ecomOptions
	o.AsOf = time.Date(2024, 6, 30, 0, 0, 0, 0, time.UTC)
	o.MinGroup = 1
	o.Zone, _ = time.LoadLocation("Pacific/Auckland")
	r, _ := peopleOf(t, w, o, model.Funnel{Name: "weeks", Steps: []string{"product_view", "add_to_cart", "purchase"}, Window: model.Duration(7 * 24 * time.Hour)})
	sum := make([]float64, 3)
	immature := 0
	for _, week := range r.Weeks {
		for j, n := range week.Counts {
			sum[j] += float64(n)
		}
		if week.Immature {
			immature++
		}
	}
	same(t, "weeks", sum, []float64{598, 487, 228})
	if immature == 0 || immature == len(r.Weeks) {
		t.Errorf("%d of %d weeks are immature", immature, len(r.Weeks))
	}
	for _, s := range r.Sensitivity {
		t.Logf("%-28s %v", s.Tool, s.Counts)
	}
}

func checkCurve(t *testing.T, label string, ttc model.TimeToConvert) {
	t.Helper()
	if len(ttc.Curve) == 0 || len(ttc.Curve) > curvePoints+1 {
		t.Errorf("%s: a curve of %d points", label, len(ttc.Curve))
	}
	last := 0.0
	for _, c := range ttc.Curve {
		if !(c.Converted.Value > last && c.Converted.Value <= 1 && c.Converted.Low <= c.Converted.Value && c.Converted.Value <= c.Converted.High) {
			t.Errorf("%s: %+v after %g", label, c, last)
			return
		}
		last = c.Converted.Value
	}
}

func same(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Umami's rules are counted in the walk of the declared ones; the figure is that of a walk of their own.
func TestTwoWindowsInOneWalk(t *testing.T) {
	w := ecom(t, shared(t))
	for _, window := range []time.Duration{10 * time.Minute, time.Hour, 24 * time.Hour, 30 * 24 * time.Hour} {
		f := model.Funnel{Name: "f", Steps: []string{"product_view", "add_to_cart", "shipping_details", "payment_details", "purchase"}, Window: model.Duration(window)}
		r, _ := peopleOf(t, w, ecomOptions, f)
		f.WindowFrom = "previous"
		whole, _ := peopleOf(t, w, ecomOptions, f)
		for _, s := range r.Sensitivity {
			if s.Tool == "Umami" && fmt.Sprint(s.Counts) != fmt.Sprint(counts(whole.Steps)) {
				t.Errorf("%v: %v, want %v", window, s.Counts, counts(whole.Steps))
			} else if s.Tool == "Umami" {
				t.Logf("%v: %v against %v", window, s.Counts, counts(r.Steps))
			}
		}
	}
}
