package chart

import (
	"strconv"

	"likewise/generator/model"
)

// Waterfall shows how ratios multiply: from 1 (the usual) by each factor to the whole, on a logarithmic axis, so that
// equal ratios are equally long.
type Waterfall struct {
	Head
	Start   string // name of the usual: "Usual reel"
	From    string // its label: "1"
	Factors []Factor
	End     string // name of the whole: "This post"
	To      string // its label: "×3.2"
}

// Factor is one ratio of the chain. Tone is its colour.
type Factor struct {
	Name  string
	Ratio model.Number // above zero
	Label string       // "×2.4"
	Tone  Tone
}

// stage is one bar of the waterfall, from ratio to ratio.
type stage struct {
	name, label string
	from, to    float64
	tone        Tone
	whole       bool
}

func (c Waterfall) plot(l layout) (*sketch, error) {
	stages, err := c.stages()
	if err != nil {
		return nil, err
	}
	band, thickness, above, left := 40.0, 24.0, 0.0, 0.0
	labels := min(widest(texts(stages, func(s stage) string { return s.label }), bodySize, true), 120) + 10
	if l.narrow() {
		band, thickness, above = 50, 18, 4
	} else {
		left = min(widest(texts(stages, func(s stage) string { return s.name }), bodySize, true), 220) + 12
	}
	s := &sketch{width: l.width, rows: len(stages)}
	s.x = ratioRange(stages)
	s.x.from, s.x.to = left+2, l.width-labels
	s.y = scale{from: above, to: above + band*float64(len(stages))}
	s.height, s.cut = s.y.to, (band-thickness)/2-2
	for i, st := range stages {
		y := s.row(i)
		if i+1 < len(stages) {
			s.rule(s.x.at(st.to), y+thickness/2, s.x.at(st.to), y+band-thickness/2)
		}
		nameFont := font{bold: st.whole && i > 0}
		if l.narrow() {
			s.word(0, y-thickness/2-11, fit(st.name, l.width-60, bodySize, true), nameFont)
		} else {
			nameFont.end = true
			s.word(left-12, y, fit(st.name, left-12, bodySize, true), nameFont)
		}
		s.word(s.x.at(max(st.from, st.to))+9, y, fit(st.label, labels-9, bodySize, true), font{bold: true})
	}
	s.stageBars(stages, thickness)
	return s, nil
}

// stageBars draws each bar as a thick line: a bar of ECharts cannot start in the middle of a logarithmic axis.
func (s *sketch) stageBars(stages []stage, thickness float64) {
	for _, tone := range []Tone{Plain, Key, Warn, Quiet} {
		var through []item
		for i, st := range stages {
			if st.tone != tone {
				continue
			}
			from, to := s.atLeast(st.from, st.to, 2)
			tip := st.name + ": " + st.label
			through = append(through, at(from, float64(i)).named(tip), at(to, float64(i)).named(tip), gap)
		}
		s.line(tone.area(), float32(thickness), "", through...)
	}
}

// atLeast widens from..to on the x axis until it is so many pixels long.
func (s *sketch) atLeast(from, to, length float64) (float64, float64) {
	a, b := s.x.at(from), s.x.at(to)
	if d := length - max(a-b, b-a); d > 0 {
		return s.x.value(min(a, b) - d/2), s.x.value(max(a, b) + d/2)
	}
	return from, to
}

// stages multiplies the factors up.
func (c Waterfall) stages() ([]stage, error) {
	if len(c.Factors) == 0 {
		return nil, noData("there are no factors to multiply")
	}
	stages := []stage{{name: c.Start, label: c.From, from: 1, to: 1, tone: Quiet, whole: true}}
	total := 1.0
	for _, f := range c.Factors {
		if !finite(f.Ratio) || f.Ratio <= 0 {
			return nil, noData("the factor " + strconv.Quote(clean(f.Name)) + " is not known")
		}
		next := total * float64(f.Ratio)
		stages = append(stages, stage{name: f.Name, label: f.Label, from: total, to: next, tone: f.Tone})
		total = next
	}
	if !finite(model.Number(total)) || total <= 0 {
		return nil, noData("the factors are too large to multiply")
	}
	return append(stages, stage{name: c.End, label: c.To, from: 1, to: total, tone: Quiet, whole: true}), nil
}

// ratioRange is the logarithmic axis that holds all stages, with a hair of room at both ends.
func ratioRange(stages []stage) scale {
	low, high := 1.0, 1.0
	for _, st := range stages {
		low, high = min(low, st.from, st.to), max(high, st.from, st.to)
	}
	if high/low < 1.02 {
		low, high = low/1.01, high*1.01
	}
	return scale{low: low / 1.005, high: high * 1.005, log: true}
}
