package check

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// plainness are beginnings and pieces of pages: plain ones, and ones that the tokenizer reads in ways of its own.
var plainness = []string{`<a class="x" href="y">`, "<a\nHREF='y'>", `<a class="x"href=y>`, `<img/src=y>`, "<p\tid>", `<a xlink:href="y">`, `<td data-label="href">`, `<a a=1/id=2>`, "<a \x00id=2 id=3>", `<object data>`, `<a "id=1>`,
	`<title>a &amp; b</title><style>@import "//x.y"</style><p>1 &lt; 2</p><br/><p>3</p>`, `<script src="x"></script><p id="y">`, `<script><a href="x"></script>`, `<!-- <a href="x"> -->`,
	`<a ="b>c" id="d">`, `<a b="c>d" id="e">`, `<a b=c"d" id="e">`, `<b>a</b>&am<b></b>p;`, `a<3<b>&am</b>p;`, `<plaintext></plaintext><a id="x">`, `<TITLE><a id="x"></TITLE>`, `<title><a id="x"></title>`, `</p id="x">`, `<svg><style/><a id="x">`,
	`<STYLE>a{src:url(//x)}</STYLE><a id="x">`, `<style>a{}</style >b<a id="x">`, `<textarea>a</textareas><a id="x">`, `<noscript>a</noscript>b`, `<script>a<!--</script>b`, `</style>b<p style="c:url(//x)">`, `<img srcset="a 1x, b 2x">`, `<p id="x"`, `<link class="x">`, `<link href="">`,
	"a\r<b>\nc</b>\r", "<p id=\"\r\n\x00\xff\">\x00\xff", `</`, `<`, `</3>`, `<:a id="x">`, `<a/ id="x">`, `<a b=>`, `<a b="`, `<a b= "c" id="d">`}

// FuzzShorten checks that what is left out of a page makes no difference: not to its anchors, links and requests, and not
// to its text.
func FuzzShorten(f *testing.F) {
	for _, s := range plainness {
		f.Add(doctype + s)
	}
	pages := goldenPages(f)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		f.Add(pages[name])
	}
	f.Fuzz(func(t *testing.T, page string) {
		sameShortened(t, page)
		sameShortened(t, doctype+page)
	})
}

// sameShortened reads the page whole and shortened, with its text and without.
func sameShortened(t *testing.T, page string) {
	t.Helper()
	for _, known := range []*model.Private{private(), nil} {
		c := New("https://site.example/x/", known, nil)
		var whole, short file
		wholeText := c.readTags("a/index.html", []byte(page), &whole)
		shortText := c.readHTML("a/index.html", []byte(page), &short)
		if !reflect.DeepEqual(whole, short) {
			t.Errorf("%q: %s", page, cmp.Diff(whole, short, cmp.AllowUnexported(file{}, ref{}, leak{})))
		}
		if !bytes.Equal(wholeText, shortText) {
			t.Errorf("text of %q: %s", page, cmp.Diff(string(wholeText), string(shortText)))
		}
	}
}

// goldenPages are the pages that render's tests keep.
func goldenPages(t testing.TB) map[string]string {
	t.Helper()
	pages, folder := map[string]string{}, os.DirFS("../render/testdata/golden")
	err := fs.WalkDir(folder, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		body, err := fs.ReadFile(folder, name)
		pages[name] = string(body)
		return err
	})
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d golden pages: %v", len(pages), err)
	}
	return pages
}

// What our layouts write is plain, or the gate would read each page whole and no test would say so.
func TestOurPagesAreShortened(t *testing.T) {
	for name, page := range goldenPages(t) {
		t.Run(name, func(t *testing.T) {
			sameShortened(t, page)
			if tags, text := len(shorten([]byte(page), false)), len(shorten([]byte(page), true)); tags > len(page)/2 || text == len(page) {
				t.Errorf("of %d bytes %d are read, and %d where the text is wanted", len(page), tags, text)
			}
		})
	}
}

// A theme's layouts may be written otherwise than ours, and are shortened where that is safe.
func TestShorten(t *testing.T) {
	for _, c := range []struct{ page, tags, text string }{
		{"<!DOCTYPE html>\n<p class=\"x\">a<b>c</b></p>", "", "\n\na\nc"},
		{`<!doctype html><TITLE>a</TITLE><p ID="x">b</p>`, `<TITLE>a</TITLE><p ID="x">`, `<TITLE>a</TITLE><p ID="x">b`},
		{`<!doctype html><p class='x'>a</p>`, `<!doctype html><p class='x'>a</p>`, `<!doctype html><p class='x'>a</p>`},
		{`<p class="x">a</p>`, `<p class="x">a</p>`, `<p class="x">a</p>`},
	} {
		if tags, text := string(shorten([]byte(c.page), false)), string(shorten([]byte(c.page), true)); tags != c.tags || text != c.text {
			t.Errorf("%q: %q and %q, want %q and %q", c.page, tags, text, c.tags, c.text)
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
