package analysis

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// worthHaving is the smallest rate ratio per doubling of the action's rate that is worth acting on. A signal whose
// interval lies wholly below it is contradicted: if anything goes with it, it is too little to steer by.
const worthHaving = 1.1

// pair is one action held against one outcome, with their counts for every post of the sheet.
type pair struct {
	action, outcome string
	money           bool   // the outcome is an amount
	way             string // the funnel of people in which the action is a step before the outcome; else empty
	a, o            []float64
	odd             []bool // posts whose action is out of pattern; nil where none is
}

// trial is a pair on its way to a verdict.
type trial struct {
	model.Signal
	rank      *rankings
	rows      []int
	base      base
	rate      []float64    // log2 of the action's, by post
	signal    stats.Column // rate, or rate within the groups of what could not be held
	slope     slope
	reverses  []model.FormatEffect // formats whose effects point in opposite directions
	available bool                 // perExposure was fitted
}

// hold computes everything about the pairs but the verdicts. Pairs of one outcome share their bases; outcomes and the
// shuffles of ranks do not depend on each other.
func hold(s sheet, pairs []pair) []*trial {
	out, ranks := []*trial{}, []*rankings{}
	byOutcome := map[string][]int{}
	for i, p := range pairs {
		h := newTrial(s, p)
		out, ranks = append(out, h), append(ranks, h.rank)
		byOutcome[p.outcome] = append(byOutcome[p.outcome], i)
	}
	var wait sync.WaitGroup
	wait.Go(func() { permute(s, ranks) })
	for _, of := range byOutcome {
		wait.Go(func() {
			cache := baseCache{}
			for _, i := range of {
				out[i].regress(s, pairs[i], &cache)
			}
		})
	}
	wait.Wait()
	for _, h := range out {
		h.Rank = h.rank.SignalRank
	}
	adjust(out)
	return out
}

// newTrial accounts for every post and keeps the rows that models can use.
func newTrial(s sheet, p pair) *trial {
	r := rankSignal(s, p.a, p.o)
	h := &trial{rank: &r, Signal: model.Signal{
		Action: p.action, Outcome: p.outcome, Exposure: s.exposureName, Verdict: model.CannotTell, Reading: model.Open, Worth: worthHaving, Step: 1,
		Reasons: []model.Wording{}, Controls: []string{}, Left: []model.Left{}, Formats: []model.FormatEffect{},
		Spread: unknown(), FormatsP: unknown(), PostsNeeded: unknown(), TopOverlap: overlap(p.a, p.o),
		PerSpread: model.None("no model"),
		Validated: model.CrossValidated{Gain: model.None("no model to compare")},
		Outliers:  model.SignalOutliers{Without: noEffect(errNoOutliers)},
		Control:   model.NegativeControl{Verdict: model.CannotTell, ByChance: unknown(), P: unknown()},
	}}
	for i := range p.a {
		switch e := s.exposure[i]; {
		case s.broken != nil && s.broken(i, p.action, p.outcome, s.exposureName):
			h.Posts.Broken++
		case math.IsNaN(p.a[i]) || math.IsNaN(p.o[i]):
			h.Posts.Missing++
		case !(e > 0):
			h.Posts.NoExposure++
		case p.a[i] < 0 || p.o[i] < 0:
			h.Posts.Negative++
		case s.young(i, p.action, p.outcome, s.exposureName):
			h.Posts.Young++
		default:
			h.rows = append(h.rows, i)
		}
	}
	h.Posts.Used = len(h.rows)
	return h
}

// overlap compares the tops of both counts: a tenth of the posts, between 5 and 50. Where a count is the same
// everywhere, none of the posts is at its top.
func overlap(action, outcome []float64) model.TopOverlap {
	both, _ := rankRows(action, outcome, action)
	x, y, k := pick(action, both), pick(outcome, both), min(50, max(5, len(both)/10))
	o, err := stats.TopOverlap(x, y, k)
	if err != nil || 2*k > len(both) || slices.Min(x) == slices.Max(x) || slices.Min(y) == slices.Max(y) {
		return model.TopOverlap{Shared: unknown(), ByChance: unknown(), P: unknown()}
	}
	return model.TopOverlap{K: o.K, Shared: model.Number(o.Shared), ByChance: model.Number(o.ByChance), P: model.Number(o.P)}
}

