package diff

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/model"
)

// What is compared of a report is the same before it is written and after it was read.
func TestOfIsWhatReadReads(t *testing.T) {
	r := &model.Report{Schema: model.Schema, AsOf: "2026-11-01", Period: model.Period{From: "2026-10-01", To: "2026-10-31"}, Totals: map[string]float64{"reach": 1e6 + .1},
		Tables: []model.TableRows{{Table: "posts", Rows: 2}}, Sources: []model.Source{{File: "data/a.csv", SHA256: "1"}},
		Funnels: []model.FunnelResult{{Name: "F", Steps: []model.StepResult{{Name: "reach", Count: 3}, {Name: "likes", Count: model.Number(math.NaN())}}}},
		Signals: []model.Signal{{Action: "likes", Outcome: "follows", Verdict: "supports"}},
		Posts: []model.Post{{ID: "a", Platform: "x", Title: "One", Metrics: map[string]float64{"reach": 2}, Rates: []model.Rate{{Metric: "likes", Verdict: "above"}}},
			{ID: "b", Caption: " A first line \nand a second", Metrics: map[string]float64{}}}}
	body, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	read, err := Read(built(t, string(body), `{"path":"index.html","sha256":"9"},{"path":"changed/index.html","sha256":"8"},{"path":"posts/a/index.html","sha256":"7"}`, `{"path":"data/a.csv","sha256":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	of := Of(r, "v1", []string{"changed/index.html", "index.html", "posts/a/index.html", "robots.txt"})
	of.Pages["index.html"] = "9"
	if diff := cmp.Diff(encoded(t, of), encoded(t, read)); diff != "" {
		t.Error(diff)
	}
	if got := read.Posts[1].Title; got != "A first line" {
		t.Errorf("a post without a title is called %q", got)
	}
	if d := Compare(of, read); !d.Empty() {
		t.Errorf("%+v", d)
	}
}

func encoded(t *testing.T, s *Site) string {
	t.Helper()
	body, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// The report before is the last one made from other files, however often this one is built.
func TestReadBefore(t *testing.T) {
	old, now := sites(t)
	files := map[string]string{"data/a.csv": "2"} // as now was made from
	if s, fresh, err := ReadBefore(old, files); err != nil || !fresh || s == nil || s.AsOf != "2026-10-01" {
		t.Fatal(s, fresh, err)
	}
	if s, fresh, err := ReadBefore(now, files); err != nil || fresh || s != nil {
		t.Fatal("a site that was held against nothing is held against nothing again:", s, fresh, err)
	}
	before, err := Read(old)
	if err != nil {
		t.Fatal(err)
	}
	kept := encoded(t, before)
	write := func(body string) {
		if err := os.WriteFile(filepath.Join(now, KeptName), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(kept)
	s, fresh, err := ReadBefore(now, files)
	if err != nil || fresh || s == nil {
		t.Fatal(s, fresh, err)
	}
	if diff := cmp.Diff(kept, encoded(t, s)); diff != "" {
		t.Error("kept once more, it is not the same:", diff)
	}
	write(`{"schema":"likewise.previous/9"}`)
	if s, _, err := ReadBefore(now, files); s != nil || err != nil {
		t.Error("of another version:", s, err)
	}
	write(`{"schema":`)
	if _, _, err := ReadBefore(now, files); err == nil {
		t.Error("half a file is no report")
	}
	if _, _, err := ReadBefore(t.TempDir(), files); err == nil {
		t.Error("an empty folder is no site")
	}
}

// An id that two platforms gave is told apart, wherever it stands in its site.
func TestIdsInDoubt(t *testing.T) {
	site := func(posts ...post) *Site {
		s := &Site{Posts: posts}
		s.number()
		return s
	}
	a := post{ID: "1", Platform: "x", Metrics: map[string]float64{"reach": 1}}
	b := post{ID: "1", Platform: "y", Metrics: map[string]float64{"reach": 2}}
	if d := Compare(site(a, b), site(b, a)); len(d.Added)+len(d.Removed)+len(d.Revised) > 0 {
		t.Errorf("%+v", d)
	}
	if d := Compare(site(a), site(b, a)); len(d.Added) != 1 || d.Added[0].ID != "1 (y)" || d.Added[0].At != 0 || len(d.Removed)+len(d.Revised) > 0 {
		t.Errorf("%+v", d)
	}
	a.Platform = "" // named only later
	if d := Compare(site(a), site(post{ID: "1", Platform: "x", Metrics: map[string]float64{"reach": 1}})); !d.Empty() {
		t.Errorf("%+v", d)
	}
}
