package analysis

import (
	"context"
	"sync"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// explainLikes holds signals, drivers and hours against the conversions.
// Nothing in it depends on anything else in it but the verdicts, so that what waits for the engine and what computes
// run side by side.
func explainLikes(ctx context.Context, w *warehouse.Warehouse, o Options, r *model.Report) error {
	c := o.Conversions
	pairs, s := pairsOf(r.Posts, c, r.Patterns), sheetOf(r.Posts, c.Exposure, r.Maturity)
	s.declared = o.Features
	onTheWay(pairs, o.Funnels)
	var actors []actorTables
	var err error
	var trials []*trial
	var wait sync.WaitGroup
	wait.Go(func() { actors, err = actorSignals(ctx, w, pairs) })
	wait.Go(func() { r.Roads = reachRoads(s, r.Posts, c) })
	wait.Go(func() { r.Drivers = drivers(s, r.Posts, c) })
	wait.Go(func() { r.Timing = timing(s, r.Posts, c.Primary) })
	wait.Go(func() { trials = hold(s, pairs) })
	wait.Wait()
	if err != nil {
		return err
	}
	for i, a := range comparePeople(actors, o.MinGroup) {
		trials[i].Actor = a
	}
	r.Signals = verdicts(trials, column(r.Posts, "revenue"), s.exposure)
	return nil
}

// verdicts judges every trial, and prices it.
func verdicts(trials []*trial, revenue, exposure []float64) []model.Signal {
	out := []model.Signal{}
	for _, h := range trials {
		h.judge()
		h.price(revenue, exposure)
		out = append(out, h.Signal)
	}
	return out
}

// pairsOf is every declared micro-conversion against every macro-conversion, the primary one first.
func pairsOf(posts []model.Post, c model.Conversions, patterns []model.Pattern) []pair {
	var out []pair
	for _, outcome := range goals(c) {
		counts := column(posts, outcome)
		for _, action := range c.Micro {
			if action == outcome {
				continue
			}
			out = append(out, pair{action: action, outcome: outcome, money: model.MetricNamed(outcome).Money, a: column(posts, action), o: counts, odd: odd(posts, action, patterns)})
		}
	}
	return out
}

// goals is the primary conversion, then the other macro-conversions as declared.
func goals(c model.Conversions) []string {
	var out []string
	if c.Primary != "" {
		out = append(out, c.Primary)
	}
	for _, m := range c.Macro {
		if m != c.Primary {
			out = append(out, m)
		}
	}
	return out
}

// odd marks the posts whose action is out of pattern.
func odd(posts []model.Post, action string, patterns []model.Pattern) []bool {
	for _, p := range patterns {
		if p.Metric != action || len(p.Oddities) == 0 {
			continue
		}
		rows, out := map[int]bool{}, make([]bool, len(posts))
		for _, o := range p.Oddities {
			rows[o.Row] = true
		}
		for i := range posts {
			out[i] = rows[posts[i].Row]
		}
		return out
	}
	return nil
}
