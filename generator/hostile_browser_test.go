//go:build browser

package generator

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// witness runs before every page and remembers what the page's policy had to stop.
const witness = `window.__stopped = []; addEventListener('securitypolicyviolation', e => window.__stopped.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))`

// harm is what a page of hostile data must not show.
type harm struct {
	Overflow int      // pixels beyond the window's width
	Wide     []string // what reaches beyond it, and does not scroll by itself
	Ran      bool     // a script of the data
	Stopped  []string // what only the policy stopped
	Styled   bool
	Title    string
}

const harmOf = `(() => {
	const scrolls = e => { for (; e && e !== document.body; e = e.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX)) return true; return false };
	const wide = [...document.body.querySelectorAll('*')].filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.right > innerWidth + 1 && !scrolls(e) && !e.closest('svg, .skip') });
	return { Overflow: document.documentElement.scrollWidth - innerWidth, Wide: wide.slice(0, 3).map(e => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 40)),
		Ran: window.__pwned === 1, Stopped: window.__stopped || ['no witness'], Styled: getComputedStyle(document.documentElement).getPropertyValue('--ink') !== '', Title: document.title }
})()`

// play does what a reader can do to a page: opens what is folded, sorts tables, reaches for charts, searches.
const play = `(async () => {
	document.querySelectorAll('details').forEach(d => d.open = true);
	document.querySelectorAll('th button').forEach(b => b.click());
	for (const f of document.querySelectorAll('figure[data-chart]')) f.dispatchEvent(new Event('pointerenter'));
	const wait = ms => new Promise(done => setTimeout(done, ms));
	for (let i = 0; i < 40 && document.querySelectorAll('figure[data-chart]').length > document.querySelectorAll('.chart-live').length; i++) await wait(25);
	for (const l of document.querySelectorAll('.chart-live')) { const r = l.getBoundingClientRect(); for (let i = 1; i < 10; i++) for (let j = 1; j < 10; j++) l.dispatchEvent(new PointerEvent('pointermove', { clientX: r.left + r.width * i / 10, clientY: r.top + r.height * j / 10 })) }
	const live = document.querySelectorAll('.chart-live').length;
	const button = document.querySelector('button.search:not([hidden])');
	let found = 0;
	if (button) {
		button.click();
		for (const words of ['script', 'x', '__proto__']) for (let i = 0; i < 20; i++) {
			const input = document.querySelector('dialog input'); input.value = words; input.dispatchEvent(new Event('input'));
			if (found += document.querySelectorAll('dialog li a').length) break;
			await wait(25);
		}
	}
	return { Live: live, Found: found };
})()`

// TestHostileSiteInABrowser opens the site of payloads, from its folder and over http, on a phone and on a desk: every page
// but those of posts, of which each width and way has a quarter. No script of the data may run, not even to be stopped by the policy; nothing is asked for elsewhere; nothing is
// pushed out of the window.
func TestHostileSiteInABrowser(t *testing.T) {
	dest, _ := buildHostile(t, 1)
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Dir(dest))))
	defer server.Close()
	pages := everyPage(t, dest)
	for _, base := range []string{"file://" + dest + "/", server.URL + "/x/"} {
		t.Run(fmt.Sprintf("%.4s", base), func(t *testing.T) {
			w := openWindow(t)
			w.addWitness(t)
			for i, p := range pages {
				if p == "404.html" && strings.HasPrefix(base, "file:") {
					continue // a server's page: its links start at the site's address
				}
				for j, width := range []int64{390, 1280} {
					if strings.HasPrefix(p, "posts/") && (i+j)%4 > 0 {
						continue // a payload stands in many posts
					}
					w.hostile(t, base+p, width)
				}
			}
			w.play(t, base, strings.HasPrefix(base, "http"))
			w.check(t, base)
		})
	}
}

func (w *window) addWitness(t *testing.T) {
	t.Helper()
	add := func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: witness})
		return chromedp.Void{}, err
	}
	if err := chromedp.Do(w.ctx, add); err != nil {
		t.Fatal(err)
	}
}

func (w *window) hostile(t *testing.T, url string, width int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url)); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	h, err := chromedp.Run(ctx, chromedp.Evaluate[harm](harmOf))
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	if h.Overflow > 0 || len(h.Wide) > 0 || h.Ran || len(h.Stopped) > 0 || !h.Styled || h.Title == "" {
		t.Errorf("%s at %d: %+v", url, width, h)
	}
}

// play tries the overview, where all figures are, and looks again.
func (w *window) play(t *testing.T, base string, served bool) {
	t.Helper()
	w.hostile(t, base+"index.html", 1280)
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	defer cancel()
	did, err := chromedp.Run(ctx, chromedp.Evaluate[struct{ Live, Found int }](play, chromedp.EvalAwaitPromise))
	if err != nil || did.Live == 0 || served && did.Found == 0 {
		t.Fatalf("%+v: %v", did, err)
	}
	h, err := chromedp.Run(ctx, chromedp.Evaluate[harm](harmOf))
	if err != nil || h.Ran || len(h.Stopped) > 0 || h.Overflow > 0 {
		t.Errorf("after play: %+v, %v", h, err)
	}
}

func everyPage(t *testing.T, dest string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dest, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".html") {
			rel, _ := filepath.Rel(dest, name)
			out = append(out, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil || len(out) < 200 {
		t.Fatalf("%d pages, %v", len(out), err)
	}
	return out
}
