package analysis

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	roadPosts = 10  // fewer show no order
	roadOff   = .25 // a post whose parts add up to a quarter more or less than the whole is left out
	roadSum   = .1  // ... and no part is believed where all together do by a tenth
	roadSpoil = .25 // ... or where so many posts are left out
)

// reachRoads holds the parts of every count that the data takes apart against every micro-conversion.
func reachRoads(s sheet, posts []model.Post, c model.Conversions) []model.Road {
	all := []*roadDraft{}
	var wait sync.WaitGroup
	for _, split := range model.Splits() {
		for _, whole := range model.Splittable() {
			parts := partsOf(posts, whole, split)
			if len(parts) == 0 {
				continue
			}
			first := len(all)
			for _, action := range c.Micro {
				all = append(all, s.reachRoad(posts, action, whole, split, parts))
			}
			same := all[first:]
			for k := range parts {
				wait.Go(func() { fitPart(same, k) })
			}
		}
	}
	var ranks []*rankings
	for _, r := range all {
		for _, h := range r.held {
			ranks = append(ranks, h.rank, h.rate)
		}
	}
	permute(s, ranks)
	wait.Wait()
	return judgeRoads(all)
}

// fitPart fits part k of every action's road, one after the other: those that the same posts report share their bases.
func fitPart(roads []*roadDraft, k int) {
	bases := baseCache{}
	for _, r := range roads {
		if r.Why == "" {
			r.held[k].fit(&bases)
		}
	}
}

// judgeRoads is what was found, in the order of the roads.
func judgeRoads(all []*roadDraft) []model.Road {
	out := []model.Road{}
	for _, r := range all {
		for k, h := range r.held {
			r.Sources = append(r.Sources, h.source(r.parts[k]))
		}
		out = append(out, r.Road)
	}
	adjustRoads(out)
	for i := range out {
		for j := range out[i].Sources {
			judgeSource(&out[i].Sources[j])
		}
	}
	return out
}

// source is one part of a count, with its value for every post.
type source struct {
	model.Part
	metric  string
	derived bool
	count   []float64
}

// partsOf is the parts that some post reports; of a split in two, the one that is missing is the rest.
func partsOf(posts []model.Post, whole string, split model.Split) []source {
	var out []source
	var missing model.Part
	for _, p := range split.Parts {
		if m := p.Of(whole); held(posts, m) > 0 {
			out = append(out, source{Part: p, metric: m, count: column(posts, m)})
		} else {
			missing = p
		}
	}
	if split.Whole && len(out) == 1 {
		rest, all := source{Part: missing, metric: missing.Of(whole), derived: true}, column(posts, whole)
		for i, v := range out[0].count {
			rest.count = append(rest.count, all[i]-v)
		}
		out = append(out, rest)
	}
	return out
}

// roadDraft is one road on its way to its verdicts.
type roadDraft struct {
	model.Road
	parts []source
	held  []*roadTrial // of each part; none where Why says that none can be believed
}

// reachRoad holds one split of one count against one action, as far as it can be without a regression.
func (s sheet) reachRoad(posts []model.Post, action, whole string, split model.Split, parts []source) *roadDraft {
	r := &roadDraft{parts: parts, Road: model.Road{Action: action, Whole: whole, Split: split.Name, Sources: []model.RoadSource{}, AddUp: unknown()}}
	s.exposureName, s.exposure = whole, column(posts, whole)
	counts := column(posts, action)
	rows := s.sorted(&r.Road, counts, parts, split.Whole || slices.ContainsFunc(parts, func(p source) bool { return p.Name == "other" }))
	if r.Why != "" {
		return r
	}
	for i := range counts {
		if _, ok := slices.BinarySearch(rows, i); !ok {
			counts[i], s.exposure[i] = math.NaN(), math.NaN()
		}
	}
	for _, p := range parts {
		r.held = append(r.held, newRoadTrial(s, pair{action: action, outcome: p.metric, a: counts, o: p.count}))
	}
	return r
}

// sorted accounts for the posts, and says why no part can be believed, or returns the rows of those that can.
func (s sheet) sorted(r *model.Road, counts []float64, parts []source, complete bool) []int {
	var rows []int
	sum, whole, reported := 0.0, 0.0, 0
	for i := range counts {
		total, ok := 0.0, counts[i] >= 0 && s.exposure[i] > 0 && !s.young(i, r.Action, r.Whole)
		for _, p := range parts {
			ok, total = ok && !math.IsNaN(p.count[i]), total+p.count[i]
		}
		if !ok {
			continue
		}
		sum, whole, reported = sum+total, whole+s.exposure[i], reported+1
		ratio := total / s.exposure[i]
		if negative := slices.ContainsFunc(parts, func(p source) bool { return p.count[i] < 0 }); negative || ratio > 1+roadOff || complete && ratio < 1-roadOff {
			r.Uneven++
			continue
		}
		rows = append(rows, i)
	}
	r.Posts = len(rows)
	if whole > 0 {
		r.AddUp = model.Number(sum / whole)
	}
	switch off := float64(r.AddUp) - 1; {
	case reported < roadPosts:
		r.Why = fmt.Sprintf("%d posts report %s, %s and its parts: %d are needed", reported, noun(r.Action), noun(r.Whole), roadPosts)
	case off > roadSum || complete && off < -roadSum:
		r.Why = fmt.Sprintf("the parts add up to %.0f%% of %s, so they are not its parts", 100*float64(r.AddUp), noun(r.Whole))
	case float64(r.Uneven) > roadSpoil*float64(reported):
		r.Why = fmt.Sprintf("in %d of %d posts the parts add up to another number than %s", r.Uneven, reported, noun(r.Whole))
	case whole > 0 && alone(parts, rows, s.exposure) != "":
		r.Why = fmt.Sprintf("nearly all %s are %s, so that there is nothing to tell apart", noun(r.Whole), alone(parts, rows, s.exposure))
	case len(rows) < roadPosts:
		r.Why = fmt.Sprintf("%d posts have parts that add up: %d are needed", len(rows), roadPosts)
	}
	return rows
}

