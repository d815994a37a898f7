package check

import (
	"slices"
	"strings"
	"testing"

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

// FuzzTells checks that no attribute that matters is passed by.
func FuzzTells(f *testing.F) {
	for _, s := range []string{`<a class="x" href=y>`, "<a\nHREF='y'>", `<a class="x"href=y>`, `<img/src=y>`, "<p\tid>", `<a xlink:href=y>`, `<td data-label="href">`, `<a a=1/id=2>`, "<a \x00id=2 id=3>", `<object data>`, `<a "id=1>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		z := html.NewTokenizer(strings.NewReader(s))
		for z.Next() != html.ErrorToken {
			raw := string(z.Raw())
			_, more := z.TagName()
			for more {
				var k []byte
				k, _, more = z.TagAttr()
				if slices.Contains(append(telling, "srcset"), string(k)) && !tells([]byte(raw)) {
					t.Fatalf("%q has %q", raw, k)
				}
			}
		}
	})
}

// letters keeps what is no markup.
func letters(r rune) rune {
	if r == '<' || r == '>' || r == '&' {
		return ' '
	}
	return r
}
