package chart

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/opts"

	"likewise/generator/model"
)

// Slope holds several answers to the same question side by side: a line a subject, a dot an answer, with its interval.
// Level lines agree; lines that cross do not. On a phone the answers stand below each other.
type Slope struct {
	Head
	Answers []string // what answered: the models
	Lines   []SlopeLine
	Ticks   []Tick // of the value axis, which starts at zero
}

// SlopeLine is one subject. Values go with Slope.Answers; NaN: that one has no answer. Low and High may be shorter or NaN.
type SlopeLine struct {
	Name           string
	Values         []model.Number
	Low, High      []model.Number
	Labels         []string // finished values, for tooltips
	Tone           Tone
	value, low, hi []model.Number
}

const (
	slopeDodge = 5.0 // between the intervals of two lines at the same answer
	slopeRow   = 44.0
	slopeNames = 84.0 // how wide the names of the answers may stand on a phone
)

func (c Slope) plot(l layout) (*sketch, error) {
	c.Lines = slices.Clone(c.Lines)
	all := []model.Number{0}
	known := false
	for i := range c.Lines {
		line := &c.Lines[i]
		line.value, line.low, line.hi = padded(line.Values, len(c.Answers)), padded(line.Low, len(c.Answers)), padded(line.High, len(c.Answers))
		_, _, ok := extent(line.value, any1)
		known = known || ok
		all = append(append(all, line.value...), line.hi...)
	}
	for _, t := range c.Ticks {
		all = append(all, model.Number(t.Value))
	}
	if !known {
		return nil, noData("no model has an answer")
	}
	_, top, _ := extent(all, any1)
	if top <= 0 {
		top = 1
	}
	if l.narrow() {
		return c.down(l, top), nil
	}
	return c.across(l, top), nil
}

// padded is the numbers at their places, NaN where there is none.
func padded(numbers []model.Number, n int) []model.Number {
	out := make([]model.Number, n)
	for i := range out {
		out[i] = model.Number(math.NaN())
		if i < len(numbers) {
			out[i] = numbers[i]
		}
	}
	return out
}

// across has the answers from left to right and names at the right end of the lines.
func (c Slope) across(l layout, top float64) *sketch {
	const height, foot = 320.0, 62.0
	s := canvas(l.width, height)
	left := min(widest(texts(c.Ticks, func(t Tick) string { return t.Label }), smallSize, false), 90) + 12
	room := min(widest(texts(c.Lines, func(n SlopeLine) string { return n.Name }), smallSize, true), 170) + 14
	v := scale{low: 0, high: top, from: height - foot, to: 14}
	pitch := (l.width - left - room - 24) / float64(max(len(c.Answers)-1, 1))
	at := func(i int) float64 { return left + 12 + pitch*float64(i) }
	for _, t := range c.Ticks {
		y := v.at(t.Value)
		s.rule(left, y, l.width-room, y)
		s.word(left-6, y, fit(t.Label, left-6, smallSize, false), font{size: smallSize, color: soft, end: true})
	}
	for i, name := range c.Answers {
		for j, part := range wrapped(name, min(pitch-4, 2*at(i), 2*(l.width-at(i))), 3) {
			s.word(at(i), height-foot+18+14*float64(j), part, font{size: smallSize, color: soft, middle: true})
		}
	}
	c.draw(s, func(line, i int, value model.Number) (x, y float64) {
		return at(i) + c.dodge(line), v.at(float64(value))
	})
	c.endNames(s, v, at(len(c.Answers)-1)+c.dodge(len(c.Lines)-1)+9, room)
	return s
}

// dodge moves the marks of a line aside, so that intervals do not hide each other.
func (c Slope) dodge(line int) float64 {
	return (float64(line) - float64(len(c.Lines)-1)/2) * min(slopeDodge, 30/float64(len(c.Lines)))
}

// endNames names each line at its last value.
func (c Slope) endNames(s *sketch, v scale, x, room float64) {
	var labels []endLabel
	for _, line := range c.Lines {
		for i := len(line.value) - 1; i >= 0; i-- {
			if finite(line.value[i]) {
				labels = append(labels, endLabel{name: line.Name, y: v.at(float64(line.value[i])), tone: line.Tone})
				break
			}
		}
	}
	slices.SortStableFunc(labels, func(a, b endLabel) int { return cmp.Compare(a.y, b.y) })
	spread(labels, 17, 8, v.from+12)
	for _, e := range labels {
		s.word(x, e.y, fit(e.name, room-10, smallSize, true), font{size: smallSize, bold: true, color: e.tone.line()})
	}
}

