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
	Features    []string // columns of posts that are drivers besides the usual ones
	Seed        uint64   // of the bootstrap; the same seed gives the same intervals
}

// Run computes the report: what people did, which the engine does, beside what the posts brought, which Go does.
func Run(ctx context.Context, w *warehouse.Warehouse, o Options) (*model.Report, error) {
	posts, err := loadPosts(ctx, w, o)
	if err != nil {
		return nil, err
	}
	report := &model.Report{
		Schema:  model.Schema,
		AsOf:    model.Moment(o.AsOf, o.Zone),
		Period:  period(posts, o),
		Totals:  totals(posts, o.Metrics),
		Sources: o.Sources,
	}
	asLoaded := slices.Clone(posts) // weigh puts the posts in another order
	var people followed
	var follows, weighs error
	var wait sync.WaitGroup
	wait.Go(func() { people, follows = follow(ctx, w, o, asLoaded) })
	wait.Go(func() { weighs = weigh(ctx, w, o, posts, report) })
	wait.Wait()
	if err := errors.Join(follows, weighs); err != nil {
		return nil, err
	}
	report.Funnels, report.TimeToConvert, report.Attribution = people.funnels, people.times, people.credited
	settle(report) // once more, for the comparisons of people are among those that are corrected together
	report.Findings = findings(report, o.Conversions)
	return report, nil
}

// followed is what people did. It comes into the report when weigh is done, which settles what it finds there.
type followed struct {
	funnels  []model.FunnelResult
	times    []model.TimeToConvert
	credited []model.Attributed
}

// follow walks the funnels, of posts and of people, and shares the credit.
func follow(ctx context.Context, w *warehouse.Warehouse, o Options, posts []model.Post) (f followed, err error) {
	if f.funnels, f.times, err = funnels(ctx, w, o, posts); err != nil {
		return f, err
	}
	f.credited, err = attributions(ctx, w, o)
	return f, err
}

// weigh fills in what is known of the posts: their rates, the league, why, signals, drivers, timing and trend. It
// reads nothing that follow makes.
func weigh(ctx context.Context, w *warehouse.Warehouse, o Options, posts []model.Post, report *model.Report) (err error) {
	if report.Orders, err = accountOrders(ctx, w); err != nil {
		return err
	}
	if report.Trend, err = weekly(ctx, w, o, posts); err != nil {
		return err
	}
	rate(posts, o.Conversions)
	order(posts, o.Conversions)
	report.Posts = posts
	if err := league(ctx, w, o, report); err != nil {
		return err
	}
	return explainLikes(ctx, w, o, report)
}
