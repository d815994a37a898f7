package publish

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var day = time.Date(2026, 10, 31, 8, 0, 0, 0, time.FixedZone("", 3600))

func TestGolden(t *testing.T) {
	const base = "https://example.org/report"
	hostile := "a <b> & \"c\" \x01 ]]> é/?#"
	cases := map[string][]byte{
		"sitemap.xml": Sitemap(base, []URL{{Path: "z/index.html"}, {"index.html", day}, {Path: "a b/é&/index.html"}})[0].Body,
		"feed.xml": Atom(base+"/", Feed{Title: hostile, Subtitle: "monthly", Language: "en-GB", Entries: []Entry{
			{Title: "October", Path: "notes/october/index.html", Summary: hostile, Published: day}, {Title: "Undated", Path: "x.html"}}}),
		"robots.txt":      Robots(base),
		"robots-bare.txt": Robots(""),
		"alias.html":      AliasPage("", "old/post/index.html", "posts/é \"x\"/index.html"),
		"alias-base.html": AliasPage(base, "old.html", "new/index.html"),
		"table.csv":       CSV([]string{"id", "=cmd()"}, [][]string{{"17895695668004550", "@x"}, {"a,b", "-12.5"}, {"line\nbreak", "-1+1"}}),
		"manifest.json": Manifest{Version: "1.0", AsOf: "2026-10-31", Inputs: []File{{"data/b.csv", "bb", 2}, {"data/a.csv", "aa", 1}},
			Rows: []Rows{{File: "data/a.csv", Read: 3, Stored: 2, Rejected: 1}}, Outputs: []File{{"index.html", "cc", 3}}}.Bytes(),
		"manifest-empty.json": Manifest{}.Bytes(),
	}
	for name, got := range cases {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v; got\n%s\nwant\n%s", name, err, got, want)
		}
		if strings.HasSuffix(name, ".xml") {
			if err := xml.Unmarshal(got, new(struct{})); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestWithoutBaseURL(t *testing.T) {
	if Sitemap("", []URL{{Path: "index.html"}}) != nil || Atom("", Feed{}) != nil || strings.Contains(string(Robots("")), "Sitemap") {
		t.Error("an address without baseURL cannot be absolute")
	}
}

func TestLargeSitemapIsSplit(t *testing.T) {
	pages := make([]URL, maxSitemap+1)
	for i := range pages {
		pages[i].Path = strconv.Itoa(i) + ".html"
	}
	out := Sitemap("https://example.org/", pages)
	var got []string
	for _, o := range out {
		got = append(got, o.Path)
	}
	if !slices.Equal(got, []string{"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"}) || bytes.Count(out[0].Body, []byte("<loc>")) != 2 ||
		bytes.Count(out[1].Body, []byte("<loc>")) != maxSitemap || bytes.Count(out[2].Body, []byte("<loc>")) != 1 {
		t.Errorf("parts %q", got)
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"index.html", "a/index.html", "./a/index.html"}, {"a/index.html", "index.html", "../index.html"},
		{"a/b/index.html", "a/c/index.html", "../c/index.html"}, {"a/b/index.html", "ab/index.html", "../../ab/index.html"},
		{"a/index.html", "a/x.html", "./x.html"}, {"a/index.html", "a/b/index.html", "./b/index.html"}, {"x.html", "a:b.html", "./a:b.html"},
	} {
		if got := relative(c.from, c.to); got != c.want {
			t.Errorf("from %q to %q: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestHashed(t *testing.T) {
	for name, want := range map[string]string{"assets/site.css": "assets/site.ba7816bf.css", "plain": "plain.ba7816bf", "a.b/x.min.js": "a.b/x.min.ba7816bf.js"} {
		if got := Hashed(name, []byte("abc")); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestFormulaInjection(t *testing.T) {
	guarded := []string{"=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1", "＝1", "＋1", "－1", "＠x", "-", "-x", "--5", "-1.2.3", "=cmd|' /C calc'!A0"}
	plain := []string{"", "x", "-5", "-12.50", "-1e9", "-3%", "12", "1+1", "a=b", "é", "'quoted", " x", "17895695668004550"}
	for _, c := range guarded {
		if got := safeCell(c); got != "'"+c {
			t.Errorf("%q is written %q", c, got)
		}
	}
	for _, c := range plain {
		if got := safeCell(c); got != c {
			t.Errorf("%q is written %q", c, got)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, c := range []string{"=1", "a,b", "\"", "\r\n", "-5", "＝", "\ufeff=1"} {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		rows, err := csv.NewReader(bytes.NewReader(CSV([]string{"h", "h2"}, [][]string{{"k", cell}}))).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != 2 {
			t.Fatalf("%q: %q, %v", cell, rows, err)
		}
		if got := rows[1][1]; got != "" && strings.ContainsAny(got[:1], "=+@\t") {
			t.Errorf("%q begins a formula", got)
		}
	})
}
