package analysis

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// Every way in which an account can be too poor ends in cannot-tell, with a reason in words and no number that is not one.
func TestPoorAccountsCannotTell(t *testing.T) {
	cases := []struct {
		name  string
		posts int
		spoil func(s *sheet, p *pair, i int)
		why   string // in the reason
	}{
		{"no posts", 0, nil, "no post has both"},
		{"nine posts", 9, nil, "9 posts can be used"},
		{"no conversion", 60, func(_ *sheet, p *pair, i int) { p.o[i] = 0 }, "none of 60 posts has a conversion"},
		{"few conversions", 60, func(_ *sheet, p *pair, i int) { p.o[i] = float64(i % 60 / 50) }, "10 conversions in 60 posts"},
		{"likes equal everywhere", 60, func(s *sheet, p *pair, i int) { s.exposure[i], p.a[i] = 1000, 40 }, "no more than chance"},
		{"no likes", 60, func(_ *sheet, p *pair, i int) { p.a[i] = 0 }, "likes"},
		{"exposure missing", 60, func(s *sheet, _ *pair, i int) { s.exposure[i] = math.NaN() }, "no post has people reached above 0"},
		{"exposure 0", 60, func(s *sheet, _ *pair, i int) { s.exposure[i] = 0 }, "no post has people reached above 0"},
		{"likes missing", 60, func(_ *sheet, p *pair, i int) { p.a[i] = math.NaN() }, "no post has both likes and purchases"},
		{"all too young", 60, func(s *sheet, _ *pair, i int) { s.age[i] = 0 }, "all 60 posts with both counts are too young to judge"},
		{"negative counts", 60, func(_ *sheet, p *pair, i int) { p.o[i] = -1 }, "no post"},
		{"all posts the same", 60, func(s *sheet, p *pair, i int) { s.exposure[i], p.a[i], p.o[i] = 1000, 40, 5 }, ""},
		{"no exposure declared", 60, func(s *sheet, _ *pair, i int) { s.exposureName = "" }, "no exposure is declared"},
		{"an amount", 60, func(_ *sheet, p *pair, _ int) { p.money = true }, "amount"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, p := scenarios[2].account(c.posts, 1)
			for i := range p.a {
				if c.spoil != nil {
					c.spoil(&s, &p, i)
				}
			}
			h := hold(s, []pair{p})[0]
			h.judge()
			if h.Verdict != model.CannotTell || h.Wording.Key != "signal.no-model" || !strings.Contains(h.PerExposure.RateRatio.Why, c.why) {
				t.Errorf("%s %s: %q", h.Verdict, h.Wording.Key, h.PerExposure.RateRatio.Why)
			}
			plain(t, h.Signal)
		})
	}
}

// plain holds that a value can be written as JSON and that no estimate in it is without a value and without a reason.
func plain(t *testing.T, v any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"NaN", "Inf", `"why":""`, "not computed"} {
		if strings.Contains(string(b), bad) {
			t.Errorf("%s in %s", bad, b)
		}
	}
}

