// Package render turns pages and a report into the files of a site: HTML, CSV, JSON and assets.
//
// It is the only package that executes templates. It binds each reference of a page to a result of the report
// (bind*.go, one file a shortcode, one row each in the table of bind.go), has the bound charts drawn in one batch,
// and executes the layouts page by page into a sink. Layouts, wording, styles and scripts come from one file system,
// an overlay of the site's own files over the theme over the defaults: nothing that a reader sees is written in Go.
//
// It estimates nothing: every rate, rank and interval is the report's. What it adds up itself is said where it is
// shown (the last full weeks of a trend, the rank among posts of one format). It writes no file: the sink does.
package render
