// Package templates holds the default layouts and the wording of every generated sentence.
//
// base.html is the frame; overview, page, post, list and 404 fill its main part; partials/ holds what they share and
// what shortcodes stand for; text/ holds the sentences, a file a language. A theme or a site replaces any of them by a
// file of the same name. Three things are no layout's: charts, the rows of a sheet (partials/sheet.html, as for the rates of
// post.html) or of a ranking (partials/posts.html), and the facts of a post; render writes them, and a theme sets them by the
// classes that stand in them.
package templates

import "embed"

//go:embed *.html partials text
var FS embed.FS
