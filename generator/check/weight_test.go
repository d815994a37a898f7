package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A page weighs what a browser loads at once: not what is lazy, linked, or fetched by a script later.
func TestPageWeight(t *testing.T) {
	files := map[string]string{
		"index.html":   `<link rel="stylesheet" href="a/s.css"><link rel="canonical" href="https://example.org/report/"><script src="a/x.js" defer data-late="a/late.js"></script><img src="a/now.png"><img src="a/lazy.png" loading="lazy"><img src="a/now.png"><a href="a/linked.csv">x</a>`,
		"b/index.html": `<p>small</p>`,
		"a/s.css":      `@font-face{src:url(f.woff2)} @font-face{src:url("f.woff2")} b{background:url(gone.png)}` + strings.Repeat(" ", 1000),
		"a/f.woff2":    strings.Repeat("f", 2000), "a/x.js": strings.Repeat("x", 3000), "a/now.png": strings.Repeat("n", 40000), "a/lazy.png": strings.Repeat("l", 90000),
		"a/late.js": strings.Repeat("y", 90000), "a/linked.csv": strings.Repeat("c", 90000),
	}
	weight := len(files["index.html"]) + len(files["a/s.css"]) + 2000 + 3000 + 40000
	got := run(files, "", Input{All: true, PageBudget: weight - 1})
	if want := []string{`index.html the page weighs 46 kB at first load, more than the budget of 46 kB: 0.3 kB of HTML, 46 kB in 4 files, the heaviest of them "a/now.png" [page-weight]`}; cmp.Diff(want, got) != "" {
		t.Error(cmp.Diff(want, got))
	}
	for _, in := range []Input{{All: true, PageBudget: weight}, {All: true}, {PageBudget: 1}} { // enough, no bound, a build
		if got := run(files, "", in); len(got) > 0 {
			t.Error(got)
		}
	}
}

func TestTheHeaviestPagesAreNamed(t *testing.T) {
	files := map[string]string{}
	for i := range 14 {
		files[fmt.Sprintf("p%02d/index.html", i)] = strings.Repeat("x", 2000+i*100)
	}
	got := run(files, "", Input{All: true, PageBudget: 1000})
	if len(got) != mostHeavy || !strings.Contains(strings.Join(got, "\n"), "p13/index.html the page weighs 3.3 kB") || !strings.Contains(strings.Join(got, "\n"), "(4 more pages above it too)") {
		t.Error(strings.Join(got, "\n"))
	}
}
