package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostHashtags is how many hashtags of one caption count; platforms allow 30 and fewer.
const mostHashtags = 200

// Hashtags lists the hashtags of a caption in order, each with its "#", repeats included. A hashtag is "#" and letters,
// digits, marks and underscores of any script, a letter among them: "#1" is a rank. It begins a word, or follows another
// hashtag: "a#b" has none, "#a#b" two, "##a" one.
func Hashtags(caption string) []string {
	var out []string
	before := ' ' // the rune before; a space after a hashtag, so that the next may follow
	for i := 0; i < len(caption) && len(out) < mostHashtags; {
		r, size := utf8.DecodeRuneInString(caption[i:])
		i += size
		if r != '#' && r != '＃' || inWord(before) || before == '/' || before == '&' { // of an address or an entity
			before = r
			continue
		}
		body := wordAt(caption[i:])
		i += len(body)
		switch {
		case strings.ContainsFunc(body, unicode.IsLetter):
			out = append(out, "#"+body)
			before = ' '
		case body != "":
			before, _ = utf8.DecodeLastRuneInString(body)
		default:
			before = r
		}
	}
	return out
}

// wordAt is the runes that a text begins with and that may stand in a hashtag.
func wordAt(text string) string {
	if end := strings.IndexFunc(text, func(r rune) bool { return !inWord(r) }); end >= 0 {
		return text[:end]
	}
	return text
}

// inWord reports whether a rune may stand in a hashtag. Joiners hold the letters of Persian and Indian words together.
func inWord(r rune) bool {
	return r == '_' || r == '\u200c' || r == '\u200d' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
