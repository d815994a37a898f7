package chart

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"testing"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/google/go-cmp/cmp"
)

// dot is how ECharts writes a dot, once cleaned: a unit circle, scaled and moved.
var dot = regexp.MustCompile(`<path d="M1 0A1 1 0 1 1 1 -0\.[0-9]+(?:A1 1 0 0 1 1 0)?" transform="matrix\(([0-9.]+),0,0,([0-9.]+),(-?[0-9.]+),(-?[0-9.]+)\)" fill="([^"]+)"(?: stroke="([^"]+)")?(?: stroke-width="([^"]+)")?></path>`)

// asCircles rewrites the dots of a drawing the way stamps writes them.
func asCircles(t *testing.T, svg string) (string, int) {
	t.Helper()
	n := 0
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	out := dot.ReplaceAllStringFunc(svg, func(path string) string {
		n++
		m := dot.FindStringSubmatch(path)
		r, edge := number(m[1]), ""
		if m[1] != m[2] {
			t.Errorf("%s is no circle", path)
		}
		if m[6] != "" {
			thickness := r // not written where it comes to one, on the unit circle
			if m[7] != "" {
				thickness = number(m[7]) * r
			}
			edge = fmt.Sprintf(` stroke="%s" stroke-width="%s"`, m[6], pixels(thickness))
		}
		return fmt.Sprintf(`<circle cx="%s" cy="%s" r="%s" fill="%s"%s></circle>`, pixels(number(m[3])), pixels(number(m[4])), pixels(r), m[5], edge)
	})
	return out, n
}

// What is written here instead of drawn is what ECharts would have drawn: every sample, wide and narrow, both ways.
func TestStampsAreWhatEChartsDraws(t *testing.T) {
	e, err := startEngine()
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	dots, words := 0, 0
	for _, s := range samples() {
		pair, err := plan(0, s.chart)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range pair {
			got := stampedPicture(t, e, j)
			want, n := asCircles(t, picture(t, e, j, j.option))
			dots += n
			words += len(regexp.MustCompile("<text ").FindAllString(want, -1))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s: %s", s.name, j.layout.name, diff)
			}
		}
	}
	if dots < 100 || words < 100 {
		t.Errorf("compared %d dots and %d words; the samples are too plain", dots, words)
	}
}

// picture is what ECharts makes of an option at the size of the job, cleaned.
func picture(t *testing.T, e *engine, j *job, option []byte) string {
	t.Helper()
	svg, err := e.draw(context.Background(), option, j.width, j.height)
	if err != nil {
		t.Fatal(err)
	}
	body, err := sanitise(svg)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// stampedPicture is the picture as a Drawer makes it.
func stampedPicture(t *testing.T, e *engine, j *job) string {
	t.Helper()
	if len(j.rest) == 0 {
		return j.sketch.picture("")
	}
	return j.sketch.picture(picture(t, e, j, j.rest))
}

// What holds for the samples holds for frames, places, widths and gaps of chance, among them halves of a tenth of a
// pixel and steps that are too short to draw.
func TestStampsOfChanceAreWhatEChartsDraws(t *testing.T) {
	e, err := startEngine()
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 60 {
		s := chanceSketch(r)
		j, err := s.job(wide)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := asCircles(t, picture(t, e, j, j.option))
		if diff := cmp.Diff(want, s.picture("")); diff != "" {
			t.Errorf("picture %d: %s", n, diff)
		}
	}
}

// chanceSketch is a picture of every kind of series that is stamped, on straight, logarithmic and row axes.
func chanceSketch(r *rand.Rand) *sketch {
	s := &sketch{width: round(200 + 400*r.Float64()), height: round(150 + 200*r.Float64())}
	s.x = scale{low: 0, high: 1 + 100*r.Float64(), from: 40 * r.Float64(), to: 150 + 40*r.Float64()}
	s.y = scale{low: -5 * r.Float64(), high: 10 * r.Float64(), from: 20 + 120*r.Float64(), to: 10 * r.Float64()}
	if r.IntN(2) == 0 {
		s.x.low, s.x.log = 1, true
	}
	if r.IntN(2) == 0 {
		s.rows, s.y = 1+r.IntN(7), scale{from: float64(r.IntN(5))}
		s.y.to = s.y.from + float64(s.rows*(10+r.IntN(60)))
		s.height = s.y.to + 10
	}
	datum := func() item {
		x := s.x.low + r.Float64()*(s.x.high-s.x.low)
		if s.rows > 0 {
			return at(x, float64(r.IntN(s.rows)))
		}
		return at(x, s.y.low+r.Float64()*(s.y.high-s.y.low))
	}
	near := item{}
	spot := func() item { // to a twentieth of a pixel; now and then beside the one before
		if p, ok := near.Value.(point); ok && r.IntN(4) == 0 {
			near = at(p[0]+r.Float64(), p[1]+r.Float64())
		} else {
			near = at(float64(r.IntN(4000))/20, float64(r.IntN(3000))/20)
		}
		return near
	}
	colours, kinds := []string{ink, soft, key}, []string{"", "dashed", "dotted"}
	for range 3 {
		colour, kind, width := colours[r.IntN(3)], kinds[r.IntN(3)], float32(r.IntN(60))/10
		s.line(colour, width, kind, chain(r, datum)...)
		s.overlay(colour, width, kind, chain(r, spot)...)
		s.rule(near.Value.(point)[0], 1, 2, 3)
		s.dots(opts.ItemStyle{Color: colour, BorderColor: paper, BorderWidth: width + 0.1}, []item{datum().sized(2.1 + float64(r.IntN(80))/10)})
		s.word(100*r.Float64(), 100*r.Float64(), "a <b> & c", font{size: 12, color: colour, bold: r.IntN(2) == 0, end: r.IntN(2) == 0})
	}
	if s.rows > 0 {
		var bars []item
		for i := range s.rows {
			b := datum()
			b.Value = point{b.Value.(point)[0], float64(i)}
			b.ItemStyle = &opts.ItemStyle{Color: fill}
			bars = append(bars, b)
		}
		bars[0] = item{Value: [2]any{"-", 0}}
		s.bars(float64(1+r.IntN(30)), bars)
	}
	return s
}

// chain is up to twelve points with gaps between some of them.
func chain(r *rand.Rand, next func() item) []item {
	out := []item{next()}
	for range r.IntN(12) {
		switch r.IntN(8) {
		case 0, 1:
			out = append(out, gap)
		case 2:
			out = append(out, at(0, 0)) // on a logarithmic axis a gap, too
		}
		out = append(out, next())
	}
	return out
}
