package render

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"likewise/generator/model"
	"likewise/generator/page"
)

// Heat is a map of weekday by hour band.
type Heat struct {
	ID               string
	Title            Heading
	Subtitle, Corner string
	Hours            []string
	Rows             []HeatRow
	Noise            bool // nothing is shaded
	Notes            []string
	Links            []Link
}

// HeatRow is one weekday.
type HeatRow struct {
	Day   string
	Cells []HeatCell
}

// HeatCell is one band of a weekday. Level is -2 to 2 in words: "low2" to "high2"; empty where nothing stands out.
type HeatCell struct{ Text, Posts, Level string }

// bindTiming is {{< timing >}}. Where the map is no more uneven than chance makes it, no cell is shaded.
func bindTiming(b *binding, r *page.Ref) (fragment, error) {
	t := &b.Report.Timing
	if t.Why != "" || len(t.Cells) == 0 {
		return b.nothing(r, "timing.none", line(t.Why))
	}
	said := b.timingWords()
	h := &Heat{ID: b.id("timing"), Title: b.heading(r, upperFirst(b.words.say("timing.title", said))), Subtitle: b.words.say("timing.subtitle", said), Corner: b.words.say("timing.day", nil), Noise: said.Noise,
		Notes: []string{b.words.say("timing.note", said), b.looksNote()}, Links: b.rowsLinks(timingCSV)}
	for _, c := range t.Cells {
		if c.Weekday == t.Cells[0].Weekday {
			h.Hours = append(h.Hours, hourBand(c))
		}
		if n := len(h.Rows); n == 0 || h.Rows[n-1].Day != b.weekday(c.Weekday) {
			h.Rows = append(h.Rows, HeatRow{Day: b.weekday(c.Weekday)})
		}
		row := &h.Rows[len(h.Rows)-1]
		row.Cells = append(row.Cells, b.heatCell(c, said.Noise))
	}
	return fragment{layout: "heat", data: h}, nil
}

func (s *site) weekday(n int) string { return s.words.say("weekday."+strconv.Itoa(n), nil) }

func hourBand(c model.TimingCell) string {
	return strconv.Itoa(c.Hour) + "–\u2060" + strconv.Itoa(c.ToHour+1)
}

func (b *binding) heatCell(c model.TimingCell, noise bool) HeatCell {
	out := HeatCell{Posts: b.words.say("timing.posts", c.Posts)}
	if !c.Shrunk.OK() {
		return out
	}
	out.Text = b.ratio(c.Shrunk).Value
	if noise {
		return out
	}
	switch v := math.Log(c.Shrunk.Value); {
	case v > math.Log(1.25):
		out.Level = "high2"
	case v > math.Log(1.08):
		out.Level = "high1"
	case v < -math.Log(1.25):
		out.Level = "low2"
	case v < -math.Log(1.08):
		out.Level = "low1"
	}
	return out
}

// timingWords is the map in a sentence.
type timingWords struct {
	Outcome         term
	Noise           bool
	P, Controls     string
	Shuffles, Posts int
	Above           string // the cells whose whole interval lies above the usual, the surest first, where the map is no noise
}

func (s *site) timingWords() timingWords {
	t := s.Report.Timing
	w := timingWords{Outcome: s.term(t.Outcome), Noise: !(t.PermutationP < .05), P: s.chance(t.PermutationP), Controls: s.controls(t.Controls), Shuffles: t.Shuffles, Posts: t.Posts}
	var above []model.TimingCell
	for _, c := range t.Cells {
		if c.Shrunk.OK() && c.Shrunk.Low > 1 && !w.Noise {
			above = append(above, c)
		}
	}
	slices.SortStableFunc(above, func(a, b model.TimingCell) int { return cmp.Compare(b.Shrunk.Low, a.Shrunk.Low) })
	var names []string
	for _, c := range above {
		names = append(names, s.words.say("timing.cell", struct {
			Day, Hours string
			Ratio      ratio
		}{s.weekday(c.Weekday), hourBand(c), s.ratio(c.Shrunk)}))
	}
	w.Above = s.join(names, 3)
	return w
}

func (s *site) timingRows() []byte {
	out := newSheet("weekday", "hour_from", "hour_to", "posts", "ratio", "ratio_low", "ratio_high", "why_none")
	for _, c := range s.Report.Timing.Cells {
		cells := []string{strconv.Itoa(c.Weekday), strconv.Itoa(c.Hour), strconv.Itoa(c.ToHour), strconv.Itoa(c.Posts)}
		out.row(append(append(cells, estimate(c.Shrunk)...), formulaSafe(c.Shrunk.Why))...)
	}
	return out.bytes()
}
