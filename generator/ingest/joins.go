package ingest

// How an order, or an event, finds its post. The keys are tried in a declared order, the surest first; the first that
// names exactly one post decides. A key that several posts share decides nothing: it is counted, not guessed.

import (
	"net/url"
	"slices"
	"strings"
)

// joinKey says by what a row found its post.
type joinKey string

// The keys, the surest first.
const (
	joinedByID    joinKey = "post id"       // a column of ids, a match, or utm_content of a link
	joinedByLink  joinKey = "permalink"     // without scheme, www, query, fragment and last slash
	joinedByShort joinKey = "short link"    // of the posts' column short_link, or of a table of links
	joinedByCode  joinKey = "discount code" // of the posts' column discount_code, whatever the case
	ambiguousKey  joinKey = "ambiguous"     // no key names one post only
)

var joinKeys = [...]joinKey{joinedByID, joinedByLink, joinedByShort, joinedByCode}

// claim is what a row says of its post.
type claim struct {
	platform string // of the row's file, where site.toml says
	post     string // an id, or a link
	link     string // where the buyer landed
	code     string // discount codes
}

// index finds posts by one kind of key; nil: several posts share it.
type index map[string]*post

func (x index) put(key string, p *post) {
	if key == "" {
		return
	}
	if have, ok := x[key]; ok && have != p {
		p = nil
	}
	x[key] = p
}

// joiner finds posts by every kind of key.
type joiner map[joinKey]index

// newJoiner indexes the posts, and the short links that lead to them.
func newJoiner(b *book, short []shortLink) joiner {
	j := joiner{}
	for _, k := range joinKeys {
		j[k] = index{}
	}
	links, codes := slices.Index(b.extras, "short_link"), slices.Index(b.extras, "discount_code")
	for _, p := range b.posts {
		if !p.keyless {
			j[joinedByID].put(p.id, p)
			if p.id != "" && p.platform != "" {
				j[joinedByID].put(p.platform+"\x00"+p.id, p)
			}
		}
		j[joinedByLink].put(linkKey(p.permalink), p)
		for _, s := range p.listed(links) {
			j[joinedByShort].put(linkKey(s), p)
		}
		for _, s := range p.listed(codes) {
			j[joinedByCode].put(strings.ToLower(s), p)
		}
	}
	for _, s := range short {
		if p, _ := j.find(claim{post: s.post, link: s.url}); p != nil {
			j[joinedByShort].put(linkKey(s.short), p)
		}
	}
	return j
}

// listed are the words of a further column: a post may have several codes or short links.
func (p *post) listed(extra int) []string {
	if extra < 0 || extra >= len(p.extra) {
		return nil
	}
	return several(p.extra[extra])
}

// several cuts a cell of one or more codes or links.
func several(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return isSpace(r) || r == ',' || r == ';' || r == '|' })
}

// find is the post of the first key that names exactly one, and that key; where keys name several posts only, there is
// none, and the key is ambiguousKey.
func (j joiner) find(c claim) (*post, joinKey) {
	if p := j[joinedByID][c.platform+"\x00"+c.post]; p != nil && c.platform != "" {
		return p, joinedByID
	}
	unsure := joinKey("")
	for _, by := range joinKeys {
		p, shared := j[by].only(c.keys(by))
		if p != nil {
			return p, by
		}
		if shared {
			unsure = ambiguousKey
		}
	}
	return nil, unsure
}

// only is the one post that the keys name; shared reports that they name several.
func (x index) only(keys []string) (p *post, shared bool) {
	for _, key := range keys {
		found, ok := x[key]
		if !ok {
			continue
		}
		if found == nil || p != nil && p != found {
			return nil, true
		}
		p = found
	}
	return p, false
}

// keys are what the claim says in one kind of key.
func (c claim) keys(by joinKey) []string {
	switch by {
	case joinedByID:
		return []string{c.post, content(c.post), content(c.link)}
	case joinedByCode:
		out := several(c.code)
		for i := range out {
			out[i] = strings.ToLower(out[i])
		}
		return out
	}
	return []string{linkKey(c.post), linkKey(c.link)}
}

// content is the utm_content of a link.
func content(link string) string {
	if !strings.Contains(link, "utm_content=") {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Query().Get("utm_content")
}
