package ingest

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"likewise/generator/model"
)

// TestAsExported loads what offices send: a preamble, semicolons, decimal commas, Windows-1252, captions over several
// lines, long and mangled ids, empty cells, counts below zero and two totals rows, all in one file a language.
func TestAsExported(t *testing.T) {
	preamble := "Rapport\r\n\r\nCompte;Maison \"Dupont\"\r\nPériode;01/09/2026 - 30/09/2026\r\n;;\r\nFiltre;aucun\r\nFuseau;Paris\r\nDevise;EUR\r\n\r\n"
	rows := `18012345678901234;"Été, ""vrai"" été;
deuxième ligne

#soleil";03/09/2026 18:00;https://www.instagram.com/p/F1/;%s;1 234;1.2K;45;-2;;12,5` + "\r\n" +
		`1,80123E+16;Deux;14/09/2026 08:05;https://www.instagram.com/p/F2/;%s;12 345;9 870;451;31;;` + "\r\n" +
		`18012345678901236;Trois;15/09/2026 08:05;https://www.instagram.com/p/F3/;%s;--;N/A;1;;7;` + "\r\n" +
		"Total;;;;;13 579;11 070;497;29;7;12,5\r\nMoyenne;;;;;6 789,5;5 535;165,7;14,5;7;12,5\r\n"
	for name, c := range map[string]struct{ header, types string }{
		"Meta, French":   {"Identifiant de la publication;Description;Heure de publication;Permalien;Type de publication;Vues;Couverture;Mentions « J’aime »;Followers;Enregistrements;Revenu estimé (EUR)", "Photo"},
		"plain, French":  {"ID de publication;Légende;Date et heure;Lien;Type;Vues;Portée;J’aime;Nouveaux abonnés;Enregistrements;Revenus (EUR)", "Photo"},
		"plain, Spanish": {"ID de publicación;Texto;Fecha;Enlace;Tipo;Visualizaciones;Alcance;Me gusta;Nuevos seguidores;Guardados;Ingresos (EUR)", "Foto"},
		"plain, German":  {"Post-ID;Bildunterschrift;Veröffentlicht am;Beitragslink;Typ;Aufrufe;Reichweite;„Gefällt mir“-Angaben;Neue Follower;Gespeichert;Umsatz (EUR)", "Bild"},
		"no accents":     {"ID de publication;Legende;Date et heure;Lien;Type;Vues;Portee;J'aime;Nouveaux abonnes;Enregistrements;Revenus", "Photo"},
	} {
		t.Run(name, func(t *testing.T) {
			latin, err := charmap.Windows1252.NewEncoder().String(preamble + c.header + "\r\n" + strings.ReplaceAll(rows, "%s", c.types))
			if err != nil {
				t.Fatal(err)
			}
			w, r, problems := load(t, site(t, map[string]string{"x.csv": latin}), model.Data{Files: "x.csv"})
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			s := r.Sources[0]
			if s.Stored != 3 || s.Rejected != 0 {
				t.Fatalf("%+v", s)
			}
			for q, want := range map[string]float64{
				"select sum(views) from posts": 13579, "select sum(reach) from posts": 11070, "select sum(likes) from posts": 497, "select sum(follows) from posts": 29, "select sum(saves) from posts": 7,
				"select count(*) from posts where format = 'image'": 3, "select count(*) from posts where published_at >= timestamp '2026-09-15 00:00:00'": 1, "select count(reach) from posts": 2,
			} {
				if got := one[float64](t, w, q); got != want {
					t.Errorf("%s: %v, want %v", q, got, want)
				}
			}
			if name != "Meta, French" {
				if got := one[float64](t, w, "select sum(revenue) from posts"); got != 12.5 {
					t.Errorf("revenue %v", got)
				}
			}
			if got := one[string](t, w, "select caption from posts where post_id = '18012345678901234'"); got != "Été, \"vrai\" été;\ndeuxième ligne\n\n#soleil" {
				t.Errorf("caption %q", got)
			}
			if notes := strings.Join(s.Notes, "\n"); !strings.Contains(notes, "2 totals rows") || strings.Contains(notes, "add up") {
				t.Errorf("notes %q", notes)
			}
		})
	}
}
