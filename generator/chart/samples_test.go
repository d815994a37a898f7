package chart

import (
	"math"

	"likewise/generator/model"
)

// nan stands for a number that is not known.
var nan = model.Number(math.NaN())

// sample is a chart with invented numbers and the name of its golden files.
type sample struct {
	name  string
	chart Chart
}

// samples has every chart type at least once; the numbers are those of the design's sketch.
func samples() []sample {
	return append([]sample{
		{"funnel", sampleFunnel()},
		{"funnel-linear", sampleLinearFunnel()},
		{"funnel-compact", compact(sampleFunnel())},
		{"funnel-compact-linear", compact(sampleLinearFunnel())},
		{"forest", sampleForest()},
		{"bar", sampleBar()},
		{"line", sampleLine()},
		{"lines", sampleLines()},
		{"line-broken", sampleBroken()},
		{"scatter", sampleScatter()},
		{"waterfall", sampleWaterfall()},
		{"curve", sampleCurve()},
	}, peopleSamples()...)
}

func sampleFunnel() Funnel {
	return Funnel{
		Head: Head{Title: "One in 1,927 people reached bought", Label: "Of 412,380 people reached 2.12% clicked, 7.0% of those signed up, 35.0% of those bought: 214 purchases"},
		Log:  true,
		Steps: []FunnelStep{
			{Name: "Reached", Count: 412380, Label: "412 380"},
			{Name: "Clicked the link", Count: 8742, Label: "8 742", GoOn: "2.12% go on", Interval: "(2.08–2.16)"},
			{Name: "Signed up", Count: 611, Label: "611", GoOn: "7.0% go on", Interval: "(6.5–7.5)"},
			{Name: "Bought", Count: 214, Label: "214", GoOn: "35.0% go on", Interval: "(31.3–38.9)"},
		},
	}
}

func compact(f Funnel) Funnel {
	f.Compact = true
	return f
}

func sampleLinearFunnel() Funnel {
	return Funnel{
		Head: Head{Title: "People who saw a post"},
		Steps: []FunnelStep{
			{Name: "Viewed a post", Count: 2140, Label: "2 140"},
			{Name: "Liked", Count: 900, Label: "900", GoOn: "42% go on", Interval: "(40–44)"},
			{Name: "Filled the basket", Count: nan, Label: "not reported"},
			{Name: "Purchased", Count: 0, Label: "0", GoOn: "0.0% go on", Interval: "(0.0–0.4)"},
		},
	}
}

func sampleForest() Forest {
	return Forest{
		Head: Head{Title: "What announces a purchase", Label: "Saves and link clicks go with more purchases per person reached; likes do not"},
		Log:  true, Reference: 1, RefLabel: "no difference",
		Ticks: []Tick{{.8, "×0.8"}, {1.2, "×1.2"}, {1.4, "×1.4"}, {1.6, "×1.6"}, {1.8, "×1.8"}},
		Rows: []ForestRow{
			{Name: "Saves", Value: 1.40, Low: 1.22, High: 1.61, Label: "×1.40", Interval: "1.22–1.61", Note: "supports", Tone: Key},
			{Name: "Link clicks", Value: 1.33, Low: 1.19, High: 1.49, Label: "×1.33", Interval: "1.19–1.49", Note: "supports", Tone: Key},
			{Name: "Shares", Value: 1.12, Low: .97, High: 1.30, Label: "×1.12", Interval: "0.97–1.30", Note: "cannot tell"},
			{Name: "Comments", Value: 1.05, Low: .90, High: 1.22, Label: "×1.05", Interval: "0.90–1.22", Note: "cannot tell"},
			{Name: "Follows", Value: nan, Low: nan, High: nan, Label: "–", Note: "too little data"},
			{Name: "Likes", Value: 1.02, Low: .93, High: 1.12, Label: "×1.02", Interval: "0.93–1.12", Note: "no more than reach", Strong: true},
		},
	}
}

func sampleBar() Bar {
	return Bar{
		Head:    Head{Title: "Carousels convert best", Label: "Purchases per 1,000 people reached, by format"},
		Compare: .52, CompName: "all posts 0.52",
		Rows: []BarRow{
			{Name: "Carousel", Value: 1.21, Low: .92, High: 1.57, Label: "1.21", Note: "9 posts", Tone: Key},
			{Name: "Reel", Value: .61, Low: .50, High: .74, Label: "0.61", Note: "14 posts"},
			{Name: "Image", Value: .33, Low: .22, High: .48, Label: "0.33", Note: "11 posts"},
			{Name: "Story", Value: nan, Low: nan, High: nan, Label: "not reported", Note: "4 posts"},
		},
	}
}

func weeks(n int, partial bool) []Bucket {
	days := []string{"3 Aug", "10 Aug", "17 Aug", "24 Aug", "31 Aug", "7 Sep", "14 Sep", "21 Sep", "28 Sep", "5 Oct", "12 Oct", "19 Oct", "26 Oct"}
	out := make([]Bucket, n)
	for i := range out {
		out[i] = Bucket{Label: days[i%len(days)]}
	}
	out[n-1].Partial = partial
	return out
}

