package model

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"hash/maphash"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxPrivate bounds how many private values are remembered; beyond it, Full says that the memory has gaps.
const MaxPrivate = 200_000

// Private remembers what must not be published - e-mail addresses, phone numbers, names and postal addresses of columns
// that were dropped, and actor ids - as digests under a key of this run, so that a finished page can be searched for
// them while no value itself is kept. The zero value remembers nothing; it is safe for concurrent reading.
type Private struct {
	Full bool // more than MaxPrivate were met

	seed     maphash.Seed
	values   map[uint64]struct{} // e-mails, phones, and names of several words
	first    map[uint64]struct{} // the first word of each name
	actors   map[int64]struct{}
	actorKey string
	phones   bool
	words    int // the longest name, in words
}

// NewPrivate returns an empty memory. actorKey is the key of the actors' digests, see [Private.AddActor].
func NewPrivate(actorKey string) *Private {
	return &Private{seed: maphash.MakeSeed(), actorKey: actorKey, values: map[uint64]struct{}{}, first: map[uint64]struct{}{}, actors: map[int64]struct{}{}}
}

func (p *Private) add(key string) bool {
	if len(p.values) >= MaxPrivate {
		p.Full = true
		return false
	}
	p.values[maphash.String(p.seed, key)] = struct{}{}
	return true
}

func (p *Private) has(key string) bool {
	_, ok := p.values[maphash.String(p.seed, key)]
	return ok
}

// AddEmail remembers an e-mail address; case is ignored.
func (p *Private) AddEmail(s string) { p.add("@" + strings.ToLower(s)) }

// HasEmail reports whether the address is remembered.
func (p *Private) HasEmail(s string) bool { return p != nil && p.has("@"+strings.ToLower(s)) }

// AddPhone remembers a phone number by its digits, without leading zeros. Fewer than 9 digits could be any number and are
// passed over.
func (p *Private) AddPhone(s string) {
	if d := PhoneDigits(s); d != "" && p.add("+"+d) {
		p.phones = true
	}
}

// HasPhone reports whether the number is remembered; punctuation does not matter.
func (p *Private) HasPhone(s string) bool {
	d := PhoneDigits(s)
	return p != nil && d != "" && p.has("+"+d)
}

// Phones reports whether any phone number is remembered.
func (p *Private) Phones() bool { return p != nil && p.phones }

// PhoneDigits are the digits of a phone number without leading zeros; empty where they are fewer than 9 or more than 15.
func PhoneDigits(s string) string {
	d := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	if d = strings.TrimLeft(d, "0"); len(d) < 9 || len(d) > 15 {
		return ""
	}
	return d
}

// maxNameWords bounds a name or postal address; more words are a text.
const maxNameWords = 6

// AddName remembers a full name or the street line of an address: two to six words, six characters or more. A single
// word is a word of the language as often as a name, and is passed over.
func (p *Private) AddName(s string) {
	folded := FoldWords([]byte(s))
	n := bytes.Count(folded, []byte(" "))
	if n < 2 || n > maxNameWords || len(folded) < 7 {
		return
	}
	if p.add(string(folded[:len(folded)-1])) {
		p.first[maphash.Bytes(p.seed, folded[:bytes.IndexByte(folded, ' ')])] = struct{}{}
		p.words = max(p.words, n)
	}
}

// NameAt returns how many bytes, from the first on, are a remembered name; 0: none. The words are as [FoldWords] gives
// them, and the first of them has the length given.
func (p *Private) NameAt(words []byte, first int) int {
	if _, ok := p.first[maphash.Bytes(p.seed, words[:first])]; !ok {
		return 0
	}
	longest, end := 0, first
	for n := 2; n <= p.words && end+1 < len(words); n++ {
		end += 1 + bytes.IndexByte(words[end+1:], ' ')
		if _, ok := p.values[maphash.Bytes(p.seed, words[:end])]; ok {
			longest = end
		}
	}
	return longest
}

// Names reports whether any name is remembered.
func (p *Private) Names() bool { return p != nil && p.words > 0 }

// FoldWords are the runs of letters and digits of a text, in lower case, each followed by one space.
func FoldWords(text []byte) []byte {
	out := make([]byte, 0, len(text)+1)
	gap := true
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			out, gap = append(out, c), false
			i++
			continue
		case c >= 'A' && c <= 'Z':
			out, gap = append(out, c+'a'-'A'), false
			i++
			continue
		case c < utf8.RuneSelf:
			i++
		default:
			r, size := utf8.DecodeRune(text[i:])
			i += size
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) {
				out, gap = utf8.AppendRune(out, unicode.ToLower(r)), false
				continue
			}
		}
		if !gap {
			out, gap = append(out, ' '), true
		}
	}
	if !gap {
		out = append(out, ' ')
	}
	return out
}

// Digest is 63 bits of the MD5 of key and text: its first eight bytes, the least significant first, without the sign.
// It hides ids that are never published, and is small enough to sort by; it is no proof against an attacker.
func Digest(key, text string) int64 {
	var buf [128]byte
	return digest(append(append(buf[:0], key...), text...))
}

func digest(b []byte) int64 {
	sum := md5.Sum(b)
	return int64(binary.LittleEndian.Uint64(sum[:8]) & math.MaxInt64)
}

// AddActor remembers an actor by the Digest of the id.
func (p *Private) AddActor(digest int64) {
	if _, ok := p.actors[digest]; !ok && len(p.actors) >= MaxPrivate {
		p.Full = true
		return
	}
	p.actors[digest] = struct{}{}
}

// HasActor reports whether the id is an actor's.
func (p *Private) HasActor(id []byte) bool {
	var buf [128]byte
	_, ok := p.actors[digest(append(append(buf[:0], p.actorKey...), id...))]
	return ok
}

// Actors reports whether any actor is remembered.
func (p *Private) Actors() bool { return p != nil && len(p.actors) > 0 }
