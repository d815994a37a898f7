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
	rules              func(declared route) route
	open               bool
}

var tools = []tool{
	{name: "PostHog, ClickHouse", source: "clickhouse.com/docs: windowFunnel; posthog.com/docs: Funnels",
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
		var err error
		if t.open {
			reading.Counts, err = numbers(wk.everDid(ctx))
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

// countSQL is the people of the rules, without what only times need.
func (wk *walk) countSQL(r route) string {
	r.recent = 0
	return anchored(r, wk.events)
}

// reading counts under r, unless the same query has been counted.
func (wk *walk) reading(ctx context.Context, r route, done map[string][]model.Number) ([]model.Number, error) {
	q := wk.countSQL(r)
	if counts, ok := done[q]; ok {
		return counts, nil
	}
	count := wk.countAll
	if wk.brackets(r) {
		count = wk.countDisputed
	}
	counts, err := numbers(count(ctx, r))
	done[q] = counts
	return counts, err
}

func (wk *walk) countAll(ctx context.Context, r route) ([]float64, error) {
	return wk.reachCounts(ctx, len(r.steps), "("+wk.countSQL(r)+") people")
}

// brackets reports whether the declared rules and the same without a window bound r from both sides, person by person:
// a window from the previous step closes no earlier than one of that length from the entry, and not later than never.
func (wk *walk) brackets(r route) bool {
	own := wk.route
	return !wk.Open && r.previous && r.window == own.window && !own.previous && own.order == orderOrdered && own.reentry == reentryLatest && own.ties == ties{} && len(own.exclude) == 0
}

// countDisputed is countAll for rules that are bounded: only people for whom the bounds differ are walked again.
func (wk *walk) countDisputed(ctx context.Context, r route) ([]float64, error) {
	free := r
	free.window, free.previous = 0, false
	disputed := wk.people + "_disputed"
	defer wk.w.Exec(context.WithoutCancel(ctx), "drop table if exists "+disputed)
	err := wk.w.Exec(ctx, fmt.Sprintf("create table %s as select own.actor from %s own join (%s) free on free.actor = own.actor where free.reach > own.reach", disputed, wk.people, wk.countSQL(free)))
	if err != nil {
		return nil, err
	}
	out, err := wk.reachCounts(ctx, len(r.steps), fmt.Sprintf("(select reach from %s where actor not in (select actor from %s)) settled", wk.people, disputed))
	if err != nil {
		return nil, err
	}
	again, err := wk.reachCounts(ctx, len(r.steps), "("+anchored(r, fmt.Sprintf("(select * from %s where actor in (select actor from %s)) event", wk.events, disputed))+") people")
	for i, n := range again {
		out[i] += n
	}
	return out, err
}

func numbers(counts []float64, err error) ([]model.Number, error) {
	out := make([]model.Number, len(counts))
	for i, n := range counts {
		out[i] = model.Number(n)
	}
	return out, err
}
