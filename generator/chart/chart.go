// Package chart hands out drawings: a chart of the report as static SVG, in a wide and a narrow layout, with the
// ECharts option that a page script can bring to life.
//
// Each chart is a plain typed struct (Funnel, Line, Bar, Forest, Scatter, Waterfall) whose labels are finished text:
// this package formats no numbers and knows no language. It turns the struct into a go-echarts option, encoded with
// encoding/json, and draws that. Words, dots, lines and bars it writes itself, letter for letter as ECharts does: tests
// hold the two against each other. What ECharts lays out, it draws in an embedded JavaScript engine, and only an
// allow-list of its SVG is let through. Spark and IntervalBar are small enough to be written without an option.
//
// It does not compute statistics, does not write files other than its cache, and never uses go-echarts' own
// renderers: those write data into a page unescaped.
package chart

import (
	"errors"
	"html/template"
)

// Chart is one of the chart types of this package.
type Chart interface {
	head() Head
	plot(l layout) (*sketch, error)
}

// Head is what every chart carries beside its data.
type Head struct {
	Title string // the finding; becomes <title>
	Label string // what the picture shows, for those who cannot see it; becomes aria-label. Empty: the title
}

func (h Head) head() Head { return h }

// Tone says what a mark means, and so what colour it has. There is no other colour.
type Tone int

const (
	Plain Tone = iota // one of many
	Key               // the one to look at
	Warn              // the one to worry about
	Quiet             // a whole, a reference
)

// Colours are the custom properties of the theme, so that one drawing serves light and dark.
const (
	ink   = "var(--ink)"
	soft  = "var(--soft)"
	rule  = "var(--rule)"
	fill  = "var(--fill)"
	key   = "var(--key)"
	warn  = "var(--warn)"
	paper = "var(--paper)"
	none  = "none"
)

// area is the colour of a surface, line that of a stroke, a small point or a word, which needs more contrast.
func (t Tone) area() string { return [...]string{fill, key, warn, soft}[t.known()] }
func (t Tone) line() string { return [...]string{soft, key, warn, soft}[t.known()] }

func (t Tone) known() Tone {
	if t < Plain || t > Quiet {
		return Plain
	}
	return t
}

// Tick is a place on an axis and its finished label.
type Tick struct {
	Value float64
	Label string
}

// layout is which of the two drawings is made. Text keeps its size in both: a page shows each at about its own width.
type layout struct {
	name  string
	width float64
}

var (
	wide   = layout{"wide", 760}
	narrow = layout{"narrow", 340}
)

func (l layout) narrow() bool { return l.name == narrow.name }

// noData is why there is nothing to draw. It is an outcome, not a failure: the page says it in place of the picture.
type noData string

func (e noData) Error() string { return string(e) }

// Drawing is a drawn chart, safe to put into a page as it is. Where there is nothing to draw, NoData says why and
// the rest is empty.
type Drawing struct {
	Wide, Narrow template.HTML // complete <svg> elements, classes chart-wide and chart-narrow; CSS shows one of them
	OptionJSON   template.JS   // for a <script type="application/json">; <, > and & are escaped
	Title, Label string
	NoData       string
}

// asNoData reports whether the error is an absence of data, and the words for it.
func asNoData(err error) (string, bool) {
	var n noData
	if errors.As(err, &n) {
		return string(n), true
	}
	return "", false
}
