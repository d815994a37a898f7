package analysis

import (
	"context"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// holdSignals holds every declared micro-conversion against every macro-conversion, the primary one first.
func holdSignals(ctx context.Context, w *warehouse.Warehouse, o Options, posts []model.Post) ([]model.Signal, error) {
	pairs := pairsOf(posts, o.Conversions)
	s := sheetOf(posts, o.Conversions.Exposure)
	found := hold(s, pairs)
	actors, err := actorSignals(ctx, w, pairs)
	if err != nil {
		return nil, err
	}
	out := []model.Signal{}
	for i, h := range found {
		if actors != nil {
			h.Actor = actors[i].signal()
		}
		h.judge()
		h.price(column(posts, "revenue"), s.exposure)
		out = append(out, h.Signal)
	}
	return out, nil
}

// pairsOf is every micro against every macro-conversion, without those that no post reports.
func pairsOf(posts []model.Post, c model.Conversions) []pair {
	var out []pair
	for _, outcome := range outcomes(c) {
		counts := column(posts, outcome)
		for _, action := range c.Micro {
			if action == outcome {
				continue
			}
			out = append(out, pair{action: action, outcome: outcome, money: model.MetricNamed(outcome).Money, a: column(posts, action), o: counts})
		}
	}
	return out
}

// outcomes is the primary conversion, then the other macro-conversions as declared.
func outcomes(c model.Conversions) []string {
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
