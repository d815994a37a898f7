package render

import (
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"likewise/generator/model"
	"likewise/templates"
)

// funnelOf makes a report of one post funnel with these counts; a negative count is one that nothing reports.
func funnelOf(metrics []string, counts ...float64) *model.Report {
	r := fakeReport(3)
	r.Totals, r.Trend = map[string]float64{}, []model.Series{}
	f := model.FunnelResult{Name: "Way", Unit: "post", Posts: 3}
	for i, m := range metrics {
		st := model.StepResult{Name: m, Count: model.Number(counts[i]), OfPrevious: model.None("the first step"), OfFirst: model.None("the first step"), DropOff: model.Number(math.NaN())}
		if counts[i] < 0 {
			st.Count = model.Number(math.NaN())
		} else {
			r.Totals[m] = counts[i]
		}
		if i > 0 {
			prev := float64(f.Steps[i-1].Count)
			st.DropOff = model.Number(prev - float64(st.Count))
			st.OfPrevious, st.OfFirst = model.None("no rate here"), model.None("no rate here")
			if counts[i] >= 0 && prev >= counts[i] && prev > 0 {
				st.OfPrevious = fakeProportion(counts[i], prev)
			}
			if first := float64(f.Steps[0].Count); counts[i] >= 0 && first >= counts[i] && first > 0 {
				st.OfFirst = fakeProportion(counts[i], first)
			}
		}
		f.Steps = append(f.Steps, st)
	}
	r.Funnels = []model.FunnelResult{f}
	return r
}

