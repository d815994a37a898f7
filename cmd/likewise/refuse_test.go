package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// TestFilesThatAreRefused gives the program files that lie, lack or swell. Each is one clear error with its file, a hint
// and exit code 1; the site that was there stands, and memory and time stay those of a small build.
func TestFilesThatAreRefused(t *testing.T) {
	const head = "post_id,published_at,title,reach,likes\n"
	honest := packed(t, head+strings.Repeat("p1,2026-03-02,One,1200,7\n", 2000))
	lies := bytes.Clone(honest)
	lies[len(lies)-4] ^= 1 // the size in the last four bytes
	wrong := bytes.Clone(honest)
	wrong[len(wrong)-8] ^= 1 // the checksum before it
	cases := []struct {
		name string
		body []byte
		code string
	}{
		{"a.csv.gz", honest[:len(honest)/2], "truncated-archive"},
		{"a.csv.gz", honest[:12], "truncated-archive"},
		{"a.csv.gz", lies, "broken-archive"},
		{"a.csv.gz", wrong, "broken-archive"},
		{"a.csv.gz", swollen(t, head, ",", 200<<20), "archive-too-large"},
		{"a.csv.zst", swollenZstd(t, 300<<20), "archive-too-large"},
		{"a.xlsx", bookOf(t, "xl/worksheets/sheet1.xml", zeros(1200<<20)), "archive-too-large"},
		{"a.xlsx", bookOf(t, "xl/worksheets/sheet1.xml", strings.NewReader("<worksheet><sheetData><row")), "broken-workbook"},
		{"a.xlsx", bookOf(t, "../../../tmp/evil", strings.NewReader("x")), "zip-archive"},
		{"a.xlsx", bookOf(t, "xl/workbook.xml", strings.NewReader(laughs)), "broken-workbook"},
		{"a.xlsx", []byte("PK\x03\x04 and no more"), "broken-workbook"},
		{"a.csv", []byte(strings.Repeat(",", 200<<10) + "post_id,likes\np1,1\n"), "table-too-large"},
		{"a.jsonl", sparse(20_000), "table-too-large"},
		{"a.json", []byte(strings.Repeat(`[{"a":`, 100_000)), "broken-json"},
		{"a.json", []byte(strings.Repeat(`{"a":`, 100_000)), "broken-json"},
		{"a.csv", []byte("post_id,likes\n\"open,1\n" + strings.Repeat("x,1\n", 100)), "open-quote"},
		{"a.csv", []byte("\x00\x01\x02\x03\x04" + strings.Repeat("\x00\x07", 500)), "binary-file"},
		{"a.csv", []byte("PAR1" + strings.Repeat("\x00", 64) + "PAR1"), "broken-parquet"},
		{"a.csv", []byte("<!doctype html><script>alert(1)</script>"), "html-file"},
		{"a.csv", []byte("\xd0\xcf\x11\xe0 an old workbook"), "old-excel"},
		{"a.csv", nil, "empty-file"},
		{"a.csv", []byte(head + "p1,2026-03-02," + strings.Repeat("x", 10<<20) + ",1,1\n"), "too-many-rejected"},
	}
	dir := smallSite(t)
	if code, _ := command(t, "build", "-s", dir, "--quiet"); code != exitOK {
		t.Fatal("the small site does not build")
	}
	before := manifestOf(t, dir)
	for _, c := range cases {
		t.Run(c.code, func(t *testing.T) {
			name := filepath.Join(dir, "data", "extra", c.name)
			if err := os.WriteFile(name, c.body, 0o644); err != nil {
				t.Fatal(err)
			}
			defer os.Remove(name)
			code, said := command(t, "build", "-s", dir, "-c", "extra.toml", "--quiet")
			want := exitFailed
			if c.code == "too-many-rejected" {
				want = exitContract
			}
			if code != want || !strings.Contains(said, "["+c.code+"]") || !strings.Contains(said, "data/extra/"+c.name) || !strings.Contains(said, "hint: ") {
				t.Errorf("exit code %d: %s", code, said)
			}
			if manifestOf(t, dir) != before {
				t.Error("the old site is not as it was")
			}
		})
	}
}

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><workbook>&b;&c;</workbook>`

// command runs the program in this process and returns its exit code and what it said.
func command(t testing.TB, args ...string) (int, string) {
	t.Helper()
	var out, err bytes.Buffer
	code := run(append(args, "--cacheDir", filepath.Join(t.TempDir(), "cache")), nil, &out, &err)
	return code, out.String() + err.String()
}

// smallSite is a site of three pages that builds at once; extra.toml also reads what is in data/extra.
func smallSite(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	config := "title = \"Small\"\n[conversions]\nexposure = \"reach\"\nmicro = [\"likes\"]\nmacro = [\"purchases\"]\n[[funnel]]\nname = \"F\"\nsteps = [\"reach\", \"likes\", \"purchases\"]\n[[data]]\nfiles = \"data/posts.csv\"\n"
	var posts strings.Builder
	posts.WriteString("post_id,published_at,format,title,reach,likes,purchases\n")
	for i := range 12 {
		fmt.Fprintf(&posts, "p%d,2026-03-%02d,%s,Title %d,%d,%d,%d\n", i, i+1, []string{"reel", "image"}[i%2], i, 1000+i*37, 20+i, i%5)
	}
	for name, body := range map[string]string{
		"site.toml": config, "extra.toml": config + "[[data]]\nfiles = \"data/extra/*\"\n", "data/posts.csv": posts.String(), "data/extra/.keep": "",
		"content/index.md": "+++\ntitle = \"Overview\"\nlayout = \"overview\"\n+++\n\n{{< kpi \"reach\" >}}\n\n{{< funnel \"F\" >}}\n\n{{< posts top=10 >}}\n",
	} {
		appendTo(t, filepath.Join(dir, name), body)
	}
	return dir
}

func manifestOf(t testing.TB, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "public", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func packed(t testing.TB, text string) []byte { return swollen(t, text, "", 0) }

// swollen is a gzip of a head and of many repeats.
func swollen(t testing.TB, head, repeat string, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, head)
	chunk := []byte(strings.Repeat(repeat, 1<<20))
	for i := 0; i < n; i += len(chunk) {
		w.Write(chunk)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func swollenZstd(t testing.TB, n int64) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, zeros(n)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zero struct{}

func (zero) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func zeros(n int64) io.Reader { return io.LimitReader(zero{}, n) }

// bookOf is a zip with one part.
func bookOf(t testing.TB, name string, part io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, part); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sparse is JSON in which every object has another of 2,000 keys: few bytes, and a wide table.
func sparse(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "{\"post_id\":\"p%d\",\"likes\":1,\"k%d\":1}\n", i, i%2000)
	}
	return b.Bytes()
}
