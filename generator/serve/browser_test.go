//go:build browser

// These tests drive a real browser, and are run by "go test -tags browser ./generator/serve". They need Chromium or Chrome.
package serve

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	browserlog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"likewise/generator/diag"
)

// policy is as strict as the site's own.
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'">`

// folder is a preview whose Build copies a folder of files as they are; a file "broken" in it fails the build.
type folder struct {
	t   testing.TB
	dir string
	url string
}

func serveFolder(t testing.TB, navigate bool, first map[string]string) *folder {
	t.Helper()
	f := &folder{t: t, dir: t.TempDir()}
	for p, body := range first {
		f.write(p, body)
	}
	url, stop := serveBuild(t, Options{Watch: []string{f.dir}, Build: f.build, Navigate: navigate})
	t.Cleanup(stop)
	f.url = url
	return f
}

// serveBuild runs a server until stop is called.
func serveBuild(t testing.TB, o Options) (url string, stop func()) {
	t.Helper()
	ready := make(chan string, 1)
	o.Ready = func(u string) { ready <- u }
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() {
		if err := Run(ctx, o); err != nil {
			t.Error(err)
		}
	})
	return <-ready, func() {
		cancel()
		done.Wait()
	}
}

func (f *folder) build(context.Context, []string) (Site, diag.List) {
	files := Files{}
	filepath.WalkDir(f.dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(f.dir, p)
			files[filepath.ToSlash(rel)], _ = os.ReadFile(p)
		}
		return nil
	})
	if text, ok := files["broken"]; ok {
		return nil, diag.List{{Code: "broken", File: "content/a.md", Line: 7, Column: 2, Text: string(text), Excerpt: "<img src=x onerror=alert(1)>", Hint: "mend it"}}
	}
	return files, nil
}

func (f *folder) write(p, body string) {
	f.t.Helper()
	at := filepath.Join(f.dir, filepath.FromSlash(p))
	if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(body), 0o666); err != nil {
		f.t.Fatal(err)
	}
}

func (f *folder) remove(p string) {
	f.t.Helper()
	if err := os.Remove(filepath.Join(f.dir, filepath.FromSlash(p))); err != nil {
		f.t.Fatal(err)
	}
}

// tab is a page in the browser, with every complaint of its console.
type tab struct {
	t          testing.TB
	ctx        context.Context
	mu         sync.Mutex
	complaints []string
}

func openTab(t testing.TB) *tab {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox, chromedp.WindowSize(1000, 600))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

// hear notes exceptions and what the browser itself logs as an error, such as a breach of the page's policy. Answers that are no
// success are logged too, and wanted here.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *browserlog.EventEntryAdded:
		if e.Entry.Level == browserlog.EntryLevelError && e.Entry.Source != browserlog.EntrySourceNetwork {
			b.complaints = append(b.complaints, e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		b.complaints = append(b.complaints, fmt.Sprintf("%+v", e.ExceptionDetails))
	}
}

func (b *tab) open(url string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(url)); err != nil {
		b.t.Fatal(err)
	}
}

// until asks again and again until a JavaScript expression is true. (chromedp.Poll needs eval in the page, which the policy forbids.)
func (b *tab) until(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if ok {
			return
		}
		if ctx.Err() != nil {
			html, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("scrollY + document.documentElement.outerHTML.replaceAll('<p>filler</p>\\n', '')"))
			b.t.Fatalf("never true: %s (%v)\n%.2000s\n%v", expression, err, html, b.complaints)
		}
		time.Sleep(2 * time.Millisecond) // an evaluation that fails met a page on its way out
	}
}

// eval runs an expression and returns its value.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatal(err)
	}
	return value
}

func (b *tab) wantNoComplaints() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		b.t.Errorf("the browser complains: %s", c)
	}
}

