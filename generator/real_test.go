package generator

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
)

// real is a site of a few lines over a real data set, and where its independently computed answers stand.
type real struct {
	name, file, answers string
	data                string            // the [[data]] entry, after files
	ours                map[string]string // their name of a metric -> ours
	exposure, macro     string            // ours
}

var realSets = []real{
	{
		name: "facebook_moro", file: "facebook_moro/dataset_Facebook.usfviz.csv", answers: "facebook_moro/answers.json",
		data: `kind = "posts"
columns = { format = "Type", reach = "Total Reach", impressions = "Total Impressions", engaged = "Engaged Users", consumers = "Consumers", likes = "like", comments = "comment", shares = "share", interactions = "Total Interactions" }`,
		ours:     map[string]string{"Total Reach": "reach", "Total Impressions": "impressions", "Engaged Users": "engaged", "Consumers": "consumers", "like": "likes", "share": "shares", "comment": "comments", "Total Interactions": "interactions"},
		exposure: "reach", macro: "shares",
	},
	{
		name: "facebook_moro in Spanish and Windows-1252", file: "facebook_moro/dataset_Facebook.csv", answers: "facebook_moro/answers.json",
		data: `kind = "posts"
columns = { format = "Tipo", reach = "Lifetime Post Total Reach", impressions = "Lifetime Post Total Impressions", engaged = "Lifetime Engaged Users", consumers = "Consumidores de publicaciones de por vida", likes = "like", comments = "comment", shares = "compartir", interactions = "Total Interactions" }`,
		ours:     map[string]string{"Total Reach": "reach", "Total Impressions": "impressions", "Engaged Users": "engaged", "Consumers": "consumers", "like": "likes", "share": "shares", "comment": "comments", "Total Interactions": "interactions"},
		exposure: "reach", macro: "shares",
	},
	{
		name: "fb_live_thailand", file: "fb_live_thailand/Live.csv", answers: "fb_live_thailand/answers.json",
		data: `kind = "posts"
key = "none"
columns = { post_id = "status_id", format = "status_type", published_at = "status_published", reactions = "num_reactions", likes = "num_likes", comments = "num_comments", shares = "num_shares", loves = "num_loves" }`,
		ours:     map[string]string{"num_reactions": "reactions", "num_likes": "likes", "num_comments": "comments", "num_shares": "shares", "num_loves": "loves"},
		exposure: "reactions", macro: "shares",
	},
	{
		name: "meta_instagram_content", file: "formats/meta_instagram_content.csv", answers: "formats/meta_instagram_content.answers.json",
		ours:     map[string]string{"Reach": "reach", "Views": "views", "Likes": "likes", "Follows": "follows", "Saves": "saves", "Shares": "shares", "Comments": "comments"},
		exposure: "reach", macro: "follows",
	},
	{
		name: "youtube_table_data", file: "formats/youtube_table_data.csv", answers: "formats/youtube_table_data.answers.json",
		data:     `columns = { subscribers_gained = "Subscribers gained" }`,
		ours:     map[string]string{"Views": "views", "Impressions": "impressions", "Likes": "likes", "Subscribers gained": "subscribers_gained"},
		exposure: "views", macro: "subscribers_gained",
	},
	{
		name: "sprout_linkedin", file: "formats/sprout_linkedin.csv", answers: "formats/sprout_linkedin.answers.json",
		data: `kind = "posts"
key = "none"
dates = "dmy"
columns = { published_at = ["Date", "Time"], format = "Content Type", caption = "Post", impressions = "Impressions", engagements = "Engagements", likes = "Likes", comments = "Comments", shares = "Shares", link_clicks = "Post Link Clicks" }`,
		ours:     map[string]string{"Impressions": "impressions", "Engagements": "engagements", "Likes": "likes", "Post Link Clicks": "link_clicks", "Comments": "comments", "Shares": "shares"},
		exposure: "impressions", macro: "link_clicks",
	},
}

