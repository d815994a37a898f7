package chart

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"html/template"
	"sync"
)

// Options says how a Drawer works.
type Options struct {
	CacheDir string // where what ECharts drew is kept between builds; empty: nowhere
	Workers  int    // how many engines may draw at the same time; less than 1: one
}

// Drawer draws charts. It starts an engine when it meets a picture that needs ECharts and is not in the cache, not
// before, and keeps it for the next call. A Drawer may be used by several goroutines; Close it when done.
type Drawer struct {
	cache   cache
	workers int
	start   func() (*engine, error)

	mu   sync.Mutex
	idle []*engine
}

// New returns a Drawer. It does no work yet.
func New(o Options) *Drawer {
	return &Drawer{cache: newCache(o.CacheDir), workers: max(o.Workers, 1), start: startEngine}
}

// Close stops the engines that are not drawing.
func (d *Drawer) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var errs []error
	for _, e := range d.idle {
		errs = append(errs, e.close())
	}
	d.idle = nil
	return errors.Join(errs...)
}

// job is one picture to draw.
type job struct {
	chart         int // index of its chart
	layout        layout
	width, height float64
	shown         float64         // how much of the height
	option        json.RawMessage // the whole picture, for the page script
	sketch        *sketch         // the same, for drawing
	rest          json.RawMessage // what of it ECharts has to draw; empty: nothing
	drawn         string          // what ECharts made of the rest, sanitised
	body          string          // the result: SVG elements
}

// Draw draws the charts, in their order. A chart without data becomes a Drawing with NoData; an error is a fault.
func (d *Drawer) Draw(ctx context.Context, list []Chart) ([]Drawing, error) {
	drawings := make([]Drawing, len(list))
	var jobs []*job
	for i, c := range list {
		pair, err := plan(i, c)
		if why, ok := asNoData(err); ok {
			drawings[i].NoData = why
		} else if err != nil {
			return nil, fmt.Errorf("chart %q: %w", c.head().Title, err)
		}
		drawings[i].Title, drawings[i].Label = c.head().texts()
		jobs = append(jobs, pair...)
	}
	if err := d.drawAll(ctx, jobs); err != nil {
		return nil, err
	}
	for i := 0; i+1 < len(jobs); i += 2 {
		if err := drawings[jobs[i].chart].fill(jobs[i], jobs[i+1]); err != nil {
			return nil, err
		}
	}
	return drawings, nil
}

// plan lays a chart out twice, wide and narrow.
func plan(index int, c Chart) ([]*job, error) {
	var pair []*job
	for _, l := range []layout{wide, narrow} {
		s, err := c.plot(l)
		if err != nil {
			return nil, err
		}
		j, err := s.job(l)
		if err != nil {
			return nil, err
		}
		j.chart = index
		pair = append(pair, j)
	}
	return pair, nil
}

// job says how the sketch is drawn.
func (s *sketch) job(l layout) (*job, error) {
	whole := s.option()
	option, err := json.Marshal(whole)
	if err != nil {
		return nil, err
	}
	j := &job{layout: l, width: round(s.width), height: round(s.height), shown: round(s.height - s.cut), option: option, sketch: s}
	if rest, any := whole.withoutStamps(); any {
		j.rest, err = json.Marshal(rest)
	}
	return j, err
}

// texts are title and label, cleaned; each stands in for the other where it is empty.
func (h Head) texts() (title, label string) {
	title, label = clean(h.Title), clean(h.Label)
	if title == "" {
		title = label
	}
	if label == "" {
		label = title
	}
	return title, label
}

// drawAll fills in the jobs' bodies.
func (d *Drawer) drawAll(ctx context.Context, jobs []*job) error {
	if err := d.drawRests(ctx, jobs); err != nil {
		return err
	}
	for _, j := range jobs {
		j.body = j.sketch.picture(j.drawn)
	}
	return ctx.Err()
}

// drawRests has ECharts draw what no stamp is for, or takes it from the cache.
func (d *Drawer) drawRests(ctx context.Context, jobs []*job) error {
	var missing, again []*job
	first := map[string]*job{} // the same chart may stand on several pages
	for _, j := range jobs {
		if len(j.rest) == 0 {
			continue
		}
		key := d.cache.path(*j)
		if drawn, ok := d.cache.get(*j); ok {
			j.drawn = drawn
		} else if first[key] != nil {
			again = append(again, j)
		} else {
			first[key] = j
			missing = append(missing, j)
		}
	}
	// To start an engine costs as much as to draw two pictures, and the other core has pages to write.
	workers := min(d.workers, 1+len(missing)/8)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(missing) && errs[w] == nil; i += workers {
				errs[w] = d.drawRest(ctx, missing[i])
			}
		})
	}
	wg.Wait()
	for _, j := range again {
		j.drawn = first[d.cache.path(*j)].drawn
	}
	return errors.Join(errs...)
}

// drawRest draws with an engine of the pool.
func (d *Drawer) drawRest(ctx context.Context, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	e, err := d.take()
	if err != nil {
		return err
	}
	svg, err := e.draw(ctx, j.rest, j.width, j.height)
	if err != nil {
		return errors.Join(fmt.Errorf("draw the %s picture of chart %d: %w", j.layout.name, j.chart+1, err), e.close())
	}
	d.give(e)
	if j.drawn, err = sanitise(svg); err != nil {
		return fmt.Errorf("draw the %s picture of chart %d: %w", j.layout.name, j.chart+1, err)
	}
	d.cache.put(*j, j.drawn)
	return nil
}

// take returns an idle engine, or a new one, which is started outside the lock so that several start at once.
func (d *Drawer) take() (*engine, error) {
	d.mu.Lock()
	if n := len(d.idle); n > 0 {
		e := d.idle[n-1]
		d.idle = d.idle[:n-1]
		d.mu.Unlock()
		return e, nil
	}
	d.mu.Unlock()
	return d.start()
}

func (d *Drawer) give(e *engine) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.idle = append(d.idle, e)
}

// liveOption is what the page script reads.
type liveOption struct {
	Wide   liveLayout `json:"wide"`
	Narrow liveLayout `json:"narrow"`
}

type liveLayout struct {
	Width  float64         `json:"width"`
	Height float64         `json:"height"`
	Shown  float64         `json:"shown"` // how much of the height holds anything
	Option json.RawMessage `json:"option"`
}

// fill sets the finished pictures.
func (d *Drawing) fill(wide, narrow *job) error {
	live, err := json.Marshal(liveOption{
		Wide:   liveLayout{wide.width, wide.height, wide.shown, wide.option},
		Narrow: liveLayout{narrow.width, narrow.height, narrow.shown, narrow.option},
	})
	if err != nil {
		return err
	}
	d.OptionJSON = template.JS(live)
	d.Wide, d.Narrow = d.svg(wide), d.svg(narrow)
	return nil
}

// svg puts the picture's own element around it. It has a viewBox and no size: CSS scales it.
func (d *Drawing) svg(j *job) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg class="chart-%s" viewBox="0 0 %g %g" role="img" aria-label="%s"><title>%s</title>%s</svg>`,
		j.layout.name, j.width, j.shown, html.EscapeString(d.Label), html.EscapeString(d.Title), j.body))
}
