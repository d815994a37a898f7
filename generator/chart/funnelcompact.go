package chart

// The compact funnel is for a first screen: a row a step and no rows between them, a little over half the height.

// beside in little: the count right of its bar, the share that goes on in a column of its own.
func (c Funnel) compactBeside(l layout, top float64) *sketch {
	const band, thickness = 34, 24
	left := min(widest(c.names(), bodySize, false), 190) + 12
	counts := min(widest(c.labels(), bodySize, true), 130) + 10
	goOn, within := min(widest(c.goOns(), 12.5, false), 200), min(widest(c.intervals(), smallSize, false), 120)
	shares := goOn + 8 + within
	s := c.frame(l, top, left, l.width-counts-shares-16, 0, band)
	s.rule(left, s.row(0)-thickness/2, left, s.row(len(c.Steps)-1)+thickness/2)
	c.bars(s, thickness)
	for i, step := range c.Steps {
		y := s.row(i)
		s.word(left-12, y, fit(step.Name, left-12, bodySize, false), font{end: true})
		s.word(c.end(s, step)+10, y, fit(step.Label, counts-10, bodySize, true), valueFont(step.Count))
		s.word(l.width-shares, y, fit(step.GoOn, goOn, 12.5, false), font{size: 12.5})
		s.word(l.width-within, y, fit(step.Interval, within, smallSize, false), font{size: smallSize, color: soft})
	}
	s.cut = (band - thickness) / 2
	return s
}

// stacked in little: name, share and count in one line above each bar.
func (c Funnel) compactStacked(l layout, top float64) *sketch {
	const band, thickness = 40, 11
	s := c.frame(l, top, 0, l.width, 0, band)
	c.bars(s, thickness)
	names := min(widest(c.names(), bodySize, false), l.width/2-20) + 10
	for i, step := range c.Steps {
		y := s.row(i) - 17
		label := fit(step.Label, 130, bodySize, true)
		labelFont := valueFont(step.Count)
		labelFont.end = true
		s.word(l.width, y, label, labelFont)
		s.word(0, y, fit(step.Name, names-10, bodySize, false), font{})
		s.word(names, y, fit(step.GoOn, l.width-names-width(label, bodySize, true)-10, smallSize, false), font{size: smallSize, color: soft})
	}
	s.cut = (band - thickness) / 2
	return s
}

func (c Funnel) intervals() []string {
	return texts(c.Steps, func(s FunnelStep) string { return s.Interval })
}
