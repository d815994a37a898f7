package render

import (
	"slices"

	"likewise/generator/model"
)

// breakWords is a day from which a metric means something else, in print.
type breakWords struct {
	Metric   term
	Platform string
	Day      string
	Note     string
	Posts    int  // older ones, which stand in no total, rate or comparison
	Declared bool // by site.toml, not by an export format
}

func (s *site) breakWords(x model.Break) breakWords {
	w := breakWords{Metric: s.term(x.Metric), Day: s.loc.day(x.At), Note: line(x.Note), Posts: x.Posts, Declared: x.From == ""}
	if x.Platform != "" {
		w.Platform = s.words.platform(x.Platform)
	}
	return w
}

// breakNotes says a sentence for each break of the metrics; of all metrics where none is named.
func (s *site) breakNotes(metrics ...string) []string {
	out := []string{}
	for _, x := range s.Report.Breaks {
		if len(metrics) == 0 || slices.Contains(metrics, x.Metric) {
			out = append(out, s.words.say("break.note", s.breakWords(x)))
		}
	}
	return out
}

// breakWithin is the first break of a metric behind the first day and not behind the last; nil where there is none.
func (s *site) breakWithin(metric, first, last string) *model.Break {
	for i, x := range s.Report.Breaks {
		if x.Metric == metric && x.Between(first, last) {
			return &s.Report.Breaks[i]
		}
	}
	return nil
}

// lastBreak is the newest break of a metric, nil where there is none.
func (s *site) lastBreak(metric string) (last *model.Break) {
	for i, x := range s.Report.Breaks {
		if x.Metric == metric && (last == nil || x.At > last.At) {
			last = &s.Report.Breaks[i]
		}
	}
	return last
}

// sinceBreak is the points from the last one on at which the metric got a new meaning.
func sinceBreak(points []model.Point) []model.Point {
	for i := len(points) - 1; i >= 0; i-- {
		if points[i].Break {
			return points[i:]
		}
	}
	return points
}
