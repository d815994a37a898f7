package chart

import (
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"

	"likewise/generator/model"
)

// Line is the course of one or several series over buckets of time. A bucket without a value is a gap, never zero.
type Line struct {
	Head
	Buckets []Bucket
	Series  []LineSeries
	Ticks   []Tick // of the value axis; the axis reaches over all of them
	Cut     bool   // the axis starts at the data instead of at zero
}

// Bucket is a stretch of time. Partial marks one that is not over: it is drawn dashed and hollow.
type Bucket struct {
	Label   string // for the axis: "5 Oct"
	Partial bool
	// Break says, in a word or two, why the line is broken before the bucket; empty: it is not.
	Break string
}

// LineSeries is one line; Values and Labels go with Line.Buckets.
type LineSeries struct {
	Name   string
	Values []model.Number
	Labels []string // finished values, for tooltips and the end of the line
	Tone   Tone
}

func (c Line) plot(l layout) (*sketch, error) {
	s := &sketch{width: l.width, height: 280}
	if l.narrow() {
		s.height = 230
	}
	y, ok := c.valueAxis()
	if !ok {
		return nil, noData("no bucket has a value")
	}
	s.y = y
	s.y.from, s.y.to = s.height-28, 12
	left := min(widest(texts(c.Ticks, func(t Tick) string { return t.Label }), smallSize, false), 90)
	if left > 0 {
		left += 10
	}
	s.x = scale{low: 0, high: float64(max(len(c.Buckets)-1, 1)), from: left + 6, to: l.width - c.endRoom(l) - 8}
	c.grid(s, left)
	c.bucketLabels(s)
	c.breaks(s)
	for _, series := range c.Series {
		c.course(s, series)
	}
	c.ends(s, l)
	return s, nil
}

// value is the value of a series in a bucket; missing ones are not known.
func (ls LineSeries) value(i int) (float64, bool) {
	if i < 0 || i >= len(ls.Values) || !finite(ls.Values[i]) {
		return 0, false
	}
	return float64(ls.Values[i]), true
}

func (ls LineSeries) label(i int) string {
	if i < len(ls.Labels) {
		return ls.Labels[i]
	}
	return ""
}

func (c Line) tip(ls LineSeries, i int) string {
	text := c.Buckets[i].Label + ": " + ls.label(i)
	if ls.Name != "" && len(c.Series) > 1 {
		text = ls.Name + ", " + text
	}
	return text
}

func (c Line) valueAxis() (scale, bool) {
	var all []model.Number
	for _, ls := range c.Series {
		all = append(all, ls.Values[:min(len(ls.Values), len(c.Buckets))]...)
	}
	if _, _, ok := extent(all, any1); !ok {
		return scale{}, false
	}
	if !c.Cut {
		all = append(all, 0)
	}
	for _, t := range c.Ticks {
		all = append(all, model.Number(t.Value))
	}
	s := scale{}
	s.low, s.high, _ = extent(all, any1)
	if s.low == s.high {
		return s.around(), true
	}
	return s, true
}

// grid draws a faint line and a label a tick, leaving out ticks that would touch the one below.
func (c Line) grid(s *sketch, left float64) {
	last := s.height + 100
	for _, t := range c.sortedTicks() {
		y := s.y.at(t.Value)
		if last-y < 18 {
			continue
		}
		last = y
		s.rule(left+2, y, s.x.to+6, y)
		s.word(left-6, y, fit(t.Label, left-6, smallSize, false), font{size: smallSize, color: soft, end: true})
	}
	if len(c.Ticks) == 0 {
		s.rule(left, s.y.from, s.x.to+6, s.y.from)
	}
}

func (c Line) sortedTicks() []Tick {
	ticks := slices.DeleteFunc(slices.Clone(c.Ticks), func(t Tick) bool { return !finite(model.Number(t.Value)) })
	slices.SortStableFunc(ticks, func(a, b Tick) int {
		switch {
		case a.Value < b.Value:
			return -1
		case a.Value > b.Value:
			return 1
		}
		return 0
	})
	return ticks
}

// bucketLabels writes the last bucket, the first, and as many between, evenly, as do not touch.
func (c Line) bucketLabels(s *sketch) {
	n := len(c.Buckets)
	room := widest(texts(c.Buckets, func(b Bucket) string { return b.Label }), smallSize, false) + 22
	every := 1
	for every < n && (s.x.to-s.x.from)/s.x.high*float64(every) < room {
		every++
	}
	for i := n - 1; i >= 0; i -= every {
		text := fit(c.Buckets[i].Label, 120, smallSize, false)
		half := width(text, smallSize, false) / 2
		x := min(max(s.x.at(float64(i)), half), s.width-half)
		s.word(x, s.height-10, text, font{size: smallSize, color: soft, middle: true})
	}
}

