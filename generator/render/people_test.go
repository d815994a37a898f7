package render

import (
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"likewise/generator/model"
)

// peopleReport is a report with a funnel of people in two groups, other tools' readings, times and shared credit.
func peopleReport() *model.Report {
	r := fakeReport(12)
	steps := func(counts ...float64) []model.StepResult {
		var out []model.StepResult
		for i, name := range []string{"view", "add_to_cart", "purchase"} {
			s := model.StepResult{Name: name, Count: model.Number(counts[i]), OfPrevious: model.None("the first step"), OfFirst: model.None("the first step")}
			if i > 0 {
				s.OfPrevious, s.OfFirst = fakeProportion(counts[i], counts[i-1]), fakeProportion(counts[i], counts[0])
				s.DropOff = model.Number(counts[i-1] - counts[i])
			}
			out = append(out, s)
		}
		return out
	}
	diff := model.Estimate{Value: .05, Low: .01, High: .09, N: 300, Method: "Newcombe"}
	p := model.Number(.01)
	rules := model.FunnelRules{Order: "ordered", Window: "7d", WindowFrom: "entry", Reentry: "latest"}
	r.Funnels = append(r.Funnels, model.FunnelResult{Name: "People", Unit: "actor", Rules: rules, Steps: steps(300, 100, 30), GroupBy: "format",
		Groups:      []model.FunnelGroup{{Name: "<reel>", Steps: steps(200, 70, 25), Difference: &diff, P: &p, Q: &p}, {Name: "image", Steps: steps(100, 30, 5)}},
		Sensitivity: []model.FunnelReadings{{Tool: "GA4", Rules: model.FunnelRules{Order: "ordered", Window: "none", Open: true}, Counts: []model.Number{300, 120, 41}, Source: "support.google.com/analytics: Funnel exploration", Note: "no window"}},
		Weeks: []model.FunnelWeek{
			{From: "2026-09-28", Counts: []model.Number{130, 50, 14}, Converted: fakeProportion(14, 130)},
			{From: "2026-10-05", Counts: []model.Number{model.Number(math.NaN())}, Converted: model.None("too few people to show"), Withheld: true},
			{From: "2026-10-12", Counts: []model.Number{130, 40, 14}, Converted: fakeProportion(14, 130)},
			{From: "2026-10-19", Counts: []model.Number{40, 10, 2}, Converted: fakeProportion(2, 40), Immature: true}},
		Events: []model.StepEvents{{Step: "view", Events: 900, Taken: 900}, {Step: "add_to_cart", Where: "value > 0", Events: 150, Taken: 110, NoPost: 7}},
		Notes:  []string{"12 events have no person"}})
	people := &r.Funnels[len(r.Funnels)-1]
	for i, median := range []float64{5400, 172800, math.NaN()} {
		if i == 2 {
			people.Groups = append(people.Groups, model.FunnelGroup{Name: "(none)", Steps: steps(30, 9, 2), Time: &model.TimeToConvert{Why: "too few people converted to show when", Median: model.None("too few people converted to show when")}})
			continue
		}
		people.Groups[i].Time = &model.TimeToConvert{Converted: 15, UnderWay: 3, Median: model.Estimate{Value: median, Low: median / 2, High: median * 2, N: 15, Method: "m"},
			Curve: []model.ConvertedBy{{Seconds: 3600, Converted: fakeProportion(5, 100)}, {Seconds: 604800, Converted: fakeProportion(15, 100)}}}
	}
	posts := &r.Funnels[0]
	posts.GroupBy = "format"
	posts.Groups = []model.FunnelGroup{{Name: "reel", Posts: 6, Steps: slices.Clone(posts.Steps)}, {Name: "(other)", Together: 3, Posts: 6, Steps: slices.Clone(posts.Steps)}}
	r.TimeToConvert = []model.TimeToConvert{{Funnel: "People", Step: "purchase", Converted: 30, UnderWay: 7, Again: 2, Median: model.Estimate{Value: 5400, Low: 3600, High: 180000, N: 30, Method: "m"},
		Curve: []model.ConvertedBy{{Seconds: 60, Converted: fakeProportion(1, 300)}, {Seconds: 604800, Converted: fakeProportion(30, 300)}}}}
	share := func(v float64) model.Estimate {
		return model.Estimate{Value: v, Low: v - .05, High: v + .05, N: 27, Method: "bootstrap"}
	}
	sure, unsure := model.Estimate{Value: 1, Low: 1, High: 1, Method: "m"}, model.Estimate{Value: math.NaN(), Low: 1, High: 2, Method: "m"}
	r.Attribution = []model.Attributed{{Name: "By format", Touch: "format", Conversion: "purchase", Window: "14d", Conversions: 30, Value: 900, Untouched: 3, Paths: 40,
		Models: []model.CreditModel{
			{Name: "first", Credit: map[string]float64{"<reel>": 18, "image": 9, "(no touch)": 3}, Share: map[string]model.Estimate{"<reel>": share(2. / 3), "image": share(1. / 3)}, Rank: map[string]model.Estimate{"<reel>": sure}},
			{Name: "markov", Credit: map[string]float64{"<reel>": 21.6, "image": 5.4, "(no touch)": 3}, Share: map[string]model.Estimate{"<reel>": share(.8), "image": share(.2)}, Rank: map[string]model.Estimate{"<reel>": unsure}},
			{Name: "shapley", Why: "too many touches"}},
		Flow: model.PathFlow{Steps: 5, People: 300, Untouched: 3, Converted: fakeProportion(27, 300),
			Bands: []model.PathBand{{To: "<reel>", People: 200}, {To: "image", People: 100}, {Step: 1, From: "<reel>", To: "image", People: 90}, {Step: 1, From: "<reel>", End: model.PathConverted, People: 15},
				{Step: 1, From: "<reel>", End: model.PathStopped, People: 95}, {Step: 1, From: "image", End: model.PathWithheld, People: 100}, {Step: 2, From: "image", End: model.PathStopped, People: 90}},
			Ways: []model.PathWay{{Touches: []string{"<reel>"}, People: 110, Converted: 15}, {Touches: []string{"<reel>", "image"}, More: true, People: 90, Converted: 2}}}}}
	return r
}

