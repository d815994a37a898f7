package check

// The privacy gate. Ingest drops personal columns and hashes actors; this looks whether one came through all the same, by
// whatever way: a mapped column, a caption joined to an order, the text of a message, a file's name.
//
// What it sees: any e-mail address, plain or percent-encoded; phone numbers of 9 to 15 digits, however grouped; names and
// street lines of 2 to 6 words; actor ids of 6 characters and more that have a digit (of digits alone: 9 and more, since
// shorter ones are counts). What it does not see: single words, ids of letters alone, and values past
// model.MaxPrivate. What the author wrote or the account published (captions, titles) is no leak.

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"

	"likewise/generator/diag"
	"likewise/generator/model"
)

// leakKind is what a leak gives away.
type leakKind int

const (
	leakEmail leakKind = iota
	leakPhone
	leakName
	leakActor
)

// leakTexts speak of each kind; %q is the masked value.
var leakTexts = [...]string{
	leakEmail: "the e-mail address %q stands in the finished site",
	leakPhone: "the phone number %q of a dropped column stands in the finished site",
	leakName:  "the name or address %q of a dropped column stands in the finished site",
	leakActor: "the actor id %q of the event log stands in the finished site",
}

type leak struct {
	kind  leakKind
	value string // masked
}

// gate is what the search knows; it is not changed after newGate.
type gate struct {
	private *model.Private
	emails  map[string]struct{} // published
	phones  map[string]struct{}
	names   map[string]struct{}
	tokens  map[string]struct{}
}

func newGate(private *model.Private, published []string) gate {
	g := gate{private: private, emails: map[string]struct{}{}, phones: map[string]struct{}{}, names: map[string]struct{}{}, tokens: map[string]struct{}{}}
	for _, text := range published {
		body := []byte(text)
		eachEmail(body, func(address string, _ bool) { g.emails[address] = struct{}{} })
		if private.Phones() {
			eachPhone(body, func(number string) { g.phones[model.PhoneDigits(number)] = struct{}{} })
		}
		if private.Names() {
			g.eachName(body, func(name string) { g.names[name] = struct{}{} })
		}
		if private.Actors() {
			eachToken(body, func(token []byte) { g.tokens[string(token)] = struct{}{} })
		}
	}
	return g
}

func (g gate) needsText() bool { return g.private.Phones() || g.private.Names() }

// search looks through a file: body as it is, text without tags.
func (g gate) search(body, text []byte) []leak {
	var out []leak
	found := func(kind leakKind, value string) {
		if l := (leak{kind, mask(value)}); len(out) < 100 && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	eachEmail(body, func(address string, cut bool) {
		if !g.publishes(address, cut) {
			found(leakEmail, address)
		}
	})
	if g.private.Phones() {
		eachPhone(text, func(number string) {
			if _, ok := g.phones[model.PhoneDigits(number)]; !ok && g.private.HasPhone(number) {
				found(leakPhone, number)
			}
		})
	}
	if g.private.Names() {
		g.eachName(text, func(name string) {
			if _, ok := g.names[name]; !ok {
				found(leakName, name)
			}
		})
	}
	if g.private.Actors() {
		eachToken(body, func(token []byte) {
			if g.private.HasActor(token) {
				if _, ok := g.tokens[string(token)]; !ok {
					found(leakActor, string(token))
				}
			}
		})
	}
	return out
}

// publishes reports an address that the account published, or the beginning of one where a title was cut.
func (g gate) publishes(address string, cut bool) bool {
	if _, ok := g.emails[address]; ok || !cut {
		return ok
	}
	for e := range g.emails {
		if strings.HasPrefix(e, address) {
			return true
		}
	}
	return false
}

// email is stricter than the standard: what a shop or a newsletter exports. The last label has no digits, so that
// "icon@2x.png" is none.
var email = regexp.MustCompile(`(?i)[a-z0-9][a-z0-9._%+-]*@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,24}`)

// assets are endings of files that are named like addresses: "logo@double.png".
var assets = []string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".css", ".js"}

// atSigns are the ways to write "@" in a file.
var atSigns = [][]byte{[]byte("@"), []byte("%40"), []byte("&#64;"), []byte("&#x40;"), []byte("&#X40;"), []byte("&commat;")}

