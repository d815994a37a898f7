package analysis

import (
	"math"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	oddWeeks  = 20 // full weeks; fewer do not show what is usual
	oddAround = 4  // weeks on either side that a week is held against
)

// markOdd marks the weeks of every series that are far out of line with those around them. Held against each other are the
// logs of one plus the count (amounts below zero: the amounts) less the median of the four weeks on either side, so
// that neither growth nor a season makes a week odd; far is a robust z beyond 3.5 (Iglewicz & Hoaglin 1993). Weeks that are
// not over, or whose counts are still coming in, are left out, and no week is held against one across a break.
func markOdd(trend []model.Series) {
	for i := range trend {
		markOddSeries(&trend[i])
	}
}

func markOddSeries(s *model.Series) {
	at, level, run := usualWeeks(s.Points)
	if len(at) < oddWeeks {
		return
	}
	var held []int
	var off []float64
	for k := range at {
		var around []float64
		for j := max(0, k-oddAround); j <= min(len(at)-1, k+oddAround); j++ {
			if j != k && run[j] == run[k] {
				around = append(around, level[j])
			}
		}
		if median, ok := stats.Median(around); ok && len(around) >= oddAround {
			held, off = append(held, at[k]), append(off, level[k]-median)
		}
	}
	z, err := stats.RobustZ(off)
	if err != nil || len(held) < oddWeeks {
		return // all alike, or too few: nothing can stand out
	}
	s.OddOf = len(held)
	for k, v := range z {
		if math.Abs(v) > oddLimit {
			s.Points[held[k]].Odd = v
		}
	}
}

// usualWeeks are the weeks that can be held against others, their levels, and between which breaks they lie. The first
// is none: the data may begin in the midst of it.
func usualWeeks(points []model.Point) (at []int, level []float64, run []int) {
	breaks, negative := 0, false
	for i, p := range points {
		if p.Break {
			breaks++
		}
		if v := float64(p.Value); i > 0 && !p.Partial && !p.Young && !math.IsNaN(v) && !math.IsInf(v, 0) {
			at, level, run = append(at, i), append(level, v), append(run, breaks)
			negative = negative || v < 0
		}
	}
	if !negative {
		for k, v := range level {
			level[k] = math.Log1p(v)
		}
	}
	return at, level, run
}
