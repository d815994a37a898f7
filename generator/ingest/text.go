package ingest

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// quotes of the double kind say nothing in a name, and single ones are all written as one: „Gefällt mir“-Angaben,
// Mentions « J’aime ».
var quotes = strings.NewReplacer(`"`, " ", "„", " ", "“", " ", "”", " ", "«", " ", "»", " ", "‟", " ", "’", "'", "‘", "'", "‚", "'", "`", "'", "´", "'")

// fold makes a word comparable: NFKC, lower case, no double quotes, single spaces, no BOM. Some small letters are one with
// their accent where the capital is not, so they are put together once more.
func fold(s string) string {
	if plainASCII(s) {
		return s
	}
	s = norm.NFKC.String(strings.ToLower(norm.NFKC.String(quotes.Replace(strings.TrimPrefix(s, "\ufeff")))))
	return strings.Join(strings.FieldsFunc(s, isSpace), " ")
}

var unit = regexp.MustCompile(` \((?:[a-z]{3}|[$€£¥])\)$`)

// nameKey makes a column name comparable: folded, and without accents, which some programs lose.
func nameKey(s string) string {
	s = strings.ReplaceAll(fold(s), " -", "-")
	if plainASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plainASCII reports that fold would change nothing: the common case in data cells.
func plainASCII(s string) bool {
	space := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c == '`' || c == '"' || c < ' ' || c == ' ' && space {
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
