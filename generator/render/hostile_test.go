package render

import (
	"context"
	"encoding/csv"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"likewise/generator/diff"
	"likewise/generator/model"
)

const hostile = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"x\" {{.Site}} =cmd|' /C calc'!A0 \u202egnp.exe\u202c\u200b\x00\x1b[31m"

// TestHostileData puts markup, controls and formulas into every text of the data.
func TestHostileData(t *testing.T) {
	r := fakeReport(8)
	for i := range r.Posts {
		p := &r.Posts[i]
		p.Title, p.Caption, p.Platform, p.Account, p.Format, p.Topic, p.Campaign, p.ID = hostile, hostile, hostile, hostile, hostile, hostile, hostile, "="+hostile
		p.Permalink = []string{"javascript:alert(1)", "data:text/html,x", "https://user:pw@evil.example/", "//evil.example/x", " JaVaScRiPt:alert(1)", "https:evil", "http://", "ftp://x/"}[i]
		p.Published = hostile
		p.Slug = []string{"../../etc/passwd", "", "month", "a/b", "..", "CON", "x\x00y", hostile}[i]
		p.Metrics[hostile] = 3
		for j := range p.Rates {
			if i == 2 {
				p.Rates[j].Rate = model.None(hostile)
			}
		}
	}
	r.Totals[hostile] = 24
	r.Trend = append(r.Trend, model.Series{Metric: hostile, Points: []model.Point{{From: hostile}}})
	r.Funnels[0].Name, r.Funnels[0].Steps[1].Name = hostile, hostile
	r.Sources[0].File, r.Sources[0].Recognised, r.Sources[0].Notes = hostile, hostile, []string{hostile}
	r.Sources[0].Columns = []model.Column{{Name: hostile, As: hostile, Type: hostile, Detail: hostile}}
	r.Sources[0].Problems = []model.RowNote{{Line: 1, Column: hostile, Value: hostile, Text: hostile, Hint: hostile}}
	in := fakeInput(t, r, fstest.MapFS{
		"content/index.md":       {Data: []byte("+++\ntitle = \"Home\"\n+++\n{{< posts >}}\n\n{{< totals >}}\n\n{{< kpi \"reach\" >}}\n\n{{< funnel \"title-script-alert-1-script-img-src-x-onerror-alert-1-onload-x-site-cmd-c-calc\" >}}\n")},
		"content/methods.md":     {Data: []byte("+++\ntitle = \"Methods\"\n+++\n{{< sources >}}\n")},
		"content/posts/index.md": {Data: []byte("+++\ntitle = \"Posts\"\n+++\n{{< posts by=\"likes\" >}}\n")},
	})
	in.Site.Title, in.Site.Notice = hostile, hostile
	in.Before = hostileBefore()
	var m memory
	_, problems := Render(context.Background(), in, m.sink)
	for _, p := range problems {
		if p.Code != "unknown-funnel" {
			t.Error(p)
		}
	}
	posts := 0
	for name, body := range m.files {
		switch path.Ext(name) {
		case ".html":
			posts += strings.Count(name, "posts/post-")
			checkHostilePage(t, name, body)
		case ".csv":
			checkFormulas(t, name, body)
		}
	}
	if posts != 8 {
		t.Errorf("%d pages of posts, want 8", posts)
	}
}

// hostileBefore is a report before, as somebody may have written it into the destination.
func hostileBefore() *diff.Site {
	r := fakeReport(9)
	for i := range r.Posts {
		p := &r.Posts[i]
		p.ID, p.Title, p.Rates[0].Verdict = "="+hostile+string(rune('0'+i%2)), hostile, hostile
	}
	r.AsOf, r.Period.From = hostile, hostile
	r.Totals[hostile] = 7
	r.Funnels[0].Name = hostile
	r.Signals = []model.Signal{{Action: hostile, Outcome: hostile, Verdict: hostile}}
	r.Sources[0].File = hostile
	return diff.Of(r, hostile, []string{hostile + ".html"})
}

func checkHostilePage(t *testing.T, name, body string) {
	t.Helper()
	nodes(t, body, func(n *html.Node) {
		checkAttributes(t, name, n)
		if src, _ := attr(n, "src"); n.Data == "img" || src == "x" {
			t.Errorf("%s: markup of the data came alive: <%s>", name, n.Data)
		}
		if to, _ := attr(n, "href"); strings.Contains(to, "evil") || strings.HasPrefix(to, "ftp") {
			t.Errorf("%s: unsafe link %q", name, to)
		}
	})
	if i := strings.IndexAny(body, "\u202e\u202c\u200b\x00\x1b"); i >= 0 {
		t.Errorf("%s: a control character: %q", name, body[max(0, i-40):min(len(body), i+20)])
	}
}

func checkFormulas(t *testing.T, name, body string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+@\t\r|%") {
				t.Errorf("%s: a formula: %q", name, cell)
			}
		}
	}
}
