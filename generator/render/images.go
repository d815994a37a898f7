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

// planImages are the images that a page shows. Without a content folder nothing is looked up.
func (b *binding) planImages(p *plan) {
	if b.Content == nil {
		return
	}
	for _, l := range b.page.Images {
		if file, ok := b.image(l); ok {
			p.once(imagePath(file), l.File, tried("read", func() ([]byte, error) { return fs.ReadFile(b.Content, file) }))
		}
	}
}

// imagePath is where a file of content/ stands in the site.
func imagePath(file string) string { return strings.TrimPrefix(file, page.Content+"/") }

// image is the file that a target names, and whether it is there.
func (b *binding) image(l page.Link) (string, bool) {
	file, ok := imageFile(l)
	if !ok {
		return file, false
	}
	info, err := fs.Stat(b.Content, file)
	return file, err == nil && info.Mode().IsRegular()
}

// images returns what the addresses of the page's images become. An image that does not exist is a problem at its place.
func (b *binding) images(problems *diag.List) map[string]string {
	targets := map[string]string{}
	if b.Content == nil {
		return targets
	}
	for _, l := range b.page.Images {
		file, ok := b.image(l)
		if !ok {
			problems.Add(diag.Problem{Code: "unknown-image", File: l.File, Line: l.Line, Column: l.Col,
				Text: fmt.Sprintf("no image %q", l.Dest), Hint: diag.DidYouMean(path.Base(l.Dest), b.imagesBeside(file))})
			continue
		}
		targets[l.Dest] = b.root + imagePath(file)
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
