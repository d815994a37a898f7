package templates

import "embed"

// Site holds what "likewise init" writes: site/common for every site, and site/sample or site/empty over it.
//
//go:embed all:site
var Site embed.FS
