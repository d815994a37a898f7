package analysis

import (
	"context"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// explainLikes holds signals, drivers and hours against the conversions, and counts their comparisons with the rest.
func explainLikes(ctx context.Context, w *warehouse.Warehouse, o Options, r *model.Report) error {
	c := o.Conversions
	pairs := pairsOf(r.Posts, c, r.Patterns)
	actors, err := actorSignals(ctx, w, pairs)
	if err != nil {
		return err
	}
	s := sheetOf(r.Posts, c.Exposure, r.Maturity)
	r.Signals = holdSignals(s, pairs, actors, column(r.Posts, "revenue"))
	r.Drivers = drivers(s, r.Posts, c)
	r.Timing = timing(s, r.Posts, c.Primary)
	settle(r)
	return nil
}

// holdSignals holds every pair, to the verdict. actors is empty or has one for each pair.
func holdSignals(s sheet, pairs []pair, actors []actorTables, revenue []float64) []model.Signal {
	out := []model.Signal{}
	for i, h := range hold(s, pairs) {
		if len(actors) > 0 {
			h.Actor = actors[i].signal()
		}
		h.judge()
		h.price(revenue, s.exposure)
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
