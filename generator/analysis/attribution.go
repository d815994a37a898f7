package analysis

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	creditRounds = 200 // bootstrap samples behind a rank interval
	// creditUnit is the grain of credit: parts are whole multiples of it, so that they sum to the conversions.
	creditUnit   = 1e-9
	topPaths     = 50
	placeMethod  = "rank by credit; bootstrap of paths, 95%"
	shareMethod  = "share of the credit; bootstrap of paths, 95% of the samples"
	markovLimit  = 40 // touches up to which the chain is solved again for every bootstrap sample
	notCausal    = "all models share observed credit; none of them says what would have happened without a touch"
	noteUnderWay = "paths that have not converted are counted as lost, also where they may still convert"
)

// attributions computes every declared attribution from the events that open opens. While the engine counts the paths of
// one, the models share those of the one before.
func attributions(ctx context.Context, open eventOpener, o Options) ([]model.Attributed, error) {
	out := make([]model.Attributed, len(o.Attribution))
	var wait sync.WaitGroup
	defer wait.Wait()
	for i, a := range o.Attribution {
		l, err := open()
		if err != nil {
			return nil, err
		}
		if len(l.columns) == 0 {
			return nil, &DeclarationError{Kind: "attribution", Name: a.Name, Key: "touch", Text: "it follows people, and the data has no events", Hint: "add a file of events"}
		}
		s, err := newJourneySource(l, a)
		if err != nil {
			return nil, err
		}
		j, err := s.load(ctx, o.MinGroup)
		if err != nil {
			return nil, fmt.Errorf("attribution %q: %w", s.Name, err)
		}
		wait.Go(func() { out[i] = s.attribute(j, o) })
	}
	wait.Wait()
	return out, nil
}

// attribute applies every model to the paths.
func (s *journeySource) attribute(j *journeys, o Options) model.Attributed {
	out := model.Attributed{Name: s.Name, Touch: s.Touch, Conversion: s.Conversion, Window: "none", People: j.people, Models: []model.CreditModel{}, TopPaths: j.top(o.MinGroup), Flow: j.flow, Absent: s.absent("actions", s.Actions...)}
	if s.Window > 0 {
		out.Window = s.Window.String()
	}
	cents, untouchedCents := int64(0), int64(0)
	for _, one := range j.all {
		out.Conversions += int(one.converted)
		cents += one.cents
		if len(one.touches) == 0 {
			out.Untouched, untouchedCents = int(one.converted), one.cents
			continue
		}
		out.Paths++
	}
	out.Value = float64(cents) / 100
	out.Notes = append(s.notes(), notCausal, noteUnderWay)
	if j.folded > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("%d touches of few people stand together as %s", j.folded, otherTouch))
	}
	direct := -1
	for i, n := range j.names {
		if strings.EqualFold(n, s.Direct) {
			direct = i
		}
	}
	moves := movesOf(j.all, len(j.names))
	intervals := bootstrapCredit(j, moves, direct, o.Seed)
	for i, m := range creditModels {
		out.Models = append(out.Models, j.model(m, moves, direct, out.Untouched, untouchedCents, intervals[i]))
	}
	return out
}

// model is one model's result with its parts made to sum.
func (j *journeys) model(m creditModel, moves *stats.Moves, direct, untouched int, untouchedCents int64, intervals creditIntervals) model.CreditModel {
	out := model.CreditModel{Name: m.name, Credit: map[string]float64{}, Value: map[string]float64{}, Rank: map[string]model.Estimate{}, Share: map[string]model.Estimate{}}
	if untouched > 0 {
		out.Credit[noTouch], out.Value[noTouch] = float64(untouched), float64(untouchedCents)/100
	}
	if len(j.names) == 0 {
		out.Why = "there are no touches"
		return out
	}
	got, err := m.share(j.all, moves, len(j.names), direct)
	conversions, cents := touched(j.all)
	if err == nil && conversions == 0 {
		err = fmt.Errorf("no conversion had a touch before it")
	}
	if err != nil {
		out.Why = err.Error()
		return out
	}
	credit, value := apportion(int64(math.Round(conversions/creditUnit)), got.credit), apportion(cents, got.cents)
	for i, name := range j.names {
		out.Credit[name], out.Value[name] = float64(credit[i])*creditUnit, float64(value[i])/100
	}
	if got.removal != nil {
		out.RemovalEffect = map[string]float64{}
		for i, name := range j.names {
			out.RemovalEffect[name] = got.removal[i]
		}
	}
	j.rank(got.credit, intervals.rank, out.Rank)
	j.shares(got.credit, conversions, intervals.share, out.Share)
	return out
}

// rank gives each touch its place; one whose interval overlaps with another's has an interval but no place.
func (j *journeys) rank(credit []float64, intervals []stats.Interval, out map[string]model.Estimate) {
	if intervals == nil {
		for _, name := range j.names {
			out[name] = model.None("not resampled: too many touches")
		}
		return
	}
	place := places(credit)
	for i, name := range j.names {
		e := model.Estimate{Value: place[i], Low: intervals[i].Low, High: intervals[i].High, K: math.NaN(), N: float64(len(j.names)), Method: placeMethod}
		var with []int
		for k, other := range intervals {
			if k != i && other.Low <= e.High && e.Low <= other.High {
				with = append(with, k)
			}
		}
		if len(with) > 0 {
			e.Value = math.NaN()
			e.Method += "; not ranked, since it overlaps with " + listed(j.sortedNames(with))
		}
		out[name] = e
	}
}

// shares gives each touch its part of the conversions that had a touch.
func (j *journeys) shares(credit []float64, conversions float64, intervals []stats.Interval, out map[string]model.Estimate) {
	sum := 0.0
	for _, c := range credit {
		sum += c
	}
	for i, name := range j.names {
		if sum == 0 {
			out[name] = model.None("the model gives no credit")
			continue
		}
		e := model.Estimate{Value: credit[i] / sum, Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: conversions, Method: "share of the credit; not resampled: too many touches"}
		if intervals != nil {
			e.Low, e.High, e.Method = intervals[i].Low, intervals[i].High, shareMethod
		}
		out[name] = e
	}
}

// listed is at most five names in a row.
func listed(names []string) string {
	if len(names) > 5 {
		return strings.Join(names[:5], ", ") + fmt.Sprintf(" and %d more", len(names)-5)
	}
	return strings.Join(names, ", ")
}

// places ranks credit, the largest first; equal credit shares the better place.
func places(credit []float64) []float64 {
	out := make([]float64, len(credit))
	for i, c := range credit {
		out[i] = 1
		for _, other := range credit {
			if other > c+1e-9*math.Abs(c) {
				out[i]++
			}
		}
	}
	return out
}

// top is the most travelled paths, repeats folded, without those that fewer than minGroup walked.
func (j *journeys) top(minGroup int) []model.TouchPath {
	at := map[string]int{}
	all := []model.TouchPath{}
	for _, one := range j.all {
		if len(one.touches) == 0 {
			continue
		}
		var names []string
		for i, t := range one.touches {
			if i == 0 || t != one.touches[i-1] {
				names = append(names, j.names[t])
			}
		}
		key := strings.Join(names, "\x00")
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, model.TouchPath{Touches: names})
		}
		all[i].Converted += int(one.converted)
		all[i].Lost += int(one.lost)
		all[i].Value += float64(one.cents) / 100
	}
	return mostTravelled(all, minGroup)
}
