package render

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"likewise/generator/model"
	"likewise/templates"
)

// TestGoldenLeague holds the pages that hold posts against each other, without drawings.
func TestGoldenLeague(t *testing.T) {
	files := renderFake(t, fakeInput(t, fakeLeague(fakeReport(9)), leagueContent()))
	for _, name := range []string{"index.html", "signals/index.html", "what-works/index.html", "findings/index.html", "data/findings.csv", "data/threshold.csv", "posts/index.html", "posts/post-00000/index.html", "posts/post-00003/index.html", "posts/post-00006/index.html",
		"data/signals.csv", "data/drivers.csv", "data/groups.csv", "data/timing.csv", "data/spread.csv", "data/change.csv", "data/mix.csv", "data/oddities.csv", "data/why.csv"} {
		if files[name] == "" {
			t.Fatalf("no %s", name)
		}
		golden(t, path.Join("league", name), files[name])
	}
}

// TestLeagueIsSafe looks for what an enemy wrote, for sentences that do not fit, and for numbers that are none.
func TestLeagueIsSafe(t *testing.T) {
	bad := regexp.MustCompile(`<script>alert|<img src=x|\[[a-z]+\.[a-z0-9-]+\]|NaN|[+-]Inf|%!|style="`)
	for name, body := range renderFake(t, fakeInput(t, fakeLeague(fakeReport(9)), leagueContent())) {
		if m := bad.FindString(body); m != "" && (path.Ext(name) == ".html" || path.Ext(name) == ".csv" && !strings.Contains(m, "<")) {
			t.Errorf("%s: %q", name, m)
		}
	}
}

// causal are words that a report without an experiment may not use of its own findings.
var causal = regexp.MustCompile(`(?i)\b(drives?|driven by|causes|caused|boosts sales|leads to|makes people|because of the like|thanks to|results in|impact)\b`)

func TestNoCausalWords(t *testing.T) {
	for name, body := range renderFake(t, fakeInput(t, fakeLeague(fakeReport(9)), leagueContent())) {
		if m := causal.FindString(body); m != "" && path.Ext(name) == ".html" {
			t.Errorf("%s: %q", name, m)
		}
	}
}