// answers is what was computed independently (R and DuckDB) on the same files.
type answers struct {
	Definitions struct {
		RecordsUsed int `json:"records_used"`
	}
	Totals map[string]float64
	Funnel []struct {
		Stage       string
		Total       float64
		StepRate    *float64 `json:"step_rate"`
		OverallRate *float64 `json:"overall_rate"`
	}
	Top10 []struct {
		ID              *string
		Macro, Exposure float64
		Rate            *float64
	} `json:"top10_by_macro"`
	Wilson []struct {
		K, N, P float64
		CI      json.RawMessage
	} `json:"wilson95_top5"`
}

// shared is the folder of real data sets; the test is skipped, and says so, without it.
func shared(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("LIKEWISE_SHARED")
	if dir == "" {
		t.Skip("LIKEWISE_SHARED is not set: real data sets may not be redistributed, so this runs only where they are")
	}
	return filepath.Join(dir, "data")
}

// siteOf copies a data file into a new site and writes its site.toml.
func siteOf(t *testing.T, file, toml string) string {
	t.Helper()
	dir := t.TempDir()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"data/" + filepath.Base(file): body, "site.toml": []byte(toml), "content/index.md": []byte("+++\ntitle = \"Report\"\nlayout = \"overview\"\n+++\n\n{{< funnel \"F\" >}}\n\n{{< posts top=10 >}}\n\n{{< sources >}}\n")} {
		writeSiteFile(t, dir, name, b)
	}
	return dir
}

func TestRealDataGivesTheKnownAnswers(t *testing.T) {
	root := shared(t)
	for _, set := range realSets {
		t.Run(set.name, func(t *testing.T) {
			var want answers
			b, err := os.ReadFile(filepath.Join(root, set.answers))
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(b, &want); err != nil {
				t.Fatal(err)
			}
			steps := ""
			for _, s := range want.Funnel {
				steps += fmt.Sprintf("%q, ", set.ours[s.Stage])
			}
			dir := siteOf(t, filepath.Join(root, set.file), fmt.Sprintf("title = \"T\"\n[conversions]\nexposure = %q\nmacro = [%q]\n[[funnel]]\nname = \"F\"\nsteps = [%s]\n[[data]]\nfiles = \"data/*\"\n%s\n",
				set.exposure, set.macro, steps, set.data))
			result, problems := Build(context.Background(), Options{Source: dir})
			if result == nil {
				t.Fatal(problems)
			}
			checkAnswers(t, result.Report, set, want)
		})
	}
}

func checkAnswers(t *testing.T, r *model.Report, set real, want answers) {
	t.Helper()
	if len(r.Posts) != want.Definitions.RecordsUsed {
		t.Errorf("%d posts, want %d", len(r.Posts), want.Definitions.RecordsUsed)
	}
	for _, s := range r.Sources {
		if s.Read != s.Stored+s.Updated+s.Duplicate+s.Rejected {
			t.Errorf("%s does not add up: %+v", s.File, s)
		}
	}
	for theirs, total := range want.Totals {
		if got := r.Totals[set.ours[theirs]]; got != total {
			t.Errorf("total of %s: %v, want %v", theirs, got, total)
		}
	}
	for i, s := range want.Funnel {
		got := r.Funnels[0].Steps[i]
		if float64(got.Count) != s.Total {
			t.Errorf("step %s: %v, want %v", s.Stage, got.Count, s.Total)
		}
		if s.StepRate != nil && *s.StepRate <= 1 && !near(got.OfPrevious.Value, *s.StepRate) {
			t.Errorf("step rate of %s: %v, want %v", s.Stage, got.OfPrevious, *s.StepRate)
		}
		if s.StepRate != nil && *s.StepRate > 1 && got.OfPrevious.OK() {
			t.Errorf("step rate of %s must have none, got %v", s.Stage, got.OfPrevious)
		}
	}
	for i, p := range want.Top10 {
		got := r.Posts[i]
		if got.Metrics[set.macro] != p.Macro || got.Metrics[set.exposure] != p.Exposure || p.ID != nil && *p.ID != got.ID && set.data == "" {
			t.Errorf("place %d: %s %v of %v, want %v of %v", i+1, got.ID, got.Metrics[set.macro], got.Metrics[set.exposure], p.Macro, p.Exposure)
		}
	}
	for i, w := range want.Wilson {
		var ci [2]float64
		if json.Unmarshal(w.CI, &ci) != nil {
			continue // above the exposure: no proportion
		}
		rate, _ := r.Posts[i].Rate(set.macro)
		if !near(rate.Rate.Value, w.P) || !near(rate.Rate.Low, ci[0]) || !near(rate.Rate.High, ci[1]) {
			t.Errorf("Wilson of place %d: %+v, want %v %v", i+1, rate.Rate, w.P, ci)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b)) }

