package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// quotes are all written as one, so that „Gefällt mir“ and "Gefällt mir" are the same column.
var quotes = strings.NewReplacer("„", `"`, "“", `"`, "”", `"`, "«", `"`, "»", `"`, "‟", `"`, "’", "'", "‘", "'", "‚", "'", "`", "'", "´", "'")

// fold makes a column name or a word comparable: NFKC, lower case, one kind of quote, single spaces, no BOM.
func fold(s string) string {
	if plainASCII(s) {
		return s
	}
	s = strings.ToLower(norm.NFKC.String(quotes.Replace(strings.TrimPrefix(s, "\ufeff"))))
	return strings.Join(strings.FieldsFunc(s, isSpace), " ")
}

// plainASCII reports that fold would change nothing: the common case in data cells.
func plainASCII(s string) bool {
	space := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c == '`' || c < ' ' || c == ' ' && space {
			return false
		}
		space = c == ' '
	}
	return !space || s == ""
}

// isSpace also takes the invisible marks that exports put around numbers and names.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u200e' || r == '\u200f' || r == '\u2060' || r == '\ufeff'
}

// trim cuts spaces of any kind at both ends.
func trim(s string) string {
	if s == "" || s[0] > ' ' && s[0] < utf8.RuneSelf && s[len(s)-1] > ' ' && s[len(s)-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, isSpace)
}

// identifier turns a column name into one of ours: "Sent by" is sent_by.
func identifier(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range fold(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	if b.Len() == 0 {
		return "column"
	}
	return b.String()
}

// excerpt is a value fit for a message: at most 80 runes, control characters escaped.
func excerpt(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > 80 {
			b.WriteString("…")
			break
		}
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case unicode.IsControl(r) || r == utf8.RuneError || unicode.Is(unicode.Cf, r):
			b.WriteRune('�')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
