package check

import (
	"bytes"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// file is what is kept of a finished file.
type file struct {
	ids     map[string]struct{} // anchors
	refs    []ref
	foreign []string // addresses on other hosts that a browser would ask for
	leaks   []leak
	size    int
	loads   []string // paths in the site that a browser asks for at once
}

// ref is a link or image within the site.
type ref struct {
	to, anchor string // path in the site; anchor without "#"
	raw        string // as it stands in the file
	image      bool
	outside    bool // leads out of the site's folder, or past a base path
}

// baseURL is the public address, taken apart.
type baseURL struct{ origin, path string }

func parseBase(s string) baseURL {
	u, err := url.Parse(s)
	if err != nil || s == "" {
		return baseURL{path: "/"}
	}
	return baseURL{origin: u.Scheme + "://" + u.Host, path: strings.TrimSuffix(u.Path, "/") + "/"}
}

func (c *Collector) read(name string, body []byte) *file {
	f := &file{size: len(body)}
	switch path.Ext(name) {
	case ".html":
		text := c.readHTML(name, body, f)
		f.leaks = c.gate.search(body, text)
	case ".css":
		f.foreign = foreignCSS(body)
		f.loads = c.loadsOfCSS(name, body)
	case ".csv", ".json", ".xml", ".txt", ".svg":
		f.leaks = c.gate.search(body, body)
	}
	return f
}

// readHTML takes the anchors, links and requests of a page, and returns its text.
func (c *Collector) readHTML(name string, body []byte, f *file) []byte {
	return c.readTags(name, shorten(body, c.gate.needsText()), f)
}

// readTags does so with all of body.
func (c *Collector) readTags(name string, body []byte, f *file) []byte {
	f.ids = map[string]struct{}{}
	seen := map[string]bool{}
	var text []byte
	needText := c.gate.needsText()
	if needText {
		text = make([]byte, 0, len(body)/2)
	}
	z := html.NewTokenizer(bytes.NewReader(body))
	style := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return text
		case html.TextToken:
			if style {
				f.foreign = append(f.foreign, foreignCSS(z.Raw())...)
			} else if needText {
				text = append(append(text, z.Text()...), '\n')
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			tag, more := z.TagName()
			t := element{name: atom.Lookup(tag)}
			style = t.name == atom.Style
			for more {
				var k, v []byte
				k, v, more = z.TagAttr()
				t.take(k, v, f)
			}
			c.refer(name, t, f, seen)
		case html.EndTagToken:
			style = false
		}
	}
}

// element is a start tag with the attributes that matter.
type element struct {
	name                   atom.Atom
	href, src, srcset, rel string
	style, loading         string
}

func (t *element) take(k, v []byte, f *file) {
	switch string(k) {
	case "id", "name":
		if len(v) > 0 && (string(k) == "id" || t.name == atom.A) {
			f.ids[string(v)] = struct{}{}
		}
	case "href", "xlink:href":
		t.href = string(v)
	case "src", "data", "poster":
		t.src = string(v)
	case "srcset":
		t.srcset = string(v)
	case "rel":
		t.rel = strings.ToLower(string(v))
	case "style":
		t.style = string(v)
	case "loading":
		t.loading = strings.ToLower(string(v))
	}
}

// navigational are relations of a <link> that a browser does not fetch.
var navigational = []string{"canonical", "alternate", "license", "me", "author", "next", "prev", "help", "search"}

// refer files the addresses of an element under links, images or requests.
func (c *Collector) refer(name string, t element, f *file, seen map[string]bool) {
	add := func(raw string, image, asks bool) {
		if raw == "" || seen[raw] {
			return
		}
		seen[raw] = true
		r, here := c.resolve(name, raw)
		switch {
		case here:
			r.image = image
			f.refs = append(f.refs, r)
			if asks && t.loading != "lazy" {
				f.loads = append(f.loads, r.to)
			}
		case asks && isForeign(raw):
			f.foreign = append(f.foreign, raw)
		}
	}
	if t.style != "" {
		f.foreign = append(f.foreign, foreignCSS([]byte(t.style))...)
	}
	switch t.name {
	case atom.A, atom.Area:
		add(t.href, false, false)
	case atom.Link:
		fetched := true
		for _, r := range strings.Fields(t.rel) {
			for _, n := range navigational {
				fetched = fetched && r != n
			}
		}
		add(t.href, false, fetched)
	default:
		image := t.name == atom.Img || t.name == atom.Source || t.name == atom.Image
		add(t.src, image, true)
		add(t.href, image, true)
		for part := range strings.SplitSeq(t.srcset, ",") {
			if u := strings.Fields(part); len(u) > 0 {
				add(u[0], image, true)
			}
		}
	}
}

func isForeign(raw string) bool {
	raw = strings.TrimSpace(raw)
	if strings.HasPrefix(raw, "//") || strings.HasPrefix(raw, `\\`) || strings.HasPrefix(raw, `/\`) {
		return true
	}
	scheme, _, ok := strings.Cut(raw, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return false
	}
	scheme = strings.ToLower(scheme)
	return scheme != "data" && scheme != "blob" && scheme != "about"
}

// resolve says where an address leads within the site; here is false for other hosts and schemes.
func (c *Collector) resolve(from, raw string) (r ref, here bool) {
	r.raw = raw
	target := raw
	if c.base.origin != "" && strings.HasPrefix(target, c.base.origin+c.base.path) {
		target = strings.TrimPrefix(target, c.base.origin)
	}
	if isForeign(target) || strings.HasPrefix(target, "data:") || strings.HasPrefix(target, "blob:") || strings.HasPrefix(target, "about:") {
		return r, false
	}
	target, r.anchor, _ = strings.Cut(target, "#")
	target, _, _ = strings.Cut(target, "?")
	target, r.anchor = unescape(target), unescape(r.anchor)
	switch {
	case target == "":
		r.to = from
		return r, true
	case strings.HasPrefix(target, "/"):
		rest, ok := strings.CutPrefix(target, c.base.path)
		r.to, r.outside = path.Clean("/" + rest)[1:], !ok && target+"/" != c.base.path
	default:
		joined := path.Join(path.Dir(from), target)
		r.to, r.outside = strings.TrimPrefix(joined, "/"), joined == ".." || strings.HasPrefix(joined, "../")
	}
	if r.to == "." || r.to == "" {
		r.to = "index.html"
	} else if strings.HasSuffix(target, "/") {
		r.to += "/index.html"
	}
	return r, true
}

func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

var cssRequest = regexp.MustCompile(`(?i)(?:url\(\s*["']?|@import\s+["'])([^"')\s]+)`)

// foreignCSS are the addresses on other hosts that a style sheet asks for.
func foreignCSS(body []byte) []string {
	var out []string
	for _, m := range cssRequest.FindAllSubmatch(body, -1) {
		if isForeign(string(m[1])) {
			out = append(out, string(m[1]))
		}
	}
	return out
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
