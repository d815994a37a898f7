package check

import (
	"bytes"
	"slices"
	"strings"
)

// telling are the attributes that matter.
var telling = []string{"id", "name", "href", "xlink:href", "src", "srcset", "data", "poster", "rel", "style", "loading"}

// withoutText are the elements whose content is no markup, which the tokenizer reads in ways of its own.
var withoutText = []string{"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"}

// shorten leaves out of a page what readHTML passes over: end tags and start tags without an attribute that matters, and
// the text unless it is wanted. They are nine tenths of a page, and to read them takes the tokenizer longer than it takes
// to make the page. A page that is not as plain as ours are (a comment, an attribute in single quotes or none, something
// left open) is returned whole: FuzzShorten holds that the tokenizer finds the same in both.
func shorten(page []byte, text bool) []byte {
	out := make([]byte, 0, len(page)/4)
	rest, plain := bytes.CutPrefix(page, []byte("<!doctype html>"))
	inText := false // out ends with text
	for plain {
		at := bytes.IndexByte(rest, '<')
		words := rest
		if at >= 0 {
			words = rest[:at]
		}
		if text && len(words) > 0 {
			if inText {
				out = append(out, '\n') // as readHTML parts one text from the next
			}
			out, inText = append(out, words...), true
		}
		if at < 0 {
			return out
		}
		rest = rest[at:]
		var tag plainTag
		if tag, plain = readPlain(rest); !plain {
			break
		}
		kept := rest[:tag.size]
		if !tag.starts {
			kept = nil
		} else if slices.Contains(withoutText, string(tag.name)) {
			closing := "</" + string(tag.name) + ">"
			inside := bytes.IndexByte(rest[tag.size:], '<')
			if inside < 0 || !bytes.HasPrefix(rest[tag.size+inside:], []byte(closing)) || closing == "</plaintext>" {
				break
			}
			tag.size += inside + len(closing)
			kept, tag.tells = rest[:tag.size], tag.tells || text || string(tag.name) == "style"
		}
		if tag.tells {
			out, inText = append(out, kept...), false
		}
		rest = rest[tag.size:]
	}
	return page
}

// plainTag is a tag at the beginning of what is left.
type plainTag struct {
	name   []byte
	size   int  // in bytes, with "<" and ">"
	starts bool // it is no end tag
	tells  bool // it has an attribute that matters
}

// readPlain reads a start or end tag as we write them: names of letters, digits, "-", "_" and ":", and values in double
// quotes. It is not ok for any other.
func readPlain(b []byte) (t plainTag, ok bool) {
	i := 1
	t.starts = len(b) > 1 && b[1] != '/'
	if !t.starts {
		i = 2
	}
	t.name = nameAt(b, i)
	i += len(t.name)
	if len(t.name) == 0 || t.name[0]|0x20 < 'a' || t.name[0]|0x20 > 'z' || isOneOf(withoutText, t.name) && !slices.Contains(withoutText, string(t.name)) {
		return t, false
	}
	for t.starts {
		before := i
		for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r' || b[i] == '\f') {
			i++
		}
		name := nameAt(b, i)
		if len(name) == 0 {
			break
		}
		if before == i {
			return t, false
		}
		t.tells = t.tells || isOneOf(telling, name)
		i += len(name)
		if i+1 < len(b) && b[i] == '=' {
			end := -1
			if b[i+1] == '"' {
				end = bytes.IndexByte(b[i+2:], '"')
			}
			if end < 0 {
				return t, false
			}
			i += end + 3
		}
	}
	if t.starts && i < len(b) && b[i] == '/' {
		i++
	}
	t.size = i + 1
	return t, i < len(b) && b[i] == '>'
}

// nameAt is the name that begins at b[i:], or nothing.
func nameAt(b []byte, i int) []byte {
	from := min(i, len(b))
	for i = from; i < len(b); i++ {
		if c := b[i]; (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > ':') && c != '-' && c != '_' {
			break
		}
	}
	return b[from:i]
}

// isOneOf reports whether name is one of names, in any case of letters.
func isOneOf(names []string, name []byte) bool {
	for _, n := range names {
		if len(n) == len(name) && n[0] == name[0]|0x20 && strings.EqualFold(n, string(name)) {
			return true
		}
	}
	return false
}
