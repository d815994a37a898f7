package diag

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	known := []string{"exposure", "primary", "micro", "macro", "title"}
	for name, want := range map[string]string{
		"expsoure": "exposure", "Exposure": "exposure", "primry": "primary", "mcro": "macro",
		"zzz": "", "": "", "tilte": "title",
	} {
		if got := Nearest(name, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestListSortsAndWrites(t *testing.T) {
	l := List{{File: "b", Text: "x", Code: "c"}, {File: "a", Line: 3, Column: 2, Text: "100% wrong\nline", Code: "c", Hint: "h"}, {Severity: Warning, File: "a", Line: 1, Text: "w", Code: "c"}}
	l.Sort()
	if l[0].Line != 1 || l[2].File != "b" {
		t.Fatalf("order: %+v", l)
	}
	var b strings.Builder
	if err := l.WriteGitHub(&b); err != nil {
		t.Fatal(err)
	}
	want := "::warning file=a,line=1,title=c::w\n::error file=a,line=3,col=2,title=c::100%25 wrong%0Aline%0Ahint: h\n::error file=b,title=c::x\n"
	if b.String() != want {
		t.Errorf("got %q\nwant %q", b.String(), want)
	}
	if l.Count(Error) != 2 || l.Err() == nil || (List{{Severity: Warning}}).Err() != nil {
		t.Error("Err must be nil without errors and set with them")
	}
}

// A log is a terminal's and a build server's: neither may take commands from the data.
func TestWriteTextIsPlain(t *testing.T) {
	l := List{{File: "data/a\n::add-mask::x\x1b[31m.csv", Line: 1, Text: "bad\u202evalue\r\n::stop-commands::x", Code: "c", Hint: "a\u2028b\u0085", Excerpt: "\t::set-env name=x::y"}, {File: "日本.csv", Text: "👩\u200d🍳 é", Code: "c"}}
	var b strings.Builder
	if err := l.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	want := `data/a\n::add-mask::x\x1b[31m.csv:1: error: bad\u202evalue\r\n::stop-commands::x [c]
    |  ::set-env name=x::y
    hint: a\u2028b\u0085
日本.csv: error: 👩‍🍳 é [c]
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