// regress fits the count models, per exposure and in total, and what hangs on them.
func (h *trial) regress(s sheet, p pair, cache *baseCache) {
	if err := h.prepare(s, p, cache); err != nil {
		h.PerExposure, h.Total = noEffect(err), noEffect(err)
		return
	}
	h.perExposure(s)
	h.total(s, p, cache)
	h.byFormat(s)
	h.control(s)
	h.withoutOddities(p)
	h.threshold()
}

// prepare settles the base and the signal's column, or says why there can be no model.
func (h *trial) prepare(s sheet, p pair, cache *baseCache) error {
	switch {
	case h.Exposure == "":
		return errNoExposure
	case p.money:
		return fmt.Errorf("%s is an amount, not a count", noun(h.Outcome))
	case len(h.rows) == 0 && h.Posts.NoExposure > 0:
		return fmt.Errorf("no post has %s above 0, so there is nothing to compare per", noun(h.Exposure))
	case len(h.rows) == 0 && h.Posts.Young > 0:
		return errAllYoung(h.Posts.Young)
	case len(h.rows) == 0:
		return fmt.Errorf("no post has both %s and %s", noun(h.Action), noun(h.Outcome))
	}
	if err := enough(pick(p.o, h.rows), 3); err != nil {
		return err
	}
	b, err := cache.of(s, p, h.rows, false)
	if err != nil {
		return err
	}
	compared, rate, controls, err := s.signal(p, b)
	if err != nil {
		return fmt.Errorf("%s: %w", noun(h.Action), err)
	}
	h.base, h.rate, h.Controls, h.Left = b, rate, controls, b.left
	h.signal = stats.Column{Name: h.Action, Values: compared}
	h.Spread = model.Number(deviation(rate))
	h.Step = stepOf(pick(p.a, b.rows), pick(s.exposure, b.rows), float64(h.Spread))
	return nil
}

func errAllYoung(posts int) error {
	if posts == 1 {
		return errors.New("the only post with both counts is too young to judge")
	}
	return fmt.Errorf("all %d posts with both counts are too young to judge", posts)
}

// signal is log2 of the action's rate at the base's rows. Where some controls could not be held, what is compared is the
// rate within their groups; else it is the rate itself.
func (s sheet) signal(p pair, b base) (compared, rate []float64, controls []string, err error) {
	rate, err = s.calibrations.of(pick(p.a, b.rows), pick(s.exposure, b.rows), b.design.Columns)
	if err != nil {
		return nil, nil, nil, err
	}
	var labels [][]string
	controls = slices.Clone(b.controls)
	within := func(name string, of []string) {
		labels, controls = append(labels, of), append(controls, name+", by comparing within it")
	}
	for _, c := range b.within {
		within(c.name, c.labels)
	}
	named := func(c control) bool { return c.name == "month" }
	if months := pick(s.month, b.rows); !slices.Contains(controls, "month") && !slices.ContainsFunc(b.within, named) && shuffleable(months) {
		within("month", months)
	}
	compared = rate
	if len(labels) > 0 {
		compared = stats.Within(rate, b.design.Columns, labels...)
	}
	if deviation(compared) <= 1e-6*deviation(rate) {
		return nil, nil, nil, errRepeats
	}
	return compared, rate, controls, nil
}

func deviation(x []float64) float64 {
	mean, _ := stats.Mean(x)
	s := 0.0
	for _, v := range x {
		s += (v - mean) * (v - mean)
	}
	return math.Sqrt(s / float64(max(1, len(x)-1)))
}

// baseCache keeps the bases of one outcome: signals over the same posts share them.
type baseCache struct {
	bases []cachedBase
}

type cachedBase struct {
	rows  []int
	total bool
	base  base
	err   error
}

func (c *baseCache) of(s sheet, p pair, rows []int, total bool) (base, error) {
	for _, b := range c.bases {
		if b.total == total && slices.Equal(b.rows, rows) {
			return b.base, b.err
		}
	}
	b, err := s.baseline(p.o, rows, 1, total)
	c.bases = append(c.bases, cachedBase{rows, total, b, err})
	return b, err
}
