package chart

import (
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"likewise/generator/model"
)

// sketch is a chart on its way to an option. It has two coordinate systems: the data's own axes inside a frame, for
// marks, and pixels over the whole picture, for words and rules.
//
// All words are labels of our own on the pixel system, none are ECharts' axis labels: so their place does not depend
// on how wide ECharts, which has no font at build, believes a text to be.
type sketch struct {
	width, height float64
	cut           float64 // pixels at the bottom that hold nothing and are not shown
	x, y          scale
	rows          int    // y is a category axis of so many rows, top to bottom; 0: a value axis
	faint         []item // the faint straight rules: one line with gaps
	rules         []series
	marks         []series
	words         []item
}

// option is the ECharts option, of go-echarts' types: encoding/json writes it in field order, always the same.
type option struct {
	Animation bool         `json:"animation"`
	Grid      []opts.Grid  `json:"grid"`
	XAxis     []opts.XAxis `json:"xAxis"`
	YAxis     []opts.YAxis `json:"yAxis"`
	Series    []series     `json:"series"`
}

// series adds to go-echarts' series what it lacks.
type series struct {
	charts.SingleSeries
	Silent bool   `json:"silent,omitempty"`
	Cursor string `json:"cursor"`
	Z      int    `json:"z"`    // what lies over what, whatever ECharts thinks of lines and dots
	Clip   bool   `json:"clip"` // always false: what would have to be cut off is not drawn

	Emphasis *emphasis `json:"emphasis,omitempty"`
	// LayoutIterations is of a Sankey only: 0 leaves the nodes in the order of the data.
	LayoutIterations *int `json:"layoutIterations,omitempty"`
}

// emphasis is what happens to a datum that a reader points at.
type emphasis struct {
	Disabled bool `json:"disabled"`
}

// item is one datum with a look of its own. Value is a pair of coordinates, or gap. Name is the tooltip's text.
type item struct {
	Name       string          `json:"name,omitempty"`
	Value      any             `json:"value"`
	SymbolSize float64         `json:"symbolSize,omitempty"`
	Label      *opts.Label     `json:"label,omitempty"`
	ItemStyle  *opts.ItemStyle `json:"itemStyle,omitempty"`
}

type point [2]float64

// gap ends a line without ending its series.
var gap = item{Value: [2]string{"-", "-"}}

func at(x, y float64) item { return item{Value: point{x, y}} }

func (i item) named(text string) item {
	i.Name = clean(text)
	return i
}

// font is how a word is set. The zero font is ink, 13.5 px, upright, starting at its place.
type font struct {
	size   float64
	color  string
	bold   bool
	italic bool
	end    bool // ends at its place
	middle bool // is centred on its place
}

const (
	bodySize  = 13.5
	smallSize = 12
)

// valueFont is bold for a value and quiet for the words in place of one.
func valueFont(n model.Number) font {
	if !finite(n) {
		return font{size: smallSize, color: soft}
	}
	return font{bold: true}
}

// word sets a text at a pixel, vertically centred there. It must have been fitted.
func (s *sketch) word(x, y float64, text string, f font) {
	if text = clean(text); text == "" {
		return
	}
	label := opts.Label{Formatter: text, Color: f.color, FontSize: float32(f.size)}
	if f.bold {
		label.FontWeight = "600"
	}
	if f.italic {
		label.FontStyle = "italic"
	}
	if f.end {
		label.Align = "right"
	}
	if f.middle {
		label.Align = "center"
	}
	s.words = append(s.words, item{Value: point{round(x), round(y)}, Label: &label})
}

// rule draws a faint straight line between two pixels.
func (s *sketch) rule(x0, y0, x1, y1 float64) {
	s.faint = append(s.faint, at(round(x0), round(y0)), at(round(x1), round(y1)), gap)
}

// guide draws a straight line down the frame at a pixel. In a narrow drawing, where words stand between the rows, it
// is drawn only beside the marks.
func (s *sketch) guide(l layout, x float64, color, dash string) {
	if !l.narrow() {
		s.overlay(color, 1, dash, at(round(x), s.y.from), at(round(x), s.y.to+4))
		return
	}
	var through []item
	for i := range s.rows {
		through = append(through, at(round(x), s.row(i)-12), at(round(x), s.row(i)+12), gap)
	}
	s.overlay(color, 1, dash, through...)
}

// overlay draws a line through pixels.
func (s *sketch) overlay(color string, width float32, dash string, through ...item) {
	s.rules = append(s.rules, overlaySeries(color, width, dash, through))
}

