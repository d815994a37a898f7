package serve

import (
	"path"
	"path/filepath"
	"strings"
)

// target guesses which changed page an edited source became: the one whose path is the longest end of the source's
// ("…/content/notes/october.md" -> "notes/october/index.html"); or, failing that, the only one.
func target(changed, sources []string) string {
	best, pages := "", 0
	only := ""
	for _, p := range changed {
		if path.Ext(p) != ".html" {
			continue
		}
		pages, only = pages+1, p
		for _, source := range sources {
			if len(p) > len(best) && becomes(source, p) {
				best = p
			}
		}
	}
	if best == "" && pages == 1 {
		return only
	}
	return best
}

func becomes(source, page string) bool {
	stem := stemOf(source)
	if base := path.Base(stem); base == "index" || base == "_index" {
		stem = path.Dir(stem)
		if page == "index.html" {
			return path.Base(stem) == "content"
		}
	}
	page = strings.TrimSuffix(strings.TrimSuffix(page, ".html"), "/index")
	return strings.HasSuffix(stem, "/"+page)
}

// pageOf is the page of the site that a source becomes, by the same guess, before it is known what changed.
func pageOf(site Site, source string) (string, bool) {
	stem := stemOf(source)
	if base := path.Base(stem); base == "index" || base == "_index" {
		if stem = path.Dir(stem); path.Base(stem) == "content" {
			return "index.html", site.Has("index.html")
		}
	}
	for rest := strings.Trim(stem, "/"); rest != ""; _, rest, _ = strings.Cut(rest, "/") {
		for _, page := range []string{rest + "/index.html", rest + ".html"} {
			if site.Has(page) {
				return page, true
			}
		}
	}
	return "", false
}

func stemOf(source string) string { return strings.TrimSuffix(slashed(source), filepath.Ext(source)) }

func slashed(source string) string { return filepath.ToSlash(source) }
