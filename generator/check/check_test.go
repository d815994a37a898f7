package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/page"
)

// private remembers one of each kind, as ingest would.
func private() *model.Private {
	p := model.NewPrivate("key")
	p.AddEmail("Ann@Shop.Test")
	p.AddPhone("+44 20 7946 0000")
	p.AddName("Ann Example")
	p.AddName("12 Harbour Street")
	p.AddActor(0x50581b0563049dfc) // md5("key" + "user-4711") is fc9d0463051b58d0...; see TestActorDigest
	return p
}

func TestActorDigest(t *testing.T) {
	if !private().HasActor([]byte("user-4711")) {
		t.Error("the digest is not the first eight bytes of md5(key + id), the least significant first")
	}
}

func run(files map[string]string, published string, in Input) []string {
	c := New("https://example.org/report/", private(), []string{published})
	for name, body := range files {
		c.Add(name, []byte(body))
	}
	out := []string{}
	for _, p := range c.Run(in) {
		out = append(out, fmt.Sprintf("%s %s [%s]", p.Where(), p.Text, p.Code))
	}
	return out
}

func TestRules(t *testing.T) {
	cases := []struct {
		name, body string
		want       []string // parts, one a problem
	}{
		{"links that lead somewhere", `<h2 id="a">A</h2><a href="#a">1</a><a href="#">2</a><a href="b/index.html#x">3</a><a href="b/">4</a><a href="b/?q=1#x">5</a><a href="/report/b/">6</a><a href="https://example.org/report/b/">7</a><a href="https://elsewhere.org/">8</a><a href="mailto:x">9</a><a href="posts.csv">10</a><img src="b/p%20q.png"><img src="data:image/png;base64,AA">`, nil},
		{"a dead page", `<a href="c/index.html">x</a>`, []string{`index.html the link "c/index.html" leads nowhere [broken-link]`}},
		{"a dead page named by the public address", `<a href="https://example.org/report/c/">x</a>`, []string{`[broken-link]`}},
		{"an address without the base path", `<a href="/b/index.html">x</a>`, []string{`the link "/b/index.html" leads nowhere`}},
		{"out of the site", `<a href="../../etc/passwd">x</a>`, []string{`[broken-link]`}},
		{"a dead file of the frame", `<script src="gone.js"></script><link rel="stylesheet" href="gone.css">`, []string{`"gone.css" leads nowhere`, `"gone.js" leads nowhere`}},
		{"a dead anchor", `<a href="b/index.html#y">x</a>`, []string{`"b/index.html#y" leads to no heading`}},
		{"a dead image", `<img src="b/none.png" srcset="b/p%20q.png 1x, b/gone.png 2x">`, []string{`no image "b/gone.png"`, `no image "b/none.png"`}},
		{"other hosts are asked", `<link rel="stylesheet" href="https://fonts.example.com/a.css"><script src="//cdn.example.com/x.js"></script><img src="HTTPS://e.example.com/p.gif"><p style="background:url(https://f.example.com/b)"></p><style>@import "https://g.example.com/c.css"; a{src:url('http://h.example.com/i')}</style><link rel="preconnect" href="https://j.example.com">`,
			[]string{"HTTPS://e.example", "//cdn.example", "f.example", "fonts.example", "g.example", "j.example", "h.example"}},
		{"other hosts are only named", `<link rel="canonical" href="https://elsewhere.org/"><a href="https://elsewhere.org/x.js">x</a>`, nil},
		{"an e-mail address", `<p>ann@shop.test</p>`, []string{`"a...@shop.test" stands in the finished site [leak-email]`}},
		{"an address that ingest never saw", `<p title="to bob+tag@shop.example.co.uk">`, []string{`[leak-email]`}},
		{"an encoded address", `<a href="https://e.org/?u=ann%40shop.test">`, []string{`[leak-email]`}},
		{"an address as an entity", `ann&#64;shop.test`, []string{`[leak-email]`}},
		{"an address as another entity", `ann&#x40;shop.test`, []string{`[leak-email]`}},
		{"an address as a named entity", `ann&commat;shop.test`, []string{`[leak-email]`}},
		{"two addresses in two ways, once each", `ann&#64;shop.test bob@shop.test ann%40shop.test`, []string{`"a...@shop.test"`, `"b...@shop.test"`}},
		{"an address that the author wrote", `<a href="mailto:desk@harbour.example">desk@harbour.example</a>`, nil},
		{"an address that the author wrote, cut by the window around another", `desk@harbour.example ` + strings.Repeat("x", 86) + ` desk@harbour.example`, nil},
		{"an address that the author wrote, cut with its title", `<h1>Mail to desk@harbour.ex…</h1>`, nil},
		{"another address, cut", `<h1>Mail to ann@shop.te…</h1>`, []string{`[leak-email]`}},
		{"no addresses", `@handle and user@ and <img src="b/x@2x.png"> a @ b.com`, []string{`[broken-image]`}},
		{"a phone number, grouped otherwise", `<td>(44) 20-7946-0000</td>`, []string{`[leak-phone]`}},
		{"numbers that are no phone", `<td>442,079,460</td><td>44.2079460000</td>`, nil},
		{"a name", `<p>For ANN  example, with thanks</p>`, []string{`"an...le" of a dropped column stands`}},
		{"half a name", `<p>Ann</p><p>An example</p>`, nil},
		{"a street", `<p>at 12 Harbour-Street.</p>`, []string{`[leak-name]`}},
		{"an actor", `<a data-x="user-4711">`, []string{`[leak-actor]`}},
		{"another actor", `<a data-x="user-4712">`, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := run(map[string]string{"index.html": c.body, "b/index.html": `<h2 id="x">`, "b/p q.png": "", "posts.csv": "a,b\n"}, "write to desk@harbour.example", Input{})
			if len(got) != len(c.want) {
				t.Fatalf("got %d problems, want %d:\n%s", len(got), len(c.want), strings.Join(got, "\n"))
			}
			for _, w := range c.want {
				if !strings.Contains(strings.Join(got, "\n"), w) {
					t.Errorf("no %q in\n%s", w, strings.Join(got, "\n"))
				}
			}
		})
	}
}

