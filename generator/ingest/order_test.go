package ingest

import (
	"testing"

	"likewise/generator/model"
)

// TestUndatedFilesFollow loads a table of posts without dates after the file before it in site.toml, so that it adds to
// posts, and the export that holds them stores them.
func TestUndatedFilesFollow(t *testing.T) {
	dir := site(t, map[string]string{
		"z.csv": "post_id,published_at,reach\np1,2026-05-01T10:00:00Z,100\np2,2026-05-02T10:00:00Z,100\n",
		"a.csv": "post_id,topic,reach_home\np1,tea,40\np2,cups,50\n",
		"b.csv": "post_id,published_at,reach\np1,2026-05-01T10:00:00Z,120\np3,2026-06-02T10:00:00Z,90\n",
	})
	_, r, problems := load(t, dir, model.Data{Files: "z.csv"}, model.Data{Files: "a.csv", Kind: "posts"}, model.Data{Files: "b.csv"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	want := [][3]int{{2, 2, 0}, {2, 0, 2}, {2, 1, 1}}
	if len(r.Sources) != len(want) {
		t.Fatalf("%d files", len(r.Sources))
	}
	for i, s := range r.Sources {
		if got := [3]int{s.Read, s.Stored, s.Updated}; got != want[i] || s.Read != s.Stored+s.Updated+s.Duplicate+s.Rejected {
			t.Errorf("%s: read, stored, updated %v, want %v", s.File, got, want[i])
		}
	}
}
