package chart

import (
	"html"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// A sketch has laid out its words, dots, lines and bars before ECharts is asked: to write them here, letter for letter
// as ECharts and the cleaner do, takes a hundredth of the time. What has a layout of ECharts' own, a Sankey, is left to
// it. A test draws every sample and many pictures of chance both ways.

// stamped reports whether a series is written here.
func (m series) stamped() bool {
	switch m.Type {
	case types.ChartLine, types.ChartBar, types.ChartScatter:
		return true
	}
	return false
}

// withoutStamps is the option that ECharts has to draw when picture writes the rest, and whether there is any.
func (o option) withoutStamps() (option, bool) {
	o.Series = slices.DeleteFunc(slices.Clone(o.Series), series.stamped)
	return o, len(o.Series) > 0
}

// picture is the sketch as SVG elements. They lie over each other as ECharts stacks series: by Z, then in their order.
// What ECharts has drawn of it, if anything, is one layer, where the first series that is not stamped has its place.
func (s *sketch) picture(drawn string) string {
	layers := s.option().Series
	slices.SortStableFunc(layers, func(a, b series) int { return a.Z - b.Z })
	var out strings.Builder
	for _, m := range layers {
		switch m.Type {
		case types.ChartLine:
			s.stampLine(&out, m)
		case types.ChartBar:
			s.stampBars(&out, m)
		case types.ChartScatter:
			s.stampDots(&out, m)
		default:
			out.WriteString(drawn)
			drawn = ""
		}
	}
	return out.String()
}

// stampDots writes a series of dots and their labels; a dot that is there for a pointer or a label only is not painted.
func (s *sketch) stampDots(out *strings.Builder, dots series) {
	style := dots.ItemStyle
	for _, d := range dots.Data.([]item) {
		if d.Label != nil {
			stampWord(out, d)
		}
		if style.Color == none {
			continue
		}
		x, y := s.place(dots, d.Value.(point))
		element(out, "circle", "cx", printed(x), "cy", printed(y), "r", pixels(d.SymbolSize/2), "fill", style.Color)
		if style.BorderWidth > 0 {
			attributes(out, "stroke", style.BorderColor, "stroke-width", pixels(float64(style.BorderWidth)))
		}
		out.WriteString("></circle>")
	}
}

// element begins an element with attributes, as name and value in turn; the caller closes it. All values are numbers and
// constants of this package: nothing of the data is among them.
func element(out *strings.Builder, name string, pairs ...string) {
	out.WriteString("<" + name)
	attributes(out, pairs...)
}

func attributes(out *strings.Builder, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out.WriteString(" " + pairs[i] + `="` + pairs[i+1] + `"`)
	}
}

// printed is a pixel of a dot as a picture of ECharts', once cleaned, has it: to four decimals, and then to one.
func printed(v float64) string { return pixels(math.Round(v*1e4) / 1e4) }

// place is the pixel of a pair of the coordinates that a series is drawn in.
func (s *sketch) place(m series, p point) (x, y float64) {
	if m.XAxisIndex == 1 {
		return scale{high: s.width, to: s.width}.placed(p[0]), scale{high: s.height, to: s.height}.placed(p[1])
	}
	if s.rows == 0 {
		return s.x.placed(p[0]), s.y.placed(p[1])
	}
	return s.x.placed(p[0]), scale{high: float64(s.rows), from: s.y.from, to: s.y.to}.placed(p[1] + 0.5)
}

// placed is at, in the steps in which ECharts computes it: within a grid, whose place and length are rounded.
func (s scale) placed(v float64) float64 {
	grid, length := round(min(s.from, s.to)), round(math.Abs(s.to-s.from))
	from, to := 0.0, length
	if s.from > s.to {
		from, to = length, 0
	}
	inside := s
	inside.from, inside.to = from, to
	return grid + inside.at(v)
}

// stampWord writes a text at its pixel.
func stampWord(out *strings.Builder, w item) {
	text, at := w.Label, w.Value.(point)
	element(out, "text", "dominant-baseline", "central", "text-anchor", anchor(text.Align), "font-size", decimal(sizeOf(text)))
	if text.FontStyle != "" {
		attributes(out, "font-style", text.FontStyle)
	}
	if text.FontWeight != "" {
		attributes(out, "font-weight", text.FontWeight)
	}
	color := text.Color
	if color == "" {
		color = ink
	}
	attributes(out, "transform", "translate("+pixels(at[0])+" "+pixels(at[1])+")", "fill", color)
	out.WriteString(">" + html.EscapeString(text.Formatter) + "</text>")
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

// decimal is a number of an option as JSON has it.
func decimal(v float32) string { return strconv.FormatFloat(float64(v), 'f', -1, 32) }
