package render

import (
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/page"
)

// imageTypes are the files that a page may show. They stand in the site where they stand below content/.
var imageTypes = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}

// images publishes the images that a page shows and returns what their addresses become. An image that does not exist
// is a problem at its place. Without a content folder nothing is looked up.
func (b *binding) images(out *writer) map[string]string {
	targets := map[string]string{}
	if b.Content == nil {
		return targets
	}
	for _, l := range b.page.Images {
		file, ok := imageFile(l)
		body, err := fs.ReadFile(b.Content, file)
		if !ok || err != nil {
			out.fail(diag.Problem{Code: "unknown-image", File: l.File, Line: l.Line, Column: l.Col,
				Text: fmt.Sprintf("no image %q", l.Dest), Hint: diag.DidYouMean(path.Base(l.Dest), b.imagesBeside(file))})
			continue
		}
		to := strings.TrimPrefix(file, page.Content+"/")
		out.once(to, l.File, body)
		targets[l.Dest] = b.root + to
	}
	return targets
}

// imageFile is the file below the site folder that a target names: relative to the page's file, or to content/ with a
// leading slash.
func imageFile(l page.Link) (string, bool) {
	target, err := url.PathUnescape(l.Dest)
	if err != nil {
		return "", false
	}
	file := path.Join(path.Dir(l.File), target)
	if strings.HasPrefix(target, "/") {
		file = path.Join(page.Content, target)
	}
	return file, fs.ValidPath(file) && strings.HasPrefix(file, page.Content+"/") && slices.Contains(imageTypes, strings.ToLower(path.Ext(file)))
}

func (b *binding) imagesBeside(file string) []string {
	var out []string
	entries, _ := fs.ReadDir(b.Content, path.Dir(file)) // a folder that cannot be read has nothing to suggest
	for _, e := range entries {
		if slices.Contains(imageTypes, strings.ToLower(path.Ext(e.Name()))) {
			out = append(out, e.Name())
		}
	}
	return out
}

var sources = regexp.MustCompile(`(<img [^>]*?src=")([^"]*)"`)

// resource puts the images' addresses into rendered Markdown.
func resource(body template.HTML, targets map[string]string) template.HTML {
	if len(targets) == 0 {
		return body
	}
	return template.HTML(sources.ReplaceAllStringFunc(string(body), func(m string) string {
		parts := sources.FindStringSubmatch(m)
		dest := html.UnescapeString(parts[2])
		to, ok := targets[dest]
		if plain, err := url.PathUnescape(dest); !ok && err == nil {
			to, ok = targets[plain] // goldmark escapes what the author wrote plainly
		}
		if !ok {
			return m
		}
		return parts[1] + html.EscapeString((&url.URL{Path: to}).EscapedPath()) + `" loading="lazy"`
	}))
}