// leagueSite is a site whose signals for purchases have the verdicts, in the order likes, saves, link_clicks.
func leagueSite(t *testing.T, verdicts ...model.Verdict) *site {
	t.Helper()
	r := fakeLeague(fakeReport(9))
	r.Signals = nil
	for i, v := range verdicts {
		e := map[model.Verdict]model.Estimate{model.Supports: fakeRatio(1.5, 1.35, 1.67), model.Contradicts: fakeRatio(.99, .9, 1.08), model.CannotTell: fakeRatio(.98, .8, 1.2)}[v]
		r.Signals = append(r.Signals, fakeSignal([]string{"likes", "saves", "link_clicks"}[i], v, e))
	}
	s, err := newSite(fakeInput(t, r, fstest.MapFS{}))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAnswers holds headline and figure title against the combinations of verdicts.
func TestAnswers(t *testing.T) {
	yes, no, open := model.Supports, model.Contradicts, model.CannotTell
	for _, c := range []struct {
		verdicts        []model.Verdict
		headline, title string
	}{
		{[]model.Verdict{open, yes, yes}, "Saves and link clicks announce purchases. Likes cannot be shown to.", "Saves and link clicks announce purchases here; for likes the data cannot tell"},
		{[]model.Verdict{no, yes, yes}, "Saves and link clicks announce purchases. Likes do not.", "Saves and link clicks announce purchases here; likes do not"},
		{[]model.Verdict{no, yes, open}, "Saves announce purchases. Likes do not.", "Saves announce purchases here; likes do not; for link clicks the data cannot tell"},
		{[]model.Verdict{yes, yes, yes}, "Likes, saves and link clicks announce purchases.", "Likes, saves and link clicks announce purchases here"},
		{[]model.Verdict{yes, no, no}, "Likes announce purchases.", "Likes announce purchases here; saves and link clicks do not"},
		{[]model.Verdict{no, no, no}, "Likes do not announce purchases here.", "Likes, saves and link clicks do not announce purchases here"},
		{[]model.Verdict{open, open, open}, "Whether likes announce purchases cannot be told.", "Whether likes, saves and link clicks announce purchases, the data cannot tell"},
		{[]model.Verdict{no, open, open}, "Likes do not announce purchases here.", "Likes do not announce purchases here; for saves and link clicks the data cannot tell"},
	} {
		s := leagueSite(t, c.verdicts...)
		var d Doc
		if s.answer(&d); d.Title != c.headline {
			t.Errorf("%v: headline %q, want %q", c.verdicts, d.Title, c.headline)
		}
		if got := upperFirst(s.words.say("signals.title", s.leagueOfSignals(s.signalsOf("purchases")))); got != c.title {
			t.Errorf("%v: title %q, want %q", c.verdicts, got, c.title)
		}
		if strings.Contains(d.Stand, "[") || !strings.Contains(d.Stand, "38 posts") {
			t.Errorf("%v: %q", c.verdicts, d.Stand)
		}
	}
}

// TestAnswerWithoutSignals falls back to the funnel, and advises nothing that was not found.
func TestAnswerWithoutSignals(t *testing.T) {
	s := leagueSite(t)
	var d Doc
	s.answer(&d)
	cards := s.cards("")
	if !strings.HasPrefix(d.Title, "One in ") && !strings.Contains(d.Title, "people reached") {
		t.Errorf("headline %q", d.Title)
	}
	for _, a := range append(cards.Next, cards.Unknown...) {
		if strings.Contains(a.Text, "announce") || strings.Contains(a.Text, "cause") {
			t.Errorf("advice without signals: %q", a.Text)
		}
	}
	s = leagueSite(t, model.CannotTell, model.CannotTell, model.CannotTell)
	open := s.cards("")
	for _, a := range open.Next {
		if strings.Contains(a.Text, "Judge a new post") {
			t.Errorf("advice that no verdict bears out: %q", a.Text)
		}
	}
	if len(open.Unknown) == 0 || !strings.Contains(open.Unknown[0].Text, "about 560, 560 and 560 posts would tell") {
		t.Errorf("unknowns %v", open.Unknown)
	}
}

// TestEveryWording says every wording that the analysis can hand over, with all its blanks.
func TestEveryWording(t *testing.T) {
	s := leagueSite(t, model.Supports)
	if len(model.SignalWordings()) < 10 {
		t.Fatal("too few wordings")
	}
	w, err := loadWords(templates.FS, "en", wordFuncs(newLocale("en", "")))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range model.SignalWordings() {
		key := afterDot(x.Key)
		if w.set.Lookup("signal."+key) != nil {
			continue // a sentence of its own: see signalSentence
		}
		for i := range x.Args {
			x.Args[i].Number = 1.5
		}
		if got := s.worded(x); strings.Contains(got, "[") || strings.Contains(got, "no value") {
			t.Errorf("%s: %q", x.Key, got)
		}
	}
}

// TestUntold are accounts of which little can be said: it is said in words, and nothing is left in brackets.
func TestUntold(t *testing.T) {
	cases := map[string]func(*model.Report){
		"nothing at all": func(r *model.Report) {
			*r = *fakeReport(9)
		},
		"no model": func(r *model.Report) {
			for i := range r.Signals {
				none := model.None("fewer than ten posts")
				g := &r.Signals[i]
				*g = model.Signal{Action: g.Action, Outcome: g.Outcome, Exposure: g.Exposure, Verdict: model.CannotTell, PerExposure: model.SignalEffect{RateRatio: none, P: fakeNumber(), Q: fakeNumber()}, Total: model.SignalEffect{RateRatio: none},
					Rank: model.SignalRank{Raw: none, GivenExposure: none, OfRates: none}, Validated: model.CrossValidated{Gain: none}, Outliers: model.SignalOutliers{Without: model.SignalEffect{RateRatio: none}},
					TopOverlap: model.TopOverlap{Shared: fakeNumber()}, PostsNeeded: fakeNumber(), Reasons: []model.Wording{{Key: "signal.not-fitted", Args: []model.WordArg{{Name: "why", Number: fakeNumber(), Text: "fewer than ten posts"}}}}}
			}
		},
		"no drivers": func(r *model.Report) { r.Drivers = []model.Drivers{{Outcome: "purchases", Why: "one format only"}} },
		"no timing":  func(r *model.Report) { r.Timing = model.Timing{Why: "no post has a time"} },
		"no spread": func(r *model.Report) {
			r.Spread = []model.Spread{{Outcome: "purchases", Why: "all posts brought the same"}}
		},
		"no change": func(r *model.Report) { r.Change = nil },
		"no mixes":  func(r *model.Report) { r.Mixes = nil },
		"no pattern": func(r *model.Report) {
			r.Patterns = []model.Pattern{{Metric: "likes", Why: "all posts have the same likes"}}
		},
		"few people": func(r *model.Report) {
			for i := range r.Signals {
				r.Signals[i].Actor.Converted = fakeNumber()
			}
		},
	}
	for name, change := range cases {
		r := fakeLeague(fakeReport(9))
		change(r)
		content := leagueContent()
		if len(r.Signals) == 0 {
			content["content/signals.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Signals\"\n+++\n{{< signals >}}\n")}
		}
		broken := regexp.MustCompile(`\[[a-z]+\.[a-z0-9-]+\]|NaN|Inf\b|%!`)
		for file, body := range renderFake(t, fakeInput(t, r, content)) {
			if m := broken.FindString(body); m != "" && path.Ext(file) == ".html" {
				t.Errorf("%s: %s: %q", name, file, m)
			}
		}
	}
}

