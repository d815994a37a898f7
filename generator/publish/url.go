package publish

import (
	"net/url"
	"path"
	"strings"
)

// PageURL is the address of an output under baseURL: "posts/1/index.html" is ".../posts/1/". Names are percent-encoded.
// A baseURL without a slash at its end is taken as a folder.
func PageURL(baseURL, output string) string {
	if baseURL == "" {
		return ""
	}
	return strings.TrimSuffix(baseURL, "/") + "/" + escapePath(strings.TrimSuffix(output, "index.html"))
}

// escapePath percent-encodes each segment of a slash path.
func escapePath(p string) string {
	parts := strings.Split(p, "/")
	for i, s := range parts {
		parts[i] = url.PathEscape(s)
	}
	return strings.Join(parts, "/")
}

// relative is the way from one output to another, as a link in the first spells it. It names index.html, so that it works from
// file:// too.
func relative(from, to string) string {
	dir := path.Dir(path.Clean("/" + from))
	up := ""
	for dir != "/" && !strings.HasPrefix("/"+to, dir+"/") {
		dir, up = path.Dir(dir), up+"../"
	}
	rest := escapePath(strings.TrimPrefix(strings.TrimPrefix("/"+to, dir), "/"))
	if up == "" {
		rest = "./" + rest // a first segment with a colon must not look like a scheme
	}
	return up + rest
}
