package diag

import (
	"strconv"
	"strings"
	"unicode"
)

// Plain is a text of the data as a terminal or a build's log may show it: on one line, with control characters, and marks
// that reverse or hide text, written as escapes. A file's name could otherwise colour the terminal, or begin a line with
// "::", which GitHub reads as a command.
func Plain(s string) string {
	if !strings.ContainsFunc(s, unseen) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if !unseen(r) {
			b.WriteRune(r)
			continue
		}
		quoted := strconv.QuoteRuneToASCII(r)
		b.WriteString(quoted[1 : len(quoted)-1])
	}
	return b.String()
}

// unseen reports what draws nothing by itself, joiners of emoji and of some scripts apart.
func unseen(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d'
}

// excerpt is a line of a file as it stands, marked where a build's log would take it for a command.
func excerpt(s string) string {
	s = Plain(strings.ReplaceAll(s, "\t", " "))
	if t := strings.TrimSpace(s); strings.HasPrefix(t, "::") || strings.HasPrefix(t, "##[") {
		return "| " + s
	}
	return s
}
