package model

import (
	"slices"
	"strings"
	"testing"
)

func TestHashtags(t *testing.T) {
	for caption, want := range map[string][]string{
		"":                               nil,
		"no tag # here, #! nor #":        nil,
		"#coffee at #Home":               {"#coffee", "#Home"},
		"(#a), #b. “#c”":                 {"#a", "#b", "#c"},
		"#1 of 3, #2026":                 nil,
		"#2026goals #no1":                {"#2026goals", "#no1"},
		"##a":                            {"#a"},
		"a#b c_#d 1#e":                   nil,
		"#a#b":                           {"#a", "#b"},
		"#1#b":                           nil,
		"#a #a":                          {"#a", "#a"},
		"https://example.org/#top &#39;": nil,
		"#čokoláda #кофе #コーヒー #قهوة":     {"#čokoláda", "#кофе", "#コーヒー", "#قهوة"},
		"#हिन्दी #می\u200cخواهم":          {"#हिन्दी", "#می\u200cخواهم"},
		"＃珈琲 #e\u0301te\u0301":            {"#珈琲", "#e\u0301te\u0301"},
		"line\n#next\t#tab-bed #snake_ok": {"#next", "#tab", "#snake_ok"},
		"#_ #__":                          nil,
		"\xff#a \xff":                     {"#a"},
	} {
		if got := Hashtags(caption); !slices.Equal(got, want) {
			t.Errorf("Hashtags(%q) = %q, want %q", caption, got, want)
		}
	}
	if n := len(Hashtags(strings.Repeat("#a ", 1000))); n != mostHashtags {
		t.Errorf("%d hashtags of a thousand", n)
	}
}