// A leak does not hide in data or in a style.
func TestEveryKindOfFileIsRead(t *testing.T) {
	for _, name := range []string{"data/posts.csv", "analysis.json", "feed.xml", "robots.txt", "assets/x.svg"} {
		if got := run(map[string]string{name: "ann@shop.test, Ann Example, +442079460000, user-4711"}, "", Input{}); len(got) != 4 {
			t.Errorf("%s: %d of 4 leaks: %v", name, len(got), got)
		}
	}
	if got := run(map[string]string{"a.css": `@font-face{src:url(//f.example.com/x.woff2)}`}, "", Input{}); len(got) != 1 {
		t.Errorf("css: %v", got)
	}
}

func TestPlaceIsTheLineOfMarkdown(t *testing.T) {
	p := &page.Page{Source: "content/a.md", Path: "a/", Links: []page.Link{{Dest: "/gone.pdf", File: "content/a.md", Line: 7, Col: 3}},
		Images: []page.Link{{Dest: "x.png", File: "content/a.md", Line: 9, Col: 1}}}
	got := run(map[string]string{"a/index.html": `<a href="../gone.pdf"></a><img src="../x.png">`}, "", Input{Pages: []*page.Page{p}})
	want := []string{`content/a.md:7:3 the link "../gone.pdf" leads nowhere [broken-link]`, `content/a.md:9:1 there is no image "../x.png" [broken-image]`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheFrameIsReportedOnce(t *testing.T) {
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("p%02d/index.html", i)] = `<a href="../gone/index.html">x</a>`
	}
	got := run(files, "", Input{})
	if want := `p00/index.html the link "../gone/index.html" leads nowhere (and in 19 more files) [broken-link]`; len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSeverity(t *testing.T) {
	c := New("", nil, nil)
	c.Add("index.html", []byte(`<a href="x"></a><img src="y.png"><a href="#z"></a>`))
	said := map[string]string{"broken-link": "warn", "broken-image": "off"}
	in := Input{Severity: func(code string) string { return said[code] }, All: true, DataFiles: []string{"data/a.csv", "data/used.csv", "data/.keep", "data/README.md"},
		Report: &model.Report{Sources: []model.Source{{File: "data/used.csv"}}}}
	got := map[string]diag.Severity{}
	for _, p := range c.Run(in) {
		got[p.Code] = p.Severity
	}
	want := map[string]diag.Severity{"broken-link": diag.Warning, "broken-anchor": diag.Error, "unused-data": diag.Warning}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	in.All = false
	if n := len(c.Run(in)); n != 2 {
		t.Errorf("a build found %d problems, want 2", n)
	}
}

// BenchmarkSite reads as many pages as the demo has.
func BenchmarkSite(b *testing.B) {
	body := []byte("<!doctype html><title>x</title>" + strings.Repeat(`<li><a href="../../b/index.html#x">A post of 1,234 words</a><svg><path d="M1.2 3.4L5.6 7.8"/></svg></li>`, 90))
	b.SetBytes(int64(len(body) * 400))
	for b.Loop() {
		c := New("", private(), nil)
		for i := range 400 {
			c.Add(fmt.Sprintf("posts/%d/index.html", i), body)
		}
		c.Run(Input{})
	}
}
