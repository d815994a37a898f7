package ingest

import (
	"strings"
	"testing"

	"likewise/generator/model"
)

// TestTotalsRows puts a totals row (or none) below two posts that reach 150 and have 16 likes.
func TestTotalsRows(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		posts      int
		note       string
	}{
		{"none", "", 2, ""},
		{"word in the first column", "Total,,,150,16\n", 2, "left out"},
		{"word with a colon", "Gesamt: Konto,,,150,16\n", 2, "left out"},
		{"word in another column", ",,Grand total,150,16\n", 2, "left out"},
		{"word and number", ",,Total (2 posts),150,16\n", 2, "left out"},
		{"no word, but the sums", ",,,150,16\n", 2, "left out"},
		{"a strange word, but the sums", ",,Yhteensä,150,16\n", 2, "left out"},
		{"two rows", "Total,,,150,16\nMoyenne,,,75,8\n", 2, "2 totals rows"},
		{"two rows without words", ",,,150,16\n,,,150,16\n", 2, "2 totals rows"},
		{"disagrees", "Total,,,151,16\n", 2, "151 reach"},
		{"disagrees, in another language", "Итого,,,151,16\n", 2, "151 reach"},
		{"disagrees, with a sign", "Σ,,,151,16\n", 2, "151 reach"},
		{"disagrees, with more words", ",,Summe aller Beiträge,151,16\n", 2, "151 reach"},
		{"above", "", 2, ""},
		{"a caption that begins like one", "p3,2026-09-03,Total eclipse,1,1\n", 3, ""},
		{"a caption that is one", "p3,2026-09-03,Total,1,1\n", 3, ""},
		{"a post without keys", ",,Something else,1,1\n", 3, ""},
		{"an empty row of commas", ",,,,\n", 2, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := "id,published,caption,reach,likes\np1,2026-09-01,One,100,10\np2,2026-09-02,Two,50,6\n" + c.rows
			w, r, problems := load(t, site(t, map[string]string{"x.csv": text}), model.Data{Files: "x.csv"})
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			if n := one[int](t, w, "select count(*) from posts"); n != c.posts {
				t.Errorf("%d posts, want %d", n, c.posts)
			}
			if notes := strings.Join(r.Sources[0].Notes, "\n"); c.note != "" && !strings.Contains(notes, c.note) || c.note == "" && strings.Contains(notes, "totals row") {
				t.Errorf("notes %q, want %q", notes, c.note)
			}
		})
	}
}
