package render

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"likewise/generator/chart"
	"likewise/generator/model"
	"likewise/generator/page"
	"likewise/templates"
	"likewise/themes"
)

// fakeReport is a report of n invented posts, always the same. Its intervals are near enough to Wilson's to look at.
func fakeReport(n int) *model.Report {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	rep := &model.Report{Schema: model.Schema, AsOf: "2026-11-01T00:00:00Z", Period: model.Period{From: "2026-10-01", To: "2026-10-31", Timezone: "Europe/London"},
		Totals: map[string]float64{}, Sources: fakeSources(), Looks: model.Looks{Method: "none"}}
	formats := []string{"reel", "image", "carousel", "story"}
	titles := []string{"Cold brew, three ways", "Subscription drop", "Meet the roaster", "Grinder giveaway", "Latte art fails", "New bag design", "Friday opening hours", ""}
	start := time.Date(2026, 10, 31, 18, 30, 0, 0, time.UTC)
	for i := range n {
		reach := float64(900 + r.IntN(40000))
		clicks := math.Floor(reach * .02 * (.5 + r.Float64()))
		signups := math.Floor(clicks * .07 * (.5 + r.Float64()))
		buys := math.Floor(signups * .35 * (.5 + r.Float64()))
		p := model.Post{ID: fmt.Sprintf("178%014d", i), Row: i + 1, Slug: fmt.Sprintf("post-%05d", i), Title: titles[i%len(titles)], Platform: "instagram",
			Caption: "Three ways with cold brew ☕\nSave this for the weekend.\n\n#coldbrew #coffee", Format: formats[i%4], Topic: "recipes", Campaign: "autumn",
			Permalink: "https://www.instagram.com/reel/Cabc123/", Published: start.Add(-time.Duration(i*17) * time.Hour).Format(time.RFC3339), AgeDays: model.Number(i),
			Metrics: map[string]float64{"reach": reach, "likes": math.Floor(reach * .05), "saves": math.Floor(reach * .01), "link_clicks": clicks, "signups": signups, "purchases": buys, "revenue": buys * 30}}
		for _, m := range []string{"likes", "saves", "link_clicks", "signups", "purchases"} {
			p.Rates = append(p.Rates, fakeRate(m, p.Metrics[m], reach))
		}
		for m, v := range p.Metrics {
			rep.Totals[m] += v
		}
		rep.Posts = append(rep.Posts, p)
	}
	if n > 5 {
		rep.Posts[5].Rates[4].Rate = model.None("more purchases than people reached: not a proportion")
		rep.Posts[5].Rates[4].Rank = model.None("no rate to rank")
	}
	for i, v := range []string{"above", "typical", "below", "too-little-data", "too-young"} {
		if i < n {
			rep.Posts[i].Rates[4].Verdict = v
		}
	}
	for j := range 5 {
		fakeRanks(rep.Posts, j)
	}
	steps := []string{"reach", "link_clicks", "signups", "purchases"}
	f := model.FunnelResult{Name: "From reach to purchase", Unit: "post", Posts: n}
	for i, m := range steps {
		st := model.StepResult{Name: m, Count: model.Number(rep.Totals[m]), OfPrevious: model.None("the first step"), OfFirst: model.None("the first step"), DropOff: model.Number(math.NaN())}
		if i > 0 {
			prev := float64(f.Steps[i-1].Count)
			st.OfPrevious, st.OfFirst, st.DropOff = fakeProportion(rep.Totals[m], prev), fakeProportion(rep.Totals[m], rep.Totals["reach"]), model.Number(prev-rep.Totals[m])
		}
		f.Steps = append(f.Steps, st)
	}
	f.Steps[2].Missing = 3
	rep.Funnels = []model.FunnelResult{f}
	for _, m := range []string{"reach", "link_clicks", "purchases", "revenue"} {
		s := model.Series{Metric: m, Grain: "week", By: "published"}
		for w := range 20 {
			s.Points = append(s.Points, model.Point{From: time.Date(2026, 6, 15+7*w, 0, 0, 0, 0, time.UTC).Format(model.Day), Posts: 2, Partial: w == 19,
				Value: model.Number(math.Floor(rep.Totals[m] / 20 * (.6 + .8*r.Float64())))})
		}
		rep.Trend = append(rep.Trend, s)
	}
	return rep
}

