package render

import (
	"bytes"
	"context"
	"flag"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"likewise/generator/diag"
)

var update = flag.Bool("update", false, "write the golden files")

// TestGolden holds the pages of a small site against testdata, without drawings.
func TestGolden(t *testing.T) {
	files := renderFake(t, fakeInput(t, fakeReport(7), fakeContent))
	for _, name := range []string{"index.html", "funnel/index.html", "posts/index.html", "posts/post-00002/index.html", "posts/month/index.html",
		"posts/month/2026-10/index.html", "reports/index.html", "methods/index.html", "404.html", "old/funnel/index.html", "data/posts.csv", "data/funnel-from-reach-to-purchase.csv", "search.json"} {
		golden(t, name, files[name])
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	// Hashes of assets change with every touch of the theme; what they are is no business of these files.
	got = hashes.ReplaceAllString(got, "$1.HASH.$2")
	file := filepath.Join("testdata", "golden", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update writes it):\n%s", name, diff)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	a := renderFake(t, fakeInput(t, fakeReport(60), fakeContent))
	b := renderFake(t, fakeInput(t, fakeReport(60), fakeContent))
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
}

// nodes calls f for every element of an HTML file.
func nodes(t *testing.T, body string, f func(*html.Node)) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			f(n)
		}
	}
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// TestLinks follows every link and every loaded address: all lead to a file of the site and to an id that is there.
func TestLinks(t *testing.T) {
	files := renderFake(t, fakeInput(t, fakeReport(130), fakeContent))
	ids := map[string]map[string]bool{}
	pages := 0
	for name, body := range files {
		if path.Ext(name) == ".html" {
			pages++
			ids[name] = map[string]bool{}
			nodes(t, body, func(n *html.Node) {
				if id, ok := attr(n, "id"); ok {
					if ids[name][id] {
						t.Errorf("%s: id %q twice", name, id)
					}
					ids[name][id] = true
				}
			})
		}
	}
	if pages < 130 {
		t.Fatalf("only %d pages", pages)
	}
	reached := map[string]bool{"index.html": true, "404.html": true, "old/funnel/index.html": true}
	for name := range ids {
		nodes(t, files[name], func(n *html.Node) {
			for _, key := range []string{"href", "src", "data-echarts"} {
				if to, ok := attr(n, key); ok {
					checkTarget(t, files, ids, name, n, to, reached)
				}
			}
		})
	}
	for name := range ids {
		if !reached[name] {
			t.Errorf("no link leads to %s", name)
		}
	}
}

func checkTarget(t *testing.T, files map[string]string, ids map[string]map[string]bool, from string, n *html.Node, to string, reached map[string]bool) {
	t.Helper()
	if rel, _ := attr(n, "rel"); strings.HasPrefix(to, "http") {
		if rel != "canonical" && (n.Data != "a" || !strings.Contains(rel, "noopener")) {
			t.Errorf("%s: <%s> %q leaves the site", from, n.Data, to)
		}
		return
	}
	file, anchor, _ := strings.Cut(to, "#")
	target := path.Join(path.Dir(from), file)
	if file == "" {
		target = from
	}
	if from == "404.html" && file != "" {
		rest, ok := strings.CutPrefix(file, "/report/")
		if !ok {
			t.Errorf("404.html: %q does not begin at the root of the host", to)
		}
		target = rest
	} else if strings.HasPrefix(file, "/") {
		t.Errorf("%s: %q is no relative address", from, to)
	}
	if _, ok := files[target]; !ok {
		t.Errorf("%s: %q leads to no file", from, to)
	}
	if anchor != "" && !ids[target][anchor] {
		t.Errorf("%s: %q leads to no id", from, to)
	}
	if n.Data == "a" && target != from {
		reached[target] = true
	}
}

