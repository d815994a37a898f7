package chart

import "likewise/generator/model"

// peopleSamples are the charts of people's ways, with invented numbers.
func peopleSamples() []sample {
	return []sample{
		{"panels", samplePanels()},
		{"flow", sampleFlow()},
		{"slope", sampleSlope()},
		{"reversal", sampleReversal()},
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

func sampleFlow() Flow {
	node := func(name string, size float64, label string, tone Tone) FlowNode {
		return FlowNode{Name: name, Size: size, Label: label, Tone: tone}
	}
	return Flow{
		Head: Head{Title: "One in sixteen bought, most of them after a click", Label: "Ways of 2,957 people"},
		Columns: []FlowColumn{
			{Name: "First", Nodes: []FlowNode{node("Saw a post", 2530, "2 530", Plain), node("Clicked", 427, "427", Plain)}},
			{Name: "Then", Nodes: []FlowNode{node("Bought", 19, "19", Key), node("Saw a post", 340, "340", Plain), node("Clicked", 1300, "1 300", Plain), node("Liked", 800, "800", Plain), node("No further", 486, "486", Quiet), node("Too few to show", 12, "12", Quiet)}},
			{Name: "Then", Nodes: []FlowNode{node("Bought", 80, "80", Key), node("Clicked", 500, "500", Plain), node("Liked", 700, "700", Plain), node("No further", 1160, "1 160", Quiet)}},
			{Name: "In the end", Nodes: []FlowNode{node("Bought", 90, "90", Key), node("Went on", 810, "810", Plain), node("No further", 300, "300", Quiet)}},
		},
		Bands: []FlowBand{
			{Column: 0, From: 0, To: 2, Size: 1300, Tip: "Saw a post, then clicked: 1 300"}, {Column: 0, From: 0, To: 3, Size: 800}, {Column: 0, From: 0, To: 4, Size: 430, Tone: Quiet},
			{Column: 0, From: 1, To: 0, Size: 19, Tone: Key}, {Column: 0, From: 1, To: 1, Size: 340}, {Column: 0, From: 1, To: 4, Size: 56, Tone: Quiet}, {Column: 0, From: 1, To: 5, Size: 12, Tone: Quiet},
			{Column: 1, From: 1, To: 1, Size: 200}, {Column: 1, From: 1, To: 3, Size: 140, Tone: Quiet},
			{Column: 1, From: 2, To: 0, Size: 70, Tone: Key}, {Column: 1, From: 2, To: 2, Size: 700}, {Column: 1, From: 2, To: 3, Size: 530, Tone: Quiet},
			{Column: 1, From: 3, To: 0, Size: 10, Tone: Key}, {Column: 1, From: 3, To: 1, Size: 300}, {Column: 1, From: 3, To: 3, Size: 490, Tone: Quiet},
			{Column: 2, From: 1, To: 0, Size: 40, Tone: Key}, {Column: 2, From: 1, To: 1, Size: 360}, {Column: 2, From: 1, To: 2, Size: 100, Tone: Quiet},
			{Column: 2, From: 2, To: 0, Size: 50, Tone: Key}, {Column: 2, From: 2, To: 1, Size: 450}, {Column: 2, From: 2, To: 2, Size: 200, Tone: Quiet},
		},
	}
}

func sampleSlope() Slope {
	line := func(name string, tone Tone, values ...model.Number) SlopeLine {
		out := SlopeLine{Name: name, Tone: tone, Values: values}
		for i, v := range values {
			out.Labels = append(out.Labels, "some share")
			if i != 6 {
				out.Low, out.High = append(out.Low, v*.85), append(out.High, v*1.15)
			} else {
				out.Low, out.High = append(out.Low, nan), append(out.High, nan)
			}
		}
		return out
	}
	return Slope{
		Head:    Head{Title: "Eight of nine models put reels first", Label: "Shares of credit by model"},
		Answers: []string{"First", "Last", "Linear", "Last non-direct", "Time decay", "Position", "Markov", "Markov, converted only", "Shapley"},
		Ticks:   []Tick{{0, "0%"}, {.2, "20%"}, {.4, "40%"}, {.6, "60%"}},
		Lines: []SlopeLine{
			line("Reel", Key, .59, .55, .56, .55, .555, .57, .40, .52, .55),
			line("Carousel", Plain, .29, .32, .31, .32, .31, .305, .336, .33, .316),
			line("Image", Plain, .12, .13, .13, nan, .13, .125, .265, .15, .13),
		},
	}
}
