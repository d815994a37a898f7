package chart

import (
	"cmp"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"

	"likewise/generator/model"
)

// Reversal is two groups held against each other stratum by stratum and as a whole: a line a stratum from the first
// group's rate to the second's, each dot as large as what stands behind it, and the whole in the key colour over them.
// Where the whole goes the other way than the lines, the strata that weigh most in it are to be seen (Simpson 1951).
type Reversal struct {
	Head
	Groups [2]string
	Strata []ReversalLine
	All    ReversalLine
	Ticks  []Tick // of the rate axis, which starts at zero
}

// ReversalLine is one stratum, or the whole. A stratum that one of the groups lacks is a dot alone.
type ReversalLine struct {
	Name string
	Ends [2]ReversalEnd
}

// ReversalEnd is a rate with its interval; NaN where the group has none. Size is what the area of its dot stands for.
type ReversalEnd struct {
	Value, Low, High model.Number
	Size             model.Number
	Label            string // the finished value
}

const (
	reversalFoot  = 30.0
	reversalHead  = 16.0
	reversalDodge = 4.0 // between the intervals of two lines at the same group
	reversalCrop  = 1.4 // times the highest rate: longer intervals leave the frame and are cut there
)

func (c Reversal) plot(l layout) (*sketch, error) {
	for _, e := range c.All.Ends {
		if !finite(e.Value) {
			return nil, noData("one of the two groups has no rate")
		}
	}
	height, largest := 400.0, 12.0
	if l.narrow() {
		height, largest = 360, 8
	}
	s := canvas(l.width, height)
	f := c.frame(l, height)
	for _, t := range c.Ticks {
		if y := f.v.at(t.Value); t.Value >= 0 && t.Value <= f.v.high {
			s.rule(f.left, y, f.x[1]+20, y)
			s.word(f.left-6, y, fit(t.Label, f.left-6, smallSize, false), font{size: smallSize, color: soft, end: true})
		}
	}
	for i, name := range c.Groups {
		s.word(f.x[i], height-reversalFoot/2, fit(name, f.x[1]-f.x[0]-10, smallSize, true), font{size: smallSize, bold: true, middle: true})
	}
	most := c.mostSize()
	for _, i := range c.largestFirst() {
		line := c.Strata[i]
		f.draw(s, line, Plain, 1.6, f.dodge(i, len(c.Strata)), func(e ReversalEnd) float64 { return radius(e.Size, most, largest) })
	}
	f.draw(s, c.All, Key, 3.2, 0, func(ReversalEnd) float64 { return largest * .55 })
	c.names(s, f)
	return s, nil
}

// reversalFrame is where things stand: the columns of the two groups, the rules from left to right, the rates.
type reversalFrame struct {
	x           [2]float64
	left, right float64
	v           scale
	width       float64
	groups      [2]string
}

// frame leaves room for the names: at the right of those that the second group has, at the left of the others.
func (c Reversal) frame(l layout, height float64) reversalFrame {
	f := reversalFrame{v: scale{low: 0, high: c.top(), from: height - reversalFoot, to: reversalHead}, width: l.width, groups: c.Groups}
	f.left = min(widest(texts(c.Ticks, func(t Tick) string { return t.Label }), smallSize, false), 60) + 10
	f.right = l.width - 4
	room := [2]float64{width(clean(c.All.Ends[0].Label), smallSize, true), width(c.endName(c.All), smallSize, true)}
	for _, line := range c.Strata {
		switch {
		case finite(line.Ends[1].Value):
			room[1] = max(room[1], width(clean(line.Name), smallSize, false))
		case finite(line.Ends[0].Value):
			room[0] = max(room[0], width(clean(line.Name), smallSize, false))
		}
	}
	share := .27 * l.width
	f.x = [2]float64{f.left + min(room[0], share) + 26, f.right - min(room[1], share) - 26}
	return f
}

