package chart

import (
	"math"
	"slices"

	"likewise/generator/model"
)

// scale maps a value to a pixel, straight or by its logarithm: the same arithmetic as ECharts' axes, so that text
// can be set beside a mark.
type scale struct {
	low, high float64 // of the data; low < high; both positive when log
	from, to  float64 // pixels
	log       bool
}

func (s scale) at(v float64) float64 {
	lo, hi := s.low, s.high
	if s.log {
		v, lo, hi = math.Log(v), math.Log(lo), math.Log(hi)
	}
	return s.from + (v-lo)/(hi-lo)*(s.to-s.from)
}

func (s scale) clamp(v float64) float64 { return min(max(v, s.low), s.high) }

// finite reports whether a number can be drawn.
func finite(n model.Number) bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// extent is the smallest and largest finite number that the test accepts, and whether there is one.
func extent(numbers []model.Number, accept func(float64) bool) (low, high float64, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, n := range numbers {
		if v := float64(n); finite(n) && accept(v) {
			low, high, ok = min(low, v), max(high, v), true
		}
	}
	return low, high, ok
}

func any1(float64) bool       { return true }
func positive(v float64) bool { return v > 0 }

// Ticks returns about n round values (1, 2 or 5 times a power of ten) that lie in low..high, for a caller to label.
func Ticks(low, high float64, n int) []float64 {
	if !(low < high) || n < 1 || math.IsInf(high-low, 0) {
		return []float64{}
	}
	step := roundStep((high - low) / float64(n))
	ticks := []float64{}
	for i := math.Ceil(low/step - 1e-9); i*step <= high+step*1e-9; i++ {
		ticks = append(ticks, tidy(i*step, step))
	}
	return ticks
}

// roundStep is the nearest of 1, 2, 5 times a power of ten.
func roundStep(raw float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(raw)))
	switch f := raw / unit; {
	case f < 1.5:
		return unit
	case f < 3.5:
		return 2 * unit
	case f < 7.5:
		return 5 * unit
	}
	return 10 * unit
}

// tidy removes the dust of binary arithmetic from a multiple of step.
func tidy(v, step float64) float64 {
	digits := math.Pow(10, math.Max(0, math.Ceil(-math.Log10(step))+1))
	return math.Round(v*digits)/digits + 0
}

// RatioTicks returns about n round ratios in low..high (both positive) for a logarithmic axis, 1 among them where it
// lies inside.
func RatioTicks(low, high float64, n int) []float64 {
	if !(0 < low && low < high) || math.IsInf(high, 0) || n < 1 {
		return []float64{}
	}
	if high/low < 4 {
		ticks := Ticks(low, high, n)
		if low <= 1 && 1 <= high && !slices.Contains(ticks, 1) {
			ticks = append(ticks, 1)
			slices.Sort(ticks)
		}
		return ticks
	}
	ticks := []float64{}
	for _, mantissas := range [][]float64{{1, 1.5, 2, 3, 5, 7}, {1, 2, 5}, {1, 3}, {1}} {
		ticks = ticks[:0]
		for e := math.Floor(math.Log10(low)); e <= math.Log10(high); e++ {
			for _, m := range mantissas {
				if v := tidy(m*math.Pow(10, e), math.Pow(10, e)); low <= v && v <= high {
					ticks = append(ticks, v)
				}
			}
		}
		if len(ticks) <= n+1 {
			break
		}
	}
	return ticks
}
