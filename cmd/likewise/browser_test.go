//go:build browser

// These tests and benchmarks run the real "likewise serve" before a real browser, Chromium or Chrome:
//
//	go test -tags browser -run Browser ./cmd/likewise
//	go test -tags browser -run '^$' -bench ToScreen ./cmd/likewise
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const (
	leastSaves = 40               // of each kind, so that a 95th percentile means something
	patience   = 30 * time.Second // a change that has not appeared by then never will
)

// BenchmarkSaveToScreen measures from the moment before a file is saved to the first frame in the browser that shows the
// change. A save waits until the one before has been checked and the server is at rest, as an author's does.
func BenchmarkSaveToScreen(b *testing.B) {
	bin := binary(b)
	for _, site := range []struct {
		name string
		at   func(testing.TB) string
		edit func(source, text string) // shows the text on the front page, through the data
	}{
		{"posts=1000", func(b testing.TB) string { return benchSite(b, 1000, 0) }, benchPost},
		{"posts=10000", func(b testing.TB) string { return benchSite(b, 10000, 0) }, benchPost},
		{"demo", demoCopy, demoPost},
	} {
		for _, kind := range []struct {
			name  string
			save  func(source, text string)
			shown string // a JavaScript expression with the text in it
		}{
			{"markdown", saveMarkdown, `document.querySelector("main").textContent.includes("saved as %s.")`},
			{"css", saveCSS, `getComputedStyle(document.documentElement).getPropertyValue("--saved").trim() === "%s"`},
			{"data", site.edit, `document.querySelector("main").textContent.includes("Saved as %s")`},
		} {
			b.Run(site.name+"/"+kind.name, func(b *testing.B) {
				source := site.at(b)
				s := startServer(b, bin, source, b.TempDir())
				w := openWindow(b)
				w.open(s.url)
				s.rest()
				var took []float64
				save := func() {
					text := fmt.Sprintf("no%dx", len(took))
					start := time.Now()
					kind.save(source, text)
					took = append(took, w.frame(fmt.Sprintf(kind.shown, text)).Sub(start).Seconds()*1000)
					s.rest()
				}
				save() // the first save warms what every later one finds warm
				took = took[:0]
				for b.Loop() {
					save()
				}
				for len(took) < leastSaves {
					save()
				}
				report(b, "", took)
			})
		}
	}
}

// BenchmarkStartToScreen measures from the start of the server to the first frame of the front page, with nothing in the
// cache, beside a cold build of the same site in the same run.
func BenchmarkStartToScreen(b *testing.B) {
	bin := binary(b)
	source := benchSite(b, 1000, 0)
	w := openWindow(b)
	var serving, building []float64
	once := func() {
		start := time.Now()
		s := startServer(b, bin, source, b.TempDir())
		w.open(s.url)
		serving = append(serving, w.frame(`document.querySelector("main figure")`).Sub(start).Seconds()*1000)
		s.stop()
		seconds, _ := build(b, bin, source, filepath.Join(b.TempDir(), "public"), b.TempDir())
		building = append(building, seconds*1000)
	}
	for b.Loop() {
		once()
	}
	for len(serving) < 10 {
		once()
	}
	report(b, "", serving)
	report(b, "cold-build-", building)
}

// What an author saves is on the screen, and what is wrong with it comes over it and goes away by itself.
func TestServeInABrowser(t *testing.T) {
	source := benchSite(t, 60, 0)
	s := startServer(t, binary(t), source, t.TempDir())
	w := openWindow(t)
	w.open(s.url)
	w.frame(`document.querySelector("main figure")`)
	const overlay = `document.querySelector("likewise-problems")`
	saveMarkdown(source, "one")
	w.frame(`document.querySelector("main").textContent.includes("saved as one.")`)
	saveCSS(source, "two")
	w.frame(`getComputedStyle(document.documentElement).getPropertyValue("--saved").trim() === "two"`)
	benchPost(source, "three")
	w.frame(`document.querySelector("main").textContent.includes("Saved as three")`)

	saveMarkdown(source, "four. [A dead link](gone.pdf)") // found when the whole site is looked through
	w.frame(`document.querySelector("main").textContent.includes("saved as four")`)
	w.frame(overlay + `?.shadowRoot.textContent.includes('the link "gone.pdf" leads nowhere')`)
	w.frame(overlay + `.shadowRoot.textContent.includes("content/index.md:14") && ` + overlay + `.shadowRoot.textContent.includes("as it would be")`)
	saveMarkdown(source, "five")
	w.frame(`!` + overlay + ` && document.querySelector("main").textContent.includes("saved as five.")`)

	edit(filepath.Join(source, "content/methods.md"), func(body []byte) []byte { return append(body, "\n{{< kpi \"reech\" >}}\n"...) }) // on a page that nobody looks at
	w.frame(overlay + `?.shadowRoot.textContent.includes('no post has a metric "reech"')`)
	edit(filepath.Join(source, "content/methods.md"), func(body []byte) []byte { return bytes.ReplaceAll(body, []byte("reech"), []byte("reach")) })
	w.frame(`!` + overlay)

	edit(filepath.Join(source, "site.toml"), func(body []byte) []byte { return append([]byte("surprise = 1\n"), body...) })
	w.frame(overlay + `?.shadowRoot.textContent.includes("last good page")`)
	edit(filepath.Join(source, "site.toml"), func(body []byte) []byte { return bytes.TrimPrefix(body, []byte("surprise = 1\n")) })
	w.frame(`!` + overlay + ` && document.querySelector("main").textContent.includes("saved as five.")`)
}

