package chart

import (
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// Flow is how a crowd divides, step by step: a Sankey of columns, each a step, whose nodes are joined by bands as wide as
// the crowd that goes from one to the other. A node need not pass on all that it has received.
type Flow struct {
	Head
	Columns []FlowColumn
	Bands   []FlowBand
}

// FlowColumn is one step, its nodes from top to bottom.
type FlowColumn struct {
	Name  string // "First", "Then"; may be empty
	Nodes []FlowNode
}

// FlowNode is a part of the crowd at one step, with finished labels.
type FlowNode struct {
	Name  string
	Size  float64 // above zero
	Label string  // the size: "2,412"
	Tone  Tone
}

// FlowBand joins node From of a column to node To of the next one.
type FlowBand struct {
	Column, From, To int
	Size             float64
	Tip              string
	Tone             Tone
}

const (
	flowNode   = 9.0 // width of a node
	flowGap    = 7.0 // between nodes of a column
	flowHead   = 26.0
	phoneSteps = 3 // columns that a phone has room for
)

// flowNodeOption and flowBandOption are what go-echarts' types for a Sankey lack: the place of a node, and the look of a
// band.
type flowNodeOption struct {
	Name      string          `json:"name"`
	Value     float64         `json:"value"`
	Depth     int             `json:"depth"`
	LocalY    float64         `json:"localY"` // as a share of the height
	ItemStyle *opts.ItemStyle `json:"itemStyle"`
}

type flowBandOption struct {
	Source    string          `json:"source"`
	Target    string          `json:"target"`
	Value     float64         `json:"value"`
	LineStyle *opts.LineStyle `json:"lineStyle"`
}

// laidFlow is a flow with its nodes in pixels.
type laidFlow struct {
	Flow
	l       layout
	slot    float64 // the least height that a node takes, for its label
	perUnit float64 // pixels a unit of the crowd
	pitch   float64 // from one column to the next
	tops    [][]float64
}

func (c Flow) plot(l layout) (*sketch, error) {
	if l.narrow() && len(c.Columns) > phoneSteps {
		c.Columns = c.Columns[:phoneSteps]
	}
	if !c.whole() {
		return nil, noData("nobody is on the way")
	}
	f := laidFlow{Flow: c, l: l, slot: 18}
	tallest := 0
	for _, col := range c.Columns {
		tallest = max(tallest, len(col.Nodes))
	}
	height := 400.0
	if l.narrow() {
		f.slot = 33
		height = 460
	}
	height = max(height, (f.slot+flowGap)*float64(tallest)+120)
	f.scale(height)
	s := canvas(l.width, flowHead+height+4)
	last := min(f.labelWidth(len(c.Columns)-1), l.width/float64(len(c.Columns)))
	f.pitch = (l.width - last - flowNode) / float64(max(len(c.Columns)-1, 1))
	s.marks = append(s.marks, f.series(s))
	f.words(s)
	f.tips(s)
	return s, nil
}

// whole reports whether there are nodes of a size in every column that is drawn, and bands between nodes that exist.
func (c Flow) whole() bool {
	if len(c.Columns) < 2 {
		return false
	}
	for _, col := range c.Columns {
		if len(col.Nodes) == 0 {
			return false
		}
		for _, n := range col.Nodes {
			if !(n.Size > 0) || math.IsInf(n.Size, 0) {
				return false
			}
		}
	}
	return true
}

// bands are those between columns that are drawn.
func (c Flow) bands() []FlowBand {
	var out []FlowBand
	for _, b := range c.Bands {
		if b.Column >= 0 && b.Column+1 < len(c.Columns) && b.From >= 0 && b.From < len(c.Columns[b.Column].Nodes) && b.To >= 0 && b.To < len(c.Columns[b.Column+1].Nodes) && b.Size > 0 {
			out = append(out, b)
		}
	}
	return out
}

// scale finds the most pixels a unit with which every column fits, small nodes taking the room of their label, and
// places the nodes.
func (f *laidFlow) scale(height float64) {
	low, high := 0.0, math.Inf(1)
	for _, col := range f.Columns {
		sum := 0.0
		for _, n := range col.Nodes {
			sum += n.Size
		}
		high = min(high, height/sum)
	}
	for range 60 {
		f.perUnit = (low + high) / 2
		if f.place() <= height {
			low = f.perUnit
		} else {
			high = f.perUnit
		}
	}
	f.perUnit = low
	f.place()
}

// place stacks the nodes of each column and returns the height of the tallest.
func (f *laidFlow) place() float64 {
	tallest := 0.0
	f.tops = make([][]float64, len(f.Columns))
	for i, col := range f.Columns {
		y := 0.0
		for _, n := range col.Nodes {
			f.tops[i] = append(f.tops[i], y)
			y += max(n.Size*f.perUnit, f.slot) + flowGap
		}
		tallest = max(tallest, y-flowGap)
	}
	return tallest
}

// size is the height of a node as drawn.
func (f *laidFlow) size(n FlowNode) float64 { return max(n.Size*f.perUnit, 1) }

func (f *laidFlow) x(column int) float64 { return f.pitch * float64(column) }

// series is the Sankey itself. ECharts scales the largest column to the height of its box, so the box is as high as that
// column has pixels; where nodes stand within it is ours.
func (f *laidFlow) series(s *sketch) series {
	largest := 0.0
	nodes := []flowNodeOption{}
	for _, col := range f.Columns {
		sum := 0.0
		for _, n := range col.Nodes {
			sum += n.Size
		}
		largest = max(largest, sum)
	}
	box := largest * f.perUnit
	for i, col := range f.Columns {
		for j, n := range col.Nodes {
			nodes = append(nodes, flowNodeOption{Name: nodeName(i, j), Value: n.Size, Depth: i, LocalY: math.Round(f.tops[i][j]/box*1e5) / 1e5, ItemStyle: &opts.ItemStyle{Color: flowColour(n.Tone)}})
		}
	}
	bands := []flowBandOption{}
	for _, b := range f.bands() {
		opacity := opts.Float(0.22)
		switch b.Tone {
		case Key:
			opacity = opts.Float(0.5)
		case Quiet:
			opacity = opts.Float(0.11)
		}
		bands = append(bands, flowBandOption{Source: nodeName(b.Column, b.From), Target: nodeName(b.Column+1, b.To), Value: b.Size,
			LineStyle: &opts.LineStyle{Color: b.Tone.line(), Opacity: opacity, Curveness: 0.5}})
	}
	out := series{Cursor: "default", Z: 2, Silent: true, Emphasis: &emphasis{Disabled: true}, LayoutIterations: new(int)}
	out.Type, out.Orient, out.NodeAlign = types.ChartSankey, "horizontal", "left"
	out.NodeWidth, out.NodeGap, out.Draggable = opts.Int(int(flowNode)), opts.Int(0), opts.Bool(false)
	out.Left, out.Right, out.Top, out.Bottom = "0", pixels(s.width-f.x(len(f.Columns)-1)-flowNode), pixels(flowHead), pixels(s.height-flowHead-box)
	out.Label = &opts.Label{Show: opts.Bool(false)}
	out.Data, out.Links = nodes, bands
	return out
}

// flowColour is the colour of a node: those who leave are fainter than those who stay.
func flowColour(t Tone) string {
	if t == Quiet {
		return fill
	}
	return t.line()
}

func nodeName(column, node int) string { return strconv.Itoa(column) + "." + strconv.Itoa(node) }

// labelWidth is the room that the labels of a column want.
func (f *laidFlow) labelWidth(column int) float64 {
	room := 0.0
	for _, n := range f.Columns[column].Nodes {
		if f.l.narrow() {
			room = max(room, width(clean(n.Name), smallSize, false), width(clean(n.Label), smallSize, true))
		} else {
			room = max(room, width(clean(n.Label), smallSize, true)+6+width(clean(n.Name), smallSize, false))
		}
	}
	return room + 8
}

// words labels every node at its right: the number before the name, on a phone above it.
func (f *laidFlow) words(s *sketch) {
	for i, col := range f.Columns {
		left := f.x(i) + flowNode + 6
		room := f.pitch - flowNode - 12
		if i == len(f.Columns)-1 {
			room = s.width - left
		}
		s.word(f.x(i), 10, fit(col.Name, room+flowNode, smallSize, false), font{size: smallSize, color: soft, italic: true})
		for j, n := range col.Nodes {
			middle := flowHead + f.tops[i][j] + max(f.size(n), f.slot)/2
			number := fit(n.Label, room, smallSize, true)
			if f.l.narrow() {
				s.word(left, middle-8, number, font{size: smallSize, bold: true})
				s.word(left, middle+8, fit(n.Name, room, smallSize, false), font{size: smallSize})
				continue
			}
			s.word(left, middle, number, font{size: smallSize, bold: true})
			after := width(number, smallSize, true) + 6
			if room-after < 24 {
				continue
			}
			s.word(left+after, middle, fit(n.Name, room-after, smallSize, false), font{size: smallSize})
		}
	}
}

// tips are dots that are not painted, in the middle of nodes and bands, for a pointer to find.
func (f *laidFlow) tips(s *sketch) {
	var dots []item
	for i, col := range f.Columns {
		for j, n := range col.Nodes {
			dots = append(dots, s.spot(f.x(i)+flowNode/2, flowHead+f.tops[i][j]+f.size(n)/2).named(n.Name+": "+n.Label).sized(1))
		}
	}
	out, in := f.offsets(), f.offsets()
	for _, b := range f.bands() {
		half := b.Size * f.perUnit / 2
		from := f.tops[b.Column][b.From] + out[b.Column][b.From] + half
		to := f.tops[b.Column+1][b.To] + in[b.Column+1][b.To] + half
		out[b.Column][b.From] += 2 * half
		in[b.Column+1][b.To] += 2 * half
		x := (f.x(b.Column) + flowNode + f.x(b.Column+1)) / 2
		dots = append(dots, s.spot(x, flowHead+(from+to)/2).named(b.Tip).sized(1))
	}
	s.dots(opts.ItemStyle{Color: none}, dots)
}

func (f *laidFlow) offsets() [][]float64 {
	out := make([][]float64, len(f.Columns))
	for i, col := range f.Columns {
		out[i] = make([]float64, len(col.Nodes))
	}
	return out
}