func TestOddAccountsStayPlain(t *testing.T) {
	for name, spoil := range map[string]func(s *sheet, p *pair){
		"one enormous post": func(s *sheet, p *pair) { s.exposure[3], p.a[3], p.o[3] = 5e7, 4e6, 9e5 },
		"one format": func(s *sheet, p *pair) {
			for i := range s.format {
				s.format[i], s.topic[i] = "reel", ""
			}
		},
		"no dates": func(s *sheet, p *pair) {
			for i := range s.month {
				s.month[i], s.age[i] = "", math.NaN()
			}
		},
		"a month a post": func(s *sheet, p *pair) {
			for i := range s.month {
				s.month[i] = fmt.Sprintf("%04d-01", 1900+i)
			}
		},
		"likes are reach":     func(s *sheet, p *pair) { copy(p.a, s.exposure) },
		"purchases are likes": func(s *sheet, p *pair) { copy(p.o, p.a) },
		"more likes than reach": func(s *sheet, p *pair) {
			for i := range p.a {
				p.a[i] *= 100
			}
		},
		"some missing": func(s *sheet, p *pair) {
			for i := range p.a {
				if i%3 == 0 {
					p.a[i] = math.NaN()
				}
				if i%5 == 0 {
					s.exposure[i] = 0
				}
				if i%7 == 0 {
					p.o[i] = -2
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, p := scenarios[0].account(120, 4)
			spoil(&s, &p)
			h := hold(s, []pair{p})[0]
			h.judge()
			plain(t, h.Signal)
			q := h.Posts
			if q.Used+q.Missing+q.NoExposure+q.Negative+q.Young != 120 {
				t.Errorf("the posts do not add up: %+v", q)
			}
			if h.Verdict == model.Supports && name != "purchases are likes" {
				t.Errorf("supports: %+v", h.PerExposure)
			}
		})
	}
}

// A contradiction is told apart: fewer where the interval lies below no difference, no gain where it only excludes one.
func TestReadings(t *testing.T) {
	want := map[model.Verdict][]model.Reading{model.Supports: {model.More}, model.Contradicts: {model.Fewer, model.NoGain}, model.CannotTell: {model.Open}}
	seen := map[model.Reading]int{}
	for _, c := range scenarios {
		for seed := range uint64(3) {
			s, p := c.account(400, seed)
			h := hold(s, []pair{p})[0]
			h.judge()
			seen[h.Reading]++
			r := h.PerExposure.RateRatio
			switch {
			case !slices.Contains(want[h.Verdict], h.Reading):
				t.Errorf("%s: %s reads %s", c.name, h.Verdict, h.Reading)
			case h.Reading == model.Fewer && !(r.High < 1), h.Reading == model.NoGain && !(r.High < worthHaving), h.Reading == model.More && !(r.Low > 1):
				t.Errorf("%s: %s with %v to %v", c.name, h.Reading, r.Low, r.High)
			}
		}
	}
	if len(seen) != 4 {
		t.Errorf("seen %v", seen)
	}
}

// The permutation p is that of stats.Permute, which is slower and plain.
func TestPermutationIsThatOfStats(t *testing.T) {
	s, p := scenarios[0].account(60, 9)
	r := rankSignal(s, p.a, p.o)
	permute(s, []*rankings{&r})
	want, err := stats.Permute(s.month, shuffles, shuffleSeed, func(order []int) (float64, bool) {
		return product(pick(r.action, order), r.outcome)
	})
	if err != nil || math.Abs(float64(r.PermutationP)-want.TwoSided) > 1e-12 {
		t.Errorf("%v, want %v, %v", r.PermutationP, want.TwoSided, err)
	}
	if got, _ := stats.SpearmanPartial(p.a, p.o, s.exposure); math.Abs(got-r.GivenExposure.Value) > 1e-12 {
		t.Errorf("given exposure %v, want %v", r.GivenExposure.Value, got)
	}
}

// The same seeds give the same bytes, in whatever order goroutines finish.
func TestSignalsAreReproducible(t *testing.T) {
	s, p := scenarios[2].account(150, 2)
	other := p
	other.outcome, other.action = "signups", "saves"
	var before string
	for range 3 {
		var all []model.Signal
		for _, h := range hold(s, []pair{p, other}) {
			h.judge()
			all = append(all, h.Signal)
		}
		b, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		if before != "" && string(b) != before {
			t.Fatal("two runs differ")
		}
		before = string(b)
	}
}

// seen is an actor's first sight of a post and what came of it, in hours after it; below 0 is never.
type seen struct{ actor, post, at, liked, bought int }

// The two by two tables of SQL are those that plain loops count.
func TestActorTablesAgreeWithPlainLoops(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	var log []seen
	for actor := range 60 {
		for post := range 6 {
			if rng.IntN(3) > 0 {
				log = append(log, seen{actor, post, rng.IntN(400), rng.IntN(60) - 20, rng.IntN(90) - 40})
			}
		}
	}
	w := fixture(t, `(1,'a','2026-01-05',100,10,5)`, `create table events (seq bigint, actor varchar, "at" timestamp, action varchar, post_id varchar, value double, session varchar, channel varchar)`)
	add := func(actor, post, hour int, action string) {
		if err := w.Exec(context.Background(), fmt.Sprintf(`insert into events values (1, 'u%d', timestamp '2026-01-01 00:00:00' + interval '%d' hour, '%s', 'p%d', null, null, null)`, actor, hour, action, post)); err != nil {
			t.Fatal(err)
		}
	}
	end := 0
	for _, s := range log {
		add(s.actor, s.post, s.at, "view")
		add(s.actor, s.post, s.at+5, "view") // seen again: the first sight counts
		end = max(end, s.at+5)
		if s.liked >= 0 {
			add(s.actor, s.post, s.at+s.liked, "like")
			end = max(end, s.at+s.liked)
		}
		if s.bought >= 0 {
			add(s.actor, s.post, s.at+s.bought, "purchase")
			end = max(end, s.at+s.bought)
		}
	}
	got, err := actorSignals(context.Background(), w, []pair{{action: "likes", outcome: "purchases"}, {action: "saves", outcome: "purchases"}})
	if err != nil {
		t.Fatal(err)
	}
	var want actorTables
	want.tables = make([]stats.Table, 6)
	for _, s := range log {
		liked, bought := s.liked >= 0 && s.liked <= landmarkHours, s.bought > landmarkHours
		switch cell := &want.tables[s.post]; {
		case s.at+landmarkHours > end:
			want.tooRecent++
		case s.bought >= 0 && s.bought <= landmarkHours:
			want.excluded++
		case liked && bought:
			cell.A++
		case liked:
			cell.B++
		case bought:
			cell.C++
		default:
			cell.D++
		}
	}
	if fmt.Sprint(got[0]) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got[0], want)
	}
	if c := stats.Crude(got[1].tables); c.A+c.B != 0 || c.C+c.D == 0 {
		t.Errorf("nobody saved, but %+v", c)
	}
	for i, a := range comparePeople(got, 10) {
		if i == 1 && (a.OddsRatio.OK() || !strings.Contains(a.OddsRatio.Why, "nobody")) {
			t.Errorf("%+v", a.OddsRatio)
		}
		plain(t, a)
	}
}