// TestEveryPageIsWhole holds every page to the rules that pages share.
func TestEveryPageIsWhole(t *testing.T) {
	files := renderFake(t, fakeInput(t, fakeReport(12), fakeContent))
	checked := 0
	for name, body := range files {
		if path.Ext(name) != ".html" || strings.HasPrefix(name, "old/") {
			continue
		}
		checked++
		var h1s, last int
		var landmarks []string
		nodes(t, body, func(n *html.Node) {
			switch n.Data {
			case "h1", "h2", "h3", "h4", "h5", "h6":
				level := int(n.Data[1] - '0')
				if level == 1 {
					h1s++
				}
				if level > last+1 {
					t.Errorf("%s: <%s> follows a heading of level %d", name, n.Data, last)
				}
				last = level
			case "main", "nav", "footer":
				landmarks = append(landmarks, n.Data)
			case "th":
				if _, ok := attr(n, "scope"); !ok {
					t.Errorf("%s: <th> without scope", name)
				}
			case "style":
				t.Errorf("%s: inline <style>", name)
			}
			checkAttributes(t, name, n)
		})
		if h1s != 1 {
			t.Errorf("%s: %d headings of level 1", name, h1s)
		}
		for _, want := range []string{"main", "nav", "footer"} {
			if !slices.Contains(landmarks, want) {
				t.Errorf("%s: no <%s>", name, want)
			}
		}
		for _, want := range []string{"Content-Security-Policy", "Simulated data", `lang="en-GB"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %s", name, want)
			}
		}
	}
	if checked < 15 {
		t.Fatalf("only %d pages", checked)
	}
}

// checkAttributes refuses what the policy of the pages would block, and what could run.
func checkAttributes(t *testing.T, name string, n *html.Node) {
	t.Helper()
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
		}
		if v := strings.ToLower(strings.TrimSpace(a.Val)); strings.HasPrefix(v, "javascript:") || strings.HasPrefix(v, "data:") {
			t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
		}
	}
	if n.Data == "script" {
		_, src := attr(n, "src")
		if kind, _ := attr(n, "type"); !src && kind != "application/json" {
			t.Errorf("%s: inline script", name)
		}
	}
}

// TestAuthorMistakes names each mistake at its place.
func TestAuthorMistakes(t *testing.T) {
	for _, c := range []struct{ body, code, text, hint string }{
		{`{{< funnel "From reach to purchse" >}}`, "unknown-funnel", `no funnel is named "From reach to purchse"`, `"From reach to purchase"`},
		{`{{< kpi "purchase" >}}`, "unknown-metric", `no post has a metric "purchase"`, `"purchases"`},
		{`{{< kpi "reach" compare="last" >}}`, "shortcode-args", `cannot compare with "last"`, ""},
		{`{{< trend "revenu" >}}`, "unknown-metric", `no trend of "revenu"`, `"revenue"`},
		{`{{< posts by="salse" >}}`, "unknown-metric", `"salse"`, ""},
		{`{{< posts format="reels" >}}`, "unknown-format", `no post has the format "reels"`, `"reel"`},
		{`{{< posts top="many" >}}`, "shortcode-args", `top wants a whole number`, ""},
		{`x {{< value "purchases" format="num99" >}}`, "unknown-format", `no format "num99"`, ""},
		{`x {{< value "funnel.from-reach-to-purchase.link_click" >}}`, "unknown-step", `no step "link_click"`, `"link_clicks"`},
		{`x {{< value "funnel.from-reach-to-purchase.reach.of" >}}`, "unknown-value", `a step has no "of"`, ""},
		{`[x](../funnels/)`, "broken-link", `"../funnels/"`, ""},
	} {
		in := fakeInput(t, fakeReport(8), fstest.MapFS{"content/a.md": {Data: []byte("+++\ntitle = \"A\"\n+++\n\n" + c.body + "\n")}})
		_, problems := Render(context.Background(), in, func(string, []byte) error { return nil })
		if len(problems) != 1 {
			t.Errorf("%s: %d problems: %v", c.body, len(problems), problems)
			continue
		}
		p := problems[0]
		if p.Severity != diag.Error || p.Code != c.code || p.File != "content/a.md" || p.Line != 5 || p.Column == 0 || !strings.Contains(p.Text, c.text) || !strings.Contains(p.Hint, c.hint) {
			t.Errorf("%s: %+v", c.body, p)
		}
	}
}

func TestMistakesBesidesReferences(t *testing.T) {
	for name, c := range map[string]struct {
		content fstest.MapFS
		code    string
	}{
		"layout":     {fstest.MapFS{"content/a.md": {Data: []byte("+++\ntitle = \"A\"\nlayout = \"overveiw\"\n+++\n")}}, "unknown-layout"},
		"commentary": {fstest.MapFS{"content/posts/nobody.md": {Data: []byte("+++\ntitle = \"A\"\n+++\nx\n")}}, "unknown-post"},
		"period":     {fstest.MapFS{"content/a.md": {Data: []byte("+++\ntitle = \"A\"\nperiod = \"2026-10\"\n+++\n")}}, "period-ignored"},
		"same path":  {fstest.MapFS{"content/posts/post-00001/index.md": {Data: []byte("+++\ntitle = \"A\"\n+++\nx\n")}}, "same-path"},
	} {
		_, problems := Render(context.Background(), fakeInput(t, fakeReport(3), c.content), func(string, []byte) error { return nil })
		if len(problems) != 1 || problems[0].Code != c.code || problems[0].File == "" {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestFailingSinkAndContext(t *testing.T) {
	in := fakeInput(t, fakeReport(3), fakeContent)
	if _, problems := Render(context.Background(), in, func(string, []byte) error { return os.ErrPermission }); problems.Err() == nil {
		t.Error("a sink that refuses must be a problem")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, problems := Render(ctx, in, func(string, []byte) error { return nil }); problems.Err() == nil {
		t.Error("a build that was interrupted must be a problem")
	}
}

func TestOverlay(t *testing.T) {
	o := Overlay{fstest.MapFS{"a/x": {Data: []byte("site")}}, fstest.MapFS{"a/x": {Data: []byte("theme")}, "a/y": {Data: []byte("theme")}}}
	if err := fstest.TestFS(fstest.MapFS{"x": {}}, "x"); err != nil {
		t.Fatal(err)
	}
	entries, err := o.ReadDir("a")
	if err != nil || len(entries) != 2 {
		t.Fatalf("%v %v", entries, err)
	}
	f, err := o.Open("a/x")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(f); err != nil || b.String() != "site" {
		t.Errorf("%q, %v: the first file system must win", b.String(), err)
	}
	if _, err := o.Open("none"); err == nil {
		t.Error("what none of them has must not open")
	}
}

// TestSiteOverrides replaces a layout, a sentence and a part of the style sheet.
func TestSiteOverrides(t *testing.T) {
	in := fakeInput(t, fakeReport(3), fakeContent)
	in.Layouts = append(Overlay{fstest.MapFS{
		"partials/footer.html": {Data: []byte(`<footer>ours {{.Data}}</footer>`)},
		"text/en-GB.toml":      {Data: []byte("[footer]\ndata = \"to {{.AsOf}}\"\n")},
		"assets/10-tokens.css": {Data: []byte(":root { --paper: #abcdef }")},
		"wide.html":            {Data: []byte(`{{define "main"}}<h1>{{.Title}}</h1>{{.Body}}{{end}}`)},
	}}, in.Layouts.(Overlay)...)
	files := renderFake(t, in)
	if !strings.Contains(files["index.html"], "<footer>ours to 1 November 2026</footer>") {
		t.Error("the site's partial and sentence must win")
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Ext(name) == ".css" && !strings.Contains(files[name], "#abcdef") {
			t.Error("the site's style sheet must win")
		}
	}
}
