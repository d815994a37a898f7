// Package themes holds the themes: a folder each, whose assets/ are its style sheets, scripts, fonts and icon, and
// whose *.html, partials/ and text/ replace the default ones of the same name.
package themes

import "embed"

//go:embed paper
var FS embed.FS
