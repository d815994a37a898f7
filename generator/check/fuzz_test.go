package check

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"likewise/generator/model"
)

// FuzzRead checks that no finished file stops the gate, and that an address in the text of a page is never passed by.
func FuzzRead(f *testing.F) {
	for _, s := range []string{`<a href="b/index.html#x">`, `<img srcset="a 1x, //b 2x">`, `<style>@import "//x";</style>`, `<p style="background:url(//x)">`, "a@b.com", "a&#64;b.com", "%40", "+44 20 7946 0000", "<a href='%zz'>", "<script>", "\x00<"} {
		f.Add(s)
	}
	private := model.NewPrivate("key")
	private.AddEmail("ann@shop.test")
	private.AddPhone("+44 20 7946 0000")
	private.AddName("Ann Example")
	f.Fuzz(func(t *testing.T, s string) {
		c := New("https://site.example/x/", private, nil)
		for _, name := range []string{"index.html", "b/index.html", "a.csv", "a.css", "a.json"} {
			c.Add(name, []byte(s))
		}
		c.Add("last.html", []byte("<p>"+strings.Map(letters, s)+" ann@shop.test </p>"))
		found := false
		for _, p := range c.Run(Input{BaseURL: "https://site.example/x/", All: true, Report: &model.Report{}}) {
			found = found || p.Code == "leak-email" && strings.Contains(p.Text, "a...@shop.test")
		}
		if !found {
			t.Errorf("%q hides an address", s)
		}
	})
}

// FuzzShorten checks that what is left out of a page makes no difference: not to its anchors, links and requests, and not
// to its text.
func FuzzShorten(f *testing.F) {
	for _, s := range []string{`<a class="x" href="y">`, "<a\nHREF='y'>", `<a class="x"href=y>`, `<img/src=y>`, "<p\tid>", `<a xlink:href="y">`, `<td data-label="href">`, `<a a=1/id=2>`, "<a \x00id=2 id=3>", `<object data>`, `<a "id=1>`,
		`<!doctype html><title>a &amp; b</title><style>@import "//x.y"</style><p>1 &lt; 2</p><br/><p>3</p>`, `<script src="x"></script><p id="y">`, `<script><a href="x"></script>`, `<!-- <a href="x"> -->`,
		`<a ="b>c" id="d">`, `<a b="c>d" id="e">`, `<a b=c"d" id="e">`, `a<3<b>&am</b>p;`, `<plaintext><a id="x">`, `<TITLE><a id="x"></TITLE>`, `<title><a id="x"></title>`, `</p id="x">`, `<svg><style/><a id="x">`, `<img srcset="a 1x, b 2x">`, `<p id="x"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, text := range []bool{true, false} {
			whole, wholeText := tokens([]byte(s), text)
			short, shortText := tokens(shorten([]byte(s), text), text)
			if diff := cmp.Diff(whole, short); diff != "" {
				t.Errorf("%q: %s", s, diff)
			}
			if diff := cmp.Diff(wholeText, shortText); diff != "" {
				t.Errorf("text of %q: %s", s, diff)
			}
		}
	})
}

// tokens are the start tags with an attribute that matters, the styles, and the text as readHTML parts it.
func tokens(page []byte, text bool) (tags []string, words string) {
	z := html.NewTokenizer(bytes.NewReader(page))
	style := false
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return tags, words
		case html.TextToken:
			if style {
				tags = append(tags, string(z.Raw()))
			} else if text {
				words += string(z.Text()) + "\n"
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			name, more := z.TagName()
			style = string(name) == "style"
			matters := style
			for more {
				var k []byte
				k, _, more = z.TagAttr()
				matters = matters || slices.Contains(telling, string(k))
			}
			if matters {
				tags = append(tags, raw)
			}
		case html.EndTagToken:
			style = false
		}
	}
}

// letters keeps what is no markup.
func letters(r rune) rune {
	if r == '<' || r == '>' || r == '&' {
		return ' '
	}
	return r
}