// alone names a part that is the whole but for one in a thousand.
func alone(parts []source, rows []int, exposure []float64) string {
	for _, p := range parts {
		of, whole := 0.0, 0.0
		for _, i := range rows {
			of, whole = of+p.count[i], whole+exposure[i]
		}
		if len(parts) > 1 && of >= .999*whole {
			return noun(p.metric)
		}
	}
	return ""
}

// roadTrial is one source on its way to a verdict: the trial of a signal whose outcome is the source's count.
type roadTrial struct {
	*trial
	s    sheet
	p    pair
	rate *rankings // of the action's rate and the source's count
}

func newRoadTrial(s sheet, p pair) *roadTrial {
	h := &roadTrial{trial: newTrial(s, p), s: s, p: p}
	rows := h.rank.rows
	rates, counts := stats.Ranks(over(pick(p.a, rows), pick(s.exposure, rows))), stats.Ranks(pick(p.o, rows))
	h.rate = &rankings{rows: rows, SignalRank: model.SignalRank{PermutationP: unknown()}, action: centred(rates), outcome: centred(counts)}
	rho, ok := product(h.rate.action, h.rate.outcome)
	h.rate.GivenExposure = rankEstimate(rho, ok, len(rows), 0, "Spearman of rate and count")
	return h
}

// centred is x less its mean, of unit length; nil where all are the same.
func centred(x []float64) []float64 {
	mean, ok := stats.Mean(x)
	if !ok || slices.Min(x) == slices.Max(x) {
		return nil
	}
	out, square := make([]float64, len(x)), 0.0
	for i, v := range x {
		out[i] = v - mean
		square += out[i] * out[i]
	}
	for i := range out {
		out[i] /= math.Sqrt(square)
	}
	return out
}

// fit regresses the source's count on the action's rate, with the whole held (its share) and without (its growth).
func (h *roadTrial) fit(bases *baseCache) {
	if err := h.prepare(h.s, h.p, bases); err != nil {
		h.PerExposure, h.Total = noEffect(err), noEffect(err)
		return
	}
	h.perExposure(h.s)
	h.total(h.s, h.p, bases)
}

// source is what was found.
func (h *roadTrial) source(p source) model.RoadSource {
	k, n := 0.0, 0.0
	for _, i := range h.rank.rows {
		k, n = k+p.count[i], n+h.s.exposure[i]
	}
	r := h.rank.SignalRank
	return model.RoadSource{Metric: p.metric, Part: p.Name, Derived: p.derived, Share: proportion(k, n, noun(p.metric), noun(h.s.exposureName)),
		Grows: h.Total, OfWhole: h.PerExposure, Controls: h.Controls, Verdict: model.CannotTell, Reasons: []model.Wording{},
		Rank: model.RoadRank{Raw: r.Raw, GivenWhole: r.GivenExposure, OfShares: r.OfRates, OfRate: h.rate.GivenExposure, PermutationP: h.rate.PermutationP, Shuffles: h.rate.Shuffles}}
}

// adjustRoads turns the p values of all sources into q values: one family for growth, one for shares.
func adjustRoads(all []model.Road) {
	for _, of := range []func(*model.RoadSource) *model.SignalEffect{
		func(x *model.RoadSource) *model.SignalEffect { return &x.Grows },
		func(x *model.RoadSource) *model.SignalEffect { return &x.OfWhole },
	} {
		var p, q []*model.Number
		for i := range all {
			for j := range all[i].Sources {
				e := of(&all[i].Sources[j])
				p, q = append(p, &e.P), append(q, &e.Q)
			}
		}
		benjaminiHochberg(p, q)
	}
}

// judgeSource settles whether more came from there where the action was more frequent: beyond luck, after correction,
// and by rank too. It is contradicted where the interval leaves no room for a growth worth having.
func judgeSource(x *model.RoadSource) {
	because := func(key string, args ...model.WordArg) {
		x.Reasons = append(x.Reasons, model.Wording{Key: key, Args: append([]model.WordArg{}, args...)})
	}
	r := x.Grows.RateRatio
	switch {
	case !r.OK():
		because("signal.not-fitted", text("why", r.Why))
	case r.High < worthHaving:
		x.Verdict = model.Contradicts
		because("signal.nothing-worth-having", number("high", r.High), number("worth", worthHaving))
	case !(r.Low > 1):
		because("signal.interval-wide", number("worth", worthHaving), number("posts", math.NaN()))
	case !(float64(x.Grows.Q) < level):
		because("signal.not-after-correction", number("q", float64(x.Grows.Q)))
	case !(x.Rank.OfRate.Value > 0):
		because("signal.rates-disagree", number("rho", x.Rank.OfRate.Value))
	case !(float64(x.Rank.PermutationP) < level):
		because("signal.shuffles-as-good", number("p", float64(x.Rank.PermutationP)))
	default:
		x.Verdict = model.Supports
		because("signal.above")
	}
}