// eachEmail calls visit with every address, in lower case; cut says that an ellipsis took its end. Addresses are rare: it
// looks around each "@" only.
func eachEmail(body []byte, visit func(address string, cut bool)) {
	for _, sign := range atSigns {
		for end := 0; ; {
			at := bytes.Index(body[end:], sign)
			if at < 0 {
				break
			}
			at, end = end+at, end+at+len(sign)
			emailsAround(body[max(0, at-80):at], body[end:min(len(body), end+120)], visit)
		}
	}
}

// emailsAround visits the address whose "@" stands between the two.
func emailsAround(before, after []byte, visit func(address string, cut bool)) {
	name := html.UnescapeString(string(before))
	around := name + "@" + html.UnescapeString(string(after))
	for _, m := range email.FindAllStringIndex(around, -1) {
		if m[0] > len(name) || m[1] <= len(name) {
			continue // another "@"'s, which the bounds may cut in two
		}
		address := strings.ToLower(around[m[0]:m[1]])
		if !slices.ContainsFunc(assets, func(e string) bool { return strings.HasSuffix(address, e) }) {
			visit(address, strings.HasPrefix(around[m[1]:], "…"))
		}
	}
}

// eachPhone calls visit with whatever could be a phone number: any groups of digits that follow each other and have 9 to
// 15 digits together. A decimal fraction is none.
func eachPhone(text []byte, visit func(number string)) {
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) {
			continue
		}
		var groups [][2]int
		end := i
		for j := i; j < len(text) && len(groups) < 12; {
			k := j
			for k < len(text) && isDigit(text[k]) {
				k++
			}
			groups, end = append(groups, [2]int{j, k}), k
			for k < len(text) && k-end < 4 && strings.IndexByte(" +-().\xc2\xa0\xe2\x80\xaf", text[k]) >= 0 {
				k++
			}
			if k == len(text) || !isDigit(text[k]) {
				break
			}
			j = k
		}
		if len(groups) == 2 && groups[1][0] == groups[0][1]+1 && text[groups[0][1]] == '.' {
			groups = nil
		}
		joined(text, groups, visit)
		i = end
	}
}

// joined visits the sub-runs of groups that have as many digits as a phone number.
func joined(text []byte, groups [][2]int, visit func(number string)) {
	for from := range groups {
		digits := 0
		for to := from; to < len(groups); to++ {
			digits += groups[to][1] - groups[to][0]
			if digits > 20 {
				break
			}
			if digits >= 9 {
				visit(string(text[groups[from][0]:groups[to][1]]))
			}
		}
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// eachName calls visit with every remembered name.
func (g gate) eachName(text []byte, visit func(name string)) {
	words := model.FoldWords(text)
	for i := 0; i < len(words); {
		end := bytes.IndexByte(words[i:], ' ') + i // every word ends in a space
		if n := g.private.NameAt(words[i:], end-i); n > 0 {
			visit(string(words[i : i+n]))
		}
		i = end + 1
	}
}

// eachToken calls visit with every run of letters, digits, "-" and "_" that could be an actor's id.
func eachToken(body []byte, visit func(token []byte)) {
	start, digits, letters := -1, 0, 0
	for i := 0; i <= len(body); i++ {
		var c byte
		if i < len(body) {
			c = body[i]
		}
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c >= 0x80:
			letters++
		default:
			fraction := start > 0 && body[start-1] == '.'
			if n := i - start; start >= 0 && digits > 0 && n <= 100 && (letters > 0 && n >= 6 || n >= 9 && !fraction) {
				visit(body[start:i])
			}
			start, digits, letters = -1, 0, 0
			continue
		}
		if start < 0 {
			start = i
		}
	}
}

// mask keeps a message from being the next leak.
func mask(s string) string {
	r := []rune(s)
	if at := strings.LastIndexByte(s, '@'); at > 0 {
		return string(r[:1]) + "..." + s[at:]
	}
	return string(r[:min(2, len(r))]) + "..." + string(r[max(2, len(r)-2):])
}

func (s *site) leaks(kind leakKind) []finding {
	var out []finding
	for _, name := range s.order {
		for _, l := range s.files[name].leaks {
			if l.kind == kind {
				out = append(out, finding{file: name, Problem: diag.Problem{Text: fmt.Sprintf(leakTexts[kind], l.value),
					Hint: "drop or stop mapping the column it comes from; what may be public can stand in the page's text or in site.toml"}})
			}
		}
	}
	return out
}