// longPage has something to scroll, and details before and after what is edited.
func longPage(css, text string) string {
	filler := strings.Repeat("<p>filler</p>\n", 100)
	return "<!doctype html><html lang=en><head>" + policy + "<title>" + text + "</title><link rel=stylesheet href='" + css + "'></head><body>" +
		"<details id=first><summary>first</summary>inside</details>" + filler + "<p id=edited>" + text + "</p>" +
		"<details><summary>second</summary><p>about " + text + "</p></details><input id=typed>" + filler + "</body></html>"
}

const sayColour = "getComputedStyle(document.body).backgroundColor === '%s'"

func TestBrowserIsBroughtUpToDateInPlace(t *testing.T) {
	f := serveFolder(t, false, map[string]string{"index.html": longPage("a.css", "one"), "a.css": "body{background:rgb(1,1,1)}", "other/index.html": "<body>other</body>"})
	b := openTab(t)
	b.open(f.url)
	b.until(fmt.Sprintf(sayColour, "rgb(1, 1, 1)"))
	eval[int](b, `window.mark = 1; document.querySelectorAll("details").forEach(d => d.open = true); document.querySelector("#typed").value = "typed"; scrollTo(0, 700); document.addEventListener("likewise:update", () => window.updates = (window.updates ?? 0) + 1); 0`)
	kept := func() {
		t.Helper()
		b.until(`window.mark === 1 && scrollY === 700 && document.querySelectorAll("details[open]").length === 2 && document.querySelector("#typed").value === "typed"`)
	}

	f.write("index.html", longPage("a.css", "two"))
	b.until(`document.querySelector("#edited").textContent === "two" && document.title === "two" && window.updates === 1`)
	kept()
	f.write("a.css", "body{background:rgb(2,2,2)}")
	b.until(fmt.Sprintf(sayColour, "rgb(2, 2, 2)") + ` && document.querySelectorAll("link").length === 1`)
	kept()
	// A style sheet whose name carries its hash: both files change at once.
	f.write("b.css", "body{background:rgb(3,3,3)}")
	f.write("index.html", longPage("b.css", "three"))
	f.remove("a.css")
	b.until(fmt.Sprintf(sayColour, "rgb(3, 3, 3)") + ` && document.querySelectorAll("link").length === 1 && document.title === "three"`)
	kept()
	f.write("other/index.html", "<body>of no interest here</body>")

	f.write("broken", "it is <b>broken</b>")
	b.until(`document.querySelector("likewise-problems")?.shadowRoot.textContent.includes("content/a.md:7:2")`)
	text := eval[string](b, `document.querySelector("likewise-problems").shadowRoot.textContent`)
	for _, want := range []string{"it is <b>broken</b>", "<img src=x onerror=alert(1)>", "mend it", "error: "} {
		if !strings.Contains(text, want) {
			t.Errorf("the overlay lacks %q: %s", want, text)
		}
	}
	if eval[string](b, `getComputedStyle(document.querySelector("likewise-problems")).position`) != "fixed" {
		t.Error("the overlay has no style")
	}
	picture(t, b, "overlay.png")
	f.remove("broken")
	b.until(`!document.querySelector("likewise-problems")`)
	kept()
	b.wantNoComplaints()
}

// picture keeps a screenshot where LIKEWISE_PICTURES says, for eyes.
func picture(t testing.TB, b *tab, name string) {
	dir := os.Getenv("LIKEWISE_PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name), png, 0o666)
	}
	if err != nil {
		t.Error(err)
	}
}

