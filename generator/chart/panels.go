package chart

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"likewise/generator/model"
)

// Panels is the same rows under several measures, a panel a measure, each with a scale of its own from zero: groups side
// by side, step by step.
type Panels struct {
	Head
	Rows   []string
	Panels []Panel
}

// Panel is one measure. Cells go with Panels.Rows.
type Panel struct {
	Name     string // "Clicked"
	Of       string // what it is a share of: "of those who saw a post"; may be empty
	Cells    []PanelCell
	Compare  float64 // a value to hold the cells against, drawn as a line; NaN: none
	CompName string  // its label: "all 2.1%"
}

// PanelCell is one row's value with its interval and finished label. Value NaN: no mark, only the label; Low and High
// NaN: no interval.
type PanelCell struct {
	Value, Low, High model.Number
	Label            string
	Tone             Tone
}

const (
	panelBand   = 26.0 // height of a row
	panelHead   = 44.0 // above the rows: the panel's name and what it is of
	panelFoot   = 34.0 // below them: the label of the value compared with, and space
	panelsInRow = 4
)

func (c Panels) plot(l layout) (*sketch, error) {
	if !c.drawable() {
		return nil, noData("no group has a rate")
	}
	columns := min(len(c.Panels), panelsInRow)
	if len(c.Panels) == panelsInRow+1 {
		columns = 3 // three and two, not four and one
	}
	if l.narrow() {
		columns = 1
	}
	tall := panelHead + panelBand*float64(len(c.Rows)) + panelFoot
	bands := (len(c.Panels) + columns - 1) / columns
	s := canvas(l.width, tall*float64(bands))
	names := min(widest(c.Rows, bodySize, false), min(150, l.width*0.32)) + 14
	wide := (l.width - names) / float64(columns)
	for i, p := range c.Panels {
		top := tall * float64(i/columns)
		if i%columns == 0 {
			c.names(s, names, top)
		}
		p.draw(s, c.Rows, names+wide*float64(i%columns), wide, top)
	}
	return s, nil
}

func (c Panels) drawable() bool {
	for _, p := range c.Panels {
		for _, cell := range p.Cells {
			if finite(cell.Value) {
				return len(c.Rows) > 0
			}
		}
	}
	return false
}

func (c Panels) names(s *sketch, room, top float64) {
	for i, name := range c.Rows {
		y := top + panelHead + panelBand*(float64(i)+0.5)
		s.word(room-14, y, fit(name, room-14, bodySize, false), font{end: true})
	}
}

// draw puts a panel between left and left+wide; the label of each row stands after its interval.
func (p Panel) draw(s *sketch, rows []string, left, wide, top float64) {
	labels := min(widest(texts(p.Cells, func(c PanelCell) string { return c.Label }), smallSize, true), wide*0.45) + 18
	x := p.axis()
	x.from, x.to = left, left+wide-labels
	bottom := top + panelHead + panelBand*float64(len(rows))
	s.word(left, top+10, fit(p.Name, wide-10, bodySize, true), font{bold: true})
	s.word(left, top+27, fit(p.Of, wide-10, smallSize, false), font{size: smallSize, color: soft})
	s.rule(left, top+panelHead-4, left, bottom)
	if finite(model.Number(p.Compare)) {
		s.overlay(soft, 1, "dashed", at(round(x.at(p.Compare)), top+panelHead-4), at(round(x.at(p.Compare)), bottom))
		text := fit(p.CompName, wide-6, smallSize, false)
		half := width(text, smallSize, false) / 2
		s.word(min(max(x.at(p.Compare), left+half), left+wide-half-6), bottom+11, text, font{size: smallSize, color: soft, middle: true})
	}
	for _, tone := range []Tone{Plain, Quiet, Warn, Key} {
		p.marks(s, rows, x, top, tone)
	}
	for i, cell := range p.Cells[:min(len(p.Cells), len(rows))] {
		f := font{size: smallSize, bold: finite(cell.Value)}
		if !f.bold {
			f.color = soft
		}
		end := left + 10
		if finite(cell.Value) {
			end = x.at(max(float64(cell.Value), high(cell))) + 10
		}
		text := fit(cell.Label, left+wide-end-4, smallSize, true)
		if line := x.at(p.Compare); end-3 < line && line < end+width(text, smallSize, true) { // never true of NaN
			end = line + 5
			text = fit(cell.Label, left+wide-end-4, smallSize, true)
		}
		s.word(end, top+panelHead+panelBand*(float64(i)+0.5), text, f)
	}
}

// marks draws the intervals and dots of one tone.
func (p Panel) marks(s *sketch, rows []string, x scale, top float64, tone Tone) {
	var whiskers, dots []item
	for i, cell := range p.Cells[:min(len(p.Cells), len(rows))] {
		if cell.Tone.known() != tone || !finite(cell.Value) {
			continue
		}
		y := top + panelHead + panelBand*(float64(i)+0.5)
		if finite(cell.Low) && finite(cell.High) {
			whiskers = append(whiskers, s.spot(x.at(max(float64(cell.Low), 0)), y), s.spot(x.at(float64(cell.High)), y), gap)
		}
		dots = append(dots, s.spot(x.at(float64(cell.Value)), y).named(rows[i]+", "+p.Name+": "+cell.Label).sized(8))
	}
	s.line(tone.line(), 2, "", whiskers...)
	s.dots(opts.ItemStyle{Color: tone.line()}, dots)
}

func high(c PanelCell) float64 {
	if finite(c.High) && finite(c.Low) {
		return float64(c.High)
	}
	return float64(c.Value)
}

// axis reaches from zero over every value, interval and the value compared with.
func (p Panel) axis() scale {
	top := 0.0
	for _, c := range p.Cells {
		if finite(c.Value) {
			top = max(top, high(c), float64(c.Value))
		}
	}
	if finite(model.Number(p.Compare)) {
		top = max(top, p.Compare)
	}
	if top == 0 {
		top = 1
	}
	return scale{low: 0, high: top}
}
