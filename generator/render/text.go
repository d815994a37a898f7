package render

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"likewise/generator/model"
)

// maxMarks is how many combining marks one letter may carry. Living scripts stack five at the most; more are there to
// paint over the lines around them.
const maxMarks = 8

// clean takes out of untrusted text what could disturb the text around it: control characters, marks that reverse
// or hide text, towers of accents, tags, and invalid bytes. Line breaks stay. Joiners stay between letters that are not ASCII, where
// emoji and some scripts need them.
func clean(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	var last rune
	marks := 0
	for i, r := range s {
		joiner := r == '\u200c' || r == '\u200d'
		switch {
		case mark(r):
			marks++
		case !joiner:
			marks = 0
		}
		switch {
		case marks > maxMarks:
			continue
		case r == '\r':
			if strings.HasPrefix(s[i+1:], "\n") {
				continue
			}
			r = '\n'
		case r == '\u2028' || r == '\u2029':
			r = '\n'
		case joiner:
			next, n := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
			if last < 0x80 || n < 2 || unicode.Is(unicode.Cc, next) || invisible(next) || mark(next) && marks >= maxMarks {
				continue
			}
		case r != '\n' && r != '\t' && unicode.Is(unicode.Cc, r), invisible(r):
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7f || c < 0x20 && c != '\n' {
			return false
		}
	}
	return true
}

// mark reports what stands on, under or around the letter before it.
func mark(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me) }

// invisible reports format characters (bidi marks, zero-width spaces, tags, byte order marks) and private use.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || r == '\u115f' || r == '\u3164' || r == '\uffa0'
}

// line is clean text in one line, spaces folded.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// maxName is how long a name of the data may be where it is shown: a format, a channel, a column, a file.
const maxName = 80

// brief is such a name in one line, cut: a heading or a cell bears no page of text.
func brief(s string) string { return cut(line(s), maxName) }

// cut shortens to at most n characters, at a word's end where one is near.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	short := string(r[:n])
	if i := strings.LastIndexByte(short, ' '); i > len(short)*2/3 {
		short = short[:i]
	}
	return strings.TrimRight(short, " ,.;:-–") + "…"
}

// safeURL returns the address if a reader may be sent there (http or https with a host), else "".
func safeURL(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") || strings.ContainsAny(u.Host, "\"'`<>{}|^\\ ") {
		return ""
	}
	return unquoted.Replace(u.String())
}

// unquoted escapes what may stand in a query but would end the attribute or the cell that an address stands in.
var unquoted = strings.NewReplacer(`"`, "%22", "<", "%3C", ">", "%3E", "`", "%60", " ", "%20")

// postTitle is the title, else the caption's first line, else "Reel of 3 May 2026", else the id.
func (l *locale) postTitle(p *model.Post, w *words) string {
	if t := line(p.Title); t != "" {
		return cut(t, 120)
	}
	for s := range strings.Lines(clean(p.Caption)) {
		if t := line(s); t != "" {
			return cut(t, 80)
		}
	}
	format := line(p.Format)
	if format == "" {
		format = w.say("post.format", nil)
	}
	return upperFirst(w.say("post.untitled", struct{ Format, Day, ID string }{format, l.day(p.Published), cut(line(p.ID), 40)}))
}

// upperFirst and lowerFirst give the first letter the case; nothing stays nothing.
func upperFirst(s string) string { return withFirst(s, unicode.ToUpper) }
func lowerFirst(s string) string { return withFirst(s, unicode.ToLower) }

func withFirst(s string, as func(rune) rune) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(as(r)) + s[n:]
}
