package page

import (
	"html/template"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// seed gives a fuzz test every case's input, and fails where there are none.
func seed(f *testing.F) []string {
	f.Helper()
	var inputs []string
	for _, file := range caseFiles(f) {
		for _, c := range readCases(f, file) {
			for _, file := range siteOf(c.input) {
				inputs = append(inputs, string(file.Data))
			}
		}
	}
	for _, doc := range []string{"../../README.md", "../../CONTRIBUTING.md"} {
		if b, err := os.ReadFile(doc); err == nil {
			inputs = append(inputs, string(b))
		}
	}
	if len(inputs) < 50 {
		f.Fatalf("only %d seeds", len(inputs))
	}
	return inputs
}

// unsafeOutput reads the output as a browser would, and returns the first tag or attribute that could run something.
func unsafeOutput(t *testing.T, output string) string {
	t.Helper()
	for z := html.NewTokenizer(strings.NewReader(output)); ; {
		if z.Next() == html.ErrorToken {
			return ""
		}
		tok := z.Token()
		if tok.Type != html.StartTagToken && tok.Type != html.SelfClosingTagToken {
			continue
		}
		switch tok.Data {
		case "script", "style", "iframe", "object", "embed", "base", "form", "svg", "math", "link", "meta":
			return tok.String()
		}
		for _, a := range tok.Attr {
			address := a.Key == "href" || a.Key == "src"
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || address && !safeURL(a.Val) {
				return tok.String()
			}
		}
	}
}

// FuzzPage holds any file to what a page promises: no panic, positions inside the file, every reference bound once,
// nothing in the output that runs.
func FuzzPage(f *testing.F) {
	for _, s := range seed(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		pages, problems := Load(fstest.MapFS{"content/a.md": {Data: []byte(s)}}, Options{Drafts: true})
		last := strings.Count(s, "\n") + 1
		for _, p := range problems {
			if p.Line > last || p.File != "content/a.md" {
				t.Errorf("problem outside the file: %v", p)
			}
		}
		for _, p := range pages {
			n := 0
			h, more := p.HTML(func(r *Ref) (template.HTML, error) {
				if n < len(p.Refs) && r != p.Refs[n] {
					t.Errorf("reference %d out of order", n)
				}
				n++
				return "", nil
			})
			if n != len(p.Refs) || len(more) > 0 {
				t.Errorf("bound %d of %d references, %v", n, len(p.Refs), more)
			}
			if m := unsafeOutput(t, string(h)); m != "" {
				t.Errorf("unsafe output %q in %q", m, h)
			}
		}
	})
}

// FuzzCall holds the shortcode reader to its bounds.
func FuzzCall(f *testing.F) {
	n := 0
	for _, s := range seed(f) {
		for i := strings.Index(s, shortOpen); i >= 0 && i < len(s); n++ {
			f.Add(s[i:])
			next := strings.Index(s[i+1:], shortOpen)
			if next < 0 {
				break
			}
			i += 1 + next
		}
	}
	if n < 20 {
		f.Fatalf("only %d shortcodes in the seeds", n)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = shortOpen + s
		c, err := lexCall(s)
		if err != nil {
			if err.at < 0 || err.at > len(s) || err.text == "" {
				t.Errorf("%q: %+v", s, err)
			}
			return
		}
		if !strings.HasSuffix(s[:c.end], shortClose) || c.name == "" {
			t.Errorf("%q: %+v", s, c)
		}
		for _, a := range c.args {
			if a.at <= c.nameAt || a.at >= c.end {
				t.Errorf("%q: argument outside the call: %+v", s, a)
			}
		}
	})
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"", "..", "con", "Crème", "日本語", "\u0958", "ϓ", "İ", "\xff", "ß", strings.Repeat("é", 90)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Slug(s)
		if !safeSegment(got) || len(got) > slugBytes+2 || !utf8.ValidString(got) {
			t.Errorf("Slug(%q) = %q is no safe segment", s, got)
		}
		if again := Slug(got); again != got {
			t.Errorf("Slug(%q) = %q, and of that %q", s, got, again)
		}
	})
}

// FuzzFrontMatter holds front matter in both languages to its promises: positions inside the file, slugs and aliases that
// stay in the site.
func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"title = \"x\"\ntags = [\"a\"]\n[params]\nx.y = 1", "title: x\ntags: [a, b]\nparams: {x: 1}", "date: 2026-01-02", "slug = \"../x\"", "aliases = [\"/a/../b\", \"con\"]", "a: &a [*a]", "a.b.c.d = 1", "? {}", "period = \"2026-13\"", "draft: yes\nweight: 1e3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, fence := range []string{"+++", "---"} {
			text := fence + "\n" + s + "\n" + fence + "\nbody\n"
			pages, problems := Load(fstest.MapFS{"content/a.md": {Data: []byte(text)}}, Options{Drafts: true})
			for _, p := range problems {
				if p.Line < 0 || p.Line > strings.Count(text, "\n")+1 {
					t.Errorf("problem outside the file: %v", p)
				}
			}
			for _, p := range pages {
				for _, place := range append([]string{p.Path}, p.Front.Aliases...) {
					for seg := range strings.SplitSeq(strings.TrimSuffix(place, "/"), "/") {
						if place != "" && !safeSegment(seg) {
							t.Errorf("the page stands at %q", place)
						}
					}
				}
			}
		}
	})
}

// FuzzURL checks that a link that passes names no scheme but the three, as a browser reads it: it drops controls first.
func FuzzURL(f *testing.F) {
	for _, s := range []string{"javascript:x", " javascript:x", "java\tscript:x", "JAVASCRIPT&colon;x", "a/b#c:d", "mailto:a@b.c", "//x", `\/x`, "data:x", "http:x", "x?y:z", "\u200bjavascript:x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !safeURL(s) {
			return
		}
		seen := strings.ToLower(strings.TrimLeft(strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s), "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f "))
		for _, scheme := range []string{"javascript:", "data:", "vbscript:", "file:", "blob:", "//", `\\`, `/\`, `\/`} {
			if strings.HasPrefix(seen, scheme) {
				t.Errorf("%q passes", s)
			}
		}
	})
}
