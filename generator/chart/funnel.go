package chart

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"likewise/generator/model"
)

// Funnel is a bar a step, the last one in the key colour, with the share that goes on between them.
type Funnel struct {
	Head
	Steps []FunnelStep
	Log   bool // bars by the logarithm of the count, starting at 1; else in proportion
	// Compact is for a first screen: the shares stand in the rows of their steps, not between them.
	Compact bool
}

// FunnelStep is a step with its finished labels.
type FunnelStep struct {
	Name     string
	Count    model.Number // NaN: not known; the step has no bar
	Label    string       // the count, or why there is none
	GoOn     string       // what share of the step before came here: "2.12% go on"; empty for the first
	Interval string       // its interval: "(2.08–2.16)"; may be empty
}

func (c Funnel) plot(l layout) (*sketch, error) {
	counts := make([]model.Number, len(c.Steps))
	for i, step := range c.Steps {
		counts[i] = step.Count
	}
	_, top, ok := extent(counts, positive)
	if !ok {
		return nil, noData("no step of the funnel has a count above zero")
	}
	switch {
	case c.Compact && l.narrow():
		return c.compactStacked(l, top), nil
	case c.Compact:
		return c.compactBeside(l, top), nil
	case l.narrow():
		return c.stacked(l, top), nil
	}
	return c.beside(l, top), nil
}

// beside has names left of the bars and counts right of them.
func (c Funnel) beside(l layout, top float64) *sketch {
	const band, thickness = 62, 34
	left := min(widest(c.names(), bodySize, false), 190) + 12
	right := min(widest(c.labels(), bodySize, true), 130) + 10
	s := c.frame(l, top, left, l.width-right, 0, band)
	s.rule(left, s.row(0)-thickness/2, left, s.row(len(c.Steps)-1)+thickness/2)
	c.bars(s, thickness)
	column := left + 8 + widest(c.goOns(), 12.5, false) + 8
	for i, step := range c.Steps {
		y := s.row(i)
		s.word(left-12, y, fit(step.Name, left-12, bodySize, false), font{end: true})
		s.word(c.end(s, step)+10, y, fit(step.Label, right-10, bodySize, true), valueFont(step.Count))
		between := y - band/2
		s.word(left+8, between, fit(step.GoOn, 300, 12.5, false), font{size: 12.5})
		s.word(min(column, left+316), between, fit(step.Interval, 200, smallSize, false), font{size: 12.5, color: soft})
	}
	s.cut = (band - thickness) / 2
	return s
}

// stacked has name and count above each bar, for a phone.
func (c Funnel) stacked(l layout, top float64) *sketch {
	const band, thickness = 74, 20
	s := c.frame(l, top, 0, l.width, 0, band)
	c.bars(s, thickness)
	for i, step := range c.Steps {
		y := s.row(i)
		label := fit(step.Label, 130, bodySize, true)
		labelFont := valueFont(step.Count)
		labelFont.end = true
		s.word(l.width, y-22, label, labelFont)
		s.word(0, y-22, fit(step.Name, l.width-width(label, bodySize, true)-12, bodySize, false), font{})
		goOn := fit(step.GoOn, l.width/2, 12.5, false)
		s.word(0, y-band/2-11, goOn, font{size: 12.5, color: soft})
		s.word(l.width, y-band/2-11, fit(step.Interval, l.width/2-8, 12.5, false), font{size: 12.5, color: soft, end: true})
	}
	s.cut = (band - thickness) / 2
	return s
}

func (c Funnel) frame(l layout, top, left, right, above, band float64) *sketch {
	s := &sketch{width: l.width, rows: len(c.Steps)}
	s.x = scale{low: 0, high: top, from: left, to: right}
	if c.Log && top > 1 {
		s.x.low, s.x.log = 1, true
	}
	s.y = scale{from: above, to: above + band*float64(len(c.Steps))}
	s.height = s.y.to
	return s
}

func (c Funnel) bars(s *sketch, thickness float64) {
	data := make([]item, len(c.Steps))
	for i, step := range c.Steps {
		tone := Plain
		if i == len(c.Steps)-1 {
			tone = Key
		}
		data[i] = item{Value: [2]any{"-", i}}
		if s.drawable(step.Count) {
			data[i] = at(float64(step.Count), float64(i)).named(step.Name + ": " + step.Label + " " + step.GoOn + " " + step.Interval)
			data[i].ItemStyle = &opts.ItemStyle{Color: tone.area()}
		}
	}
	s.bars(thickness, data)
}

// drawable reports whether a bar of that length has a place on the axis.
func (s *sketch) drawable(n model.Number) bool {
	return finite(n) && float64(n) >= s.x.low && float64(n) <= s.x.high
}

// end is the pixel where the bar of the step ends.
func (c Funnel) end(s *sketch, step FunnelStep) float64 {
	if !s.drawable(step.Count) {
		return s.x.from
	}
	return s.x.at(float64(step.Count))
}

func (c Funnel) names() []string {
	return texts(c.Steps, func(s FunnelStep) string { return s.Name })
}
func (c Funnel) labels() []string {
	return texts(c.Steps, func(s FunnelStep) string { return s.Label })
}
func (c Funnel) goOns() []string {
	return texts(c.Steps, func(s FunnelStep) string { return s.GoOn })
}
