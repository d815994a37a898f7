package chart

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/opts"

	"likewise/generator/model"
)

// Forest is an estimate with its interval in each row, held against a reference.
type Forest struct {
	Head
	Rows      []ForestRow
	Log       bool    // ratios: equal ratios are equally far apart; all values above zero
	Reference float64 // where there is no difference; drawn as a line. NaN: none
	RefLabel  string  // "no difference"
	Ticks     []Tick  // the axis reaches over all of them; they are thinned where they would touch
}

// ForestRow is an estimate with finished labels. Value NaN: the row says Note and has no mark.
type ForestRow struct {
	Name             string
	Value, Low, High model.Number
	Label            string // "×1.40"
	Interval         string // "1.22–1.61"
	Note             string // the verdict, in a word or two
	Tone             Tone
	Strong           bool // the name in bold
}

func (c Forest) plot(l layout) (*sketch, error) {
	x, ok := c.axis()
	if !ok {
		return nil, noData("no row has an estimate")
	}
	s := &sketch{width: l.width, rows: len(c.Rows), x: x}
	place := c.columns(l)
	s.x.from, s.x.to = place.from, place.to
	band, above := 36.0, 0.0
	if l.narrow() {
		band, above = 56, 4
	}
	s.y = scale{from: above, to: above + band*float64(len(c.Rows))}
	s.height = s.y.to + 30
	if s.accepts(model.Number(c.Reference)) {
		s.guide(l, s.x.at(c.Reference), rule, "")
	}
	c.marks(s)
	for i, r := range c.Rows {
		c.words(s, l, place, s.row(i), r)
	}
	s.axisLabels(c.Ticks, c.Reference, c.RefLabel)
	return s, nil
}

// columns is where the plot stands and where the words beside it start.
type columns struct{ from, to, label, interval, intervalEnd, note float64 }

func (c Forest) columns(l layout) columns {
	label := widest(texts(c.Rows, func(r ForestRow) string { return r.Label }), bodySize, true)
	interval := widest(texts(c.Rows, func(r ForestRow) string { return r.Interval }), smallSize, false)
	if l.narrow() {
		from := l.width - min(label, 70) - min(interval, 110) - 6
		return columns{from: 6, to: from - 14, label: from, interval: l.width - min(interval, 110), intervalEnd: l.width}
	}
	name := widest(texts(c.Rows, func(r ForestRow) string { return r.Name }), bodySize, true)
	note := widest(texts(c.Rows, func(r ForestRow) string { return r.Note }), smallSize, true)
	p := columns{from: min(name, 190) + 20, note: l.width - min(note, 160)}
	p.intervalEnd = p.note - 14
	p.interval = p.intervalEnd - min(interval, 120)
	p.label = p.interval - min(label, 90) - 8
	p.to = p.label - 18
	return p
}

func (c Forest) words(s *sketch, l layout, p columns, y float64, r ForestRow) {
	noteColor := soft
	if r.Tone == Key || r.Tone == Warn {
		noteColor = r.Tone.line()
	}
	note := font{size: smallSize, color: noteColor, bold: noteColor != soft}
	if l.narrow() {
		text := fit(r.Note, 150, smallSize, true)
		note.end = true
		s.word(l.width, y-21, text, note)
		s.word(0, y-21, fit(r.Name, l.width-width(text, smallSize, true)-12, bodySize, r.Strong), font{bold: r.Strong})
	} else {
		s.word(p.from-20, y, fit(r.Name, p.from-20, bodySize, r.Strong), font{bold: r.Strong, end: true})
		s.word(p.note, y, fit(r.Note, l.width-p.note, smallSize, true), note)
	}
	s.word(p.label, y, fit(r.Label, p.interval-p.label-4, bodySize, true), valueFont(r.Value))
	s.word(p.interval, y, fit(r.Interval, p.intervalEnd-p.interval, smallSize, false), font{size: smallSize, color: soft})
}

// marks draws the intervals and over them the estimates, tone by tone. An interval that leaves the axis is cut there.
func (c Forest) marks(s *sketch) {
	for _, tone := range []Tone{Plain, Quiet, Warn, Key} {
		var through, dots []item
		for i, r := range c.Rows {
			if r.Tone.known() != tone || !s.accepts(r.Value) {
				continue
			}
			y, tip := float64(i), r.Name+": "+r.Label+" "+r.Interval+" "+r.Note
			if s.accepts(r.Low) && s.accepts(r.High) {
				through = append(through, at(s.x.clamp(float64(r.Low)), y), at(s.x.clamp(float64(r.High)), y), gap)
			}
			dot := at(s.x.clamp(float64(r.Value)), y).named(tip)
			dot.SymbolSize = 10
			dots = append(dots, dot)
		}
		s.line(tone.line(), 2, "", through...)
		s.dots(opts.ItemStyle{Color: tone.line()}, dots)
	}
}

// accepts reports whether the number can stand on the x axis.
func (s *sketch) accepts(n model.Number) bool { return finite(n) && (!s.x.log || n > 0) }

// axis reaches over ticks, reference and estimates; an interval may stretch it to at most three times as far as the
// estimates do, so that one wild row does not flatten the rest.
func (c Forest) axis() (scale, bool) {
	accept := any1
	if c.Log {
		accept = positive
	}
	var values, ends, ticks []model.Number
	for _, r := range c.Rows {
		if finite(r.Value) && accept(float64(r.Value)) {
			values, ends = append(values, r.Value), append(ends, r.Low, r.High)
		}
	}
	for _, t := range append([]Tick{{Value: c.Reference}}, c.Ticks...) {
		ticks = append(ticks, model.Number(t.Value))
	}
	if len(values) == 0 {
		return scale{}, false
	}
	low, high, _ := extent(append(values, ticks...), accept)
	wideLow, wideHigh, _ := extent(append(append(ends, values...), ticks...), accept)
	s := scale{low: low, high: high, log: c.Log}
	if s.low == s.high && wideLow == wideHigh {
		return s.around(), true
	}
	if s.low == s.high {
		s.low, s.high = wideLow, wideHigh
		return s.padded(), true
	}
	s.from, s.to = 0, 1
	s.low, s.high = max(wideLow, s.value(-1)), min(wideHigh, s.value(2))
	return s.padded(), true
}

// value is the inverse of at.
func (s scale) value(pixel float64) float64 {
	f := (pixel - s.from) / (s.to - s.from)
	if s.log {
		return s.low * math.Pow(s.high/s.low, f)
	}
	return s.low + f*(s.high-s.low)
}

// around makes room about a single value.
func (s scale) around() scale {
	if s.log {
		s.low, s.high = s.low/1.2, s.high*1.2
		return s
	}
	room := max(math.Abs(s.low)*0.2, 1e-9)
	s.low, s.high = s.low-room, s.high+room
	return s
}

// padded adds a fiftieth at both ends.
func (s scale) padded() scale {
	s.from, s.to = 0, 1
	s.low, s.high = s.value(-0.02), s.value(1.02)
	return s
}
