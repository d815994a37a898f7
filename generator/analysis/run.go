// Package analysis turns the warehouse into a model.Report: totals, funnels, the rates of every post, trend.
//
// The engine aggregates what grows with rows (orders, events, days); what reaches Go grows with posts and weeks.
// Every rate leaves with its numerator, denominator, interval and method. The package draws nothing and words nothing
// but the reasons why an estimate is missing.
package analysis

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// Options are the declarations of site.toml that the analysis needs.
type Options struct {
	Conversions model.Conversions
	Funnels     []model.Funnel
	Metrics     []string // the metric columns of the posts table
	Fields      []string // its further columns
	Sources     []model.Source
	AsOf        time.Time // when the data was exported; ages are counted to it
	Zone        *time.Location
	MinGroup    int // groups of fewer people are withheld
	Attribution []model.Attribution
	Breaks      []model.Break // days across which a metric is not compared
	Features    []string      // columns of posts that are drivers besides the usual ones
	Seed        uint64        // of the bootstrap; the same seed gives the same intervals
}

// Run computes the report: what people did, which the engine does, beside what the posts brought, which Go does.
func Run(ctx context.Context, w *warehouse.Warehouse, o Options) (*model.Report, error) {
	posts, err := loadPosts(ctx, w, o)
	if err != nil {
		return nil, err
	}
	o.Breaks = setApart(posts, present(posts, o.Breaks)) // nothing from here on sees what cannot be compared
	report := &model.Report{
		Schema:  model.Schema,
		AsOf:    model.Moment(o.AsOf, o.Zone),
		Period:  period(posts, o),
		Totals:  totals(posts, o.Metrics),
		Sources: o.Sources,
		Breaks:  o.Breaks,
	}
	asLoaded := slices.Clone(posts) // weigh puts the posts in another order
	var people followed
	var failed [2]error
	var wait sync.WaitGroup
	wait.Go(func() { people, failed[0] = follow(ctx, w, o, asLoaded) })
	wait.Go(func() { failed[1] = weigh(ctx, w, o, posts, report) })
	wait.Wait()
	if err := errors.Join(failed[:]...); err != nil {
		return nil, err
	}
	report.Funnels, report.TimeToConvert, report.Attribution = people.funnels, people.times, people.credit
	settle(report)
	report.Findings = findings(report, o.Conversions)
	return report, nil
}

// followed is what follow finds.
type followed struct {
	funnels []model.FunnelResult
	times   []model.TimeToConvert
	credit  []model.Attributed
}

// follow computes the funnels, of posts and of people, and the attributions. It writes nothing that weigh reads.
func follow(ctx context.Context, w *warehouse.Warehouse, o Options, posts []model.Post) (out followed, err error) {
	open := newEventOpener(ctx, w, o.AsOf)
	if out.funnels, out.times, err = funnels(ctx, open, o, posts); err != nil {
		return out, err
	}
	out.credit, err = attributions(ctx, open, o)
	return out, err
}

// weigh fills in what is known of the posts: their rates, the league, why, signals, drivers, timing and trend. It
// reads nothing that follow makes. What the league waits for the engine to say is asked at once, beside the rest.
func weigh(ctx context.Context, w *warehouse.Warehouse, o Options, posts []model.Post, report *model.Report) error {
	var ripe ripeness
	var failed [3]error
	var ripening, counting sync.WaitGroup
	exported := asExported(posts)
	ripening.Go(func() { ripe, failed[0] = ripen(ctx, w, o) })
	counting.Go(func() { report.Orders, failed[1] = accountOrders(ctx, w) })
	counting.Go(func() { report.Trend, failed[2] = weekly(ctx, w, o, exported) })
	rate(posts, o.Conversions)
	order(posts, o.Conversions)
	report.Posts = posts
	ripening.Wait()
	if failed[0] == nil {
		compare(report, o, ripe)
	}
	counting.Wait()
	if err := errors.Join(failed[:]...); err != nil {
		return err
	}
	for _, s := range report.Trend {
		marked(s.Points, s.Metric, o.Breaks)
	}
	markYoung(report.Trend, posts, report.Maturity)
	markOdd(report.Trend)
	markRecent(report.Trend, posts, o.Conversions)
	return explainLikes(ctx, w, o, report)
}
