package page

import (
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/diag"
)

func load(t testing.TB, files map[string]string, opts Options) ([]*Page, diag.List) {
	t.Helper()
	site := fstest.MapFS{}
	for name, text := range files {
		site[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Load(site, opts)
}

func loadOne(t testing.TB, text string) *Page {
	t.Helper()
	pages, problems := load(t, map[string]string{"content/a.md": text}, Options{})
	if len(problems) > 0 || len(pages) != 1 {
		t.Fatalf("%d pages, problems: %v", len(pages), problems)
	}
	return pages[0]
}

const full = `+++
title = "Funnel"
description = "Where they leave"
date = 2026-10-01T09:30:00
draft = false
slug = "the-funnel"
aliases = ["/old/funnel/", "f.html"]
tags = ["a", " b "]
weight = 2
layout = "wide"
period = "2026-10"
compare = "previous"
[params]
author = "N"
n = 1
on = true
list = ["x", 2]
[params.inner]
day = 2026-10-02
+++
`

func TestFrontMatter(t *testing.T) {
	zone := time.FixedZone("x", 3600)
	pages, problems := load(t, map[string]string{"content/a/b.md": full}, Options{Zone: zone})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := FrontMatter{
		Title: "Funnel", Description: "Where they leave", Date: time.Date(2026, 10, 1, 9, 30, 0, 0, zone), Slug: "the-funnel",
		Aliases: []string{"old/funnel/", "f.html"}, Tags: []string{"a", "b"}, Weight: 2, Layout: "wide", Period: "2026-10", Compare: "previous",
		Params: map[string]string{"author": "N", "n": "1", "on": "true", "list": "x, 2", "inner.day": "2026-10-02T00:00:00"},
	}
	if d := cmp.Diff(want, pages[0].Front); d != "" {
		t.Error(d)
	}
	if pages[0].Path != "a/the-funnel/" {
		t.Errorf("path %q", pages[0].Path)
	}
}

func TestYAMLAndTOMLAgree(t *testing.T) {
	toml := loadOne(t, "+++\ntitle = \"x\"\ndate = 2026-10-01\ntags = [\"a\"]\nweight = -1\nperiod = \"2026\"\n[params]\na = 1\n[params.b]\nc = [1, 2]\n+++\n")
	yaml := loadOne(t, "---\ntitle: x\ndate: 2026-10-01\ntags: [a]\nweight: -1\nperiod: 2026\nparams:\n  a: 1\n  b: {c: [1, 2]}\n---\n")
	if d := cmp.Diff(toml.Front, yaml.Front); d != "" {
		t.Error(d)
	}
}

func TestDates(t *testing.T) {
	for written, want := range map[string]string{
		"2026-10-01":                  "2026-10-01T00:00:00+02:00",
		`"2026-10-01"`:                "2026-10-01T00:00:00+02:00",
		"2026-10-01T08:00:00Z":        "2026-10-01T08:00:00Z",
		"2026-10-01T08:00:00":         "2026-10-01T08:00:00+02:00",
		`"2026-10-01 08:00"`:          "2026-10-01T08:00:00+02:00",
		`"2026-10-01T08:00:00-03:00"`: "2026-10-01T08:00:00-03:00",
		"08:00:00":                    "",
		`"tomorrow"`:                  "",
		`"2026-02-30"`:                "",
	} {
		pages, problems := load(t, map[string]string{"content/a.md": "+++\ndate = " + written + "\n+++\n"}, Options{Zone: time.FixedZone("", 7200)})
		got := ""
		if !pages[0].Front.Date.IsZero() {
			got = pages[0].Front.Date.Format(time.RFC3339)
		}
		if got != want || (want == "") != (len(problems) == 1) {
			t.Errorf("%s: got %q (%v), want %q", written, got, problems, want)
		}
	}
}

func TestPagePath(t *testing.T) {
	for _, c := range []struct{ file, slug, want string }{
		{"content/index.md", "", ""}, {"content/_index.md", "", ""}, {"content/funnel.md", "", "funnel/"},
		{"content/a/b.md", "", "a/b/"}, {"content/a/index.md", "", "a/"}, {"content/a/b.md", "c", "a/c/"},
		{"content/a/index.md", "c", "c/"}, {"content/My Page.md", "", "my-page/"}, {"content/a/con.md", "", "a/con-x/"},
		{"content/posts/CxYz_1a.md", "", "posts/cxyz_1a/"},
	} {
		if got := pagePath(c.file, c.slug); got != c.want {
			t.Errorf("pagePath(%q, %q) = %q, want %q", c.file, c.slug, got, c.want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Hello, World!": "hello-world", "Crème brûlée": "creme-brulee", "Straße": "strasse", "Sale 🔥 now": "sale-now", "🔥🔥": "post", "": "post",
		"don't": "dont", "con": "con-x", "COM1": "com1-x", "..": "post", "../../etc/passwd": "etc-passwd", "a\x00b\n": "a-b", "日本語 の": "日本語-の",
		"ｆｕｌｌ": "full", "İstanbul": "istanbul", "\u202egnp.exe": "gnp-exe", "a__b": "a__b", "--a--": "a", "1️⃣ first": "1-first",
		"Ελλάδα": "ελλαδα", "한국어": "한국어", "がぎ": "がぎ", "x²": "x2", "\xff\xfe": "post", strings.Repeat("é", 100): strings.Repeat("e", 80),
		strings.Repeat("語", 40): strings.Repeat("語", 26),
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSitePath(t *testing.T) {
	for in, want := range map[string]string{
		"/old/A/": "old/A/", "old": "old/", "old.html": "old.html", "a/b.html": "a/b.html",
		"": "", "/": "", "..": "", "a/../b": "", "a//b": "", "//evil": "", `a\b`: "", "c:": "", "nul": "", "a/aux.txt/b": "", ".git": "", "a\x07": "", "a b": "", "a.": "", "%2e%2e": "",
	} {
		got, ok := sitePath(in)
		if got != want || ok != (want != "") {
			t.Errorf("sitePath(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}

// Every position is that of the file, front matter counted, in characters.
func TestPositions(t *testing.T) {
	p := loadOne(t, "+++\ntitle = \"x\"\n+++\n\nétè {{< value a >}} [l](x.html)\n![i](y.png) https://z.example\n\n> - ü {{< value b\n>   row=1 >}}\n>   {{< totals >}}\n\n| a |\n|---|\n| é {{< value c >}} |\n\n```sql q\nselect 1\n```\n\n## H\n")
	var got []string
	for _, r := range p.Refs {
		got = append(got, fmt.Sprintf("%s %s %d:%d %v", r.Name, r.Arg(0), r.Line, r.Col, r.Inline))
	}
	for _, l := range append(p.Links, p.Images...) {
		got = append(got, fmt.Sprintf("%s %d:%d", l.Dest, l.Line, l.Col))
	}
	for _, h := range p.TOC {
		got = append(got, fmt.Sprintf("%s %d", h.Text, h.Line))
	}
	want := []string{
		"value a 5:5 true", "value b 8:7 true", "totals  10:5 false", "value c 14:5 true", "query q 16:1 false",
		"x.html 5:21", "https://z.example 6:13", "y.png 6:1", "H 20",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if q := p.Queries[0]; q.Line != 16 || q.SQL != "select 1\n" || q.Show {
		t.Errorf("query %+v", q)
	}
}

func TestTitleFallsBack(t *testing.T) {
	for text, want := range map[string]string{"# A *b* {{< value x >}}\n": "A b", "text\n": "Quarter three", "+++\ntitle = \"T\"\n+++\n# A\n": "T"} {
		pages, _ := load(t, map[string]string{"content/quarter-three.md": text}, Options{})
		if got := pages[0].Front.Title; got != want {
			t.Errorf("%q: title %q, want %q", text, got, want)
		}
	}
}

func TestTOCAndWords(t *testing.T) {
	p := loadOne(t, "# One *two* `three`\n\nIt's four & five {{< value x >}}\nsix\n\n```\nnot counted\n```\n\n- seven\n\n## Sub\n")
	if p.Words != 9 {
		t.Errorf("%d words, want 9", p.Words)
	}
	want := []Heading{{Level: 1, ID: "one-two-three", Text: "One two three", File: "content/a.md", Line: 1}, {Level: 2, ID: "sub", Text: "Sub", File: "content/a.md", Line: 12}}
	if d := cmp.Diff(want, p.TOC); d != "" {
		t.Error(d)
	}
}

func TestLinksToPages(t *testing.T) {
	pages, problems := load(t, map[string]string{
		"content/index.md":      "[a](sub/b.md) [c](/c%20d.md?x#y) [self](index.md#z) [m](zz.md)\n{{< include \"_p/p.md\" >}}\n",
		"content/sub/b.md":      "[home](../index.md) [up](../../site.md) [plain](../c.html)\n",
		"content/c d.md":        "x\n",
		"content/_p/p.md":       "[b](../sub/b.md)\n",
		"content/.hidden/no.md": "x\n",
	}, Options{})
	got := map[string][]string{}
	for _, p := range pages {
		h, _ := p.HTML(echo)
		for _, m := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(string(h), -1) {
			got[p.Source] = append(got[p.Source], m[1])
		}
	}
	want := map[string][]string{
		"content/index.md": {"sub/b/index.html", "c-d/index.html?x#y", "#z", "zz.md", "sub/b/index.html"},
		"content/sub/b.md": {"../../index.html", "../../site.md", "../c.html"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(problems) != 2 || problems[0].Code != "unknown-page" || problems[1].Where() != "content/sub/b.md:1:21" {
		t.Errorf("problems: %v", problems)
	}
}

// bind sees each reference once, in the order of Refs, whatever holds it.
func TestBindOnceInOrder(t *testing.T) {
	for _, file := range caseFiles(t) {
		for _, c := range readCases(t, file) {
			pages, problems := Load(siteOf(c.input), testOptions())
			for _, p := range pages {
				var seen []*Ref
				p.HTML(func(r *Ref) (template.HTML, error) { seen = append(seen, r); return "", nil })
				if len(seen) != len(p.Refs) {
					t.Errorf("%s: %s: bound %d references of %d (%v)", file, c.name, len(seen), len(p.Refs), problems)
					continue
				}
				for i := range seen {
					if seen[i] != p.Refs[i] {
						t.Errorf("%s: %s: reference %d is %v, want %v", file, c.name, i, seen[i], p.Refs[i])
					}
				}
			}
		}
	}
}

func TestHTMLIsRepeatableAndConcurrent(t *testing.T) {
	p := loadOne(t, "# A\n\n{{< totals >}}\n\n```go\nx := 1\n```\n\na {{< value x >}}[^1]\n\n[^1]: b\n")
	want, _ := p.HTML(echo)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got, _ := p.HTML(echo); got != want {
				t.Error("differs")
			}
		})
	}
	wg.Wait()
}

// A page that is wrong hides neither its own other problems nor those of other pages.
func TestAllProblemsAtOnce(t *testing.T) {
	_, problems := load(t, map[string]string{
		"content/a.md": "+++\nzzz = 1\n+++\n{{< nope >}}\n",
		"content/b.md": "+++\ntitle = \n+++\n{{< nope >}}\n",
		"content/c.md": "\xff\n",
		"content/d.md": "+++\n",
		"content/e.md": strings.Repeat("x", maxFile+1),
		"content/g.md": "+++\n" + strings.Repeat("a.", maxFront/2) + "b = 1\n+++\n",
		"content/f.md": "[a](b.md) [x](javascript:x)\n",
	}, Options{})
	var got []string
	for _, p := range problems {
		got = append(got, p.Where()+" "+p.Code)
	}
	want := []string{"content/a.md:2:1 unknown-key", "content/a.md:4:5 unknown-shortcode", "content/b.md:2:9 front-matter", "content/b.md:4:5 unknown-shortcode",
		"content/c.md:1:1 not-utf8", "content/d.md:1:1 front-matter", "content/e.md too-large", "content/f.md:1:11 unsafe-url", "content/g.md:1:1 too-large"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestDraftsOnRequest(t *testing.T) {
	files := map[string]string{"content/a.md": "+++\ndraft = true\n+++\n{{< nope >}}\n", "content/b.md": "+++\ndate = 2030-01-01\n+++\n"}
	if pages, problems := load(t, files, Options{Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}); len(pages) != 0 || len(problems) != 0 {
		t.Errorf("%d pages, %v", len(pages), problems)
	}
	if pages, problems := load(t, files, Options{Drafts: true}); len(pages) != 2 || len(problems) != 1 {
		t.Errorf("%d pages, %v", len(pages), problems)
	}
}

func TestNoContentFolder(t *testing.T) {
	if pages, problems := Load(fstest.MapFS{"site.toml": {}}, Options{}); len(pages) != 0 || len(problems) != 0 {
		t.Errorf("%v %v", pages, problems)
	}
}

func TestIncludesAreBounded(t *testing.T) {
	files := map[string]string{"content/index.md": "{{< include \"_0.md\" >}}\n"}
	for i := range 20 {
		line := fmt.Sprintf("{{< include \"_%d.md\" >}}\n", i+1)
		files[fmt.Sprintf("content/_%d.md", i)] = line + line
	}
	files["content/_20.md"] = "end\n"
	if _, problems := load(t, files, Options{}); problems.Err() == nil || !strings.Contains(problems.Error(), "more than 256 files") {
		t.Errorf("%d problems, want one that says so", len(problems))
	}
}

// Rendered code uses no class that HighlightCSS leaves plain by accident: keywords, strings, comments, numbers.
func TestHighlightCSS(t *testing.T) {
	css := HighlightCSS()
	p := loadOne(t, "```sql\n-- c\nselect 'a', 1 from t\n```\n\n```go\nvar x = \"a\" // c\n```\n")
	h, _ := p.HTML(echo)
	for _, class := range []string{"k", "s1", "c1", "mi", "s", "kd"} {
		if !strings.Contains(string(h), fmt.Sprintf(`class="%s"`, class)) || !regexp.MustCompile(`\.chroma \.`+class+`\b`).MatchString(css) {
			t.Errorf("class %q is not in both page and style", class)
		}
	}
	if strings.Contains(string(h), "style=") {
		t.Error("inline style in highlighted code")
	}
}

func TestShortcodesAreFresh(t *testing.T) {
	Shortcodes()[0].Name = "changed"
	if Shortcodes()[0].Name == "changed" {
		t.Error("one caller changes what another sees")
	}
}

// The repository's own pages must always load.
func TestOwnContent(t *testing.T) {
	files, err := filepath.Glob("../../content/*.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Log("the repository has no pages yet")
		return
	}
	_, problems := Load(os.DirFS("../.."), Options{Drafts: true})
	for _, p := range problems {
		t.Error(p.Error())
	}
}
