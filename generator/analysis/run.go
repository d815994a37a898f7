// Package analysis turns the warehouse into a model.Report: totals, funnels, the rates of every post, trend.
//
// The engine aggregates what grows with rows (orders, events, days); what reaches Go grows with posts and weeks.
// Every rate leaves with its numerator, denominator, interval and method. The package draws nothing and words nothing
// but the reasons why an estimate is missing.
package analysis

import (
	"context"
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
	Seed        uint64 // of the bootstrap; the same seed gives the same intervals
}

// Run computes the report. Its parts do not depend on each other's order except that rates and funnels need posts.
func Run(ctx context.Context, w *warehouse.Warehouse, o Options) (*model.Report, error) {
	posts, err := loadPosts(ctx, w, o)
	if err != nil {
		return nil, err
	}
	orders, err := accountOrders(ctx, w)
	if err != nil {
		return nil, err
	}
	trend, err := weekly(ctx, w, o, posts)
	if err != nil {
		return nil, err
	}
	walked, times, err := funnels(ctx, w, o, posts)
	if err != nil {
		return nil, err
	}
	credited, err := attributions(ctx, w, o)
	if err != nil {
		return nil, err
	}
	rate(posts, o.Conversions)
	order(posts, o.Conversions)
	report := &model.Report{
		Schema:  model.Schema,
		AsOf:    o.AsOf.In(o.Zone).Format(time.RFC3339),
		Period:  period(posts, o),
		Totals:  totals(posts, o.Metrics),
		Sources: o.Sources,
		Funnels: walked,
		Posts:   posts,
		Trend:   trend,
		Orders:  orders,

		Attribution:   credited,
		TimeToConvert: times,
	}
	if err := league(ctx, w, o, report); err != nil {
		return nil, err
	}
	if err := explainLikes(ctx, w, o, report); err != nil {
		return nil, err
	}
	report.Findings = findings(report, o.Conversions)
	return report, nil
}
