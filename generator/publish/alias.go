package publish

import (
	"fmt"
	"html"
)

// AliasPage is a page at an old address (output path from) that sends its reader to the new one (output path to). The way is
// relative and needs no script; the canonical link is absolute where there is a baseURL. Its policy allows nothing.
func AliasPage(baseURL, from, to string) []byte {
	way := html.EscapeString(relative(from, to))
	canonical := way
	if baseURL != "" {
		canonical = html.EscapeString(PageURL(baseURL, to))
	}
	return fmt.Appendf(nil, `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta http-equiv="refresh" content="0; url=%s">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width">
<link rel="canonical" href="%s">
<title>Moved</title>
<p>This page has <a href="%s">moved</a>.</p>
</html>
`, way, canonical, way)
}
