package chart

import (
	"fmt"
	"html"
	"math"
	"strings"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Words and dots are the many small things of a picture, and where each of them goes is known before ECharts is asked:
// to write them here, letter for letter as ECharts and the cleaner do, takes a hundredth of the time. They lie over
// everything that ECharts draws (see series.Z), so they stand at the end. A test draws every sample both ways.

// withoutStamps is the option that ECharts has to draw when stamps writes the rest.
func (o option) withoutStamps() option {
	var left []series
	for _, s := range o.Series {
		if s.Type != types.ChartScatter {
			left = append(left, s)
		}
	}
	o.Series = left
	return o
}

// stamps are the circles and texts of the sketch, as SVG elements.
func (s *sketch) stamps() string {
	var out strings.Builder
	for _, m := range s.marks {
		if m.Type == types.ChartScatter {
			s.stampDots(&out, m)
		}
	}
	for _, w := range s.words {
		stampWord(&out, w)
	}
	return out.String()
}

// stampDots writes a series of dots; those that are there for a pointer only are not painted.
func (s *sketch) stampDots(out *strings.Builder, dots series) {
	if dots.ItemStyle.Color == none {
		return
	}
	edge := ""
	if style := dots.ItemStyle; style.BorderWidth > 0 {
		edge = fmt.Sprintf(` stroke="%s" stroke-width="%s"`, style.BorderColor, pixels(float64(style.BorderWidth)))
	}
	for _, d := range dots.Data.([]item) {
		x, y := s.place(d.Value.(point))
		fmt.Fprintf(out, `<circle cx="%s" cy="%s" r="%s" fill="%s"%s></circle>`, printed(x), printed(y), pixels(d.SymbolSize/2), dots.ItemStyle.Color, edge)
	}
}

// printed is a pixel as a picture of ECharts', once cleaned, has it: to four decimals, and then to one.
func printed(v float64) string { return pixels(math.Round(v*1e4) / 1e4) }

// place is the pixel of a pair of the data's coordinates, in the frame as option gives it to ECharts: rounded.
func (s *sketch) place(p point) (x, y float64) {
	x = s.x.framed().at(p[0])
	if s.rows == 0 {
		return x, s.y.framed().at(p[1])
	}
	frame := sketch{y: s.y.framed(), rows: s.rows}
	return x, frame.row(int(p[1]))
}

// framed is the scale between pixels that were rounded the way a grid's place and length are.
func (s scale) framed() scale {
	low, high := min(s.from, s.to), max(s.from, s.to)
	length := round(high - low)
	if low = round(low); s.from > s.to {
		s.from, s.to = low+length, low
	} else {
		s.from, s.to = low, low+length
	}
	return s
}

// stampWord writes a text at its pixel.
func stampWord(out *strings.Builder, w item) {
	text := w.Label
	fmt.Fprintf(out, `<text dominant-baseline="central" text-anchor="%s" font-size="%g"`, anchor(text.Align), sizeOf(text))
	if text.FontStyle != "" {
		fmt.Fprintf(out, ` font-style="%s"`, text.FontStyle)
	}
	if text.FontWeight != "" {
		fmt.Fprintf(out, ` font-weight="%s"`, text.FontWeight)
	}
	at := w.Value.(point)
	color := text.Color
	if color == "" {
		color = ink
	}
	fmt.Fprintf(out, ` transform="translate(%s %s)" fill="%s">%s</text>`, pixels(at[0]), pixels(at[1]), color, html.EscapeString(text.Formatter))
}

// anchor is SVG's name for an alignment of ECharts'.
func anchor(align string) string {
	switch align {
	case "right":
		return "end"
	case "center":
		return "middle"
	}
	return "start"
}

func sizeOf(text *opts.Label) float32 {
	if text.FontSize == 0 {
		return bodySize
	}
	return text.FontSize
}
