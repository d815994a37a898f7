// Package generator builds a report site: it owns the order of the work and nothing else.
//
// # The way of the data
//
//		flags ─ Options ─▶ config.Load ─▶ warehouse.Open ─▶ ingest.Load ─▶ analysis.Run ─▶ model.Report
//		                                                                                       │
//		content/*.md ───────────────────▶ page.Load ─▶ []*page.Page ───────────────────────────┤
//		                                                                                       ▼
//		                        publish.Site ◀─ files ─ render.Render (templates, themes, chart)
//
//	 1. cmd/likewise turns flags into [Options].
//	 2. [likewise/generator/config] reads site.toml onto defaults and reports every problem at once.
//	 3. [likewise/generator/warehouse] opens the SQL engine (DuckDB, embedded, in memory).
//	 4. [likewise/generator/ingest] recognises, decodes and loads every file and accounts for every row.
//	 5. [likewise/generator/analysis] asks the warehouse for aggregates, hands them to
//	    [likewise/generator/stats], and returns a [likewise/generator/model].Report.
//	 6. [likewise/generator/page] reads front matter and Markdown into typed pages with references.
//	 7. [likewise/generator/render] lays out every file. To make one it binds the page's references to results,
//	    draws the figures through [likewise/generator/chart] and executes the layout. A build makes all, into a sink.
//	 8. [likewise/generator/check] reads every file on its way: links, requests to other hosts, leaks.
//	 9. [likewise/generator/publish] writes them beside the destination and exchanges the two in one step;
//	    [likewise/generator/serve] asks a [Proof] for the files that a browser shows, and for all when it has time.
//
// [likewise/generator/contract] asks of the loaded data what site.toml demands. [likewise/generator/diff] holds two sites
// against each other: two finished ones, or, for the page "Changed since the last report", the one to be written and the
// one before it (previous.go says which that is, and why building again compares with the same).
//
// Imports run one way; order_test.go holds the table. Problems travel as [likewise/generator/diag].List: all of a run
// at once, each with its file, line, column and a hint. A part that finds errors stops the build after it has
// reported all it can see; the old site is not touched.
//
// # Where to add
//
//   - an export format: one TOML file in ingest/formats
//   - a shortcode: a row in page's table and one binder file in render
//   - a chart: one file in chart
//   - a rule of what may be wrong with a site: one file and one row in check's table
//   - a theme: a folder in themes
//   - a statistic: one file in stats with its source and a published number in its test
//   - an engine: one dialect file in warehouse
package generator