// TestAnswer is true for any data: also where there is nothing to answer with.
func TestAnswer(t *testing.T) {
	full := []string{"reach", "link_clicks", "purchases"}
	for _, c := range []struct {
		name, want, stand string
		report            *model.Report
		primary           string
	}{
		{"people", "One in 1,927 people reached bought; almost all are lost before the click.", "214 purchases from 412,380 people reached: 0.052% (95% interval 0.045–0.059).", funnelOf(full, 412380, 8742, 214), "purchases"},
		{"no great loss", "40% of people reached bought.", "40 purchases from 100", funnelOf(full, 100, 70, 40), "purchases"},
		{"most", "20% of people reached bought; most are lost before the click.", "20 purchases from 100", funnelOf(full, 100, 30, 20), "purchases"},
		{"showings", "1,000 impressions for each of the 10 purchases.", "10 purchases from 10,000 impressions", funnelOf([]string{"impressions", "purchases"}, 10000, 10), "purchases"},
		{"share of showings", "50% of impressions ended in purchases.", "5 purchases from 10 impressions", funnelOf([]string{"impressions", "purchases"}, 10, 5), "purchases"},
		{"more than reached", "120 purchases from 3 posts.", "nothing is said here", funnelOf(full, 100, 70, 120), "purchases"},
		{"none yet", "No purchases are recorded yet.", "none of them has purchases so far", funnelOf(full, 100, 70, 0), "purchases"},
		{"not in the data", "The data holds no purchases.", "no file reports purchases", funnelOf(full, 100, 70, -1), "purchases"},
		{"first step missing", "20 purchases from 3 posts.", "nothing is said here", funnelOf(full, -1, 70, 20), "purchases"},
		{"another goal", "The data holds no signups.", "", funnelOf(full, 100, 70, 20), "signups"},
		{"no goal", "3 posts, and no goal to hold them against.", "Name the primary conversion", funnelOf(full, 100, 70, 20), ""},
		{"no funnel", "20 purchases from 3 posts.", "", func() *model.Report { r := funnelOf(full, 100, 70, 20); r.Funnels = nil; return r }(), "purchases"},
		{"no posts", "There are no posts in the data.", "The files hold 256 rows of other kinds", func() *model.Report { r := funnelOf(full, 0, 0, 0); r.Posts = nil; return r }(), "purchases"},
	} {
		in := fakeInput(t, c.report, fstest.MapFS{"content/index.md": {Data: []byte("+++\ntitle = \"Overview\"\n+++\n")}})
		in.Site.Primary = c.primary
		body := clean(renderFake(t, in)["index.html"])
		if want := strings.ReplaceAll(c.want, "signups", "sign-ups"); !strings.Contains(body, "<h1>"+want+"</h1>") {
			t.Errorf("%s: the answer is %q, want %q", c.name, between(body, "<h1>", "</h1>"), want)
		}
		if !strings.Contains(between(body, `<p class="stand">`, "</p>"), c.stand) {
			t.Errorf("%s: below it stands %q, want %q", c.name, between(body, `<p class="stand">`, "</p>"), c.stand)
		}
	}
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

func TestFunnelTitles(t *testing.T) {
	full := []string{"reach", "link_clicks", "purchases"}
	for _, c := range []struct {
		report *model.Report
		want   string
	}{
		{funnelOf(full, 412380, 8742, 214), "Of 412,380 people reached, 8,742 clicked the link and 214 bought"},
		{funnelOf([]string{"impressions", "clicks", "purchases"}, 5000, 90, 2), "5,000 impressions, 90 clicks and 2 purchases"},
		{funnelOf(full, 100, 70, 0), "No purchases yet from 100 people reached"},
		{funnelOf(full, 100, 70, -1), "Purchases are not in the data"},
	} {
		in := fakeInput(t, c.report, fstest.MapFS{"content/a.md": {Data: []byte("+++\ntitle = \"A\"\n+++\n{{< funnel \"Way\" >}}\n")}})
		if got := between(renderFake(t, in)["a/index.html"], `<h2 class="title">`, "</h2>"); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestRecentWeeks compares full weeks only, and says when there are too few.
func TestRecentWeeks(t *testing.T) {
	point := func(day string, v float64, partial bool) model.Point {
		return model.Point{From: day, Value: model.Number(v), Partial: partial}
	}
	nan := math.NaN()
	r := fakeReport(3)
	r.Trend = []model.Series{
		{Metric: "purchases", By: "published", Points: []model.Point{point("2026-08-31", 9, false), point("2026-09-07", 1, false), point("2026-09-14", 1, false), point("2026-09-21", 1, false), point("2026-09-28", 1, false),
			point("2026-10-05", 2, false), point("2026-10-12", nan, false), point("2026-10-19", 2, false), point("2026-10-26", 2, false), point("2026-11-02", 99, true)}},
		{Metric: "reach", By: "published", Points: []model.Point{point("2026-10-26", 2, false), point("2026-11-02", 99, true)}},
		{Metric: "likes", By: "published", Points: make([]model.Point, 8)},
	}
	s, err := newSite(fakeInput(t, r, fstest.MapFS{}))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.recentOf("purchases"); !got.OK || got.LastSum != 6 || got.Previous != 4 || got.From != "5 October 2026" || got.To != "1 November 2026" {
		t.Errorf("%+v", got)
	}
	aged := s.series("purchases")
	aged.Points = append([]model.Point{point("2026-08-24", 1, false)}, aged.Points...)
	aged.Points[9].Young, aged.Points[10].Young = true, true // the last full week and the unfinished one
	if got := s.recentOf("purchases"); !got.OK || !got.Aged || got.LastSum != 5 || got.Previous != 12 || got.To != "25 October 2026" {
		t.Errorf("without the weeks whose posts are young: %+v", got)
	}
	aged.Points[8].Young, aged.Points[9].Young = true, false // nothing was posted in the last full week
	if got := s.recentOf("purchases"); !got.OK || got.LastSum != 4 || got.Previous != 12 || got.To != "18 October 2026" {
		t.Errorf("an empty week behind a young one: %+v", got)
	}
	aged.Points[8].Young, aged.Points[10].Young = false, false
	for metric, want := range map[string]string{"reach": "too few full weeks to compare", "saves": "no weekly figures"} {
		if got := s.recentOf(metric); got.OK || got.Why != want {
			t.Errorf("%s: %+v", metric, got)
		}
	}
	var k KPI
	if s.compare(&k, "likes"); k.Change != "" || !strings.Contains(k.Against, "none in the 4 before") {
		t.Errorf("from zero: %+v", k)
	}
	if s.compare(&k, "purchases"); k.Change != "+50%" || k.Direction != "up" {
		t.Errorf("%+v", k)
	}
}

var saidKeys = regexp.MustCompile(`(?:say\(|\{\{-? ?t |[( ]t )"([a-z]+\.[a-z0-9-]+)"`)

// TestWording holds the keys that are said, in Go and in layouts, against those of the wording file.
func TestWording(t *testing.T) {
	w, err := loadWords(templates.FS, "en", wordFuncs(newLocale("en", "")))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	collect := func(body []byte) {
		for _, m := range saidKeys.FindAllSubmatch(body, -1) {
			said[string(m[1])] = true
		}
	}
	files, _ := filepath.Glob("*.go")
	layouts, _ := filepath.Glob("../../templates/*.html")
	partials, _ := filepath.Glob("../../templates/partials/*.html")
	for _, f := range slices.Concat(files, layouts, partials) {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		collect(body)
	}
	if len(said) < 60 {
		t.Fatalf("found only %d keys", len(said))
	}
	for _, key := range slices.Sorted(maps.Keys(said)) {
		if w.set.Lookup(key) == nil {
			t.Errorf("nothing is said for %q", key)
		}
	}
}

// TestEveryKindOfPageSpeaks finds sentences that do not fit their data: they stand in brackets.
func TestEveryKindOfPageSpeaks(t *testing.T) {
	broken := regexp.MustCompile(`\[[a-z]+\.[a-z0-9-]+\]`)
	for name, body := range renderFake(t, fakeInput(t, fakeReport(8), fakeContent)) {
		if m := broken.FindString(body); m != "" && filepath.Ext(name) == ".html" {
			t.Errorf("%s: %s", name, m)
		}
	}
}
