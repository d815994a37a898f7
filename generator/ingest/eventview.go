package ingest

import (
	"database/sql"
	"fmt"
	"slices"

	"likewise/generator/warehouse"
)

// mostAliases bounds the different links in the column post_id of events that are looked up.
const mostAliases = 1_000_000

// openEvents leaves the table events: seq orders by file and row; what no file has is null; a link in post_id is the id
// of the post that it leads to, where it leads to one.
func (l *loader) openEvents() error {
	linked, err := l.aliasPosts()
	if err != nil {
		return err
	}
	cols, from := "log.rowid + 1 as seq", eventLog+" log"
	for _, c := range logColumns {
		switch {
		case c.name == "event_id": // its work is done
		case c.name == "post_id" && linked:
			cols += ", coalesce(alias.post_id, log.post_id) as post_id"
			from += " left join event_alias alias on alias.said = log.post_id"
		case slices.Contains(l.log, c):
			cols += ", log." + warehouse.Ident(c.name)
		default:
			cols += ", cast(null as " + c.kind + ") as " + c.name
		}
	}
	for _, e := range l.eventExtras {
		cols += ", log." + warehouse.Ident(e)
	}
	return l.w.Exec(l.ctx, "create view events as select "+cols+" from "+from)
}

// aliasPosts looks up the links that stand in post_id, and reports whether some lead to a post.
func (l *loader) aliasPosts() (bool, error) {
	if !l.linked || !slices.Contains(l.log, logColumn{"post_id", "varchar"}) {
		return false, nil
	}
	find := newJoiner(l.book, l.links.list)
	found := map[string]string{}
	said := []string{}
	err := l.w.Each(l.ctx, fmt.Sprintf("select distinct post_id from %s where post_id like '%%/%%' order by post_id limit %d", eventLog, mostAliases), func(r *sql.Rows) error {
		var link string
		err := r.Scan(&link)
		if p, _ := find.find(claim{post: link}); p != nil {
			said = append(said, link)
			found[link] = p.id
		}
		return err
	})
	if err != nil || len(said) == 0 {
		return false, err
	}
	if err := l.w.Exec(l.ctx, "create table event_alias (said varchar, post_id varchar)"); err != nil {
		return false, err
	}
	return true, l.w.Append(l.ctx, "event_alias", func(add func(...any) error) error {
		for _, s := range said {
			if err := add(s, found[s]); err != nil {
				return err
			}
		}
		return nil
	})
}
