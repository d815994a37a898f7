package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/opts"

	"likewise/generator/model"
)

// Curve is a step curve over groups of observations, with a band around it and a dot for what each group showed. The
// axis below is logarithmic.
type Curve struct {
	Head
	Groups       []CurveGroup
	XTicks       []Tick
	YTicks       []Tick
	XName, YName string
	Reference    model.Number // a value across the picture that means "no difference"; NaN: none
	Mark         model.Number // a place on the axis below; NaN: none
	MarkLabel    string
}

// CurveGroup is one step: From and To lie on the axis below, the others on the one beside. Low and High may be NaN.
type CurveGroup struct {
	From, To       model.Number
	Fit, Low, High model.Number
	Shown          model.Number
	Tip            string
}

// curveAbove is how many times the highest dot or step an interval may reach before it is cut off at the frame.
const curveAbove = 1.5

func (c Curve) plot(l layout) (*sketch, error) {
	s := &sketch{width: l.width, height: 300}
	if l.narrow() {
		s.height = 250
	}
	groups := c.drawable()
	if len(groups) < 2 {
		return nil, noData("fewer than two groups can be drawn")
	}
	top := 0.0
	for _, g := range groups {
		top = max(top, float64(g.Shown), float64(g.Fit))
	}
	for _, g := range groups {
		if finite(g.High) {
			top = max(top, min(float64(g.High), top*curveAbove))
		}
	}
	if finite(c.Reference) {
		top = max(top, float64(c.Reference))
	}
	left := min(widest(texts(c.YTicks, func(t Tick) string { return t.Label }), smallSize, false), 90) + 10
	s.x = scale{low: float64(groups[0].From), high: float64(groups[len(groups)-1].To), from: left + 4, to: l.width - 6, log: true}
	s.y = scale{low: 0, high: max(top*1.06, math.SmallestNonzeroFloat32), from: s.height - 46, to: 26}
	c.frame(s, left)
	c.steps(s, groups)
	c.dots(s, groups)
	return s, nil
}

// drawable keeps the groups with a width, a step and a dot.
func (c Curve) drawable() []CurveGroup {
	var out []CurveGroup
	for _, g := range c.Groups {
		if finite(g.From) && finite(g.To) && finite(g.Fit) && finite(g.Shown) && g.From > 0 && g.To > g.From && (len(out) == 0 || g.From >= out[len(out)-1].To) {
			out = append(out, g)
		}
	}
	return out
}

// frame draws what lies under the curve: rules, ticks, the names of the axes, the reference and the mark.
func (c Curve) frame(s *sketch, left float64) {
	last := s.height
	for _, t := range c.YTicks {
		y := s.y.at(t.Value)
		if t.Value < s.y.low || t.Value > s.y.high || last-y < 18 {
			continue
		}
		last = y
		s.rule(s.x.from, y, s.x.to, y)
		s.word(left-4, y, fit(t.Label, left, smallSize, false), font{size: smallSize, color: soft, end: true})
	}
	s.word(0, 9, fit(c.YName, s.width, smallSize, false), font{size: smallSize, color: soft})
	s.axisLabels(c.XTicks, math.NaN(), "")
	s.word(s.width, s.height-9, fit(c.XName, s.width-20, smallSize, false)+" →", font{size: smallSize, color: soft, end: true})
	if finite(c.Reference) {
		y := s.y.at(float64(c.Reference))
		s.overlay(soft, 1, "dashed", at(s.x.from, y), at(s.x.to, y))
	}
	if finite(c.Mark) && float64(c.Mark) > s.x.low && float64(c.Mark) < s.x.high {
		x := round(s.x.at(float64(c.Mark)))
		s.overlay(ink, 1, "dashed", at(x, s.y.to), at(x, s.y.from))
		text := font{size: smallSize, bold: true}
		if place := x + 6; x > s.width*.6 {
			text.end = true
			s.word(x-6, s.y.to+4, fit(c.MarkLabel, x-left, smallSize, true), text)
		} else {
			s.word(place, s.y.to+4, fit(c.MarkLabel, s.width-place, smallSize, true), text)
		}
	}
}

// steps draws the band, one broad stroke a group, and the curve over it.
func (c Curve) steps(s *sketch, groups []CurveGroup) {
	var through []item
	for _, g := range groups {
		x0, x1 := s.x.at(float64(g.From)), s.x.at(float64(g.To))
		if finite(g.Low) && finite(g.High) {
			low, high := s.y.at(s.y.clamp(float64(g.Low))), s.y.at(s.y.clamp(float64(g.High)))
			s.overlay(rule, float32(round(x1-x0)), "", at(round((x0+x1)/2), round(low)), at(round((x0+x1)/2), round(high)))
		}
		through = append(through, at(float64(g.From), float64(g.Fit)).named(g.Tip), at(float64(g.To), float64(g.Fit)).named(g.Tip))
	}
	s.line(key, 2, "", through...)
}

// dots puts what each group showed in the middle of its step.
func (c Curve) dots(s *sketch, groups []CurveGroup) {
	var dots []item
	for _, g := range groups {
		dots = append(dots, at(math.Sqrt(float64(g.From)*float64(g.To)), float64(g.Shown)).named(g.Tip).sized(7))
	}
	s.dots(opts.ItemStyle{Color: ink, BorderColor: paper, BorderWidth: 1}, dots)
}
