package ingest

import (
	"slices"
	"testing"

	"likewise/generator/model"
)

// TestFilesInOrder sorts names as people count them.
func TestFilesInOrder(t *testing.T) {
	for _, want := range [][]string{
		{"data/export.csv", "data/export (1).csv", "data/export (2).csv", "data/export (10).csv"},
		{"data/export-9.csv", "data/export-10.csv"},
		{"data/2026-09.csv", "data/2026-10.csv", "data/2027-01.csv"},
		{"data/a.csv", "data/a.csv.gz", "data/b.csv"},
		{"data/09.csv", "data/9.csv", "data/10.csv"},
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		if slices.SortFunc(got, byName); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestExportedAgain downloads the same two posts twice: the later file counts.
func TestExportedAgain(t *testing.T) {
	const head = "post_id,published_at,reach,likes\n"
	for _, names := range [][2]string{{"export.csv", "export (1).csv"}, {"export-9.csv", "export-10.csv"}} {
		w, _, problems := load(t, site(t, map[string]string{
			names[0]: head + "1,2026-09-01 10:00,50,2\n2,2026-09-02 10:00,50,3\n",
			names[1]: head + "1,2026-09-01 10:00,100,5\n2,2026-09-02 10:00,100,7\n",
		}), model.Data{Files: "*.csv"})
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		holds(t, w, 2, 12)
	}
}

// TestNewestOfEachMetric reads long tables: each metric has its own newest value, wherever in the file it stands.
func TestNewestOfEachMetric(t *testing.T) {
	const head = "post_id,metric,value,as_of\n"
	for name, c := range map[string]struct {
		metrics, posts string
		reach, likes   float64
	}{
		"a metric a day earlier below":     {head + "1,likes,5,2026-10-02\n1,reach,100,2026-10-01\n", "", 100, 5},
		"newest first":                     {head + "1,likes,5,2026-10-02\n1,likes,4,2026-10-01\n1,reach,100,2026-10-03\n1,reach,90,2026-10-02\n", "", 100, 5},
		"newer figures in a file of posts": {head + "1,likes,4,2026-10-01\n1,reach,100,2026-10-01\n", "post_id,likes,as_of\n1,5,2026-10-05\n", 100, 5},
		"older figures in a file of posts": {head + "1,reach,100,2026-10-09\n1,likes,5,2026-10-06\n", "post_id,likes,as_of\n1,4,2026-10-05\n", 100, 5},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"m.csv": c.metrics}
			if c.posts != "" {
				files["p.csv"] = c.posts
			}
			w, _, problems := load(t, site(t, files), model.Data{Files: "*.csv"})
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			if reach, likes := one[float64](t, w, "select sum(reach) from posts"), one[float64](t, w, "select sum(likes) from posts"); reach != c.reach || likes != c.likes {
				t.Errorf("reach %v and likes %v, want %v and %v", reach, likes, c.reach, c.likes)
			}
		})
	}
}