func fakeProportion(k, n float64) model.Estimate {
	if n == 0 || k > n {
		return model.None("0 of 0: no rate")
	}
	p, z := k/n, 1.959964
	mid, half := (k+z*z/2)/(n+z*z), z/(n+z*z)*math.Sqrt(k*(n-k)/n+z*z/4)
	return model.Estimate{Value: p, Low: max(0, mid-half), High: mid + half, K: k, N: n, Method: "Wilson score, 95%"}
}

func fakeRate(m string, k, n float64) model.Rate {
	return model.Rate{Metric: m, Exposure: "reach", K: model.Number(k), N: model.Number(n), Rate: fakeProportion(k, n), Shrunk: model.None("not computed yet"), Rank: model.None("no rate")}
}

func fakeRanks(posts []model.Post, j int) {
	var rates []float64
	for i := range posts {
		if e := posts[i].Rates[j].Rate; e.OK() {
			rates = append(rates, -e.Value)
		}
	}
	slices.Sort(rates)
	for i := range posts {
		if e := posts[i].Rates[j].Rate; e.OK() {
			above, _ := slices.BinarySearch(rates, -e.Value)
			posts[i].Rates[j].Rank = model.Estimate{Value: float64(above + 1), Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: float64(len(rates)), Method: "rank"}
		}
	}
}

