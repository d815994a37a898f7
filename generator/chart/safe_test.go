package chart

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"likewise/generator/model"
)

var nan64 = float64(nan)

func numbersOf(n ...model.Number) []model.Number { return n }

// hostile are texts that data may hold and that must come out as text, shortened or not at all.
var hostile = []string{
	`</script><script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`{b} {c} {@[0]} $& $1 {a|rich}`,
	"nul\x00 and \x1b[31m escape \xff\xfe",
	"\u202eevil\u202c \u2066isolate\u2069 שלום",
	strings.Repeat("W", 5000),
	"&lt;b&gt; &#x3c; ]]> <!-- <![CDATA[",
	"👩\u200d👩\u200d👧\u200d👦🏳\ufe0f\u200d🌈 e" + strings.Repeat("\u0301", 300),
}

// allOf is every chart type with the text everywhere a text can stand.
func allOf(s string) []Chart {
	h := Head{Title: s, Label: s}
	return []Chart{
		Funnel{Head: h, Log: true, Steps: []FunnelStep{{s, 100, s, s, s}, {s, 10, s, s, s}, {s, nan, s, s, s}}},
		Forest{Head: h, Log: true, Reference: 1, RefLabel: s, Ticks: []Tick{{.5, s}, {2, s}}, Rows: []ForestRow{{s, 1.2, 1, 1.4, s, s, s, Key, true}, {s, nan, nan, nan, s, s, s, Plain, false}}},
		Bar{Head: h, Compare: 1, CompName: s, Rows: []BarRow{{s, 2, 1, 3, s, s, Key}, {s, nan, nan, nan, s, s, Plain}}},
		Line{Head: h, Buckets: []Bucket{{s, false, ""}, {s, false, s}, {s, true, ""}}, Ticks: []Tick{{0, s}, {2, s}}, Series: []LineSeries{
			{s, numbersOf(1, nan, 2), []string{s, s, s}, Key}, {s, numbersOf(1, 2, 1), []string{s, s, s}, Warn}}},
		Scatter{Head: h, XName: s, YName: s, Quadrants: Quadrants{s, s, s, s}, Points: []ScatterPoint{{1, 1, 5, s, s, Key}, {-1, 1, 2, s, s, Warn}, {0, 0, 1, s, "", Plain}}},
		Waterfall{Head: h, Start: s, From: s, End: s, To: s, Factors: []Factor{{s, 2, s, Key}, {s, .8, s, Warn}}},
		Panels{Head: h, Rows: []string{s, s}, Panels: []Panel{{s, s, []PanelCell{{.2, .1, .3, s, Key}, {nan, nan, nan, s, Plain}}, .2, s}, {s, s, []PanelCell{{.2, .1, .3, s, Key}}, float64(nan), s}}},
		Flow{Head: h, Columns: []FlowColumn{{s, []FlowNode{{s, 10, s, Plain}}}, {s, []FlowNode{{s, 3, s, Key}, {s, 7, s, Quiet}}}}, Bands: []FlowBand{{0, 0, 0, 3, s, Key}, {0, 0, 1, 7, s, Quiet}, {7, 7, 7, 7, s, Plain}}},
		Slope{Head: h, Answers: []string{s, s}, Ticks: []Tick{{0, s}, {1, s}}, Lines: []SlopeLine{{Name: s, Values: numbersOf(.4, .6), Low: numbersOf(.3, nan), High: numbersOf(.5, nan), Labels: []string{s, s}, Tone: Key}, {Name: s, Values: numbersOf(nan)}}},
		Reversal{Head: h, Groups: [2]string{s, s}, Ticks: []Tick{{0, s}, {1, s}}, All: ReversalLine{s, [2]ReversalEnd{{2, 1, 3, 9, s}, {1, nan, nan, nan, s}}}, Strata: []ReversalLine{
			{s, [2]ReversalEnd{{2, 1, 3, 9, s}, {1, nan, nan, nan, s}}}, {s, [2]ReversalEnd{{1, 0, 9, 1, s}, {nan, nan, nan, nan, s}}}, {s, [2]ReversalEnd{{nan, nan, nan, nan, s}, {1, 0, 9, 1, s}}}}},
	}
}

func TestHostileTextStaysText(t *testing.T) {
	var list []Chart
	for _, s := range hostile {
		list = append(list, allOf(s)...)
	}
	for i, d := range drawn(t, Options{}, list...) {
		s := hostile[i*len(hostile)/len(list)]
		name := fmt.Sprintf("%T of %+.20q", list[i], s)
		checkDrawing(t, name, d)
		if strings.ContainsAny(string(d.OptionJSON), "<>&\x00") {
			t.Errorf("%s: the option could end its script element", name)
		}
		if !json.Valid([]byte(d.OptionJSON)) {
			t.Errorf("%s: the option is not JSON", name)
		}
	}
}

func TestBracesAreNotTemplates(t *testing.T) {
	const text = "{b}{c}$&"
	for i, d := range drawn(t, Options{}, allOf(text)...) {
		if !strings.Contains(string(d.Wide), ">{b}{c}$&amp;<") {
			t.Errorf("chart %d: the text is not in the drawing as it was: %s", i, d.Wide)
		}
	}
}

func TestSamplesAreLegible(t *testing.T) {
	for i, d := range drawn(t, Options{}, sampleCharts()...) {
		name := samples()[i].name
		checkDrawing(t, name, d)
		checkNoOverlap(t, name+" wide", d.Wide)
		checkNoOverlap(t, name+" narrow", d.Narrow)
	}
}

// allowed are the elements and attributes that a drawing may have, written down once more, apart from the code.
var allowed = map[string][]string{
	"svg":    {"class", "viewBox", "role", "aria-label"},
	"title":  {},
	"path":   {"d", "transform", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap"},
	"circle": {"cx", "cy", "r", "fill", "stroke", "stroke-width"},
	"text":   {"dominant-baseline", "text-anchor", "font-size", "font-weight", "font-style", "transform", "fill"},
}

var colour = regexp.MustCompile(`^(none|var\(--(ink|soft|rule|fill|key|warn|paper)\))$`)

// label is a text of a drawing with about the room that it takes.
type label struct {
	text string
	box  box
}

// checkDrawing fails for anything in the two pictures that should not be there: elements, attributes, colours, text
// that is too small or leaves the picture, numbers that are none.
func checkDrawing(t *testing.T, name string, d Drawing) {
	t.Helper()
	for _, svg := range []template.HTML{d.Wide, d.Narrow} {
		if len(svg) > 200_000 || strings.Contains(string(svg), "NaN") || strings.Contains(string(svg), "Infinity") {
			t.Errorf("%s: a picture of %d bytes, or with numbers that are none", name, len(svg))
		}
		for _, l := range inspect(t, name, svg) {
			if w := pictureWidth(string(svg)); l.box.x0 < -1 || l.box.x1 > w+1 {
				t.Errorf("%s: %q stands from %.0f to %.0f in a picture %.0f wide", name, l.text, l.box.x0, l.box.x1, w)
			}
		}
	}
}

func checkNoOverlap(t *testing.T, name string, svg template.HTML) {
	t.Helper()
	labels := inspect(t, name, svg)
	if len(labels) == 0 {
		t.Errorf("%s: no text", name)
	}
	for i, a := range labels {
		for _, b := range labels[:i] {
			if a.box.touches(b.box) {
				t.Errorf("%s: %q and %q touch", name, a.text, b.text)
			}
		}
	}
}

var viewBox = regexp.MustCompile(`viewBox="0 0 ([0-9.]+) [0-9.]+"`)

func pictureWidth(svg string) float64 {
	w, _ := strconv.ParseFloat(viewBox.FindStringSubmatch(svg)[1], 64)
	return w
}

// inspect walks through a picture, checks every element against the list, and returns the texts.
func inspect(t *testing.T, name string, svg template.HTML) []label {
	t.Helper()
	var labels []label
	var current *label
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return labels
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			checkElement(t, name, e)
			current = nil
			if e.Name.Local == "text" {
				labels = append(labels, label{})
				current = &labels[len(labels)-1]
				current.place(e)
			}
		case xml.CharData:
			if current != nil {
				current.write(string(e))
			}
		case xml.EndElement:
			current = nil
		}
	}
}

func checkElement(t *testing.T, name string, e xml.StartElement) {
	t.Helper()
	attributes, ok := allowed[e.Name.Local]
	if !ok {
		t.Errorf("%s: element <%s>", name, e.Name.Local)
	}
	for _, a := range e.Attr {
		if !slices.Contains(attributes, a.Name.Local) || a.Name.Space != "" {
			t.Errorf("%s: attribute %s of <%s>", name, a.Name.Local, e.Name.Local)
		}
		if (a.Name.Local == "fill" || a.Name.Local == "stroke") && !colour.MatchString(a.Value) {
			t.Errorf("%s: %s=%q", name, a.Name.Local, a.Value)
		}
		if size, err := strconv.ParseFloat(a.Value, 64); a.Name.Local == "font-size" && (err != nil || size < 12) {
			t.Errorf("%s: text of size %q", name, a.Value)
		}
	}
}

var translation = regexp.MustCompile(`^translate\((-?[0-9.]+) (-?[0-9.]+)\)$`)

// place notes where the text starts, as an empty box that remembers size, weight and anchor until write widens it.
func (l *label) place(e xml.StartElement) {
	m := translation.FindStringSubmatch(attribute(e, "transform"))
	x, _ := strconv.ParseFloat(m[1], 64)
	y, _ := strconv.ParseFloat(m[2], 64)
	size, _ := strconv.ParseFloat(attribute(e, "font-size"), 64)
	l.box = box{x, y - size/2, x, y + size/2}
	l.text = attribute(e, "text-anchor") + "\x00" + attribute(e, "font-weight")
}

func (l *label) write(text string) {
	anchor, weight, _ := strings.Cut(l.text, "\x00")
	w := width(text, l.box.y1-l.box.y0, weight != "")
	switch anchor {
	case "end":
		l.box.x0 -= w
	case "middle":
		l.box.x0, l.box.x1 = l.box.x0-w/2, l.box.x1+w/2
	default:
		l.box.x1 += w
	}
	l.text = text
}
