package analysis

import (
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// sheet is the posts as columns, which is what regressions want. A number that a post does not report is NaN, a label
// that it does not have is empty.
type sheet struct {
	exposureName string
	exposure     []float64
	platform     []string
	format       []string
	topic        []string
	paid         []string
	month        []string // "2026-10"; empty where the post has no date
	week         []string // the Monday of its week, "2026-10-05"; empty where the post has no date
	age          []float64
	ripe         ripeness                            // by metric; what is younger is not compared
	broken       func(i int, metrics ...string) bool // whether a metric meant something else when row i was published
	declared     []string                            // columns that are features of the drivers besides the usual ones
	calibrations *calibrations                       // of the actions' rates; nil: each is worked out where it is used
}

func sheetOf(posts []model.Post, exposure string, maturity []model.Maturity) sheet {
	s := sheet{exposureName: exposure, exposure: column(posts, exposure), ripe: ripeness{}, calibrations: &calibrations{}, broken: func(i int, m ...string) bool { return brokenIn(posts[i], m...) }}
	for _, m := range maturity {
		s.ripe[m.Metric] = m
	}
	for _, p := range posts {
		s.platform, s.format, s.topic = append(s.platform, p.Platform), append(s.format, p.Format), append(s.topic, p.Topic)
		month, week, paid := "", "", ""
		if d, ok := day(p.Published); ok {
			month, week = d.Format("2006-01"), monday(d).Format(model.Day)
		}
		if p.Paid != nil {
			paid = "not paid"
			if *p.Paid {
				paid = "paid"
			}
		}
		s.week = append(s.week, week)
		s.month, s.paid, s.age = append(s.month, month), append(s.paid, paid), append(s.age, float64(p.AgeDays))
	}
	return s
}

// young reports whether row i is too young to be judged by these metrics. A row of unknown age is old.
func (s sheet) young(i int, metrics ...string) bool { return s.age[i] < s.ripe.days(metrics...) }

// pick is the values at these rows.
func pick[T any](x []T, rows []int) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = x[r]
	}
	return out
}

// control is a feature of posts that is held while another is looked at: one or more columns that go in together.
type control struct {
	name    string
	columns []stats.Column
	labels  []string // of each post, where the columns are indicators
}

// controls lists what can be held for the outcome y at these rows, the most needed first. Exposure stands first, in
// addition to being the offset: where the outcome's rate falls as exposure grows, and the action's rate does too,
// they would otherwise go together by that alone.
func (s sheet) controls(y []float64, rows []int) []control {
	out := []control{numeric("log "+s.exposureName, logs(pick(s.exposure, rows)))}
	add := func(name string, labels []string) {
		merged, reference := mergeLevels(labels, y)
		if columns := stats.Indicators(name, merged, reference); len(columns) > 0 {
			out = append(out, control{name, columns, labels})
		}
	}
	add("platform", pick(s.platform, rows))
	add("format", pick(s.format, rows))
	add("paid", pick(s.paid, rows))
	add("topic", pick(s.topic, rows))
	if young := youth(pick(s.age, rows)); young != nil {
		out = append(out, numeric("age", young))
	}
	add(seasons(pick(s.month, rows)))
	return out
}

// maxSeasons is how many periods are held at most: beyond it a finer cut costs more than it holds.
const maxSeasons = 24

// seasons is the month of each row, or the quarter or year where there are too many months.
func seasons(months []string) (name string, labels []string) {
	for _, cut := range []struct {
		name string
		of   func(string) string
	}{{"month", func(m string) string { return m }}, {"quarter", quarter}, {"year", func(m string) string { return m[:min(4, len(m))] }}} {
		labels, distinct := make([]string, len(months)), map[string]bool{}
		for i, m := range months {
			labels[i] = cut.of(m)
			distinct[labels[i]] = true
		}
		if len(distinct) <= maxSeasons || cut.name == "year" {
			return cut.name, labels
		}
	}
	return "", nil
}

func quarter(month string) string {
	if len(month) < 7 {
		return month
	}
	return month[:4] + "-Q" + string('1'+(10*(month[5]-'0')+month[6]-'0'-1)/3)
}

func numeric(name string, values []float64) control {
	return control{name: name, columns: []stats.Column{{Name: name, Values: values}}}
}

// maturing is how many days counts may go on growing for; age beyond it makes no difference.
const maturing = 30

// youth is the logarithm of the days that a post has had, up to maturing; nil where an age is missing or all are past it.
func youth(age []float64) []float64 {
	out, any := make([]float64, len(age)), false
	for i, a := range age {
		if math.IsNaN(a) {
			return nil
		}
		out[i] = math.Log(1 + max(0, min(a, maturing)))
		any = any || a < maturing
	}
	if !any {
		return nil
	}
	return out
}

const (
	smallLevel = 5 // posts; a level with fewer is merged
	mergedName = "other"
)

// mergeLevels merges the levels with too few posts or no event, which have no finite coefficient, into one named
// "other", and that into the most frequent level where it is no better. It names the most frequent, the reference.
func mergeLevels(labels []string, y []float64) (merged []string, reference string) {
	merged = mergeInto(labels, y, func([]string) string { return mergedName })
	merged = mergeInto(merged, y, mostFrequent)
	return merged, mostFrequent(merged)
}

func mergeInto(labels []string, y []float64, target func([]string) string) []string {
	posts, events := map[string]int{}, map[string]float64{}
	for i, l := range labels {
		posts[l]++
		events[l] += y[i]
	}
	out, into := slices.Clone(labels), target(labels)
	for i, l := range labels {
		if posts[l] < smallLevel || events[l] == 0 {
			out[i] = into
		}
	}
	return out
}

// mostFrequent is the label that most have, the first in the alphabet where some are equally frequent.
func mostFrequent(labels []string) string {
	count := map[string]int{}
	for _, l := range labels {
		count[l]++
	}
	best := ""
	for l, n := range count {
		if n > count[best] || n == count[best] && l < best {
			best = l
		}
	}
	return best
}

func logs(x []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = math.Log(v)
	}
	return out
}
