package generator

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"likewise/generator/analysis"
	"likewise/generator/diag"
	"likewise/generator/ingest"
	"likewise/generator/model"
	"likewise/generator/publish"
	"likewise/generator/render"
)

// names checks what site.toml says against what the data has: every metric of a rate or a step must be there.
func (b *builder) names(data *ingest.Result) diag.List {
	var problems diag.List
	check := func(key, metric, what string) {
		if !slices.Contains(data.Metrics, metric) {
			problems.Add(b.config.At(key, "unknown-metric", fmt.Sprintf("%s %q is no metric of the data", what, metric), metricHint(metric, data)))
		}
	}
	c := b.config.Conversions
	if len(c.Declared()) > 0 {
		check("conversions.exposure", c.Exposure, "exposure")
	}
	for _, m := range c.Micro {
		check("conversions.micro", m, "micro-conversion")
	}
	for _, m := range c.Macro {
		check("conversions.macro", m, "macro-conversion")
	}
	known := b.featureNames(data)
	for _, f := range b.config.Drivers.Features {
		if !slices.Contains(known, f) {
			problems.Add(b.config.At("drivers.features", "unknown-column", fmt.Sprintf("feature %q is no further column of the posts", f), diag.DidYouMean(f, known)))
		}
	}
	for i, f := range b.config.Funnels {
		if f.Unit != "post" {
			if data.Events == 0 {
				problems.Add(b.config.At(fmt.Sprintf("funnel.%d.unit", i), "no-events", fmt.Sprintf("the funnel %q follows people, and no file of events was read", f.Name), `add a [[data]] entry with kind = "events", or use unit = "post"`))
			}
			continue
		}
		for _, s := range f.Steps {
			check(fmt.Sprintf("funnel.%d.steps", i), s, "step")
		}
	}
	for i, d := range b.config.Breaks {
		check(fmt.Sprintf("break.%d.metric", i), d.Metric, "the metric of a break")
	}
	return problems
}

// metricHint says what could have been meant, or what there is.
func metricHint(metric string, data *ingest.Result) string {
	switch {
	case len(data.Metrics) > 0:
		return diag.DidYouMean(metric, data.Metrics)
	case data.Events > 0:
		return "the data has events and no posts with counts: leave [conversions] out, and make a [[funnel]] with unit = \"actor\" of the actions"
	}
	return "the data has no posts with counts"
}

// featureNames are what may be a driver besides the usual features: what is no conversion and no exposure.
func (b *builder) featureNames(data *ingest.Result) []string {
	c := b.config.Conversions
	out := append([]string{"campaign", "account"}, data.PostColumns...)
	for _, m := range data.Metrics {
		if m != c.Exposure && !slices.Contains(c.Declared(), m) {
			out = append(out, m)
		}
	}
	return out
}

// declared puts an error about a declaration where it stands in site.toml.
func (b *builder) declared(err error) diag.Problem {
	var d *analysis.DeclarationError
	if !errors.As(err, &d) {
		return problem(err)
	}
	i := 0
	switch d.Kind {
	case "funnel":
		i = slices.IndexFunc(b.config.Funnels, func(f model.Funnel) bool { return f.Name == d.Name })
	case "attribution":
		i = slices.IndexFunc(b.config.Attribution, func(a model.Attribution) bool { return a.Name == d.Name })
	}
	hint := d.Hint
	if d.Unknown != "" {
		hint = diag.DidYouMean(d.Unknown, d.Known)
	}
	return b.config.At(fmt.Sprintf("%s.%d.%s", d.Kind, max(i, 0), d.Key), "bad-declaration", d.Error(), hint)
}

