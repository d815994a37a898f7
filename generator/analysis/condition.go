package analysis

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// columnsOf lists the names that an author's SQL condition mentions, quoted or not, in lower case; words that are no
// columns (and, like, lower ...) are among them. It refuses what a condition cannot need: a second statement, a
// comment, a subquery, brackets that do not match.
func columnsOf(condition string) ([]string, error) {
	var names []string
	depth := 0
	for i := 0; i < len(condition); {
		switch c := condition[i]; {
		case c == '\'' || c == '"':
			text, n := quoted(condition[i:])
			if n == 0 {
				return nil, fmt.Errorf("the quote %c is not closed", c)
			}
			if c == '"' {
				names = append(names, strings.ToLower(text))
			}
			i += n
			continue
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth < 0 {
				return nil, errors.New("a bracket closes that was not opened")
			}
		case c == ';':
			return nil, errors.New(`";" begins another statement`)
		case strings.HasPrefix(condition[i:], "--") || strings.HasPrefix(condition[i:], "/*"):
			return nil, errors.New("a comment has no place in a condition")
		case isWord(rune(c)):
			n := strings.IndexFunc(condition[i:], func(r rune) bool { return !isWord(r) })
			if n < 0 {
				n = len(condition) - i
			}
			word := strings.ToLower(condition[i : i+n])
			if word == "select" || word == "from" {
				return nil, fmt.Errorf("%q: a condition looks at one event only", word)
			}
			names = append(names, word)
			i += n
			continue
		}
		i++
	}
	if depth != 0 {
		return nil, errors.New("a bracket is not closed")
	}
	if strings.TrimSpace(condition) == "" {
		return nil, errors.New("the condition is empty")
	}
	return names, nil
}

// quoted reads a quoted text from its opening quote on, a doubled quote standing for one; n is its length with the
// quotes, 0 when it is not closed.
func quoted(s string) (text string, n int) {
	q := s[0]
	for i := 1; i < len(s); i++ {
		if s[i] != q {
			continue
		}
		if i+1 < len(s) && s[i+1] == q {
			i++
			continue
		}
		return strings.ReplaceAll(s[1:i], string([]byte{q, q}), string(q)), i + 1
	}
	return "", 0
}

func isWord(r rune) bool {
	return r == '_' || r == '$' || r >= 0x80 || unicode.IsLetter(r) || unicode.IsDigit(r)
}
