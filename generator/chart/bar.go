package chart

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"likewise/generator/model"
)

// Bar compares categories: a horizontal bar each, from zero, with an interval where there is one.
type Bar struct {
	Head
	Rows     []BarRow
	Compare  float64 // a value to hold the bars against, drawn as a line; NaN: none
	CompName string  // its label: "all posts 1.4%"
}

// BarRow is a category with its finished labels. Value NaN: no bar, only the label.
type BarRow struct {
	Name             string
	Value, Low, High model.Number // Low and High NaN: no interval
	Label            string
	Note             string // small print beside the label: "n 38"
	Tone             Tone
}

func (c Bar) plot(l layout) (*sketch, error) {
	x, ok := c.axis()
	if !ok {
		return nil, noData("no row has a value")
	}
	s := &sketch{width: l.width, rows: len(c.Rows), x: x}
	band, thickness, above := 34.0, 20.0, 0.0
	labels := min(widest(texts(c.Rows, func(r BarRow) string { return r.Label }), bodySize, true), 120) + 12
	notes := min(widest(texts(c.Rows, func(r BarRow) string { return r.Note }), smallSize, false), 120)
	if notes > 0 {
		notes += 10
	}
	left := min(widest(texts(c.Rows, func(r BarRow) string { return r.Name }), bodySize, false), 200) + 12
	if l.narrow() {
		band, thickness, above, left, notes = 50, 16, 4, 0, 0
	}
	s.x.from, s.x.to = left, l.width-labels-notes
	s.y = scale{from: above, to: above + band*float64(len(c.Rows))}
	s.height = s.y.to
	c.baseline(s, l)
	c.marks(s, thickness)
	for i, r := range c.Rows {
		y, label := s.row(i), fit(r.Label, labels-12, bodySize, true)
		s.word(c.labelPlace(s, r, width(label, bodySize, true)), y, label, valueFont(r.Value))
		if l.narrow() {
			note := fit(r.Note, 120, smallSize, false)
			s.word(0, y-thickness/2-12, fit(r.Name, l.width-width(note, smallSize, false)-12, bodySize, false), font{})
			s.word(l.width, y-thickness/2-12, note, font{size: smallSize, color: soft, end: true})
		} else {
			s.word(left-12, y, fit(r.Name, left-12, bodySize, false), font{end: true})
			s.word(l.width, y, fit(r.Note, notes, smallSize, false), font{size: smallSize, color: soft, end: true})
		}
	}
	return s, nil
}

// baseline draws zero and the value compared with.
func (c Bar) baseline(s *sketch, l layout) {
	s.guide(l, s.x.at(0), rule, "")
	if !finite(model.Number(c.Compare)) {
		return
	}
	s.guide(l, s.x.at(c.Compare), soft, "dashed")
	s.axisLabels(nil, c.Compare, c.CompName)
	s.height += 28
}

func (c Bar) marks(s *sketch, thickness float64) {
	bars, whiskers := make([]item, len(c.Rows)), []item{}
	for i, r := range c.Rows {
		bars[i] = item{Value: [2]any{"-", i}}
		if !finite(r.Value) {
			continue
		}
		bars[i] = at(float64(r.Value), float64(i)).named(r.Name + ": " + r.Label + " " + r.Note)
		bars[i].ItemStyle = &opts.ItemStyle{Color: r.Tone.area()}
		if finite(r.Low) && finite(r.High) {
			whiskers = append(whiskers, at(float64(r.Low), float64(i)), at(float64(r.High), float64(i)), gap)
		}
	}
	s.bars(thickness, bars)
	s.line(paper, 4.5, "", whiskers...) // so that the interval is seen on a bar of any colour
	s.line(ink, 1.5, "", whiskers...)
}

// labelPlace is the pixel where the row's label starts: not on the line of the value compared with.
func (c Bar) labelPlace(s *sketch, r BarRow, width float64) float64 {
	x := s.x.at(c.end(r)) + 10
	if line := s.x.at(c.Compare); finite(model.Number(c.Compare)) && x-3 < line && line < x+width {
		return line + 6
	}
	return x
}

// end is the value at which the row's label may start: past bar, interval and zero.
func (c Bar) end(r BarRow) float64 {
	_, high, _ := extent([]model.Number{0, r.Value}, any1)
	if finite(r.Value) && finite(r.High) && finite(r.Low) {
		high = max(high, float64(r.High))
	}
	return high
}

// axis holds zero, every bar and every interval.
func (c Bar) axis() (scale, bool) {
	values := []model.Number{}
	for _, r := range c.Rows {
		if !finite(r.Value) {
			continue
		}
		values = append(values, r.Value)
		if finite(r.Low) && finite(r.High) {
			values = append(values, r.Low, r.High)
		}
	}
	if len(values) == 0 {
		return scale{}, false
	}
	low, high, _ := extent(append(values, 0, model.Number(c.Compare)), any1)
	if low == high {
		high = low + 1
	}
	return scale{low: low, high: high}, true
}
