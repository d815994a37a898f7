package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// creditIntervals are the 95% bootstrap intervals of one model, by touch: of its rank, as whole places, and of its share
// of the credit. Nil for a model that was not resampled.
type creditIntervals struct{ rank, share []stats.Interval }

// bootstrapCredit resamples the paths, with and without conversion, and returns the intervals of every model; none for a
// model that would take too long. The same seed gives the same intervals.
func bootstrapCredit(j *journeys, moves *stats.Moves, direct int, seed uint64) []creditIntervals {
	n := len(j.names)
	out := make([]creditIntervals, len(creditModels))
	conversions, _ := touched(j.all)
	if n == 0 || conversions == 0 {
		return out
	}
	counts := make([]float64, 0, 2*len(j.all))
	for _, one := range j.all {
		counts = append(counts, one.converted, one.lost)
	}
	models := make([]resampled, len(creditModels))
	for i, m := range creditModels {
		models[i] = newResampled(m, j.all, moves, n, direct)
	}
	one := sample{converted: make([]float64, len(j.all)), lost: make([]float64, len(j.all))}
	for drawn := range stats.ResampledCounts(counts, rounds(len(j.all)), seed) {
		one.take(drawn, j.all)
		for i := range models {
			models[i].draw(one)
		}
	}
	for i := range out {
		out[i] = models[i].intervals()
	}
	return out
}

// sample is how often each path converted and was lost in one round, and the conversions that had a touch.
type sample struct {
	converted, lost []float64
	conversions     float64
}

// take reads the counts in turn: converted, lost, converted, lost.
func (s *sample) take(drawn []float64, all []journey) {
	s.conversions = 0
	for i := range all {
		s.converted[i], s.lost[i] = drawn[2*i], drawn[2*i+1]
		if len(all[i].touches) > 0 {
			s.conversions += s.converted[i]
		}
	}
}

// rounds is how many bootstrap samples so many paths get.
func rounds(paths int) int {
	if paths > 2000 {
		return creditRounds / 2
	}
	return creditRounds
}

// resampled is a model under the bootstrap. What a touch gets of one conversion of a path does not change between
// samples, nor do the moves of the path, so they are worked out once.
type resampled struct {
	creditModel
	moves  *stats.Moves
	shares []pathShare
	credit []float64
	places [][]float64 // touch, sample
	parts  [][]float64 // touch, sample: the share of the credit
}

// pathShare is what one touch gets of one conversion of one path.
type pathShare struct {
	path, touch int
	of          float64
}

func newResampled(m creditModel, all []journey, moves *stats.Moves, touches, direct int) resampled {
	r := resampled{creditModel: m, moves: moves, credit: make([]float64, touches), places: make([][]float64, touches), parts: make([][]float64, touches)}
	if m.chain != noChain {
		return r
	}
	one := make([]float64, touches)
	for i, j := range all {
		if len(j.touches) == 0 || j.converted == 0 {
			continue
		}
		m.weigh(j, direct, one)
		for _, t := range j.touches {
			if one[t] != 0 {
				r.shares = append(r.shares, pathShare{i, t, one[t]})
				one[t] = 0
			}
		}
	}
	return r
}

// draw adds the places of one sample.
func (r *resampled) draw(one sample) {
	clear(r.credit)
	if r.chain == noChain {
		for _, s := range r.shares {
			r.credit[s.touch] += s.of * one.converted[s.path]
		}
	} else {
		r.drawChain(one)
	}
	sum := 0.0
	for _, c := range r.credit {
		sum += c
	}
	if sum == 0 {
		return // nothing converted in this sample
	}
	for t, p := range places(r.credit) {
		r.places[t] = append(r.places[t], p)
		r.parts[t] = append(r.parts[t], r.credit[t]/sum)
	}
}

// drawChain fills the credit in, unless there are so many touches that solving the chain again takes too long.
func (r *resampled) drawChain(one sample) {
	if len(r.credit) > markovLimit {
		return
	}
	got, err := r.removal(r.moves, one.converted, one.lost)
	if err != nil {
		return
	}
	for t, share := range got.Share {
		r.credit[t] = share * one.conversions
	}
}

func (r *resampled) intervals() creditIntervals {
	out := creditIntervals{rank: middles(r.places), share: middles(r.parts)}
	for i, rank := range out.rank {
		out.rank[i] = stats.Interval{Low: math.Floor(rank.Low), High: math.Ceil(rank.High)}
	}
	return out
}

// middles is the middle 95% of what was drawn for each touch; nil where nothing was.
func middles(drawn [][]float64) []stats.Interval {
	out := make([]stats.Interval, len(drawn))
	for t, values := range drawn {
		slices.Sort(values)
		low, ok := stats.Quantile(values, .025)
		high, _ := stats.Quantile(values, .975)
		if !ok {
			return nil
		}
		out[t] = stats.Interval{Low: low, High: high}
	}
	return out
}

// mostTravelled is the paths that the most people walked, most first.
func mostTravelled(all []model.TouchPath, minGroup int) []model.TouchPath {
	all = slices.DeleteFunc(all, func(p model.TouchPath) bool { return p.Converted+p.Lost < minGroup })
	slices.SortFunc(all, func(a, b model.TouchPath) int {
		return cmp.Or(cmp.Compare(b.Converted+b.Lost, a.Converted+a.Lost), cmp.Compare(b.Converted, a.Converted),
			cmp.Compare(strings.Join(a.Touches, "\x00"), strings.Join(b.Touches, "\x00")))
	})
	return all[:min(topPaths, len(all))]
}