func overlaySeries(color string, width float32, dash string, data []item) series {
	l := lineSeries(color, width, dash, data)
	l.XAxisIndex, l.YAxisIndex, l.Silent, l.Z = 1, 1, true, 1
	l.Emphasis = &emphasis{Disabled: true}
	return l
}

// line draws a line through data coordinates; gap interrupts it.
func (s *sketch) line(color string, width float32, dash string, through ...item) {
	if len(through) > 0 {
		s.marks = append(s.marks, lineSeries(color, width, dash, through))
	}
}

func lineSeries(color string, width float32, dash string, data []item) series {
	l := series{Cursor: "default", Z: 3}
	l.Type = types.ChartLine
	l.ShowSymbol = opts.Bool(false)
	l.Symbol, l.SymbolSize = "circle", 7 // shown when a reader points at a value
	l.LineStyle = &opts.LineStyle{Color: color, Width: width, Type: dash}
	l.ItemStyle = &opts.ItemStyle{Color: color}
	l.Data = data
	return l
}

// bars draws one bar a row, from the axis' start.
func (s *sketch) bars(thickness float64, data []item) {
	b := series{Cursor: "default", Z: 2}
	b.Type = types.ChartBar
	b.BarWidth = pixels(thickness)
	b.Data = data
	s.marks = append(s.marks, b)
}

// dots draws circles at data coordinates; each item has its size.
func (s *sketch) dots(style opts.ItemStyle, data []item) {
	if len(data) == 0 {
		return
	}
	d := series{Cursor: "default", Z: 4}
	d.Type = types.ChartScatter
	d.Symbol = "circle"
	style.Opacity = opts.Float(1)
	d.ItemStyle = &style
	d.Data = data
	s.marks = append(s.marks, d)
}

// option puts the parts together: rules under marks under words.
func (s *sketch) option() option {
	o := option{
		Grid: []opts.Grid{
			{Left: pixels(s.x.from), Width: pixels(s.x.to - s.x.from), Top: pixels(min(s.y.from, s.y.to)), Height: pixels(max(s.y.from, s.y.to) - min(s.y.from, s.y.to))},
			{Left: "0", Width: pixels(s.width), Top: "0", Height: pixels(s.height)},
		},
		XAxis: []opts.XAxis{
			{Show: opts.Bool(false), Type: s.x.kind(), Min: s.x.low, Max: s.x.high},
			{Show: opts.Bool(false), Type: "value", Min: 0, Max: s.width, GridIndex: 1},
		},
		YAxis: []opts.YAxis{
			s.yAxis(),
			{Show: opts.Bool(false), Type: "value", Min: 0, Max: s.height, Inverse: opts.Bool(true), GridIndex: 1},
		},
	}
	if len(s.faint) > 0 {
		o.Series = append(o.Series, overlaySeries(rule, 1, "", s.faint))
	}
	o.Series = append(o.Series, s.rules...)
	o.Series = append(o.Series, s.marks...)
	if len(s.words) > 0 {
		o.Series = append(o.Series, wordSeries(s.words))
	}
	return o
}

// wordSeries holds all texts, as labels of dots that are not painted.
func wordSeries(words []item) series {
	w := series{Silent: true, Cursor: "default", Z: 5, Emphasis: &emphasis{Disabled: true}}
	w.Type, w.XAxisIndex, w.YAxisIndex = types.ChartScatter, 1, 1
	w.SymbolSize = 1
	w.ItemStyle = &opts.ItemStyle{Color: none, Opacity: opts.Float(1)}
	w.Label = &opts.Label{Show: opts.Bool(true), Position: "inside", Align: "left", Color: ink, FontSize: bodySize}
	w.Data = words
	return w
}

// row is the pixel in the middle of a row.
func (s *sketch) row(i int) float64 {
	return s.y.from + (float64(i)+0.5)*(s.y.to-s.y.from)/float64(s.rows)
}

func (s *sketch) yAxis() opts.YAxis {
	if s.rows == 0 {
		return opts.YAxis{Show: opts.Bool(false), Type: s.y.kind(), Min: s.y.low, Max: s.y.high}
	}
	names := make([]string, s.rows)
	for i := range names {
		names[i] = strconv.Itoa(i + 1)
	}
	return opts.YAxis{Show: opts.Bool(false), Type: "category", Inverse: opts.Bool(true), Data: names}
}

func (s scale) kind() string {
	if s.log {
		return "log"
	}
	return "value"
}

// pixels writes a length as go-echarts takes it.
func pixels(v float64) string { return strconv.FormatFloat(round(v), 'f', -1, 64) }

// round keeps a tenth of a pixel.
func round(v float64) float64 { return math.Round(v*10)/10 + 0 }
