//go:build browser

// These tests open built sites in a real browser, and are run by "go test -tags browser ./generator". They need Chromium.
package generator

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	browserlog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// window is a browser window that remembers what its pages complained of and what they asked for.
type window struct {
	ctx        context.Context
	mu         sync.Mutex
	complaints []string
	requests   []string
}

func openWindow(t *testing.T) *window {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	w := &window{ctx: ctx}
	if err := chromedp.Listen(ctx, w.hear); err != nil {
		t.Fatal("no browser: ", err)
	}
	enable := func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, network.Enable, network.EnableParams{})
		return chromedp.Void{}, err
	}
	if err := chromedp.Do(ctx, enable); err != nil {
		t.Fatal("no browser: ", err)
	}
	return w
}

func (w *window) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *browserlog.EventEntryAdded:
		w.complaints = append(w.complaints, e.Entry.Text)
	case *runtime.EventExceptionThrown:
		w.complaints = append(w.complaints, fmt.Sprintf("%+v", e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		w.complaints = append(w.complaints, fmt.Sprintf("console.%s %+v", e.Type, e.Args))
	case *page.EventJavascriptDialogOpening:
		w.complaints = append(w.complaints, "dialog: "+e.Message)
	case *network.EventRequestWillBeSent:
		w.requests = append(w.requests, e.Request.URL)
	}
}

// state is what a page must have, whatever its width.
type state struct {
	Overflow int // pixels beyond the window's width
	Figures  int
	Bare     int  // figures with neither a drawing nor a table
	Styled   bool // the style sheet is in force
	Title    string
}

const stateOf = `(() => { const f = [...document.querySelectorAll('figure')]; return {
	Overflow: document.documentElement.scrollWidth - innerWidth, Figures: f.length,
	Bare: f.filter(x => !x.querySelector('svg, table')).length,
	Styled: getComputedStyle(document.body).maxWidth !== '' && document.styleSheets.length > 0 && getComputedStyle(document.documentElement).getPropertyValue('--ink') !== '',
	Title: document.title } })()`

func buildInto(t *testing.T, source string) string {
	t.Helper()
	dest := filepath.Join(t.TempDir(), "report") // as in the baseURL: 404.html is served at any depth, and its links start there
	if result, problems := Build(context.Background(), Options{Source: source, Destination: dest, Version: "test"}); result == nil {
		t.Fatal(problems)
	}
	return dest
}

// The demo, opened from its folder and served below /report/: nothing is cut off at either width, every figure shows
// something, nothing is complained of and nothing is asked for elsewhere, with JavaScript and without.
func TestDemoInABrowser(t *testing.T) {
	dest := buildInto(t, "..")
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Dir(dest))))
	defer server.Close()
	pages := demoPages(t, dest)
	for _, base := range []string{"file://" + dest + "/", server.URL + "/report/"} {
		for _, scripts := range []bool{true, false} {
			t.Run(fmt.Sprintf("%.8s scripts=%v", base, scripts), func(t *testing.T) {
				w := openWindow(t)
				figures := 0
				for _, p := range pages {
					if p == "404.html" && strings.HasPrefix(base, "file:") {
						continue // a server's page: its links start at the site's address
					}
					for _, width := range []int64{390, 1280} {
						s := w.state(t, base+p, width, scripts)
						figures += s.Figures
						if s.Overflow > 0 || s.Bare > 0 || !s.Styled || s.Title == "" {
							t.Errorf("%s at %d: %+v", p, width, s)
						}
					}
				}
				if figures < 10 {
					t.Errorf("%d figures in all", figures)
				}
				w.check(t, base)
			})
		}
	}
}

// state opens an address at a width and reads what the page is like. The test's own expression runs also where the
// page's scripts may not.
func (w *window) state(t *testing.T, url string, width int64, scripts bool) state {
	t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	defer cancel()
	allow := func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
		return chromedp.Void{}, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), allow, chromedp.Navigate(url)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	s, err := chromedp.Run(ctx, chromedp.Evaluate[state](stateOf))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	return s
}

func (w *window) check(t *testing.T, base string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.complaints {
		t.Errorf("the browser says: %s", c)
	}
	for _, r := range w.requests {
		if !strings.HasPrefix(r, base) && !strings.HasPrefix(r, "data:") {
			t.Errorf("a request leaves the site: %s", r)
		}
	}
	if len(w.requests) == 0 {
		t.Error("no request was seen: the check sees nothing")
	}
}

// demoPages are all pages but those of posts, of which two stand for all.
func demoPages(t *testing.T, dest string) []string {
	t.Helper()
	var out []string
	posts := 0
	err := filepath.WalkDir(dest, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		rel, _ := filepath.Rel(dest, name)
		rel = filepath.ToSlash(rel)
		if strings.HasPrefix(rel, "posts/1") {
			if posts++; posts > 2 {
				return nil
			}
		}
		if strings.HasPrefix(rel, "posts/month/2") && !strings.Contains(rel, "2026-10") {
			return nil
		}
		out = append(out, rel)
		return nil
	})
	if err != nil || len(out) < 8 {
		t.Fatalf("%d pages, %v", len(out), err)
	}
	return out
}
