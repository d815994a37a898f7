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
func bootstrapCredit(j *journeys, direct int, seed uint64) []creditIntervals {
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
		models[i] = newResampled(m, j.all, n, direct)
	}
	for c := range stats.ResampledCounts(counts, rounds(len(j.all)), seed) {
		for i := range models {
			models[i].draw(c)
		}
	}
	for i := range out {
		out[i] = models[i].intervals()
	}
	return out
}

// rounds is how many bootstrap samples so many paths get.
func rounds(paths int) int {
	if paths > 2000 {
		return creditRounds / 2
	}
	return creditRounds
}

// resampled is a model under the bootstrap. What a touch gets of one conversion of a path does not change between
// samples, so it is worked out once.
type resampled struct {
	creditModel
	all    []journey // for the models that look at all of them; its counts change
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

func newResampled(m creditModel, all []journey, touches, direct int) resampled {
	r := resampled{creditModel: m, credit: make([]float64, touches), places: make([][]float64, touches), parts: make([][]float64, touches)}
	if m.removal != nil {
		r.all = slices.Clone(all)
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

// draw adds the places of one sample: c is how often each path converted and was lost, in turn.
func (r *resampled) draw(c []float64) {
	credit := r.credit
	if r.removal != nil {
		if len(credit) > markovLimit {
			return
		}
		for i := range r.all {
			r.all[i].converted, r.all[i].lost = c[2*i], c[2*i+1]
		}
		got, err := r.share(r.all, len(credit), -1)
		if err != nil {
			return // nothing converted in this sample
		}
		credit = got.credit
	} else {
		clear(credit)
		for _, s := range r.shares {
			credit[s.touch] += s.of * c[2*s.path]
		}
	}
	sum := 0.0
	for _, c := range credit {
		sum += c
	}
	if sum == 0 {
		return // nothing converted in this sample
	}
	for t, p := range places(credit) {
		r.places[t] = append(r.places[t], p)
		r.parts[t] = append(r.parts[t], credit[t]/sum)
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

// mostTravelled is the paths that the most people walked, most first. Those that fewer than minGroup walked are left out,
// and so are those from which they could be had, since all paths share the conversions.
func mostTravelled(all []model.TouchPath, minGroup int) []model.TouchPath {
	sizes := make([]float64, len(all))
	for i, p := range all {
		sizes[i] = float64(p.Converted + p.Lost)
	}
	all = shownOf(all, withhold(sizes, minGroup))
	slices.SortFunc(all, func(a, b model.TouchPath) int {
		return cmp.Or(cmp.Compare(b.Converted+b.Lost, a.Converted+a.Lost), cmp.Compare(b.Converted, a.Converted),
			cmp.Compare(strings.Join(a.Touches, "\x00"), strings.Join(b.Touches, "\x00")))
	})
	return all[:min(topPaths, len(all))]
}
