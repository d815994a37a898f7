package chart

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", " a\n b\t": "a  b", "nul\x00l": "null", "\x1b[31mred": "[31mred", "bad\xffbyte": "badbyte",
		"\u202Eevil\u202C": "evil", "\uFEFFmark": "mark", "שלום": "שלום", "": "", "\uFFFE": "",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
	if n := utf8.RuneCountInString(clean(strings.Repeat("x", 5000))); n != maxRunes+1 {
		t.Errorf("a long text has %d characters, want %d", n, maxRunes+1)
	}
}

func TestFit(t *testing.T) {
	for _, s := range append([]string{"short", "Cold brew, three ways"}, hostile...) {
		for _, room := range []float64{10, 60, 200} {
			got := fit(s, room, 13, false)
			if w := width(got, 13, false); w > room+0.5 {
				t.Errorf("fit(%.20q, %g) is %.1f wide", s, room, w)
			}
			if !utf8.ValidString(got) {
				t.Errorf("fit(%.20q, %g) is no text", s, room)
			}
		}
	}
	if got := fit("short", 200, 13, false); got != "short" {
		t.Errorf("got %q: a text that fits must stay", got)
	}
	if got := fit("a long word", 50, 13, false); !strings.HasSuffix(got, "…") || !strings.HasPrefix(got, "a lo") {
		t.Errorf("got %q", got)
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		n         int
		want      []float64
	}{
		{0, 2000, 4, []float64{0, 500, 1000, 1500, 2000}}, {0, 1, 5, []float64{0, .2, .4, .6, .8, 1}}, {-1, 1, 4, []float64{-1, -.5, 0, .5, 1}},
		{0, 0.03, 3, []float64{0, .01, .02, .03}}, {3, 3, 4, []float64{}}, {2, 1, 4, []float64{}}, {0, nan64, 4, []float64{}}, {0, 1, 0, []float64{}},
	} {
		if got := Ticks(c.low, c.high, c.n); !slices.Equal(got, c.want) {
			t.Errorf("Ticks(%g, %g, %d) = %g, want %g", c.low, c.high, c.n, got, c.want)
		}
	}
	for _, c := range []struct {
		low, high float64
		n         int
		want      []float64
	}{
		{.8, 1.8, 5, []float64{.8, 1, 1.2, 1.4, 1.6, 1.8}}, {.1, 10, 5, []float64{.1, .3, 1, 3, 10}}, {.9, 1.15, 2, []float64{.9, 1, 1.1}},
		{.001, 1000, 7, []float64{.001, .01, .1, 1, 10, 100, 1000}}, {0, 2, 4, []float64{}}, {-1, 2, 4, []float64{}},
	} {
		if got := RatioTicks(c.low, c.high, c.n); !slices.Equal(got, c.want) {
			t.Errorf("RatioTicks(%g, %g, %d) = %g, want %g", c.low, c.high, c.n, got, c.want)
		}
	}
}

func TestLabelsNeverMeet(t *testing.T) {
	frame := box{0, 0, 340, 280}
	var marks []mark
	for i := range 40 { // far more than there is room for
		x, y := float64(i*37%340), float64(i*53%280)
		marks = append(marks, mark{ScatterPoint{Label: strings.Repeat("label ", 1+i%4)}, x, y, 2 + float64(i%7)})
	}
	out := placeLabels(marks, frame, nil)
	if len(out) < 5 {
		t.Fatalf("only %d labels found a place", len(out))
	}
	for i, a := range out {
		if !a.box.inside(frame) {
			t.Errorf("label %d leaves the frame", i)
		}
		for _, b := range out[:i] {
			if a.box.touches(b.box) {
				t.Errorf("labels %d meet", i)
			}
		}
		for _, m := range marks {
			if a.box.touches(m.box()) {
				t.Errorf("label %d covers a named dot", i)
			}
		}
	}
}
