package page

import (
	"fmt"
	"strings"
)

const (
	shortOpen   = "{{<"
	shortClose  = ">}}"
	shortEscape = "{{</*" // {{</* name */>}} shows {{< name >}}, as in Hugo
	shortOther  = "{{%"   // Hugo's second spelling, which we refuse by name
)

// call is one shortcode as written; offsets are bytes from its first brace.
type call struct {
	name   string
	nameAt int
	args   []callArg
	end    int // behind >}}
}

type callArg struct {
	key, value string // key is "" for a positional argument
	at         int
}

// lexError says why a shortcode cannot be read. more is true where the text ended too early, so that another line
// may complete it.
type lexError struct {
	at         int
	text, hint string
	more       bool
}

// lexCall reads the shortcode that s begins with: {{< name arg "quoted" `raw` key=value >}}. A quoted argument ends
// on its line and knows \" and \\; a raw one may run over lines and knows no escapes.
func lexCall(s string) (call, *lexError) {
	l := callLexer{s: s, at: len(shortOpen)}
	c := call{}
	l.space()
	c.nameAt = l.at
	switch c.name = l.word(); {
	case c.name == "" && l.at == len(s):
		return c, l.unfinished()
	case c.name == "" && strings.HasPrefix(s[l.at:], "/"):
		return c, &lexError{at: l.at, text: "there are no closing shortcodes", hint: "take it out"}
	case c.name == "":
		return c, &lexError{at: l.at, text: "a shortcode needs a name", hint: `write {{< name "argument" >}}`}
	}
	for {
		spaced := l.space()
		rest := s[l.at:]
		switch {
		case strings.HasPrefix(rest, shortClose):
			c.end = l.at + len(shortClose)
			return c, nil
		case strings.HasPrefix(rest, "/"+shortClose):
			c.end = l.at + 1 + len(shortClose)
			return c, nil
		case rest == "" || strings.HasPrefix(shortClose, rest) || strings.HasPrefix("/"+shortClose, rest):
			return c, l.unfinished()
		case strings.HasPrefix(rest, shortOpen):
			e := l.unfinished()
			e.more = false
			return c, e
		case !spaced:
			return c, &lexError{at: l.at, text: fmt.Sprintf("no space before %q", firstRune(rest)), hint: "put a space between arguments, or quotes around one"}
		}
		arg, err := l.arg()
		if err != nil {
			return c, err
		}
		c.args = append(c.args, arg)
	}
}

type callLexer struct {
	s  string
	at int
}

func (l *callLexer) unfinished() *lexError {
	return &lexError{at: 0, text: "a shortcode is never closed", hint: `end it with >}}`, more: true}
}

// space skips white space and reports whether there was any.
func (l *callLexer) space() bool {
	from := l.at
	for l.at < len(l.s) && strings.IndexByte(" \t\r\n", l.s[l.at]) >= 0 {
		l.at++
	}
	return l.at > from
}

// word reads a name: letters, digits, "_" and "-" of ASCII.
func (l *callLexer) word() string {
	from := l.at
	for l.at < len(l.s) && isNameByte(l.s[l.at]) {
		l.at++
	}
	return l.s[from:l.at]
}

func isNameByte(c byte) bool {
	return c == '_' || c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func (l *callLexer) arg() (callArg, *lexError) {
	a := callArg{at: l.at}
	if key := l.word(); key != "" && l.at < len(l.s) && l.s[l.at] == '=' {
		a.key = key
		l.at++
	} else {
		l.at = a.at
	}
	var err *lexError
	switch {
	case l.at < len(l.s) && l.s[l.at] == '"':
		a.value, err = l.quoted()
	case l.at < len(l.s) && l.s[l.at] == '`':
		a.value, err = l.raw()
	default:
		a.value, err = l.bare()
	}
	if err == nil && a.value == "" && l.s[l.at-1] == '=' {
		err = &lexError{at: a.at, text: fmt.Sprintf("%q has no value", a.key), hint: fmt.Sprintf(`write %s="..."`, a.key)}
	}
	return a, err
}

func (l *callLexer) quoted() (string, *lexError) {
	from := l.at
	var b strings.Builder
	for l.at++; l.at < len(l.s) && l.s[l.at] != '\n'; l.at++ {
		switch c := l.s[l.at]; {
		case c == '"':
			l.at++
			return b.String(), nil
		case c == '\\' && l.at+1 < len(l.s) && (l.s[l.at+1] == '"' || l.s[l.at+1] == '\\'):
			l.at++
			b.WriteByte(l.s[l.at])
		default:
			b.WriteByte(c)
		}
	}
	return "", &lexError{at: from, text: "a quote is never closed", hint: `end it with " on the same line; \" is a quote within quotes`}
}

func (l *callLexer) raw() (string, *lexError) {
	value, _, found := strings.Cut(l.s[l.at+1:], "`")
	if !found {
		return "", &lexError{at: l.at, text: "a backquote is never closed", hint: "end it with `", more: true}
	}
	l.at += len(value) + 2
	return value, nil
}

// bare reads up to white space or >}}. Quotes and "=" within are refused: they are slips more often than meant.
func (l *callLexer) bare() (string, *lexError) {
	from := l.at
	for l.at < len(l.s) {
		rest := l.s[l.at:]
		if strings.IndexByte(" \t\r\n", rest[0]) >= 0 || strings.HasPrefix(rest, shortClose) || strings.HasPrefix(rest, "/"+shortClose) {
			break
		}
		if strings.IndexByte("\"`'=", rest[0]) >= 0 {
			return "", &lexError{at: l.at, text: fmt.Sprintf("%q within a bare argument", rest[:1]), hint: `put the whole argument in double quotes`}
		}
		l.at++
	}
	return l.s[from:l.at], nil
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}
