package render

import (
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                       "plain",
		"a\r\nb\rc\u2028d":            "a\nb\nc\nd",
		"a\u202eb\u202c\u2066c\u2069": "abc",
		"zero\u200bwidth\ufeff":       "zerowidth",
		"a\x00b\x1b[31m\x7f":          "ab[31m",
		"👩\u200d🍳":                    "👩\u200d🍳",
		"می\u200cخواهم":               "می\u200cخواهم",
		"a\u200db":                    "ab",
		"tag\U000e0041s":              "tags",
		"bad\xff":                     "bad\ufffd",
		"tab\tstays":                  "tab\tstays",
		"\u115f\u3164filler\ue000":    "filler",
		"":                            "",
		"Z" + strings.Repeat("\u0301\u0316", 9) + "o": "Z" + strings.Repeat("\u0301\u0316", 4) + "o",
		"\u05d1\u05bc\u05b7\u0591 ก็่ นี้":            "\u05d1\u05bc\u05b7\u0591 ก็่ นี้",
		"trailing joiner 👩\u200d":                     "trailing joiner 👩",
		"soft\u00adhyphen, h\u00e9 ok":                "softhyphen, hé ok",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSafeURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.instagram.com/p/x/?a=b": "https://www.instagram.com/p/x/?a=b",
		" http://example.org/":               "http://example.org/",
		"javascript:alert(1)":                "",
		"JAVASCRIPT:alert(1)":                "",
		"java\nscript:alert(1)":              "",
		"data:text/html,<script>":            "",
		"//evil.example":                     "",
		"https://user:pw@evil.example/":      "",
		"https:///nohost":                    "",
		"ftp://example.org/":                 "",
		"/local":                             "",
		"":                                   "",
		"https://example.org/\"onload=\"x":   "https://example.org/%22onload=%22x",
	} {
		if got := safeURL(in); got != want {
			t.Errorf("safeURL(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFormulaSafe(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "+1": "'+1", "-x": "'-x", "@SUM(A1)": "'@SUM(A1)", " \t=1": "' \t=1", "plain": "plain", "a=b": "a=b", "": "", "|cmd": "'|cmd", "\u200b=1": "'=1"} {
		if got := formulaSafe(in); got != want {
			t.Errorf("formulaSafe(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{{"short", 10, "short"}, {"one two three four", 14, "one two three…"}, {"abcdefghijkl", 5, "abcde…"}, {"ends, here now", 6, "ends…"}, {"äöüäöü", 3, "äöü…"}} {
		if got := cut(c.in, c.n); got != c.want {
			t.Errorf("cut(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

func TestUpperFirst(t *testing.T) {
	for in, want := range map[string]string{"": "", "reel": "Reel", "éclair": "Éclair", "TikTok": "TikTok", "9 Uhr": "9 Uhr"} {
		if got := upperFirst(in); got != want {
			t.Errorf("upperFirst(%q) = %q, want %q", in, got, want)
		}
	}
	if got := lowerFirst("") + lowerFirst("Éclair"); got != "éclair" {
		t.Errorf("lowerFirst gave %q", got)
	}
}
