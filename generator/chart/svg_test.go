package chart

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func TestSanitise(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"script", `<svg><script>alert(1)</script><path d="M0 0" fill="none" stroke="var(--key)"/></svg>`, `<path d="M0 0" fill="none" stroke="var(--key)"></path>`},
		{"foreign", `<svg><foreignObject><path d="M0 0"/></foreignObject><image href="x"/><a href="javascript:x"><text>t</text></a><use href="#x"/></svg>`, ``},
		{"handlers", `<svg onload="x"><rect onclick="x" x="1" fill="var(--ink)" href="y"/></svg>`, `<rect x="1" fill="var(--ink)"></rect>`},
		{"values", `<svg><path d="M0 0 url(x)" transform="translate(1 2) url(x)" fill="url(http://x)" stroke="red;x"/></svg>`, `<path></path>`},
		{"style", `<svg><text style="font-size:12px;font-family:x;font-weight:600;background:url(x)" fill="var(--soft)">a &lt; b</text></svg>`, `<text font-size="12" font-weight="600" fill="var(--soft)">a &lt; b</text>`},
		{"style block", `<svg><style>* {}</style><defs><clipPath id="a"><path d="M0 0"/></clipPath></defs></svg>`, ``},
		{"groups", `<svg><g clip-path="url(#a)" class="c" id="i"><path d="M0 0" class="c" id="i"/></g></svg>`, `<path d="M0 0"></path>`},
		{"invisible", `<svg><rect fill="none"/><path fill="none" stroke="none"/><rect fill="none" stroke="var(--key)"/></svg>`, `<rect fill="none" stroke="var(--key)"></rect>`},
		{"loose text", `<svg>loose<text>kept</text>loose</svg>`, `<text>kept</text>`},
		{"namespaces", `<svg xmlns:x="y"><text xml:space="preserve" x:fill="z">t</text></svg>`, `<text>t</text>`},
	} {
		if got, err := sanitise(c.in); err != nil || got != c.want {
			t.Errorf("%s:\ngot  %s, %v\nwant %s", c.name, got, err, c.want)
		}
	}
	for _, broken := range []string{`<svg><g></svg>`, `<svg`, "<svg>\x00</svg>", `<svg><script></svg>`} {
		if got, err := sanitise(broken); err == nil {
			t.Errorf("%q: got %q, want an error", broken, got)
		}
	}
}

var (
	tags     = regexp.MustCompile(`<[^>]*>?`)
	harmless = regexp.MustCompile(`^</?(path|rect|text|tspan)( [a-z0-9-]+="[^"<>&:;]*")*>$`)
)

func FuzzSanitise(f *testing.F) {
	seeds, err := filepath.Glob("testdata/*.svg")
	if err != nil || len(seeds) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, path := range seeds {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add(`<svg><a:script xmlns:a="b">x</a:script><path d="M1 0A1 1 0 1 1 1 -0.1" transform="matrix(1e9,0,0,1e9,.,.)" fill="none" stroke="#fff"/></svg>`)
	f.Fuzz(func(t *testing.T, svg string) {
		out, err := sanitise(svg)
		if err != nil {
			return
		}
		for _, tag := range tags.FindAllString(out, -1) { // a bracket in text is escaped, so these are all there are
			if !harmless.MatchString(tag) {
				t.Errorf("%q in %q", tag, out)
			}
		}
		if _, err := sanitise("<svg>" + out + "</svg>"); err != nil {
			t.Errorf("not well-formed: %q: %v", out, err)
		}
	})
}
