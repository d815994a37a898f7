package analysis

import (
	"context"
	"fmt"

	"likewise/generator/model"
)

// tool is a set of rules as another tool has them, according to its documentation. What each relies on:
//
//   - PostHog counts with ClickHouse's windowFunnel or its own function of the same meaning: every first step restarts
//     the window, events of the same time count in step order. clickhouse.com/docs, "windowFunnel"; posthog.com/docs,
//     "Funnels". Its exclusions drop the person altogether, ours the path.
//   - Mixpanel, counting uniques, takes the first entry, which later first steps do not renew; with optimized re-entry
//     every entry is tried. docs.mixpanel.com, "Funnels advanced concepts"; help.mixpanel.com, "Conversion criteria".
//   - GA4's funnel exploration has no window of its own; closed, a user enters at step one; open, at any step.
//     support.google.com/analytics, "Funnel exploration".
//   - Umami joins each step to the one before within the window, so the window runs from the previous step.
//     umami.is/docs, "Funnel", and its source, getFunnel.
type tool struct {
	name, source, note string
	excluding          string // what to know where the funnel has exclusions
	rules              func(declared route) route
	open               bool
}

var tools = []tool{
	{name: "PostHog, ClickHouse", source: "clickhouse.com/docs: windowFunnel; posthog.com/docs: Funnels", excluding: "PostHog’s exclusions drop the person altogether, here they break the path",
		rules: func(r route) route {
			return route{window: r.window, reentry: reentryLatest, exclude: r.exclude}
		}},
	{name: "Mixpanel", source: "help.mixpanel.com: Conversion criteria in funnels (uniques)", note: "the first entry counts",
		rules: func(r route) route { return route{window: r.window, reentry: reentryNever, exclude: r.exclude} }},
	{name: "Mixpanel, optimized re-entry", source: "docs.mixpanel.com: Funnels advanced concepts",
		rules: func(r route) route { return route{window: r.window, reentry: reentryLatest, exclude: r.exclude} }},
	{name: "GA4, closed", source: "support.google.com/analytics: Funnel exploration", note: "no window, no exclusions",
		rules: func(route) route { return route{reentry: reentryLatest} }},
	{name: "GA4, open", source: "support.google.com/analytics: Funnel exploration", note: "people enter at any step", open: true,
		rules: func(route) route { return route{reentry: reentryLatest} }},
	{name: "Umami", source: "umami.is/docs: Funnel", note: "the window runs from the previous step; no exclusions",
		rules: func(r route) route {
			return route{window: r.window, previous: r.window > 0, reentry: reentryLatest}
		}},
}

// sensitivity counts the same steps under the rules of other tools, so that a reader can find the figure of the tool
// they have. Rules that come to the same as ones already counted are not run again.
func (wk *walk) sensitivity(ctx context.Context, steps []model.StepResult) ([]model.FunnelReadings, error) {
	done := map[string][]model.Number{}
	if !wk.Open {
		own := make([]model.Number, len(steps))
		for i, s := range steps {
			own[i] = s.Count
		}
		done[wk.countSQL(wk.route)] = own
	}
	out := make([]model.FunnelReadings, 0, len(tools))
	for _, t := range tools {
		r := t.rules(wk.route)
		r.order, r.steps, r.shared, r.partial = orderOrdered, wk.steps, wk.shared, wk.partial
		reading := model.FunnelReadings{Tool: t.name, Source: t.source, Note: t.note, Rules: r.words()}
		reading.Rules.Open, reading.Rules.TimeFrom = t.open, ""
		if len(r.exclude) > 0 && t.excluding != "" {
			reading.Note = t.excluding
		}
		var err error
		if t.open {
			reading.Counts, err = wk.anywhere(ctx, steps)
		} else {
			reading.Counts, err = wk.reading(ctx, r, done)
		}
		if err != nil {
			return nil, fmt.Errorf("rules of %s: %w", t.name, err)
		}
		out = append(out, reading)
	}
	return out, nil
}

// countSQL is the people of the rules, without what only times need. Who entered first when is taken from the people of
// the declared rules, where those have it.
func (wk *walk) countSQL(r route) string {
	r.recent, r.also = 0, false
	if r.greedy() && !wk.Open && wk.order != orderAny {
		return greedySQL(r, wk.events, "select actor, f1, newest from "+wk.people)
	}
	return anchored(r, wk.events)
}

// reading counts under r, unless the same query has been counted.
func (wk *walk) reading(ctx context.Context, r route, done map[string][]model.Number) ([]model.Number, error) {
	q := wk.countSQL(r)
	if counts, ok := done[q]; ok {
		return counts, nil
	}
	from := "(" + q + ") people"
	if wk.also && r.previous && r.window == wk.window {
		from = "(select reach_previous as reach from " + wk.people + ") people"
	}
	counts, err := numbers(wk.reachCounts(ctx, len(r.steps), from))
	done[q] = counts
	return counts, err
}

// anywhere counts who did each step at all. Who did the first is known already where people enter there.
func (wk *walk) anywhere(ctx context.Context, steps []model.StepResult) ([]model.Number, error) {
	if wk.Open || wk.order == orderAny {
		return numbers(wk.everDid(ctx, 0))
	}
	counts, err := wk.everDid(ctx, 1)
	if err != nil {
		return nil, err
	}
	rest, err := numbers(counts, nil)
	return append([]model.Number{steps[0].Count}, rest...), err
}

func numbers(counts []float64, err error) ([]model.Number, error) {
	out := make([]model.Number, len(counts))
	for i, n := range counts {
		out[i] = model.Number(n)
	}
	return out, err
}
