package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// slugBytes bounds a slug: well below the 255 bytes that file systems take, and short enough to read.
const slugBytes = 80

// letters that Unicode does not decompose, in the spelling that readers would type.
var plainLetters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

// Slug makes one path segment of any text: lower case, accents off, words joined by "-", at most 80 bytes.
// It keeps letters and digits of every script and "_", drops emoji and all else, and is never empty ("post"),
// never "." or "..", and never a name that Windows reserves ("con" becomes "con-x"). Slug(Slug(s)) is Slug(s).
func Slug(s string) string {
	s = slugText(s)
	switch {
	case s == "":
		return "post"
	case reserved(s):
		return s + "-x"
	}
	return s
}

// slugText is Slug without its promises: it may be empty or reserved.
func slugText(s string) string {
	s = foldLetters(s)
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case r == '_', unicode.IsLetter(r), unicode.IsDigit(r), b.Len() > 0 && !gap && spellingMark(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == '\'', r == '’', unicode.Is(unicode.Cf, r), unicode.IsMark(r): // "don't" is one word
		default:
			gap = true
		}
	}
	return strings.TrimRight(cut(b.String(), slugBytes), "-")
}

// spellingMark reports whether a mark belongs to the spelling of a word (Devanagari, Thai), unlike those that make an
// emoji of a digit.
func spellingMark(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Mc) && !unicode.Is(unicode.Variation_Selector, r)
}

// foldLetters lowers and strips accents, and repeats until nothing changes: lowering may give letters that
// decompose again.
func foldLetters(s string) string {
	s = strings.ToValidUTF8(s, "")
	for range 4 {
		folded := norm.NFC.String(plainLetters.Replace(strings.Map(func(r rune) rune {
			if r >= 0x300 && r <= 0x36f { // combining diacritical marks
				return -1
			}
			return unicode.ToLower(r)
		}, norm.NFKD.String(s))))
		if folded == s {
			break
		}
		s = folded
	}
	return s
}

// cut shortens s to at most n bytes without splitting a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// reserved reports whether Windows keeps the name, with or without an extension, for a device.
func reserved(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch base {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(base) == 4 && (base[:3] == "com" || base[:3] == "lpt") && base[3] >= '0' && base[3] <= '9'
}

// sitePath cleans an alias: "/old/report" is "old/report/", "old.html" stays a file. ok is false for a path that
// would leave the site, be no file name somewhere, or be the home page.
func sitePath(s string) (string, bool) {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "/"), "/")
	segments := strings.Split(s, "/")
	for _, seg := range segments {
		if !safeSegment(seg) {
			return "", false
		}
	}
	if strings.HasSuffix(s, ".html") || strings.HasSuffix(s, ".htm") {
		return s, true
	}
	return s + "/", true
}

// safeSegment reports whether seg may name a file or folder of the site on every system.
func safeSegment(seg string) bool {
	if seg == "" || len(seg) > 200 || seg[0] == '.' || strings.HasSuffix(seg, ".") || reserved(seg) || !utf8.ValidString(seg) {
		return false
	}
	return !strings.ContainsFunc(seg, func(r rune) bool {
		return strings.ContainsRune(`\:*?"<>|#%`, r) || !unicode.IsPrint(r) || r == ' '
	})
}
