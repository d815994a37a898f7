package render

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzClean checks that cleaned text has nothing that hides, reverses or controls, and stays as it is when cleaned again.
func FuzzClean(f *testing.F) {
	for _, s := range []string{hostile, "a\r\nb", "👩\u200d🍳", "می\u200cخواهم", "Z" + strings.Repeat("\u0301", 20), "\xff\xfe", "\u115f\u200d\u200d\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		if !utf8.ValidString(got) {
			t.Fatalf("clean(%q) = %q", s, got)
		}
		for _, r := range got {
			if unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == 0x200b || r == 0xfeff {
				t.Errorf("clean(%q) holds %U", s, r)
			}
		}
		if again := clean(got); again != got {
			t.Errorf("clean(%q) = %q, and of that %q", s, got, again)
		}
		if n := utf8.RuneCountInString(brief(s)); n > maxName+1 {
			t.Errorf("brief of %d characters", n)
		}
	})
}

// FuzzURL checks that an address that passes leads to a host by http, and holds no one's password.
func FuzzURL(f *testing.F) {
	for _, s := range []string{"https://www.instagram.com/p/x/?a=b", " JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "https://user:pw@evil.example/", "https:\\\\evil", "http://[::1]/", "\x01http://x/", "https://é.example/ü"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := safeURL(s)
		if got == "" {
			return
		}
		lower := strings.ToLower(got)
		if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
			t.Errorf("safeURL(%q) = %q", s, got)
		}
		host := lower[strings.Index(lower, "//")+2:]
		if end := strings.IndexAny(host, "/?#"); end >= 0 {
			host = host[:end]
		}
		if host == "" || strings.Contains(host, "@") {
			t.Errorf("safeURL(%q) = %q", s, got)
		}
		if strings.ContainsFunc(got, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == '"' || r == '<' }) {
			t.Errorf("safeURL(%q) = %q", s, got)
		}
	})
}