// Builds of one input are the same bytes: twice without a cache, with an empty cache, and from the kept report and charts.
func TestDemoBuildsTheSameBytes(t *testing.T) {
	cache := t.TempDir()
	caches := []string{"", "", cache, cache}
	sums := make([]string, len(caches))
	for i := range sums {
		dir := t.TempDir()
		read := false
		result, problems := Build(context.Background(), Options{Source: "..", Destination: filepath.Join(dir, "public"), Version: "test", CacheDir: caches[i],
			Phase: func(name string, _ time.Duration) { read = read || name == "read data" }})
		if warm := i == 3; read == warm {
			t.Errorf("build %d: data was read: %v", i+1, read)
		}
		if result == nil {
			t.Fatal(problems)
		}
		b, err := os.ReadFile(filepath.Join(dir, "public", "manifest.json"))
		if err != nil {
			t.Fatal(err)
		}
		sums[i] = string(b) // the manifest holds the hash of every file
	}
	for i, sum := range sums {
		if sum != sums[0] {
			t.Errorf("build %d differs from the first; compare the manifests", i+1)
		}
	}
}

// A site that fails to build, whatever the reason, leaves the old one as it was and says why.
func TestFailedBuildLeavesTheOldSite(t *testing.T) {
	dir := siteOf(t, "testdata/posts.csv", "[conversions]\nexposure = \"reach\"\nmacro = [\"purchases\"]\n[[funnel]]\nname = \"F\"\nsteps = [\"reach\", \"purchases\"]\n[[data]]\nfiles = \"data/posts.csv\"\n")
	if result, problems := Build(context.Background(), Options{Source: dir}); result == nil {
		t.Fatal(problems)
	}
	old := manifest(t, dir)
	for name, c := range map[string]struct{ file, body, code string }{
		"misspelt key":          {"site.toml", "titel = \"x\"\n", "unknown-key"},
		"misspelt front matter": {"content/bad.md", "+++\ntitel = \"x\"\n+++\n", "unknown-key"},
		"unknown shortcode":     {"content/bad.md", "{{< funel \"F\" >}}\n", "unknown-shortcode"},
		"unknown funnel":        {"content/bad.md", "{{< funnel \"G\" >}}\n", "unknown-funnel"},
		"unknown metric":        {"content/bad.md", "{{< value \"puchases\" >}}\n", "unknown-metric"},
		"no data":               {"data/posts.csv", "", ""},
		"only a header":         {"data/posts.csv", "post_id,reach\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, c.file)
			before, err := os.ReadFile(path)
			if err := os.WriteFile(path, []byte(c.body), 0o644); err != nil {
				t.Fatal(err)
			}
			result, problems := Build(context.Background(), Options{Source: dir})
			if result != nil {
				t.Error("it built")
			}
			if c.code != "" && !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == c.code && p.File != "" }) {
				t.Errorf("want %s with its file, got %v", c.code, problems)
			}
			if manifest(t, dir) != old {
				t.Error("the old site changed")
			}
			if err != nil {
				os.Remove(path)
			} else {
				os.WriteFile(path, before, 0o644)
			}
		})
	}
}

func manifest(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "public", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