func fakeSources() []model.Source {
	return []model.Source{
		{File: "data/instagram/october.csv", Recognised: "Meta Business Suite: Instagram content", Format: "meta-instagram", Kind: "posts", Encoding: "utf-8", Bytes: 48211, SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
			Read: 42, Stored: 38, Updated: 1, Duplicate: 1, Rejected: 2, Skipped: 3,
			Columns:  []model.Column{{Name: "Post ID", As: "post_id", Type: "id"}, {Name: "Reach", As: "reach", Type: "number", Detail: "thousands by comma", Nulls: 2}, {Name: "Account name", Type: "personal", Detail: "personal: dropped at reading"}},
			Problems: []model.RowNote{{Line: 14, Column: "Reach", Value: "n/k", Code: "number", Text: "not a number", Hint: "write a number, or leave it empty"}},
			Notes:    []string{"times are read in America/Los_Angeles, as Meta exports them"}},
		{File: "data/shop/orders.csv", Recognised: "Shopify: orders", Format: "shopify-orders", Kind: "orders", Bytes: 100200, SHA256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", Read: 214, Stored: 214},
	}
}

var fakeContent = fstest.MapFS{
	"content/index.md": {Data: []byte(`+++
title = "Overview"
layout = "overview"
weight = 1
+++
{{< kpi "reach" compare="previous" >}}
{{< kpi "link_clicks" compare="previous" >}}
{{< kpi "purchases" compare="previous" >}}
{{< kpi "revenue" compare="previous" >}}

{{< funnel "From reach to purchase" >}}

October was carried by [two posts](posts/). Neither was liked more than usual: {{< value "purchases" >}} purchases and {{< value "revenue" >}} came from {{< value "funnel.from-reach-to-purchase.link_clicks.ofPrevious" >}} of the people reached. More is in [the notes](methods.md).

{{< posts top=7 by="purchases" >}}

{{< trend "revenue" >}}
`)},
	"content/funnel.md":                  {Data: []byte("+++\ntitle = \"Funnel\"\nweight = 2\ndescription = \"Where people are lost between seeing a post and buying.\"\naliases = [\"old/funnel\"]\n+++\n{{< funnel \"From reach to purchase\" >}}\n\n## What we think\n\nA *paragraph* with `code`, a list, and a table.\n\n- one\n- two\n\n> [!NOTE]\n> Clicks were not counted before May.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n{{< note \"Stories are missing before May.\" >}}\n")},
	"content/posts/index.md":             {Data: []byte("+++\ntitle = \"Posts\"\nweight = 3\n+++\n{{< posts >}}\n\n{{< posts top=5 by=\"likes\" format=\"reel\" >}}\n")},
	"content/methods.md":                 {Data: []byte("+++\ntitle = \"Methods and data\"\nweight = 9\n[params]\nnav = \"Methods\"\n+++\nEvery number comes from these files.\n\n{{< totals >}}\n\n{{< sources >}}\n")},
	"content/reports/2026-09.md":         {Data: []byte("+++\ntitle = \"September 2026\"\ndescription = \"A quiet month.\"\ndate = 2026-09-30\nweight = 5\n+++\nNothing much. See [the funnel](../../funnel/).\n")},
	"content/reports/2026-10.md":         {Data: []byte("+++\ntitle = \"October 2026\"\ndate = 2026-10-31\n+++\nMore. Compare [September](2026-09.md).\n")},
	"content/posts/17800000000000002.md": {Data: []byte("+++\ntitle = \"x\"\n+++\nThe roaster was filmed on a phone; it cost nothing.\n")},
}

func fakeInput(t testing.TB, report *model.Report, content fs.FS) Input {
	t.Helper()
	pages, problems := page.Load(content, page.Options{})
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	theme, err := fs.Sub(themes.FS, "paper")
	if err != nil {
		t.Fatal(err)
	}
	return Input{
		Site: Site{Title: "Harbour & Bean", BaseURL: "https://example.org/report/", Language: "en-GB", Currency: "GBP", Notice: "Simulated data", Theme: "paper", Zone: time.UTC, Generator: "likewise test",
			Exposure: "reach", Primary: "purchases", Micro: []string{"likes", "saves", "link_clicks"}, Macro: []string{"signups", "purchases"}},
		Report: report, Pages: pages, Layouts: Overlay{theme, templates.FS},
	}
}

// memory is a sink that keeps everything.
type memory struct {
	mu    sync.Mutex
	files map[string]string
}

func (m *memory) sink(path string, body []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files == nil {
		m.files = map[string]string{}
	}
	m.files[path] = string(body)
	return nil
}

func renderFake(t testing.TB, in Input) map[string]string {
	t.Helper()
	var m memory
	if _, problems := Render(context.Background(), in, m.sink); len(problems) > 0 {
		t.Fatal(problems)
	}
	return m.files
}

// TestLook writes the fake site with real drawings to the folder in LIKEWISE_LOOK, for eyes and a browser.
func TestLook(t *testing.T) {
	dir := os.Getenv("LIKEWISE_LOOK")
	if dir == "" {
		dir = t.TempDir()
	}
	in := fakeInput(t, fakeReport(40), fakeContent)
	drawer := chart.New(chart.Options{CacheDir: os.Getenv("LIKEWISE_LOOK_CACHE"), Workers: 2})
	defer drawer.Close()
	in.Charts = drawer
	for path, body := range renderFake(t, in) {
		if err := writeFile(dir, path, body); err != nil {
			t.Fatal(err)
		}
	}
}

func writeFile(dir, path, body string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for i, r := range path {
		if r == '/' {
			if err := root.Mkdir(path[:i], 0o755); err != nil && !os.IsExist(err) {
				return err
			}
		}
	}
	return root.WriteFile(path, []byte(body), 0o644)
}

// hashes are the hashes in names of assets.
var hashes = regexp.MustCompile(`(assets/[a-z-]+)\.[0-9a-f]{10}\.([a-z0-9]+)`)
