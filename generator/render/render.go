package render

import (
	"context"
	"io/fs"
	"time"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/diff"
	"likewise/generator/model"
	"likewise/generator/page"
)

// Site is what every page knows about the site.
type Site struct {
	Title    string
	BaseURL  string // empty, or the public address ending in a slash
	Language string // BCP 47
	Currency string // ISO 4217; empty: amounts have no unit
	Notice   string // shown on every page, such as "Simulated data"
	Theme    string
	Zone     *time.Location
	// Generator is the tool and its version, for the meta element.
	Generator         string
	Exposure, Primary string
	Micro, Macro      []string
	AsOf              time.Time
}

// Drawer draws charts; nil draws none and leaves the tables.
type Drawer interface {
	Draw(ctx context.Context, charts []chart.Chart) ([]chart.Drawing, error)
}

// Input is all that a site is made from.
type Input struct {
	Site   Site
	Report *model.Report
	Pages  []*page.Page
	Charts Drawer
	// Layouts holds *.html, partials/, text/ and assets/: an Overlay of the site's own folder, the theme, the defaults.
	Layouts fs.FS
	// Content is the site folder, for the images that pages show; nil leaves their addresses as they are.
	Content fs.FS
	// Before is the report that this one is held against; nil where there is none, and then no page says what changed.
	Before  *diff.Site
	Version string // of the tool, for that page's data
	// Workers is how many files are made at a time; 0 is two.
	Workers int
}

// Sink takes one finished file. The path is relative, with slashes; the body is the sink's to keep.
// It is called from several goroutines at once, in no fixed order, and never twice for a path.
type Sink func(path string, body []byte) error

// Entry is one page that a reader may look for: what a sitemap, a feed and a search need.
type Entry struct {
	Path        string    `json:"path"` // "", "funnel/", "posts/spring-launch/"
	Title       string    `json:"title"`
	Description string    `json:"description,omitempty"`
	Kind        string    `json:"kind"` // page, list, post, month
	Date        time.Time `json:"date,omitzero"`
}

// Render makes every file of the site and returns its pages. With an error in the list the files are not a site.
func Render(ctx context.Context, in Input, sink Sink) ([]Entry, diag.List) {
	d, err := Prepare(in)
	if err != nil {
		return nil, diag.List{problemOf(err, "layout")}
	}
	problems := d.All(ctx, nil, sink)
	return d.Entries(), problems
}