func sampleLine() Line {
	return Line{
		Head:    Head{Title: "Revenue by week", Label: "Revenue rose from £890 to £1,830 a week"},
		Buckets: weeks(13, true),
		Ticks:   []Tick{{0, "£0"}, {500, "£500"}, {1000, "£1 000"}, {1500, "£1 500"}, {2000, "£2 000"}},
		Series: []LineSeries{{
			Name: "Revenue", Tone: Key,
			Values: []model.Number{890, 940, 870, 1020, nan, nan, 1180, 1110, 1340, 1420, 1390, 1830, 610},
			Labels: []string{"£890", "£940", "£870", "£1 020", "", "", "£1 180", "£1 110", "£1 340", "£1 420", "£1 390", "£1 830", "£610"},
		}},
	}
}

func sampleLines() Line {
	return Line{
		Head:    Head{Title: "Likes rise, purchases do not"},
		Buckets: weeks(8, false),
		Ticks:   []Tick{{0, "0%"}, {2, "2%"}, {4, "4%"}, {6, "6%"}},
		Series: []LineSeries{
			{Name: "Likes", Tone: Plain, Values: []model.Number{3.1, 3.4, 3.3, 3.9, 4.2, 4.0, 4.6, 5.1}, Labels: []string{"3.1%", "3.4%", "3.3%", "3.9%", "4.2%", "4.0%", "4.6%", "5.1%"}},
			{Name: "Link clicks", Tone: Key, Values: []model.Number{2.4, 2.3, 2.2, nan, 2.2, nan, 2.2, 2.1}, Labels: []string{"2.4%", "2.3%", "2.2%", "", "2.2%", "", "2.2%", "2.1%"}},
			{Name: "Saves", Tone: Warn, Values: []model.Number{1.4, 1.3, 1.6, 1.5, 1.7, 1.6, 1.8, 1.9}, Labels: []string{"1.4%", "1.3%", "1.6%", "1.5%", "1.7%", "1.6%", "1.8%", "1.9%"}},
		},
	}
}

// sampleBroken is a line whose metric got a new meaning within the fifth week.
func sampleBroken() Line {
	c := sampleLine()
	c.Head = Head{Title: "Views by week"}
	c.Buckets[8].Break = "counted anew"
	c.Series[0].Values[8], c.Series[0].Labels[8] = nan, ""
	return c
}

func sampleScatter() Scatter {
	c := Scatter{
		Head:      Head{Title: "The most liked are not the best sellers", Label: "96 posts in four groups; no visible relation"},
		Quadrants: Quadrants{"Quiet converters", "Liked and converting", "Neither", "Liked, not converting"},
		XName:     "more likes than usual for the reach", YName: "more purchases per person reached",
		Points: []ScatterPoint{
			{X: -2.1, Y: 1.75, Size: 18240, Tip: "Cold brew, three ways", Label: "Cold brew, three ways", Tone: Key},
			{X: .7, Y: 1.95, Size: 9310, Tip: "Subscription drop", Label: "Subscription drop", Tone: Key},
			{X: .78, Y: 1.9, Size: 12310, Tip: "Subscription, again", Label: "Subscription, again", Tone: Key},
			{X: 1.05, Y: -1.75, Size: 58020, Tip: "Latte art fails", Label: "Latte art fails", Tone: Warn},
		},
	}
	// A small fixed generator: the picture must be the same on every machine.
	state := uint32(7)
	next := func() float64 {
		sum := 0.0
		for range 6 {
			state = state*1664525 + 1013904223
			sum += float64(state>>8) / (1 << 24)
		}
		return (sum - 3) * 1.4
	}
	for range 92 {
		c.Points = append(c.Points, ScatterPoint{X: model.Number(next()), Y: model.Number(next()), Size: model.Number(8000 + 5000*next()), Tip: "A post"})
	}
	return c
}

func sampleWaterfall() Waterfall {
	return Waterfall{
		Head:  Head{Title: "Why this post sold", Label: "Reach 1.1 times, clicks 1.2 times, purchases per click 2.4 times the usual reel"},
		Start: "Usual reel", From: "1", End: "This post", To: "×2.5",
		Factors: []Factor{
			{Name: "Reach", Ratio: 1.1, Label: "×1.1"},
			{Name: "Clicks per person", Ratio: 1.2, Label: "×1.2"},
			{Name: "Purchases per click", Ratio: 2.4, Label: "×2.4", Tone: Key},
			{Name: "Basket", Ratio: .8, Label: "×0.8", Tone: Warn},
		},
	}
}

func sampleCurve() Curve {
	c := Curve{
		Head:  Head{Title: "Purchases rise with saves up to about 12 per 1,000 people reached", Label: "A curve that rises to about 12 saves per 1,000 and is level from there"},
		XName: "saves per 1,000 people reached", YName: "purchases against what is expected", Reference: 1, Mark: 12, MarkLabel: "about 12",
		XTicks: []Tick{{3, "3"}, {5, "5"}, {10, "10"}, {20, "20"}}, YTicks: []Tick{{0, "×0"}, {.5, "×0.5"}, {1, "×1"}, {1.5, "×1.5"}, {2, "×2"}},
	}
	edges := []model.Number{2, 4, 6, 8, 12, 16, 30}
	fits := []model.Number{.5, .7, .7, 1.1, 1.5, 1.5}
	for i, f := range fits {
		g := CurveGroup{From: edges[i], To: edges[i+1], Fit: f, Low: f * .8, High: f * 1.3, Shown: f * model.Number(.9+.05*float64(i)), Tip: "a group"}
		if i == 3 {
			g.Low, g.High = nan, nan
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}
