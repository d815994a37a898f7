package chart

import (
	"math"
	"strconv"
	"strings"

	"likewise/generator/model"
)

// tooShort is the square of a step, in pixels, that ECharts leaves out of a line.
const tooShort = 0.5

// stampLine writes a line with its gaps as one path.
func (s *sketch) stampLine(out *strings.Builder, line series) {
	style, width := line.LineStyle, line.LineStyle.Width
	if width == 0 { // go-echarts leaves it out of the option, and then it is ECharts' own
		width = 2
	}
	element(out, "path", "d", s.course(line), "fill", none, "stroke", style.Color)
	if width != 1 {
		attributes(out, "stroke-width", decimal(width))
	}
	if dash := dashes(style.Type, width); dash != "" {
		attributes(out, "stroke-dasharray", dash)
	}
	attributes(out, "stroke-linejoin", "bevel")
	out.WriteString("></path>")
}

// course is the outline of a line. ECharts keeps points of lines as 32-bit numbers, so where one lies half way between
// two tenths of a pixel, it is that number that is rounded.
func (s *sketch) course(line series) string {
	var d strings.Builder
	pen, down := point{}, false
	for _, i := range line.Data.([]item) {
		next, ok := s.spotOf(line, i)
		if !ok {
			down = false
			continue
		}
		next = point{float64(float32(next[0])), float64(float32(next[1]))}
		dx, dy := next[0]-pen[0], next[1]-pen[1]
		switch {
		case !down:
			d.WriteString("M")
		case float64(dx*dx)+float64(dy*dy) < tooShort:
			continue
		default:
			d.WriteString("L")
		}
		d.WriteString(tenths(next[0]) + " " + tenths(next[1]))
		pen, down = next, true
	}
	return d.String()
}

// spotOf is the pixel of a datum; a gap has none, nor has zero on a logarithmic axis.
func (s *sketch) spotOf(m series, i item) (point, bool) {
	p, ok := i.Value.(point)
	if !ok {
		return point{}, false
	}
	x, y := s.place(m, p)
	return point{x, y}, finite(model.Number(x)) && finite(model.Number(y))
}

// dashes is the pattern of a line type: dashes of four widths and gaps of two, or dots; nothing for a line without.
func dashes(kind string, width float32) string {
	w, err := strconv.ParseFloat(decimal(width), 64)
	if err != nil || w <= 0 {
		return ""
	}
	switch kind {
	case "dashed":
		return number(4*w) + "," + number(2*w)
	case "dotted":
		return number(w)
	}
	return ""
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// tenths prints a coordinate of an outline: to a tenth, a half upwards, as JavaScript rounds.
func tenths(v float64) string { return number(math.Floor(float64(v*10)+0.5)/10 + 0) }

// stampBars writes a series of bars, each a path from the axis' start. Rows and bars are whole pixels high.
func (s *sketch) stampBars(out *strings.Builder, bars series) {
	thickness, err := strconv.ParseFloat(bars.BarWidth, 64)
	if err != nil {
		return
	}
	start := 0.0
	if s.x.log {
		start = 1
	}
	for _, b := range bars.Data.([]item) {
		end, ok := s.spotOf(bars, b)
		if !ok {
			continue
		}
		from := s.x.placed(start)
		long := end[0] - from
		d := "M" + tenths(from) + " " + tenths(end[1]-thickness/2) + "l" + tenths(long) + " 0l0 " + tenths(thickness) + "l" + tenths(-long) + " 0Z"
		element(out, "path", "d", d, "fill", b.ItemStyle.Color)
		out.WriteString("></path>")
	}
}