func report(b *testing.B, what string, ms []float64) {
	slices.Sort(ms)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms[len(ms)/2], what+"ms-median")
	b.ReportMetric(ms[len(ms)*95/100], what+"ms-p95")
}

// server is a running "likewise serve".
type server struct {
	b       testing.TB
	url     string
	checked chan string // what the log said up to each check
	stop    func()
}

func startServer(b testing.TB, bin, source, cache string) *server {
	b.Helper()
	cmd := exec.Command(bin, "serve", "-s", source, "--port", "0", "--cacheDir", cache)
	log, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	s := &server{b: b, checked: make(chan string, 1000)}
	stopped := false
	s.stop = func() {
		if !stopped {
			stopped = true
			cmd.Process.Kill()
			cmd.Wait()
		}
	}
	b.Cleanup(s.stop)
	lines := bufio.NewScanner(log)
	for s.url == "" && lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "serving "); ok {
			s.url, _, _ = strings.Cut(rest, " ")
		}
	}
	if s.url == "" {
		b.Fatal("the server did not start")
	}
	go func() {
		defer close(s.checked)
		said := ""
		for lines.Scan() {
			said += lines.Text() + "\n"
			if strings.HasPrefix(lines.Text(), "checked ") || strings.HasPrefix(lines.Text(), "build failed") {
				s.checked <- said
				said = ""
			}
		}
	}()
	return s
}

// rest waits until the latest build has been checked.
func (s *server) rest() {
	s.b.Helper()
	select {
	case said, ok := <-s.checked:
		if !ok || strings.Contains(said, "failed") || strings.Contains(said, "cannot be published") {
			s.b.Fatalf("the server stopped, or the site is wrong:\n%s", said)
		}
	case <-time.After(patience):
		s.b.Fatal("the site was never checked")
	}
}

// browserWindow is a page in the browser.
type browserWindow struct {
	b   testing.TB
	ctx context.Context
}

func openWindow(b testing.TB) *browserWindow {
	b.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.NoSandbox, chromedp.WindowSize(1280, 900))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	b.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	b.Cleanup(cancel)
	w := &browserWindow{b, ctx}
	w.open("about:blank") // starts the browser
	return w
}

func (w *browserWindow) open(url string) {
	w.b.Helper()
	if err := chromedp.Do(w.ctx, chromedp.Navigate(url)); err != nil {
		w.b.Fatal(err)
	}
}

// frame waits until an expression is true in the page, and returns the time just after the first frame in which it was:
// it is looked at when live.js has brought the page up to date, and now and then besides; the task after the next frame
// has the time. To look before every frame would keep the browser drawing, and take the server's processor.
func (w *browserWindow) frame(expression string) time.Time {
	w.b.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	const look = `new Promise(done => {
		const look = () => {
			try { if (!(%s)) return } catch { return }
			clearInterval(timer)
			requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now()))) }
		const timer = setInterval(look, 100)
		document.addEventListener("likewise:update", look)
		look() })`
	for {
		at, err := chromedp.Run(ctx, chromedp.Evaluate[float64](fmt.Sprintf(look, expression), chromedp.EvalAwaitPromise))
		if err == nil {
			return time.UnixMicro(int64(at * 1000))
		}
		if ctx.Err() != nil { // other errors are of a page that was on its way out
			w.b.Fatalf("never true: %s: %v", expression, err)
		}
	}
}

// saveMarkdown writes a sentence into the front page.
func saveMarkdown(source, text string) {
	edit(filepath.Join(source, "content/index.md"), func(body []byte) []byte {
		body, _, _ = bytes.Cut(body, []byte("\nThis was saved"))
		return fmt.Appendf(body, "\nThis was saved as %s.\n", text)
	})
}

// saveCSS sets a custom property in a style sheet of the site's own.
func saveCSS(source, text string) {
	edit(filepath.Join(source, "templates/assets/saved.css"), func([]byte) []byte { return fmt.Appendf(nil, ":root{--saved:%s}\n", text) })
}

// benchPost gives the made site's first post a new title and the most purchases, which bring it to the front page.
func benchPost(source, text string) {
	first := regexp.MustCompile(`17900000000000000,([^,]*),reel,[^,]*,"([^"]*)",[0-9,]*`)
	edit(filepath.Join(source, "data/posts.csv"), func(body []byte) []byte {
		return first.ReplaceAll(body, []byte(`17900000000000000,$1,reel,Saved as `+text+`,"$2",5000,900,800,700`))
	})
}

// demoPost gives the demo's best post a new title.
func demoPost(source, text string) {
	best := regexp.MustCompile(`(?m)^17897284541937625,([^,]*),([^,]*),.*,(true|false)$`)
	edit(filepath.Join(source, "data/posts/topics.csv"), func(body []byte) []byte {
		return best.ReplaceAll(body, []byte("17897284541937625,$1,$2,Saved as "+text+",$3"))
	})
}

// demoCopy is the demo in a folder of its own.
func demoCopy(b testing.TB) string {
	b.Helper()
	dir := b.TempDir()
	copyDemo(b, dir)
	return dir
}

func edit(name string, change func([]byte) []byte) {
	body, err := os.ReadFile(name)
	if err == nil || os.IsNotExist(err) {
		os.MkdirAll(filepath.Dir(name), 0o777)
		err = os.WriteFile(name+".tmp", change(body), 0o666)
	}
	if err == nil { // in one step, as editors do: a server on a busy machine may read between emptying and writing
		err = os.Rename(name+".tmp", name)
	}
	if err != nil {
		panic(err) // the benchmark's own folder
	}
}