func TestBrowserReloadsWhereItMust(t *testing.T) {
	page := func(script string) string {
		return strings.Replace(longPage("../a.css", script), "</body>", "<script src="+script+"></script></body>", 1)
	}
	f := serveFolder(t, false, map[string]string{"broken": "from the start", "a.css": "", "one.js": "document.body.dataset.script = 'one'", "two.js": "document.body.dataset.script = 'two'"})
	b := openTab(t)
	b.open(f.url + "page/")
	b.until(`document.querySelector("likewise-problems")?.shadowRoot.textContent.includes("from the start")`)
	picture(t, b, "error.png")

	f.write("page/index.html", page("../one.js"))
	f.remove("broken")
	b.until(`document.body.dataset.script === "one" && document.readyState === "complete"`)
	eval[int](b, `document.querySelectorAll("details").forEach(d => d.open = true); scrollTo(0, 700); 0`)
	f.write("page/index.html", page("../two.js"))
	b.until(`document.body.dataset.script === "two" && scrollY === 700 && document.querySelectorAll("details[open]").length === 2`)
	f.write("two.js", "document.body.dataset.script = 'edited'")
	b.until(`document.body.dataset.script === "edited" && scrollY === 700`)

	f.remove("page/index.html") // a page that goes shows the 404 page, and is back when it comes back
	b.until(`document.body.textContent.includes("no such page")`)
	f.write("page/index.html", page("../two.js"))
	b.until(`document.body.dataset.script === "edited"`)
	b.wantNoComplaints()
}

func TestBrowserGoesToTheChangedPage(t *testing.T) {
	f := serveFolder(t, true, map[string]string{"index.html": "<body>home</body>", "notes/é x/index.html": "<body>note</body>"})
	b := openTab(t)
	b.open(f.url)
	f.write("notes/é x/index.html", "<body>newer</body>")
	b.until(`document.body.textContent.includes("newer") && decodeURIComponent(location.pathname) === "/notes/é x/"`)
	b.wantNoComplaints()
}

func TestBrowserMeetsAServerThatStartsAnew(t *testing.T) {
	start := func(session, text string) (*state, http.Handler) {
		s := newState(session)
		succeed(s, Files{"index.html": []byte("<body>" + text + "</body>")}, nil)
		return s, newHandler(s, Options{}.withDefaults())
	}
	old, first := start("A", "old")
	var handler atomic.Value
	handler.Store(first)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.Load().(http.Handler).ServeHTTP(w, r) }))
	defer server.Close()
	b := openTab(t)
	b.open(server.URL)
	b.until(`document.body.textContent === "old"`)

	fresh, second := start("B", "new")
	handler.Store(second)
	old.close()
	b.until(`document.body.textContent === "new"`)
	fresh.close()
}

// BenchmarkSaveToScreen measures from a saved file to the frame in the browser that shows it, over a site of 1,000 pages of 30 KB whose
// build costs next to nothing: what is left is watching, debounce, comparing, events, fetch, morph and layout.
func BenchmarkSaveToScreen(b *testing.B) {
	source := filepath.Join(b.TempDir(), "page.md")
	save := func(text string) {
		if err := os.WriteFile(source, []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	save("0")
	base := Files{"a.css": nil}
	for i := range 1000 {
		base[fmt.Sprintf("p%d/index.html", i)] = []byte(longPage("../a.css", "p") + strings.Repeat("<!-- filler -->", 1800))
	}
	build := func(context.Context, []string) (Site, diag.List) {
		files := maps.Clone(base)
		text, _ := os.ReadFile(source)
		files["index.html"] = []byte(longPage("a.css", string(text)))
		return files, nil
	}
	url, stop := serveBuild(b, Options{Watch: []string{filepath.Dir(source)}, Build: build})
	defer stop()
	tab := openTab(b)
	tab.open(url)
	eval[int](tab, `document.addEventListener("likewise:update", () => requestAnimationFrame(() => setTimeout(() => {
		window.shown = document.title; window.at = performance.timeOrigin + performance.now() }))); 0`)
	var took []float64 // milliseconds
	for i := 1; b.Loop(); i++ {
		text := fmt.Sprint(i)
		start := time.Now()
		save(text)
		tab.until(`window.shown === "` + text + `"`)
		took = append(took, eval[float64](tab, "window.at")-float64(start.UnixMicro())/1000)
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "ms-median")
	b.ReportMetric(took[len(took)*95/100], "ms-p95")
}
