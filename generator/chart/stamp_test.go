package chart

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"testing"

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
			thickness := 1.0 // not written where it comes to one pixel of the unit circle
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

func stampedPicture(t *testing.T, e *engine, j *job) string {
	t.Helper()
	rest, any := j.sketch.option().withoutStamps()
	if !any {
		return j.sketch.picture("")
	}
	option, err := json.Marshal(rest)
	if err != nil {
		t.Fatal(err)
	}
	return j.sketch.picture(picture(t, e, j, option))
}
