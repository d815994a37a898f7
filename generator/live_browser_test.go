//go:build browser

package generator

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// reached is what happens to the figures of a page when a reader reaches for each.
type reached struct {
	Figures, Live int
	Beside, Under int // live charts that do not lie on their drawing; drawings still to be seen under them
}

const reach = `(async () => {
	const figures = [...document.querySelectorAll('figure[data-chart]')];
	const wait = ms => new Promise(done => setTimeout(done, ms));
	figures.forEach(f => f.dispatchEvent(new Event('pointerenter')));
	for (let i = 0; i < 400 && document.querySelectorAll('.chart-live').length < figures.length; i++) await wait(25);
	const out = { Figures: figures.length, Live: document.querySelectorAll('.chart-live').length, Beside: 0, Under: 0 };
	for (const f of figures) {
		const drawing = [...f.querySelectorAll('svg.chart-wide, svg.chart-narrow')].find(s => s.getBoundingClientRect().width > 0), layer = f.querySelector('.chart-live');
		if (!drawing || !layer) continue;
		const a = drawing.getBoundingClientRect(), b = layer.getBoundingClientRect();
		if (Math.abs(a.left - b.left) > 1 || Math.abs(a.top - b.top) > 1 || Math.abs(a.width - b.width) > 1) out.Beside++;
		if (getComputedStyle(drawing).visibility !== 'hidden') out.Under++;
	}
	return out;
})()`

// A live chart takes the place of its drawing, exactly.
func TestLiveChartsLieOnTheirDrawings(t *testing.T) {
	dest := buildInto(t, "..")
	w := openWindow(t)
	for _, name := range []string{"index.html", "what-works/index.html", "signals/index.html"} {
		for _, width := range []int64{390, 1280} {
			w.state(t, "file://"+dest+"/"+name, width, true)
			ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
			got, err := chromedp.Run(ctx, chromedp.Evaluate[reached](reach, chromedp.EvalAwaitPromise))
			cancel()
			if err != nil || got.Figures == 0 || got.Live != got.Figures || got.Beside > 0 || got.Under > 0 {
				t.Errorf("%s at %d: %+v, %v", name, width, got, err)
			}
		}
	}
}
