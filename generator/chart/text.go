package chart

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRunes bounds any label before it is measured: no chart shows more of a word than this.
const maxRunes = 1000

// clean makes a label drawable: valid UTF-8, one line, no control characters, and no bidirectional overrides, which
// could reorder text outside the label.
func clean(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			r = ' '
		case r == utf8.RuneError, unicode.IsControl(r), isBidiControl(r), r == 0xFEFF, r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
			continue
		}
		if n++; n > maxRunes {
			b.WriteString("…")
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

func isBidiControl(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C
}

// width is about how many pixels a text takes in a wide sans-serif face. It errs on the large side: which font a
// reader has is not known, and a label with room to spare is better than one cut off.
func width(s string, size float64, bold bool) float64 {
	em := 0.0
	for _, r := range s {
		em += advance(r)
	}
	if bold {
		em *= 1.1
	}
	return em * size
}

func advance(r rune) float64 {
	switch {
	case unicode.Is(unicode.Mn, r), r == 0x200B, r == 0x200D, r >= 0xFE00 && r <= 0xFE0F:
		return 0
	case strings.ContainsRune("ijltfrI.,:;'|!()[] /-·\u2009\u202f\u00a0", r):
		return 0.37
	case strings.ContainsRune("mwMWQOG%@&×→←", r):
		return 0.9
	case r >= 0x1100 && (r < 0x2000 || r >= 0x2E80):
		return 1.1
	case unicode.IsUpper(r):
		return 0.71
	}
	return 0.62
}

// fit shortens s to the width with an ellipsis. It cuts between letters and their marks, never inside.
func fit(s string, max, size float64, bold bool) string {
	s = clean(s)
	if width(s, size, bold) <= max+0.5 { // half a pixel for the dust of arithmetic
		return s
	}
	room := max - width("…", size, bold)
	end := 0
	for i, r := range s {
		if w := width(string(r), size, bold); w > room {
			break
		} else {
			room -= w
		}
		end = i + utf8.RuneLen(r)
	}
	return strings.TrimSpace(strings.TrimRight(s[:end], "\u200d")) + "…"
}

// widest is the width of the widest of the texts.
func widest(texts []string, size float64, bold bool) float64 {
	w := 0.0
	for _, t := range texts {
		w = max(w, width(clean(t), size, bold))
	}
	return w
}

// texts takes one text of each row.
func texts[T any](rows []T, of func(T) string) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = of(r)
	}
	return out
}
