package chart

import (
	"fmt"
	"html/template"
	"strings"

	"likewise/generator/model"
)

// Spark draws a tiny line without axes, with a dot at its end, for the side of a number. A missing value is a gap.
// The result is decoration (aria-hidden): the number beside it says what there is to say. It is empty when fewer than
// two values are known. Classes: spark, spark-line, spark-dot.
func Spark(values []model.Number) template.HTML {
	const w, h, edge = 124.0, 28.0, 4.0
	low, high, ok := extent(values, any1)
	if !ok || known(values) < 2 {
		return ""
	}
	y := scale{low: low, high: high, from: h - edge, to: edge}
	if low == high {
		y = y.around()
	}
	x := scale{low: 0, high: float64(len(values) - 1), from: edge, to: w - edge}
	var path strings.Builder
	var endX, endY float64
	pen := "M"
	for i, v := range values {
		if !finite(v) {
			pen = "M"
			continue
		}
		endX, endY = x.at(float64(i)), y.at(float64(v))
		fmt.Fprintf(&path, "%s%.1f %.1f", pen, endX, endY)
		pen = "L"
	}
	return template.HTML(fmt.Sprintf(`<svg class="spark" viewBox="0 0 %g %g" aria-hidden="true">`+
		`<path class="spark-line" d="%s" fill="none" stroke="%s" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"></path>`+
		`<circle class="spark-dot" cx="%.1f" cy="%.1f" r="2.6" fill="%s"></circle></svg>`, w, h, path.String(), soft, endX, endY, key))
}

func known(values []model.Number) int {
	n := 0
	for _, v := range values {
		if finite(v) {
			n++
		}
	}
	return n
}

// Interval is an estimate for a table cell, on a scale that all cells of the column share.
type Interval struct {
	Value, Low, High model.Number // Low and High NaN: no interval
	From, To         float64      // the scale's ends
	Reference        float64      // a faint tick; NaN: none
	Tone             Tone
}

// IntervalBar draws the interval as a line with a dot, and the reference as a tick. What lies outside the scale is
// drawn at its end. The result is decoration (aria-hidden): the numbers stand in the cells beside it. It is empty
// when there is no value or no scale. Class: interval.
func IntervalBar(i Interval) template.HTML {
	const w, h, edge = 200.0, 20.0, 6.0
	if !finite(i.Value) || !(i.From < i.To) || !finite(model.Number(i.To-i.From)) {
		return ""
	}
	x := scale{low: i.From, high: i.To, from: edge, to: w - edge}
	var b strings.Builder
	b.Grow(320)
	fmt.Fprintf(&b, `<svg class="interval" viewBox="0 0 %g %g" aria-hidden="true">`, w, h)
	if r := i.Reference; finite(model.Number(r)) && r >= i.From && r <= i.To {
		fmt.Fprintf(&b, `<path d="M%.1f 0V%g" stroke="%s"></path>`, x.at(r), h, rule)
	}
	if finite(i.Low) && finite(i.High) {
		fmt.Fprintf(&b, `<path d="M%.1f %gH%.1f" stroke="%s" stroke-width="2" stroke-linecap="round"></path>`,
			x.at(x.clamp(float64(i.Low))), h/2, x.at(x.clamp(float64(i.High))), i.Tone.line())
	}
	fmt.Fprintf(&b, `<circle cx="%.1f" cy="%g" r="4" fill="%s"></circle></svg>`, x.at(x.clamp(float64(i.Value))), h/2, i.Tone.line())
	return template.HTML(b.String())
}
