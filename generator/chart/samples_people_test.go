package chart

import "likewise/generator/model"

// peopleSamples are the charts of people's ways, with invented numbers.
func peopleSamples() []sample {
	return []sample{
		{"panels", samplePanels()},
	}
}

func samplePanels() Panels {
	cell := func(v, low, high model.Number, label string, tone Tone) PanelCell {
		return PanelCell{Value: v, Low: low, High: high, Label: label, Tone: tone}
	}
	return Panels{
		Head: Head{Title: "Carousels lose fewer after the click", Label: "Three formats, step by step"},
		Rows: []string{"Reel", "Carousel", "A format with a rather long name", "Image"},
		Panels: []Panel{
			{Name: "Clicked", Of: "of those reached", Compare: 2.1, CompName: "all 2.1%", Cells: []PanelCell{cell(2, 1.8, 2.2, "2.0%", Plain), cell(2.2, 1.9, 2.6, "2.2%", Plain), cell(nan, nan, nan, "no rate", Plain), cell(1.9, 1.5, 2.4, "1.9%", Plain)}},
			{Name: "Signed up", Of: "of those who clicked", Compare: 7, CompName: "all 7.0%", Cells: []PanelCell{cell(5, 4, 6, "5.0%", Plain), cell(11, 9, 13, "11%", Key), cell(7, nan, nan, "7.0%", Plain), cell(0, nan, nan, "0%", Plain)}},
			{Name: "Bought", Of: "of those who signed up", Compare: float64(nan), Cells: []PanelCell{cell(30, 22, 40, "30%", Plain), cell(36, 28, 45, "36%", Plain), cell(34, 20, 52, "34%", Plain), cell(33, 21, 48, "33%", Plain)}},
			{Name: "Bought", Of: "of those reached", Compare: .05, CompName: "all 0.05%", Cells: []PanelCell{cell(.03, .02, .04, "0.03%", Plain), cell(.09, .07, .11, "0.09%", Key), cell(.05, .02, .09, "0.05%", Plain), cell(.04, .02, .07, "0.04%", Plain)}},
		},
	}
}
