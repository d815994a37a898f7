package generator

import (
	"fmt"
	"io/fs"

	"likewise/generator/diag"
	"likewise/generator/render"
	"likewise/templates"
	"likewise/themes"
)

// layouts lays the site's own templates over the theme's over the defaults.
func (b *builder) layouts() (fs.FS, error) {
	own, err := fs.Sub(b.site, "templates")
	if err != nil {
		return nil, err
	}
	theme, err := b.theme()
	if err != nil {
		return nil, err
	}
	return render.Overlay{own, theme, templates.FS}, nil
}

// theme is the site's folder themes/<name>, or an embedded one of that name.
func (b *builder) theme() (fs.FS, error) {
	name := b.config.Theme
	if info, err := fs.Stat(b.site, "themes/"+name); err == nil && info.IsDir() {
		return fs.Sub(b.site, "themes/"+name)
	}
	if info, err := fs.Stat(themes.FS, name); err == nil && info.IsDir() {
		return fs.Sub(themes.FS, name)
	}
	return nil, b.config.At("theme", "unknown-theme", fmt.Sprintf("there is no theme %q", name), diag.DidYouMean(name, b.themes()))
}

func (b *builder) themes() []string {
	var names []string
	for _, f := range []fs.FS{themes.FS, b.site} {
		dir := "."
		if f == b.site {
			dir = "themes"
		}
		entries, _ := fs.ReadDir(f, dir)
		for _, e := range entries {
			if e.IsDir() {
				names = append(names, e.Name())
			}
		}
	}
	return names
}
