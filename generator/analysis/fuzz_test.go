package analysis

import (
	"strings"
	"testing"
)

// FuzzCondition checks that a condition that passes holds nothing but one expression: read by another hand, outside of
// quotes, there is no end of a statement, no comment and no bracket that leaves the outer ones.
func FuzzCondition(f *testing.F) {
	for _, s := range []string{"format = 'reel'", `"a b" in ('x', 'y''z')`, "lower(channel) like '%x%' and (value > 3)", "1=1); drop table posts; --", "a /* b", "x = 'select", "(select 1)", "a=1--", `"`, "''''", "é = 'ü'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		names, err := columnsOf(s)
		if err != nil {
			return
		}
		for _, n := range names {
			if n != strings.ToLower(n) {
				t.Errorf("%q: the name %q is not in lower case", s, n)
			}
		}
		depth, quote := 0, byte(0)
		for i := 0; i < len(s); i++ {
			c := s[i]
			switch {
			case quote != 0:
				if c == quote {
					quote = 0 // a doubled quote opens it again at once
				}
			case c == '\'' || c == '"':
				quote = c
			case c == '(':
				depth++
			case c == ')':
				if depth--; depth < 0 {
					t.Fatalf("%q closes the bracket around it", s)
				}
			case c == ';' || strings.HasPrefix(s[i:], "--") || strings.HasPrefix(s[i:], "/*"):
				t.Fatalf("%q ends the statement", s)
			}
		}
		if depth != 0 || quote != 0 {
			t.Errorf("%q passes open", s)
		}
	})
}
