package chart

import "math"

// box is a rectangle in pixels; y grows downwards.
type box struct{ x0, y0, x1, y1 float64 }

func (a box) touches(b box) bool { return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 }
func (a box) inside(b box) bool {
	return a.x0 >= b.x0 && a.x1 <= b.x1 && a.y0 >= b.y0 && a.y1 <= b.y1
}

func (m mark) box() box { return box{m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r} }

// placed is a label with its place: where its text starts, and whether a line leads to it.
type placed struct {
	mark
	text string
	box  box
	lead bool
}

const labelHeight = 17

// placeLabels finds a place for each labelled mark, in order, where it touches no other label and no other labelled
// mark and covers few dots. Where there is none, near or at the end of a short line, the label is left out: the
// tooltip and the table still have it.
func placeLabels(marks []mark, frame box, taken []box) []placed {
	for _, m := range marks {
		if m.Label != "" {
			taken = append(taken, m.box())
		}
	}
	var out []placed
	for i, m := range marks {
		if m.Label == "" {
			continue
		}
		if p, ok := bestPlace(marks, i, frame, taken); ok {
			out = append(out, p)
			taken = append(taken, p.box)
		}
	}
	return out
}

// bestPlace tries rings of places about the mark and takes the one that covers fewest dots on the nearest ring that
// has any.
func bestPlace(marks []mark, i int, frame box, taken []box) (placed, bool) {
	m := marks[i]
	text := fit(m.Label, (frame.x1-frame.x0)*0.5, smallSize, true)
	w := width(text, smallSize, true)
	best, cost, found := placed{}, math.Inf(1), false
	for ring, distance := range []float64{0, 14, 30, 48} {
		for turn, d := range directions {
			b := labelBox(m, d, distance, w)
			if !b.inside(frame) || touchesOther(b, taken, m.box()) {
				continue
			}
			c := float64(ring)*3 + float64(turn)*0.1 + covered(marks, b)*2
			if c < cost {
				best, cost, found = placed{m, text, b, ring > 0}, c, true
			}
		}
	}
	return best, found
}

// directions from the mark to its label, the best reading place first.
var directions = [...]point{{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}}

// labelBox is where a label stands that lies in a direction from its mark.
func labelBox(m mark, d point, distance, w float64) box {
	const h = labelHeight
	x := m.x + d[0]*(m.r+5+distance*0.8)
	y := m.y + d[1]*(m.r+h/2+1+distance*0.7)
	switch {
	case d[0] == 0:
		x -= w / 2
	case d[0] < 0:
		x -= w
	}
	return box{x, y - h/2, x + w, y + h/2}
}

func touchesOther(b box, taken []box, own box) bool {
	for _, t := range taken {
		if t != own && b.touches(t) {
			return true
		}
	}
	return b.touches(own)
}

// covered is how many dots a label would hide.
func covered(marks []mark, b box) float64 {
	n := 0.0
	for _, m := range marks {
		if b.touches(m.box()) {
			n++
		}
	}
	return n
}

// write sets the label and, where it stands off, a line from the mark to it.
func (p placed) write(s *sketch) {
	middle := (p.box.y0 + p.box.y1) / 2
	if p.lead {
		x := min(max(p.x, p.box.x0), p.box.x1)
		y := min(max(p.y, p.box.y0), p.box.y1)
		s.overlay(soft, 1, "", at(round(p.x), round(p.y)), at(round(x), round(y)))
	}
	s.word(p.box.x0, middle, p.text, font{size: smallSize, bold: true})
}
