package check

import (
	"bytes"
	"strings"
)

// telling are the attributes that matter.
var telling = []string{"id", "name", "href", "xlink:href", "src", "srcset", "data", "poster", "rel", "style", "loading"}

// withoutTags are the elements whose content the tokenizer reads as text.
var withoutTags = []string{"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"}

const doctype = "<!doctype html>"

// shorten leaves out of a page what readTags passes over: end tags and start tags without an attribute that matters, and
// the text unless it is wanted. They are nine tenths of a page, and to read them takes the tokenizer longer than it takes
// to make the page. A page that is not as plain as ours are (a comment, an attribute in single quotes or none, something
// left open) is returned whole: FuzzShorten holds that readTags finds the same in both.
func shorten(page []byte, text bool) []byte {
	if len(page) < len(doctype) || !bytes.EqualFold(page[:len(doctype)], []byte(doctype)) || text && bytes.IndexByte(page, '\r') >= 0 {
		return page // a "\r" at the end of a text would make one line end of two
	}
	out := make([]byte, 0, len(page)/4)
	inText := false // out ends with text
	for rest := page[len(doctype):]; ; {
		at := bytes.IndexByte(rest, '<')
		words := rest
		if at >= 0 {
			words = rest[:at]
		}
		if text && len(words) > 0 {
			if inText {
				out = append(out, '\n') // as readTags parts one text from the next
			}
			out, inText = append(out, words...), true
		}
		if at < 0 {
			return out
		}
		rest = rest[at:]
		tag, plain := readPlain(rest)
		if !plain {
			return page
		}
		if tag.tells {
			out, inText = append(out, rest[:tag.size]...), false
		}
		rest = rest[tag.size:]
	}
}

// plainTag is a tag at the beginning of what is left, or an element whose content is text.
type plainTag struct {
	size  int  // in bytes, with "<" and ">"
	tells bool // it has an attribute that matters, or is such an element
}

// readPlain reads a tag as we write them: names of letters, digits, "-", "_" and ":", and values in double quotes. It is
// not ok for any other.
func readPlain(b []byte) (t plainTag, ok bool) {
	if len(b) > 1 && b[1] == '/' {
		name := nameAt(b, 2)
		t.size = 2 + len(name) + 1
		return t, len(name) > 0 && isLetter(name[0]) && t.size <= len(b) && b[t.size-1] == '>'
	}
	name := nameAt(b, 1)
	if len(name) == 0 || !isLetter(name[0]) {
		return t, false
	}
	i := 1 + len(name)
	for {
		before := i
		for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r' || b[i] == '\f') {
			i++
		}
		attribute := nameAt(b, i)
		if len(attribute) == 0 {
			break
		}
		if before == i {
			return t, false
		}
		t.tells = t.tells || isOneOf(telling, attribute)
		i += len(attribute)
		if bytes.HasPrefix(b[i:], []byte(`="`)) {
			end := bytes.IndexByte(b[i+2:], '"')
			if end < 0 {
				return t, false
			}
			i += 2 + end + 1
		}
	}
	if i < len(b) && b[i] == '/' {
		i++
	}
	t.size = i + 1
	if i >= len(b) || b[i] != '>' {
		return t, false
	}
	if isOneOf(withoutTags, name) {
		return t.withText(b, name)
	}
	return t, true
}

// withText is the whole element, which begins with tag t. It is not ok where anything but its end tag is in its text.
func (t plainTag) withText(b, name []byte) (plainTag, bool) {
	closing := "</" + string(name) + ">"
	at := bytes.IndexByte(b[t.size:], '<')
	if at < 0 || !bytes.HasPrefix(b[t.size+at:], []byte(closing)) || strings.EqualFold(closing, "</plaintext>") {
		return t, false // nothing ends plaintext
	}
	return plainTag{t.size + at + len(closing), true}, true
}

// nameAt is the name that begins at b[i:], or nothing.
func nameAt(b []byte, i int) []byte {
	from := i
	for i < len(b) && (isLetter(b[i]) || isDigit(b[i]) || b[i] == '-' || b[i] == '_' || b[i] == ':') {
		i++
	}
	return b[from:i]
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isOneOf reports whether name is one of names, in any case of letters.
func isOneOf(names []string, name []byte) bool {
	for _, n := range names {
		if len(n) == len(name) && n[0] == name[0]|0x20 && strings.EqualFold(n, string(name)) {
			return true
		}
	}
	return false
}