// breaks draws a faint upright rule before each bucket that the line does not reach over, and says why beside it, on
// the side that has more room.
func (c Line) breaks(s *sketch) {
	for i, b := range c.Buckets {
		if b.Break == "" || i == 0 {
			continue
		}
		x := s.x.at(float64(i) - .5)
		s.rule(x, s.y.to, x, s.y.from)
		f, at := font{size: smallSize, color: soft}, x+5
		room := s.x.to - at
		if x-s.x.from > room {
			f.end, at, room = true, x-5, x-5-s.x.from
		}
		s.word(at, s.y.to+13, fit(b.Break, room, smallSize, false), f)
	}
}

// course draws one series: the line, a dashed line to unfinished buckets, and a dot where a value stands alone.
func (c Line) course(s *sketch, ls LineSeries) {
	var through, dashed, alone, hollow []item
	for i := range c.Buckets {
		v, ok := ls.value(i)
		if !ok {
			through = append(through, gap)
			continue
		}
		here := at(float64(i), v).named(c.tip(ls, i))
		before, joined := ls.value(i - 1)
		_, goesOn := ls.value(i + 1)
		if c.Buckets[i].Break != "" {
			through, joined = append(through, gap), false
		}
		goesOn = goesOn && c.Buckets[i+1].Break == ""
		if !c.Buckets[i].Partial {
			through = append(through, here)
			if !joined && (!goesOn || c.Buckets[i+1].Partial) {
				alone = append(alone, here.sized(5))
			}
			continue
		}
		through = append(through, gap)
		hollow = append(hollow, here.sized(8))
		if joined {
			dashed = append(dashed, at(float64(i-1), before).named(c.tip(ls, i-1)), here, gap)
		}
	}
	color := ls.Tone.line()
	s.line(color, 2, "", through...)
	s.line(color, 1.6, "dashed", dashed...)
	if i := c.lastOf(ls); i >= 0 && !c.Buckets[i].Partial {
		v, _ := ls.value(i)
		alone = append(alone, at(float64(i), v).named(c.tip(ls, i)).sized(7))
	}
	s.dots(opts.ItemStyle{Color: color}, alone)
	s.dots(opts.ItemStyle{Color: paper, BorderColor: color, BorderWidth: 1.8}, hollow)
}

func (i item) sized(diameter float64) item {
	i.SymbolSize = diameter
	return i
}

// lastOf is the last bucket in which the series has a value, or -1.
func (c Line) lastOf(ls LineSeries) int {
	for i := len(c.Buckets) - 1; i >= 0; i-- {
		if _, ok := ls.value(i); ok {
			return i
		}
	}
	return -1
}

// endLabel is what stands at the end of a line: its last value and, where there are several, its name.
type endLabel struct {
	name, value string
	y           float64
	tone        Tone
	partial     bool
}

func (c Line) endTexts(ls LineSeries) (name, value string) {
	if len(c.Series) > 1 {
		name = ls.Name
	}
	if i := c.lastOf(ls); i >= 0 {
		value = ls.label(i)
	}
	return name, value
}

// endRoom is the width that the labels at the ends of the lines need.
func (c Line) endRoom(l layout) float64 {
	room := 0.0
	for _, ls := range c.Series {
		name, value := c.endTexts(ls)
		room = max(room, width(clean(name), smallSize, true), width(clean(value), bodySize, true))
	}
	return min(room+8, l.width*0.3)
}

// ends labels each line at its end. Labels that would touch are moved apart, keeping their order.
func (c Line) ends(s *sketch, l layout) {
	var labels []endLabel
	for _, ls := range c.Series {
		if i := c.lastOf(ls); i >= 0 {
			v, _ := ls.value(i)
			name, value := c.endTexts(ls)
			labels = append(labels, endLabel{name, value, s.y.at(v), ls.Tone, c.Buckets[i].Partial})
		}
	}
	height := 18.0
	if len(c.Series) > 1 {
		height = 34
	}
	slices.SortStableFunc(labels, func(a, b endLabel) int { return int(a.y*16) - int(b.y*16) })
	spread(labels, height, 8, s.height-20)
	room := c.endRoom(l)
	for _, e := range labels {
		y := e.y
		if e.name != "" {
			s.word(s.x.to+12, y-8, fit(e.name, room-4, smallSize, true), font{size: smallSize, bold: true, color: e.tone.line()})
			y += 8
		}
		valueFont := font{bold: true}
		if e.partial {
			valueFont = font{color: soft}
		}
		s.word(s.x.to+12, y, fit(e.value, room-4, bodySize, true), valueFont)
	}
}

// spread moves sorted labels so that neighbours are at least height apart, between top and bottom where possible.
func spread(labels []endLabel, height, top, bottom float64) {
	for i := range labels {
		floor := top
		if i > 0 {
			floor = labels[i-1].y + height
		}
		labels[i].y = max(labels[i].y, floor)
	}
	for i := len(labels) - 1; i >= 0; i-- {
		ceiling := bottom - height/2
		if i < len(labels)-1 {
			ceiling = labels[i+1].y - height
		}
		labels[i].y = min(labels[i].y, ceiling)
	}
}
