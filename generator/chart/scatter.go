package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/opts"

	"likewise/generator/model"
)

// Scatter is a dot an observation, with a few of them named.
type Scatter struct {
	Head
	Points       []ScatterPoint
	XMiddle      float64 // where the quadrants meet
	YMiddle      float64
	Quadrants    Quadrants
	XName, YName string // "more likes than usual for the reach"; arrows are added
}

// Quadrants are the names of the corners; empty ones are not shown.
type Quadrants struct{ TopLeft, TopRight, BottomLeft, BottomRight string }

// ScatterPoint is an observation. A point without X or Y is not drawn.
type ScatterPoint struct {
	X, Y  model.Number
	Size  model.Number // what the area stands for, such as reach; 0 or NaN: the smallest dot
	Tip   string       // its name, for the tooltip
	Label string       // its name in the drawing, for the few that matter, the most important first; else empty
	Tone  Tone
}

// mark is a point as drawn, in pixels.
type mark struct {
	ScatterPoint
	x, y, r float64
}

func (c Scatter) plot(l layout) (*sketch, error) {
	s := &sketch{width: l.width, height: 440}
	smallest, largest := 3.0, 11.0
	if l.narrow() {
		s.height, smallest, largest = 380, 2.2, 7.5
	}
	x, y, ok := c.axes()
	if !ok {
		return nil, noData("no point has both coordinates")
	}
	s.x, s.y = x, y
	s.x.from, s.x.to = 4, l.width-4
	s.y.from, s.y.to = s.height-50, 50
	marks := c.marks(s, smallest, largest)
	s.rule(s.x.from, s.y.at(c.YMiddle), s.x.to, s.y.at(c.YMiddle))
	s.rule(s.x.at(c.XMiddle), s.y.to, s.x.at(c.XMiddle), s.y.from)
	c.frameWords(s)
	c.draw(s, marks)
	for _, p := range placeLabels(marks, box{s.x.from, s.y.to - 8, s.x.to, s.y.from + 8}, []box{}) {
		p.write(s)
	}
	return s, nil
}

// axes are as far to one side of the middle as to the other, so that the quadrants are equally large.
func (c Scatter) axes() (x, y scale, ok bool) {
	reachX, reachY := 0.0, 0.0
	for _, p := range c.Points {
		if finite(p.X) && finite(p.Y) {
			reachX = max(reachX, math.Abs(float64(p.X)-c.XMiddle))
			reachY = max(reachY, math.Abs(float64(p.Y)-c.YMiddle))
			ok = true
		}
	}
	around := func(middle, reach float64) scale {
		if reach == 0 {
			reach = 1
		}
		return scale{low: middle - reach*1.06, high: middle + reach*1.06}
	}
	return around(c.XMiddle, reachX), around(c.YMiddle, reachY), ok
}

// marks computes pixels; a dot's area, not its radius, is in proportion to Size.
func (c Scatter) marks(s *sketch, smallest, largest float64) []mark {
	top := 0.0
	for _, p := range c.Points {
		if finite(p.Size) {
			top = max(top, float64(p.Size))
		}
	}
	var marks []mark
	for _, p := range c.Points {
		if !finite(p.X) || !finite(p.Y) {
			continue
		}
		m := mark{ScatterPoint: p, x: s.x.at(float64(p.X)), y: s.y.at(float64(p.Y)), r: smallest}
		if top > 0 && finite(p.Size) && p.Size > 0 {
			m.r = max(smallest, largest*math.Sqrt(float64(p.Size)/top))
		}
		marks = append(marks, m)
	}
	return marks
}

// frameWords names axes and quadrants, above and below the dots so that they never meet.
func (c Scatter) frameWords(s *sketch) {
	corner := font{size: 12.5, color: soft, italic: true}
	right := corner
	right.end = true
	half := s.width/2 - 8
	s.word(4, s.y.to-18, fit(c.Quadrants.TopLeft, half, 12.5, false), corner)
	s.word(s.width-4, s.y.to-18, fit(c.Quadrants.TopRight, half, 12.5, false), right)
	s.word(4, s.y.from+16, fit(c.Quadrants.BottomLeft, half, 12.5, false), corner)
	s.word(s.width-4, s.y.from+16, fit(c.Quadrants.BottomRight, half, 12.5, false), right)
	if c.YName != "" {
		s.word(s.x.at(c.XMiddle), 10, "↑ "+fit(c.YName, s.width-30, smallSize, false), font{size: smallSize, color: soft, middle: true})
	}
	if c.XName != "" {
		s.word(s.width-4, s.height-10, fit(c.XName, s.width-30, smallSize, false)+" →", font{size: smallSize, color: soft, end: true})
	}
}

// draw puts the plain dots under the others.
func (c Scatter) draw(s *sketch, marks []mark) {
	for _, tone := range []Tone{Plain, Quiet, Warn, Key} {
		var dots []item
		for _, m := range marks {
			if m.Tone.known() == tone {
				tip := m.Tip
				if tip == "" {
					tip = m.Label
				}
				dots = append(dots, at(float64(m.X), float64(m.Y)).named(tip).sized(round(2*m.r)))
			}
		}
		s.dots(opts.ItemStyle{Color: tone.area(), BorderColor: paper, BorderWidth: 1}, dots)
	}
}
