package render

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"likewise/generator/diff"
	"likewise/generator/model"
)

// twoReports are one of 40 posts, and the one before it: of the first 39 and one more, with fewer counts for each third,
// and other verdicts.
func twoReports() (before, after *model.Report) {
	before, after = fakeReport(40), fakeReport(40)
	before.AsOf, before.Period.To = "2026-10-01T00:00:00Z", "2026-09-30"
	before.Posts[39].ID, before.Posts[39].Title = "gone", "A post that went"
	for i := range before.Posts {
		p := &before.Posts[i]
		if i%3 == 0 {
			p.Metrics["reach"] -= 100
			delete(p.Metrics, "saves")
		}
	}
	before.Posts[1].Rates[4].Verdict, before.Posts[2].Rates[0].Verdict = "too-young", "above"
	before.Totals = map[string]float64{}
	for _, p := range before.Posts {
		for m, v := range p.Metrics {
			before.Totals[m] += v
		}
	}
	before.Funnels[0].Steps[0].Count = model.Number(before.Totals["reach"])
	before.Signals = []model.Signal{{Action: "likes", Outcome: "purchases", Verdict: "cannot-tell"}}
	after.Signals = []model.Signal{{Action: "likes", Outcome: "purchases", Verdict: "supports"}}
	return before, after
}

var tags = regexp.MustCompile(`<[^>]*>`)

// text is what a reader sees of a page, in one line.
func text(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(page[strings.Index(page, "<main"):], " "))), " ")
}

func TestChanged(t *testing.T) {
	before, after := twoReports()
	in := fakeInput(t, after, fakeContent)
	in.Before = diff.Of(before, "v1", []string{"index.html", "old/index.html"})
	files := renderFake(t, in)
	got := text(files["changed/index.html"])
	for _, want := range []string{
		"1 November 2026, held against 1 October 2026",
		"1 post is new, 13 have newer counts, 1 is gone. The report before had 40 posts of 1 October 2026 to 30 September 2026; this one has 40 of 1 October 2026 to 31 October 2026.",
		"People reached: ", "+1,400 +0.2% new posts +29,565, newer counts +1,300, posts gone −29,465",
		"1 step of a funnel has another count",
		"The verdict on likes: “cannot tell” before, “supports” now",
		"2 verdicts on posts changed: none to above, none to below",
		"too young → typical",
		"1 new post", "13 posts have newer counts", "Saves none → 120",
		"12 of 13 are shown; all are in the CSV. all changes as CSV",
		"1 post is gone", "A post that went gone",
		"Methods and data new", "old/ gone",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, never := range []string{"[since", "NaN", "%!", "404.html", "old/funnel"} {
		if strings.Contains(got, never) {
			t.Errorf("%q in\n%s", never, got)
		}
	}
	if n := strings.Count(files["data/changed.csv"], "\n"); n < 40 {
		t.Errorf("the CSV has %d rows", n)
	}
	if !strings.Contains(files["funnel/index.html"], `href="../changed/index.html"`) {
		t.Error("no page leads to it")
	}
}

// Two reports of the same numbers say so, whatever their files are called.
func TestNothingChanged(t *testing.T) {
	in := fakeInput(t, fakeReport(5), fakeContent)
	before := fakeReport(5)
	before.Sources[0].File = "data/renamed.csv"
	in.Before = diff.Of(before, "v1", nil)
	got := text(renderFake(t, in)["changed/index.html"])
	if want := "No number and no verdict is other than in the last report made from other files."; !strings.Contains(got, want) || !strings.Contains(got, "2 data files are not what they were") {
		t.Errorf("no %q in\n%s", want, got)
	}
}

func TestNoReportBefore(t *testing.T) {
	files := renderFake(t, fakeInput(t, fakeReport(3), fakeContent))
	for name, body := range files {
		if strings.Contains(name, "changed") || name == diff.KeptName || strings.Contains(body, "changed/index.html") {
			t.Error(name)
		}
	}
}