func TestPeople(t *testing.T) {
	content := fstest.MapFS{"content/index.md": {Data: []byte("# People\n\n{{< funnel \"People\" >}}\n\n{{< breakdown \"People\" >}}\n\n{{< breakdown \"From reach to purchase\" >}}\n\n{{< timetoconvert \"People\" by=\"group\" >}}\n\n{{< cohorts \"People\" >}}\n\n{{< sensitivity \"People\" >}}\n\n{{< timetoconvert \"People\" >}}\n\n{{< attribution >}}\n\n{{< paths steps=3 >}}\n")}}
	body := renderFake(t, fakeInput(t, peopleReport(), content))["index.html"]
	for _, want := range []string{
		"Of 300 people who saw a post, 100 reached “add to cart” and 30 bought",
		"12 events have no person.", "110 of the 150 events “add_to_cart” count here: those where value &gt; 0.", "7 of the 110 events “add_to_cart” name no post",
		"30 people have no format there", "30 of 300 people bought so far (10%)", "2 more, whose time was up, had entered again",
		"&lt;reel&gt; (12%) has a larger share of people who bought than the rest",
		"No format stands clear of all others in the share of people reached that bought",
		"70, 35", "Half of those who bought did so within 1.5\u00a0hours (&lt;reel&gt;) to 2\u00a0days (Image)", "too few people converted",
		"Of 260 who entered in 2 full weeks, 28 bought", "(still under way)",
		"5.0 (1.0 to 9.0)",
		"in order, no time limit, open; no window", "support.google.com/analytics: Funnel exploration", "No other tool was run",
		"Half of those who bought did so within 1.5\u00a0h", "7 still had time left",
		"Every model gives &lt;reel&gt; the most credit: 67% to 80%, beyond chance in 1 of 2", "beyond chance in 1 of 2 models", "67% (62", "too many touches", "3 conversions had nothing before them",
		"9% of 300 people bought; the most travelled way there was &lt;reel&gt; (15 of 27)", "1. &lt;reel&gt;", "&lt;reel&gt; → Image → …", "100 people are in bands too small to show",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(body, "<reel>") {
		t.Error("a group's name is not escaped")
	}
}

func TestPeopleMistakes(t *testing.T) {
	for text, code := range map[string]string{
		"{{< cohorts \"From reach to purchase\" >}}":     "not-of-people",
		"{{< timetoconvert \"People\" by=\"format\" >}}": "shortcode-args",
		"{{< timetoconvert \"Peopel\" >}}":               "unknown-funnel",
		"{{< attribution \"By formt\" >}}":               "unknown-attribution",
	} {
		_, problems := Render(t.Context(), fakeInput(t, peopleReport(), fstest.MapFS{"content/index.md": {Data: []byte("# X\n\n" + text + "\n")}}), (&memory{files: map[string]string{}}).sink)
		if len(problems) != 1 || problems[0].Code != code || problems[0].Line != 3 {
			t.Errorf("%s: %v", text, problems)
		}
	}
}

// A log of events alone has no posts to speak of: the answer is the funnel of its people.
func TestAnswerOfALogAlone(t *testing.T) {
	r := peopleReport()
	r.Posts, r.Totals = []model.Post{}, map[string]float64{}
	body := renderFake(t, fakeInput(t, r, fstest.MapFS{"content/index.md": {Data: []byte("{{< funnel \"People\" >}}\n")}}))["index.html"]
	if want := "10% of people who viewed bought"; !strings.Contains(body, want) && !strings.Contains(body, "One in 10 people who viewed bought") {
		t.Errorf("%q is missing in %.1200s", want, body[strings.Index(body, "<main"):])
	}
	if strings.Contains(body, "There are no posts in the data.") {
		t.Error("the answer speaks of missing posts")
	}
	if strings.Contains(strings.ToLower(body), "saw a post") {
		t.Error("people saw posts where there are none")
	}
}

// Who is held against whom depends on whose value counts; the sentence says so.
func TestFindingOfPeopleSaysHowTheyAreGrouped(t *testing.T) {
	s := leagueSite(t, model.Supports)
	e := model.Estimate{Value: .04, Low: .02, High: .07, N: 900, Method: "test"}
	for credit, want := range map[string]string{"first": "People who came by “Reel” bought", "last": "People whose furthest step was on “Reel” bought", "all": "People all of whose steps were on “Reel”", "click": "People whose step “click” was on “Reel”"} {
		args := []model.WordArg{{Name: "group", Text: "Reel", Unit: model.AsText}, {Name: "credit", Text: credit, Unit: model.AsText}, {Name: "goal", Text: "purchase", Unit: model.OfAction}, {Name: "q", Number: .01, Unit: model.AsQ},
			{Name: "converted", Number: 40, Unit: model.AsCount}, {Name: "entered", Number: 300, Unit: model.AsCount}}
		got := s.findingSentence(&model.Finding{Kind: "people", Estimate: e, Unit: model.AsPoints, Wording: model.Wording{Key: "finding.people", Args: args}})
		if !strings.HasPrefix(got, want) || strings.Contains(got, "what they did last") != (credit == "last") {
			t.Errorf("%s: %q", credit, got)
		}
	}
}

// A compact funnel says how many come all the way, and is drawn in little.
func TestCompactFunnel(t *testing.T) {
	figure := func(args string) string {
		content := fstest.MapFS{"content/index.md": {Data: []byte("# X\n\n{{< funnel \"From reach to purchase\"" + args + " >}}\n")}}
		body := renderFake(t, fakeInput(t, peopleReport(), content))["index.html"]
		_, body, _ = strings.Cut(body, "<figure ")
		return body
	}
	whole, little := figure(""), figure(` compact="true"`)
	if !strings.Contains(whole, "clicked the link, ") || !strings.Contains(whole, " all the way (95% interval ") {
		t.Errorf("%.600s", whole)
	}
	if !strings.Contains(little, "title\">One in ") || !strings.Contains(little, " all the way (95% interval ") {
		t.Errorf("%.600s", little)
	}
	_, problems := Render(t.Context(), fakeInput(t, peopleReport(), fstest.MapFS{"content/index.md": {Data: []byte("# X\n\n{{< funnel \"People\" compact=\"yes\" >}}\n")}}), (&memory{files: map[string]string{}}).sink)
	if len(problems) != 1 || problems[0].Code != "shortcode-args" {
		t.Errorf("%v", problems)
	}
}