// absent warns of actions that no event has: a slip of the pen, or something that has not happened yet.
func (b *builder) absent(report *model.Report) diag.List {
	var problems diag.List
	warn := func(kind string, i int, name string, absent []model.AbsentAction) {
		for _, a := range absent {
			p := b.config.At(fmt.Sprintf("%s.%d.%s", kind, i, a.Key), "unknown-action", fmt.Sprintf("%s %q: no event has the action %q", kind, name, a.Action), diag.DidYouMean(a.Action, a.Known))
			p.Severity = diag.Warning
			problems.Add(p)
		}
	}
	for i, f := range report.Funnels {
		warn("funnel", i, f.Name, f.Absent)
	}
	for i, a := range report.Attribution {
		warn("attribution", i, a.Name, a.Absent)
	}
	return problems
}

// place says where the site goes and what must not be harmed on the way.
func (b *builder) place() publish.Options {
	return publish.Options{
		Destination: b.Destination, Source: b.Source, Force: b.Force, Waiting: b.Waiting,
		Inputs: []string{filepath.Join(b.Source, "content"), filepath.Join(b.Source, "data"), filepath.Join(b.Source, "templates"), filepath.Join(b.Source, "themes")},
	}
}

// index adds what crawlers, feed readers and hosts look for.
func (b *builder) index(entries []render.Entry, sink render.Sink) diag.List {
	base := b.config.BaseURL
	var urls []publish.URL
	feed := publish.Feed{Title: b.config.Title, Language: b.config.Language, Updated: b.asOf}
	for _, e := range entries {
		urls = append(urls, publish.URL{Path: e.Path + "index.html", LastMod: e.Date})
		if e.Kind == "page" && !e.Date.IsZero() {
			feed.Entries = append(feed.Entries, publish.Entry{Path: e.Path + "index.html", Title: e.Title, Summary: e.Description, Published: e.Date})
		}
	}
	files := []publish.Output{{Path: ".nojekyll"}, {Path: "robots.txt", Body: publish.Robots(base)}}
	if base != "" {
		files = append(files, publish.Sitemap(base, urls)...)
		files = append(files, publish.Output{Path: "feed.xml", Body: publish.Atom(base, feed)})
	}
	var problems diag.List
	for _, f := range files {
		if err := sink(f.Path, f.Body); err != nil {
			problems.Add(problem(err))
		}
	}
	return problems
}

// commit seals the site with its manifest and swaps it in.
func (b *builder) commit(ctx context.Context, site *publish.Site, report *model.Report) (*Result, error) {
	defer b.phase("publish")()
	m := publish.Manifest{Generator: "likewise", Version: b.Version, AsOf: model.Moment(b.asOf, b.config.Zone)}
	for _, s := range report.Sources {
		m.Inputs = append(m.Inputs, publish.File{Path: s.File, SHA256: s.SHA256, Bytes: s.Bytes})
		m.Rows = append(m.Rows, publish.Rows{File: s.File, Sheet: s.Sheet, Read: int64(s.Read), Stored: int64(s.Stored), Updated: int64(s.Updated), Duplicate: int64(s.Duplicate), Rejected: int64(s.Rejected)})
	}
	m, err := site.Commit(ctx, m)
	if err != nil {
		return nil, err
	}
	r := &Result{Report: report, Destination: b.Destination, Files: len(m.Outputs)}
	for _, f := range m.Outputs {
		r.Bytes += f.Bytes
	}
	return r, nil
}

// interrupted leaves, of the problems of a run that was, only this: what is cut off complains in many voices.
func interrupted(ctx context.Context, problems diag.List) diag.List {
	if err := ctx.Err(); errors.Is(err, context.Canceled) {
		return diag.List{problem(err)}
	}
	return problems
}

// problem makes any error one, keeping the place that it has.
func problem(err error) diag.Problem {
	var p diag.Problem
	if errors.As(err, &p) {
		return p
	}
	if errors.Is(err, context.Canceled) {
		return diag.Problem{Code: "interrupted", Text: "interrupted; nothing was changed"}
	}
	return diag.Problem{Code: "failed", Text: err.Error()}
}