// down has an answer a row, its name in a column of its own, where no line runs, and the names of the lines at their
// first dots.
func (c Slope) down(l layout, top float64) *sketch {
	head := 14 + 15*float64(len(c.Lines))
	height := head + slopeRow*float64(len(c.Answers)) + 24
	s := canvas(l.width, height)
	column := c.answerColumn()
	v := scale{low: 0, high: top, from: column + 16, to: l.width - 8}
	at := func(i int) float64 { return head + slopeRow*(float64(i)+0.5) }
	for i, name := range c.Answers {
		s.rule(0, at(i)-slopeRow/2, l.width, at(i)-slopeRow/2)
		parts := wrapped(name, column, 3)
		for j, part := range parts {
			s.word(0, at(i)+14*(float64(j)-float64(len(parts)-1)/2), part, font{size: smallSize, color: soft})
		}
	}
	c.feet(s, v, column, height-8)
	c.draw(s, func(line, i int, value model.Number) (x, y float64) {
		return v.at(float64(value)), at(i) + c.dodge(line)
	})
	c.headNames(s, v, at(0), l.width)
	return s
}

// answerColumn is how wide the names of the answers stand, words under words.
func (c Slope) answerColumn() float64 {
	var parts []string
	for _, name := range c.Answers {
		parts = append(parts, wrapped(name, slopeNames, 3)...)
	}
	return min(widest(parts, smallSize, false), slopeNames)
}

// feet writes the labels of the value axis below the rows, as many as have room.
func (c Slope) feet(s *sketch, v scale, left, y float64) {
	var taken []span
	for _, t := range c.Ticks {
		text := fit(t.Label, 90, smallSize, false)
		half := width(text, smallSize, false) / 2
		x := min(max(v.at(t.Value), left+half), s.width-half)
		if free(taken, span{x - half - 4, x + half + 4}) {
			taken = append(taken, span{x - half - 4, x + half + 4})
			s.word(x, y, text, font{size: smallSize, color: soft, middle: true})
		}
	}
}

// headNames writes the names of the lines above their first dots, a line of text each, and leads from name to dot.
func (c Slope) headNames(s *sketch, v scale, first, right float64) {
	order := make([]int, 0, len(c.Lines))
	for i, line := range c.Lines {
		if len(line.value) > 0 && finite(line.value[0]) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.Lines[a].value[0], c.Lines[b].value[0]) })
	for place, i := range order {
		line := c.Lines[i]
		x, y := v.at(float64(line.value[0])), 8+15*float64(place)
		text := fit(line.Name, right*0.6, smallSize, true)
		w := width(text, smallSize, true)
		start := min(x+4, right-w)
		s.word(start, y, text, font{size: smallSize, bold: true, color: line.Tone.line()})
		s.overlay(rule, 1, "", at(round(x), y), at(round(x), round(first+c.dodge(i)-5)))
	}
}

// draw puts lines under intervals under dots, the lines that matter on top. place turns an answer of a line into a pixel.
func (c Slope) draw(s *sketch, place func(line, i int, value model.Number) (x, y float64)) {
	for _, tone := range []Tone{Plain, Quiet, Warn, Key} {
		for n, line := range c.Lines {
			if line.Tone.known() != tone {
				continue
			}
			var through, whiskers, dots []item
			for i, value := range line.value {
				if !finite(value) {
					through = append(through, gap)
					continue
				}
				x, y := place(n, i, value)
				through = append(through, s.spot(x, y))
				if finite(line.low[i]) && finite(line.hi[i]) {
					x0, y0 := place(n, i, max(line.low[i], 0))
					x1, y1 := place(n, i, line.hi[i])
					whiskers = append(whiskers, s.spot(x0, y0), s.spot(x1, y1), gap)
				}
				tip := line.Name + ", " + c.Answers[i]
				if i < len(line.Labels) {
					tip += ": " + line.Labels[i]
				}
				dots = append(dots, s.spot(x, y).named(tip).sized(7))
			}
			s.line(tone.line(), 1, "dotted", through...)
			s.line(tone.line(), 1.6, "", whiskers...)
			s.dots(opts.ItemStyle{Color: tone.line()}, dots)
		}
	}
}

// wrapped breaks a name into at most so many lines of a width, between words.
func wrapped(name string, room float64, lines int) []string {
	var out []string
	for _, word := range strings.Fields(clean(name)) {
		if n := len(out); n > 0 && (n == lines || width(out[n-1]+" "+word, smallSize, false) <= room) {
			out[n-1] += " " + word
			continue
		}
		out = append(out, word)
	}
	for i := range out {
		out[i] = fit(out[i], room, smallSize, false)
	}
	return out
}
