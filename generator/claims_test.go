package generator

import (
	"context"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// causal are words that claim a cause. Without a design that could show one, nothing on a page may use them, but to deny
// them: "is not what it causes".
var (
	causal = regexp.MustCompile(`(?i)\b(drives?|drove|driven by|causes?|caused|leads? to|led to|because of|thanks to|due to|owing to|results? in|resulted in|boosts|increases?|increased|decreases?|raises|raised|lifts|lifted|makes? (people|users|customers)|impact|effect of|affects?)\b`)
	denied = regexp.MustCompile(`(?i)\b(not|no|none|nothing|nobody|never|whether|cannot|neither|without|may)\b`)
	ends   = regexp.MustCompile(`[.!?:;](\s|$)`)
)

// claims are the sentences of a text that claim a cause.
func claims(text string) []string {
	var out []string
	for _, s := range ends.Split(text, -1) {
		if causal.MatchString(s) && !denied.MatchString(s) {
			out = append(out, strings.TrimSpace(s))
		}
	}
	return out
}

func TestClaims(t *testing.T) {
	for text, want := range map[string]int{
		"Saves drive purchases.":                                     1,
		"A save drives purchases. It is fine.":                       1,
		"What one number goes with is not what it causes.":           0,
		"More likes led to more purchases; saves did not":            1,
		"Whether any of this is a cause: no post was tested.":        0,
		"Purchases rose because of the saves":                        1,
		"Boosted posts had 0.9 times the purchases (95% interval x)": 0,
	} {
		if got := claims(text); len(got) != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// TestTheDemoClaimsNothing reads every page of the demo.
func TestTheDemoClaimsNothing(t *testing.T) {
	dir := t.TempDir()
	_, problems := Build(context.Background(), Options{Source: "..", Destination: filepath.Join(dir, "public"), Version: "test", Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	files := filesOf(t, filepath.Join(dir, "public"))
	if len(files) < 300 {
		t.Fatalf("%d files", len(files))
	}
	checkSite(t, files)
	checkClaims(t, files)
}

// checkClaims fails for a sentence that claims a cause, for a percentage with nothing beside it that says how sure it is
// or where it comes from, and for a figure that does not lead to its rows.
func checkClaims(t *testing.T, files map[string]string) {
	t.Helper()
	pages, numbers := 0, 0
	for name, body := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		pages++
		doc, err := html.Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		main := find(doc, func(n *html.Node) bool { return n.Data == "main" })
		if main == nil {
			continue // an alias
		}
		for _, block := range blocks(main) {
			for _, c := range claims(block) {
				t.Errorf("%s claims a cause: %q", name, c)
			}
		}
		numbers += checkFrames(t, name, main)
	}
	if pages == 0 || numbers == 0 && len(files) > 300 {
		t.Fatalf("%d pages, %d percentages", pages, numbers)
	}
}

// share is a percentage that is no level of an interval.
var (
	share    = regexp.MustCompile(`\d\s?%`)
	levelOf  = regexp.MustCompile(`(?i)\d+% (interval|by resampling|by the spread|Wilson)|(Wilson score|reaches|sum to|Newcombe.s|survive a|false discovery rate at|a) \d+%|, \d+%|5% false`)
	evidence = regexp.MustCompile(`\d[\x{2060}]*[–−-][\x{2060}]*\d|\bof\b[^%]*\d|\d[\d,.]* (posts|people|weeks)|\bto −?\d`)
)

// checkFrames looks at every generated part of a page: figures, panels, lists of findings, the strip of key numbers and
// the answer. It returns how many percentages it saw.
func checkFrames(t *testing.T, name string, main *html.Node) (seen int) {
	t.Helper()
	for _, frame := range findAll(main, func(n *html.Node) bool {
		return n.Data == "figure" || n.Data == "header" || has(n, "frame") || has(n, "strip") || has(n, "cards")
	}) {
		text, links := words(frame), hrefs(frame)
		if frame.Data == "figure" || has(frame, "panel") {
			if !strings.Contains(links, ".csv") {
				t.Errorf("%s: a figure that does not lead to its rows: %.120q", name, text)
			}
		}
		bare := levelOf.ReplaceAllString(text, "")
		if n := len(share.FindAllString(bare, -1)); n > 0 {
			seen += n
			if !evidence.MatchString(bare) && links == "" {
				t.Errorf("%s: a bare percentage: %.200q", name, text)
			}
		}
	}
	return seen
}

// blocks are the texts of a page, each a run that a reader reads at once.
func blocks(n *html.Node) []string {
	var out []string
	leaf := map[string]bool{"p": true, "li": true, "h1": true, "h2": true, "h3": true, "h4": true, "td": true, "th": true, "dd": true, "dt": true, "summary": true, "caption": true}
	for _, b := range findAll(n, func(n *html.Node) bool { return leaf[n.Data] }) {
		out = append(out, words(b))
	}
	return out
}

func words(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "svg" || has(n, "caption")) {
			return
		}
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

func hrefs(n *html.Node) string {
	var b strings.Builder
	for _, a := range findAll(n, func(n *html.Node) bool { return n.Data == "a" }) {
		for _, at := range a.Attr {
			if at.Key == "href" {
				b.WriteString(at.Val + " ")
			}
		}
	}
	return b.String()
}

// has reports whether an element has the class.
func has(n *html.Node, class string) bool {
	for _, a := range n.Attr {
		if a.Key == "class" && strings.Contains(" "+a.Val+" ", " "+class+" ") {
			return true
		}
	}
	return false
}

func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	if all := findAll(n, is); len(all) > 0 {
		return all[0]
	}
	return nil
}

// findAll lists the elements that are, outermost first.
func findAll(n *html.Node, is func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	if n.Type == html.ElementNode && is(n) {
		out = append(out, n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out = append(out, findAll(c, is)...)
	}
	return out
}
