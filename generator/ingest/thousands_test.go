package ingest

import (
	"strings"
	"testing"

	"likewise/generator/model"
)

// TestThousandsOfAnotherLocale reads files whose heads are in one language and whose counts are grouped as in another: a
// count is whole, so that 12.400 likes are no twelve. Money, and columns of one's own, may have decimals.
func TestThousandsOfAnotherLocale(t *testing.T) {
	const english, german = "Post ID,Account username,Publish time,Permalink,Post type,Views,Reach,Likes\n", "Beitrags-ID;Nutzername des Kontos;Veröffentlichungszeitpunkt;Dauerhafter Link;Beitragsart;Aufrufe;Reichweite;„Gefällt mir“-Angaben\n"
	for _, c := range []struct{ name, text, note string }{
		{"points under English heads", english + "17900000000000001,shop,09/21/2026 10:00,https://www.instagram.com/p/a/,IG reel,900,12.400,800\n", "counts are whole"},
		{"commas under English heads", english + "17900000000000001,shop,09/21/2026 10:00,https://www.instagram.com/p/a/,IG reel,900,\"12,400\",800\n", ""},
		{"points under German heads", german + "17900000000000001;shop;21.09.2026 10:00;https://www.instagram.com/p/a/;IG Reel;900;12.400;800\n", ""},
		{"commas under German heads", german + "17900000000000001;shop;21.09.2026 10:00;https://www.instagram.com/p/a/;IG Reel;900;12,400;800\n", "counts are whole"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, r, problems := load(t, site(t, map[string]string{"x.csv": c.text}), model.Data{Files: "x.csv"})
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			if reach := one[float64](t, w, "select sum(value) from metrics where metric = 'reach'"); reach != 12400 {
				t.Errorf("reach %v, want 12400", reach)
			}
			if notes := strings.Join(r.Sources[0].Notes, "\n"); c.note == "" && strings.Contains(notes, "counts are whole") || !strings.Contains(notes, c.note) {
				t.Errorf("notes %q, want %q", notes, c.note)
			}
		})
	}
}
