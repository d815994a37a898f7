package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"likewise/generator/chart"
	"likewise/generator/page"
)

// assetFile is one file of assets/ in the built site. Its name carries its hash, so that it may be cached for ever.
type assetFile struct {
	path string // "assets/site.1a2b3c4d5e.css"
	body []byte
}

// assets are the files that pages load. Addresses are from the top of the site.
type assets struct {
	css, early, script, icon, echarts string
	files                             []assetFile
}

// loadAssets joins assets/*.css in the order of their names into one style sheet and assets/*.js, but for early.js,
// into one script; everything else is taken as it is, with its hash in its name.
func loadAssets(fsys fs.FS) (*assets, error) {
	entries, err := fs.ReadDir(fsys, "assets")
	if err != nil {
		return nil, fmt.Errorf("no assets: %w", err)
	}
	a := &assets{}
	var css, script bytes.Buffer
	named := strings.NewReplacer()
	var pairs []string
	for _, pass := range []func(ext string) bool{func(e string) bool { return e != ".css" && e != ".js" }, func(e string) bool { return e == ".css" || e == ".js" }} {
		for _, e := range entries {
			if e.IsDir() || !pass(path.Ext(e.Name())) {
				continue
			}
			body, err := fs.ReadFile(fsys, "assets/"+e.Name())
			if err != nil {
				return nil, err
			}
			switch {
			case e.Name() == "early.js":
				a.early = a.add(e.Name(), body)
			case path.Ext(e.Name()) == ".js":
				script.Write(append(body, '\n'))
			case path.Ext(e.Name()) == ".css":
				css.WriteString(named.Replace(string(body)) + "\n")
			default:
				hashed := a.add(e.Name(), body)
				pairs = append(pairs, "url("+e.Name()+")", "url("+path.Base(hashed)+")")
				if e.Name() == "icon.svg" {
					a.icon = hashed
				}
			}
		}
		named = strings.NewReplacer(pairs...)
	}
	css.WriteString(page.HighlightCSS() + "\n")
	css.Write(chart.CSS())
	script.Write(chart.Script())
	a.css = a.add("site.css", css.Bytes())
	a.script = a.add("site.js", script.Bytes())
	a.echarts = a.add("echarts.js", chart.Bundle())
	a.add("echarts-licences.txt", chart.Licences())
	slices.SortFunc(a.files, func(x, y assetFile) int { return strings.Compare(x.path, y.path) })
	return a, nil
}

func (a *assets) add(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	p := "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	a.files = append(a.files, assetFile{p, body})
	return p
}

func (s *site) planAssets(p *plan) {
	for _, f := range s.assets.files {
		p.add(f.path, "assets", ready(f.body))
	}
}
