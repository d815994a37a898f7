package chart

import "likewise/generator/model"

// span is a stretch of one line that is taken.
type span struct{ from, to float64 }

func (a span) touches(b span) bool { return a.from < b.to && b.from < a.to }

func free(taken []span, s span) bool {
	for _, t := range taken {
		if t.touches(s) {
			return false
		}
	}
	return true
}

// axisLabels writes labels under the frame: the reference first, then each tick that has room. Labels keep inside the
// picture.
func (s *sketch) axisLabels(ticks []Tick, reference float64, refLabel string) {
	var taken []span
	if s.accepts(model.Number(reference)) {
		taken = s.axisLabel(taken, Tick{reference, refLabel})
	}
	for _, t := range ticks {
		if t.Value != reference || refLabel == "" {
			taken = s.axisLabel(taken, t)
		}
	}
}

func (s *sketch) axisLabel(taken []span, t Tick) []span {
	if !s.accepts(model.Number(t.Value)) || t.Value < s.x.low || t.Value > s.x.high {
		return taken
	}
	text := fit(t.Label, 120, smallSize, false)
	half := width(text, smallSize, false)/2 + 5
	x := min(max(s.x.at(t.Value), half-5), s.width-half+5)
	if text == "" || !free(taken, span{x - half, x + half}) {
		return taken
	}
	s.word(x, max(s.y.from, s.y.to)+16, text, font{size: smallSize, color: soft, middle: true})
	return append(taken, span{x - half, x + half})
}
