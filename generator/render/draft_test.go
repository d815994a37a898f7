package render

import (
	"context"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"likewise/generator/chart"
	"likewise/generator/diag"
	"likewise/generator/page"
)

// counting is a Drawer that says how many charts it was asked for.
type counting struct {
	Drawer
	charts, batches int
}

func (c *counting) Draw(ctx context.Context, charts []chart.Chart) ([]chart.Drawing, error) {
	c.charts, c.batches = c.charts+len(charts), c.batches+1
	return make([]chart.Drawing, len(charts)), nil
}

// A file made alone, in any order and more than once, is the file of the whole site.
func TestFilesMadeAlone(t *testing.T) {
	in := fakeInput(t, fakeReport(12), fakeContent)
	m := &memory{files: map[string]string{}}
	if _, problems := Render(t.Context(), in, m.sink); problems.Err() != nil {
		t.Fatal(problems)
	}
	d := prepared(t, in)
	names := d.Names()
	if len(names) != len(m.files) || len(names) < 30 {
		t.Fatalf("%d names, %d files", len(names), len(m.files))
	}
	slices.Reverse(names)
	for range 2 {
		wantFiles(t, d, names, m.files)
	}
	if body, problems := d.File(t.Context(), "nowhere/index.html"); body != nil || problems.Err() == nil || d.Has("nowhere/index.html") {
		t.Error("a file that the site does not have")
	}
}

// A site that was given other pages is the site that was made of them.
func TestWithOtherPages(t *testing.T) {
	in := fakeInput(t, fakeReport(12), fakeContent)
	d := prepared(t, in)
	wantFiles(t, d, d.Names(), nil)
	content := maps.Clone(fakeContent)
	content["content/index.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"Front\"\n+++\n\nChanged.\n\n{{< kpi \"reach\" >}}\n")}
	content["content/new/one.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"New\"\naliases = [\"/old/\"]\n+++\n\n{{< funnel \"From reach to purchase\" >}}\n")}
	pages, problems := page.Load(content, page.Options{})
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	in.Pages = pages
	m := &memory{files: map[string]string{}}
	if _, problems := Render(t.Context(), in, m.sink); problems.Err() != nil {
		t.Fatal(problems)
	}
	with := d.With(pages)
	wantFiles(t, with, with.Names(), m.files)
	if !with.Has("new/index.html") || !with.Has("old/index.html") || d.Has("new/one/index.html") {
		t.Error("the pages are not those that were given")
	}
}

// The charts of a page are drawn when it is made, once; those of a whole site in one batch.
func TestChartsAreDrawnForWhoAsks(t *testing.T) {
	in := fakeInput(t, fakeReport(12), fakeContent)
	c := &counting{}
	in.Charts = c
	d := prepared(t, in)
	if d.File(t.Context(), "posts/post-00001/index.html"); c.charts != 0 {
		t.Errorf("%d charts for a page without any", c.charts)
	}
	d.File(t.Context(), "index.html")
	d.File(t.Context(), "index.html")
	some := c.charts
	if some == 0 || c.batches != 1 {
		t.Errorf("%d charts in %d batches, for one page made twice", c.charts, c.batches)
	}
	if problems := d.All(t.Context(), nil, func(string, []byte) error { return nil }); problems.Err() != nil || c.charts <= some || c.batches != 2 {
		t.Errorf("%d charts in %d batches, for a page and then all: %v", c.charts, c.batches, problems)
	}
}

func prepared(t *testing.T, in Input) *Draft {
	t.Helper()
	d, err := Prepare(in)
	if err != nil || len(d.Problems()) > 0 {
		t.Fatal(err, d.Problems())
	}
	return d
}

// wantFiles makes the files and holds them against those that are wanted, if any.
func wantFiles(t *testing.T, d *Draft, names []string, want map[string]string) {
	t.Helper()
	for _, name := range names {
		body, problems := d.File(t.Context(), name)
		if problems.Count(diag.Error) > 0 || want != nil && string(body) != want[name] {
			t.Errorf("%s differs: %v", name, problems)
		}
	}
	if want != nil && len(names) != len(want) {
		t.Errorf("%d files, want %d", len(names), len(want))
	}
}
