package ingest

import "likewise/generator/model"

// shortLink is a short link and where it leads: to a post's id, or to a link that names the post.
type shortLink struct{ short, url, post string }

// readLinks reads a table of short links, as link shorteners export them.
func (l *loader) readLinks(t *table) {
	for _, r := range t.rows {
		t.acc.Read++
		s := shortLink{short: t.cell(r, "short"), url: t.cell(r, "url"), post: cleanID(t.cell(r, "post_id"))}
		if linkKey(s.short) == "" || s.url == "" && s.post == "" {
			t.acc.reject(model.RowNote{Line: r.line, Column: "short", Value: s.short, Code: "no-link", Text: "the row lacks a short link, or where it leads", Hint: "fill the cells or delete the row"})
			continue
		}
		t.acc.count(l.links.put(linkKey(s.short), s, func(old shortLink) bool { return old == s }))
	}
}