// TestTimingShadesOnlyWhatStandsOut holds the map against its p.
func TestTimingShadesOnlyWhatStandsOut(t *testing.T) {
	for p, want := range map[model.Number]bool{.64: false, .01: true} {
		r := fakeLeague(fakeReport(9))
		r.Timing = fakeTiming(p)
		body := renderFake(t, fakeInput(t, r, leagueContent()))["what-works/index.html"]
		if got := strings.Contains(body, "high1") || strings.Contains(body, "high2"); got != want {
			t.Errorf("p = %v: shaded %v", p, got)
		}
		if got := strings.Contains(body, "he hours differ by more than chance"); got != want {
			t.Errorf("p = %v: more than chance: %v", p, got)
		}
	}
}

// TestTimingNamesTheSurest names every cell above the usual, the one with the highest lower end first.
func TestTimingNamesTheSurest(t *testing.T) {
	for p, want := range map[model.Number]string{
		.01: "Wednesday 16–\u206020 (×1.18, 1.12–\u20601.26), Tuesday 12–\u206016 (×1.18, 1.11–\u20601.26) and Thursday 20–\u206024 (×1.23, 1.05–\u20601.43)",
		.64: "",
	} {
		r := fakeLeague(fakeReport(9))
		r.Timing = fakeTiming(p)
		for i := range r.Timing.Cells {
			switch c := &r.Timing.Cells[i]; [2]int{c.Weekday, c.Hour} {
			case [2]int{2, 12}:
				c.Shrunk = fakeRatio(1.18, 1.11, 1.26)
			case [2]int{3, 16}:
				c.Shrunk = fakeRatio(1.18, 1.12, 1.26)
			case [2]int{4, 20}:
				c.Shrunk = fakeRatio(1.23, 1.05, 1.43)
			}
		}
		s, err := newSite(fakeInput(t, r, fstest.MapFS{}))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.timingWords().Above; got != want {
			t.Errorf("p = %v: %q", p, got)
		}
	}
}

// TestWhySentences reads the sentences on a post for each verdict.
func TestWhySentences(t *testing.T) {
	s := leagueSite(t, model.CannotTell)
	for _, c := range []struct {
		verdict, liked string
		want           []string
		not            string
	}{
		{model.Above, model.Below, []string{"3.20 times what the usual reel here brings", "above typical", "so likes did not announce this one"}, "luck that cannot"},
		{model.Above, model.Above, []string{"as purchases were"}, "did not announce"},
		{model.Below, model.Above, []string{"likes said the opposite here"}, "did not announce"},
		{model.TooLittleData, model.Typical, []string{"Too little data", "is not beyond chance", "Higher than usual: reach"}, "times what"},
		{model.TooYoung, model.Typical, []string{"Too young to judge", "about 10 days"}, "usual reel"},
	} {
		p := s.posts[0].Post
		copied := *p
		copied.Rates = append([]model.Rate{}, p.Rates...)
		copied.Rates[0].Verdict, copied.Rates[4].Verdict = c.liked, c.verdict
		got := strings.Join(s.whySentences(s.whyWords(&copied)), " ")
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s, %s: %q lacks %q", c.verdict, c.liked, got, w)
			}
		}
		if strings.Contains(got, c.not) {
			t.Errorf("%s, %s: %q holds %q", c.verdict, c.liked, got, c.not)
		}
	}
}

// TestSentencesTravel finds every signal's sentence in analysis.json and in the CSV.
func TestSentencesTravel(t *testing.T) {
	files := renderFake(t, fakeInput(t, fakeLeague(fakeReport(9)), leagueContent()))
	var r model.Report
	if err := json.Unmarshal([]byte(files["analysis.json"]), &r); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(files["data/signals.csv"])).ReadAll()
	if err != nil || len(rows) != len(r.Signals)+1 {
		t.Fatal(err, len(rows))
	}
	for i, g := range r.Signals {
		if g.Sentence == "" || rows[i+1][len(rows[0])-1] != g.Sentence {
			t.Errorf("%s: %q, %q", g.Action, g.Sentence, rows[i+1][len(rows[0])-1])
		}
	}
}

// TestLeagueMistakes are an author's mistakes, with their hints.
func TestLeagueMistakes(t *testing.T) {
	for call, want := range map[string]string{
		`{{< signals outcome="purchase" >}}`:   "purchases",
		`{{< verdict "like" >}}`:               "likes",
		`{{< road action="share" >}}`:          "shares",
		`{{< verdict "likes" show="words" >}}`: "word",
		`{{< why post="post-9" >}}`:            "no post has the id",
		`{{< mix a="reel" >}}`:                 "both a and b",
		`{{< mix a="reels" b="carousel" >}}`:   "reel",
		`{{< drivers outcome="sales" >}}`:      "nothing is held against",
		`{{< change outcome="purchasse" >}}`:   "purchases",
		`{{< spread outcome="x" >}}`:           "nothing is held against",
	} {
		content := fstest.MapFS{"content/index.md": {Data: []byte("+++\ntitle = \"x\"\n+++\n\n" + call + "\n")}}
		var m memory
		_, problems := Render(context.Background(), fakeInput(t, fakeLeague(fakeReport(9)), content), m.sink)
		if got := fmt.Sprint(problems); !strings.Contains(got, want) || !strings.Contains(got, "index.md") {
			t.Errorf("%s: %s", call, got)
		}
	}
}