// top is the end of the rate axis: the highest interval, or, where that is far beyond the rates, so far beyond them.
func (c Reversal) top() float64 {
	var rates, highs []model.Number
	for _, line := range append(slices.Clone(c.Strata), c.All) {
		for _, e := range line.Ends {
			rates, highs = append(rates, e.Value), append(highs, e.Value, e.High)
		}
	}
	_, rate, _ := extent(rates, any1)
	_, high, _ := extent(highs, any1)
	if high = min(high, reversalCrop*rate); high > 0 {
		return high
	}
	return 1
}

// largestFirst is the strata in the order of drawing: small dots lie over large ones.
func (c Reversal) largestFirst() []int {
	size := func(i int) float64 {
		_, most, _ := extent([]model.Number{c.Strata[i].Ends[0].Size, c.Strata[i].Ends[1].Size}, any1)
		return most
	}
	order := make([]int, len(c.Strata))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size(b), size(a)) })
	return order
}

func (c Reversal) mostSize() float64 {
	var sizes []model.Number
	for _, line := range c.Strata {
		sizes = append(sizes, line.Ends[0].Size, line.Ends[1].Size)
	}
	_, most, _ := extent(sizes, positive)
	return most
}

// radius is of a dot whose area stands for its size.
func radius(size model.Number, most, largest float64) float64 {
	if !finite(size) || !(most > 0) {
		return 2
	}
	return max(2, largest*math.Sqrt(max(0, float64(size))/most))
}

func (f reversalFrame) dodge(i, n int) float64 {
	return (float64(i) - float64(n-1)/2) * min(reversalDodge, 32/float64(n))
}

func (f reversalFrame) draw(s *sketch, line ReversalLine, tone Tone, width float32, aside float64, radius func(ReversalEnd) float64) {
	var through, dots []item
	for i, e := range line.Ends {
		if !finite(e.Value) {
			continue
		}
		x, y := f.x[i]+aside, f.v.at(float64(e.Value))
		through = append(through, s.spot(x, y))
		dots = append(dots, s.spot(x, y).named(line.Name+", "+f.groups[i]+": "+e.Label).sized(2*radius(e)))
		if finite(e.Low) && finite(e.High) {
			s.line(tone.line(), 1, "", s.spot(x, f.v.at(f.v.clamp(float64(e.Low)))), s.spot(x, f.v.at(f.v.clamp(float64(e.High)))))
		}
	}
	if len(through) == 2 {
		s.line(tone.line(), width, "", through...)
	}
	s.dots(opts.ItemStyle{Color: tone.line()}, dots)
}

// names writes each stratum's at the right end of its line, at the left where that is all there is, and at the whole
// its two values.
func (c Reversal) names(s *sketch, f reversalFrame) {
	sides := [2][]endLabel{{{name: c.All.Ends[0].Label, y: f.v.at(float64(c.All.Ends[0].Value)), tone: Key}}, {{name: c.endName(c.All), y: f.v.at(float64(c.All.Ends[1].Value)), tone: Key}}}
	for _, line := range c.Strata {
		for _, i := range []int{1, 0} {
			if v := line.Ends[i].Value; finite(v) {
				sides[i] = append(sides[i], endLabel{name: line.Name, y: f.v.at(float64(v)), tone: Plain})
				break
			}
		}
	}
	for i, labels := range sides {
		slices.SortStableFunc(labels, func(a, b endLabel) int { return cmp.Compare(a.y, b.y) })
		spread(labels, 15, 8, f.v.from+8)
		x, room := f.x[1]+24, f.width-f.x[1]-26
		if i == 0 {
			x, room = f.x[0]-24, f.x[0]-f.left-24
		}
		for _, e := range labels {
			s.word(x, e.y, fit(e.name, room, smallSize, e.tone == Key), font{size: smallSize, bold: e.tone == Key, color: e.tone.line(), end: i == 0})
		}
	}
}

func (c Reversal) endName(line ReversalLine) string {
	return clean(line.Name + " " + line.Ends[1].Label)
}
