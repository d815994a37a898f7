package publish

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"time"
)

// maxSitemap is the protocol's limit of addresses a file (sitemaps.org/protocol.html).
const maxSitemap = 50_000

// Output is a file that a helper made: a path in the site and its bytes.
type Output struct {
	Path string
	Body []byte
}

// URL is a page for the sitemap. Path is its output path; a zero LastMod is left out.
type URL struct {
	Path    string
	LastMod time.Time
}

// Sitemap is "sitemap.xml", or, above 50,000 pages, an index of that name and its parts. Addresses must be absolute there, so
// without a baseURL there is no sitemap. Pages are ordered by path.
func Sitemap(baseURL string, pages []URL) []Output {
	if baseURL == "" {
		return nil
	}
	pages = slices.Clone(pages)
	slices.SortFunc(pages, func(a, b URL) int { return cmp.Compare(a.Path, b.Path) })
	if len(pages) <= maxSitemap {
		return []Output{{"sitemap.xml", sitemapFile("urlset", "url", baseURL, pages)}}
	}
	var parts []Output
	var index []URL
	for chunk := range slices.Chunk(pages, maxSitemap) {
		name := fmt.Sprintf("sitemap-%d.xml", len(parts)+1)
		parts = append(parts, Output{name, sitemapFile("urlset", "url", baseURL, chunk)})
		index = append(index, URL{Path: name})
	}
	return append([]Output{{"sitemap.xml", sitemapFile("sitemapindex", "sitemap", baseURL, index)}}, parts...)
}

func sitemapFile(root, item, baseURL string, pages []URL) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s<%s xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n", xml.Header, root)
	for _, p := range pages {
		fmt.Fprintf(&b, "<%s><loc>%s</loc>", item, escapeXML(PageURL(baseURL, p.Path)))
		if !p.LastMod.IsZero() {
			fmt.Fprintf(&b, "<lastmod>%s</lastmod>", p.LastMod.Format(time.RFC3339))
		}
		fmt.Fprintf(&b, "</%s>\n", item)
	}
	fmt.Fprintf(&b, "</%s>\n", root)
	return b.Bytes()
}

// escapeXML escapes text and replaces what XML cannot carry (control characters) by U+FFFD.
func escapeXML(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s)) // a Buffer does not fail
	return b.String()
}

// Robots is "robots.txt": all may be read, and the sitemap is named where there is one.
func Robots(baseURL string) []byte {
	s := "User-agent: *\nAllow: /\n"
	if baseURL != "" {
		s += "Sitemap: " + PageURL(baseURL, "sitemap.xml") + "\n"
	}
	return []byte(s)
}
