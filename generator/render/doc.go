// Package render turns pages and a report into the files of a site: HTML, CSV, JSON and assets.
//
// It is the only package that executes templates. A site is laid out first (plan.go: every file and how it is made), and
// its files are made then, all of them into a sink or one when it is asked for (draft.go). To make a page, each of its
// references is bound to a result of the report (bind*.go, one file a shortcode, one row each in the table of bind.go),
// the bound charts are drawn, those of a whole site in one batch, and the layout is executed. Layouts, wording, styles
// and scripts come from one file system, an overlay of the site's own files over the theme over the defaults: nothing
// that a reader sees is written in Go.
//
// It estimates nothing: every rate, rank and interval is the report's. What it adds up itself is said where it is
// shown (the last full weeks of a trend, the rank among posts of one format). It writes no file: the sink does.
package render
