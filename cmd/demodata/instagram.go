package main

import (
	"fmt"
	"strings"
	"time"
)

// followsSince is when the export began to name follows; cells before it are empty, which is not zero.
var followsSince = time.Date(2025, 11, 24, 0, 0, 0, 0, time.UTC)

// instagramExport is the content export of Meta Business Suite as made at a moment: posts published before it, newest
// first, with counts as they stood. The export at asOf begins at secondExport. Numbers from grouped on have separators.
func instagramExport(posts []post, made time.Time, grouped int) []byte {
	s := sheet{quoteSpaces: true}
	s.WriteString("\ufeff")
	s.row("Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time",
		"Permalink", "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves")
	for i := len(posts) - 1; i >= 0; i-- {
		p := posts[i]
		if !p.at.Before(made) || (made.Equal(asOf) && p.at.Before(secondExport)) {
			continue
		}
		c := p.counts.at(arrived(made.Sub(p.at)) / arrived(asOf.Sub(p.at)))
		n := func(n int) string { return thousands(n, grouped) }
		follows := n(c.follows)
		if p.at.Before(followsSince) {
			follows = ""
		}
		s.row(p.id, "17841403365120984", "harbourandbean", "Harbour & Bean", p.caption, fmt.Sprint(p.seconds),
			p.at.In(losAngeles()).Format("01/02/2006 15:04"), p.permalink, p.format.name, dataComment(p), "Lifetime",
			n(c.views), n(c.reach), n(c.likes), n(c.shares), follows, n(c.comments), n(c.saves))
	}
	return s.Bytes()
}

// dataComment is Meta's remark on a row's figures.
func dataComment(p post) string {
	if p.paid {
		return "Includes boosted"
	}
	return ""
}

// topicsTable is what the content team keeps by hand: what each post was about.
func topicsTable(posts []post) []byte {
	var s sheet
	s.row("post_id", "topic", "campaign", "title", "paid")
	for _, p := range posts {
		s.row(p.id, p.topic.name, p.campaign, p.title, fmt.Sprint(p.paid))
	}
	return s.Bytes()
}

// eventLog is the app's log: who did what, when, on which post.
func eventLog(y year) []byte {
	var s sheet
	s.row("actor_id", "at", "action", "post_id", "channel", "session_id", "value")
	for _, e := range y.events {
		id, value := "", ""
		if e.post != none {
			id = y.posts[e.post].id
		}
		if e.action == "purchase" {
			value = pounds(e.pence)
		}
		s.row(y.actors[e.actor], e.at.UTC().Format(time.RFC3339), e.action, id, e.channel, e.session, value)
	}
	return s.Bytes()
}

// hashtag is a word as a hashtag: "Cold brew" is "#coldbrew".
func hashtag(s string) string { return "#" + strings.ReplaceAll(strings.ToLower(s), " ", "") }