func TestNoEventsNoActors(t *testing.T) {
	w := fixture(t, `(1,'a','2026-01-05',100,10,5)`)
	got, err := actorSignals(context.Background(), w, []pair{{action: "likes", outcome: "purchases"}})
	if got != nil || err != nil {
		t.Errorf("%v %v", got, err)
	}
}

// Whatever an actor table holds, nothing breaks; UC Berkeley's has the published ratio (methods.md section 3).
func TestActorSignalOfBerkeley(t *testing.T) {
	b := actorTables{tables: []stats.Table{{A: 512, B: 313, C: 89, D: 19}, {A: 353, B: 207, C: 17, D: 8}, {A: 120, B: 205, C: 202, D: 391}, {A: 138, B: 279, C: 131, D: 244}, {A: 53, B: 138, C: 94, D: 299}, {A: 22, B: 351, C: 24, D: 317}}}
	a := b.signal(10)
	for _, c := range []struct{ got, want float64 }{{a.OddsRatio.Value, .904696828}, {a.OddsRatio.Low, .771907362}, {a.OddsRatio.High, 1.060329764}, {a.CrudeOddsRatio.Value, 1.84108004}, {float64(a.BreslowDayP), .00207139}, {float64(a.P), .216923697}} {
		if math.Abs(c.got-c.want) > 1e-6 {
			t.Errorf("%v, want %v", c.got, c.want)
		}
	}
	if a.Strata != 6 || a.EValueLimit != 1 {
		t.Errorf("%+v", a)
	}
}

// Purchases that rise with the like rate up to a level, and no further, show that level.
func TestThreshold(t *testing.T) {
	s, p := scenarios[0].account(800, 3)
	rng := rand.New(rand.NewPCG(1, 8))
	for i := range p.o {
		rate := p.a[i] / s.exposure[i]
		p.o[i] = distuv.Poisson{Lambda: s.exposure[i] * .1 * min(rate, .05), Src: rng}.Rand()
	}
	h := hold(s, []pair{p})[0]
	if h.Threshold == nil {
		t.Fatal("no curve")
	}
	level := h.Threshold.Level
	if !level.OK() || level.Low > .05 || level.High < .045 || level.Value < .035 || level.Value > .08 {
		t.Errorf("%+v", level)
	}
	posts := 0
	for i, point := range h.Threshold.Points {
		posts += point.Posts
		if i > 0 && point.Fit < h.Threshold.Points[i-1].Fit {
			t.Errorf("the curve falls at %d", i)
		}
		if !(point.Low <= point.Fit && point.Fit <= point.High) || point.High > 3*point.Fit {
			t.Errorf("%d: the band from %v to %v does not hold the curve, %v", i, point.Low, point.High, point.Fit)
		}
	}
	if posts != 800 {
		t.Errorf("%d posts on the curve", posts)
	}
}

// Every wording that a verdict used is in the list that templates are held against, with the same blanks.
func TestWordingsAreListed(t *testing.T) {
	known := map[string]string{}
	for _, w := range model.SignalWordings() {
		known[w.Key] = names(w.Args)
	}
	used := 0
	for _, c := range scenarios {
		for seed := range uint64(4) {
			for _, posts := range []int{20, 120, 300} {
				s, p := c.account(posts, seed)
				h := hold(s, []pair{p})[0]
				h.judge()
				for _, w := range append(h.Reasons, h.Wording) {
					used++
					if blanks, ok := known[w.Key]; !ok || blanks != names(w.Args) {
						t.Errorf("%s with %s, listed with %q", w.Key, names(w.Args), blanks)
					}
				}
			}
		}
	}
	if used == 0 {
		t.Error("no wording was used")
	}
}

func names(args []model.WordArg) string {
	var out []string
	for _, a := range args {
		out = append(out, a.Name)
	}
	return strings.Join(out, " ")
}
