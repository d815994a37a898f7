package generator

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// TestRealSessions reads the UCI online shoppers, one row a session and no person, as a funnel from session to purchase,
// and compares it with the independently computed answers: in all, and by the months of the file.
func TestRealSessions(t *testing.T) {
	root := shared(t)
	type rate struct {
		K, N     float64
		Wilson95 [2]float64
	}
	var want struct {
		Overall rate
		By      map[string]map[string]rate
		Funnel  map[string]float64 `json:"funnel_sessions"`
	}
	text, err := os.ReadFile(filepath.Join(root, "online_shoppers/answers.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &want); err != nil || want.Overall.N == 0 || len(want.By["Month"]) == 0 {
		t.Fatalf("no answers: %v", err)
	}
	dir := siteOf(t, filepath.Join(root, "online_shoppers/online_shoppers_intention.csv"), `title = "Shoppers"
asOf = "2026-10-31"
[conversions]
exposure = "reach"
[[funnel]]
name = "Visit to purchase"
unit = "actor"
steps = ["session", "purchase"]
groupBy = "month"
[[funnel]]
name = "Who looked at products"
unit = "actor"
steps = ["session", "product"]
[[data]]
files = "data/online_shoppers_intention.csv"
kind = "sessions"
columns = { product = "ProductRelated", purchase = "Revenue" }
`)
	report, problems := Analyse(context.Background(), Options{Source: dir})
	if err := problems.Err(); err != nil || report == nil {
		t.Fatal(problems)
	}
	if s := report.Sources[0]; s.Read != 12330 || s.Stored != 12330 {
		t.Errorf("read %d, stored %d, want 12330: %v", s.Read, s.Stored, s.Notes)
	}
	f := report.Funnels[0]
	e := f.Steps[1].OfFirst
	if e.K != want.Overall.K || e.N != want.Overall.N || math.Abs(e.Low-want.Overall.Wilson95[0]) > 1e-12 || math.Abs(e.High-want.Overall.Wilson95[1]) > 1e-12 {
		t.Errorf("%v of %v, %v to %v; want %+v", e.K, e.N, e.Low, e.High, want.Overall)
	}
	if n := float64(report.Funnels[1].Steps[1].Count); n != want.Funnel["ProductRelated>0"] {
		t.Errorf("%v looked at products, want %v", n, want.Funnel["ProductRelated>0"])
	}
	if len(f.Groups) != len(want.By["Month"]) {
		t.Errorf("%d months, want %d", len(f.Groups), len(want.By["Month"]))
	}
	for _, g := range f.Groups {
		e, w := g.Steps[1].OfFirst, want.By["Month"][g.Name]
		if e.K != w.K || e.N != w.N || math.Abs(e.Low-w.Wilson95[0]) > 1e-12 || math.Abs(e.High-w.Wilson95[1]) > 1e-12 {
			t.Errorf("%s: %v of %v, %v to %v; want %+v", g.Name, e.K, e.N, e.Low, e.High, w)
		}
	}
}
