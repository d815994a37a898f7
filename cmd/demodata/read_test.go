package main

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// account is the year as its files tell it, read back with nothing from the generator but their names.
type account struct {
	exports [2][]map[string]string // the two Instagram exports
	topics  []map[string]string
	sources []map[string]string
	pages   []map[string]string
	orders  []map[string]string
	events  []map[string]string
}

// tally is one post as the files together tell it.
type tally struct {
	id, format, topic                              string
	reach, views, likes, comments, shares, saves   int
	clicks, signups, purchases, follows, inNewFile int
}

func readYear(t *testing.T) account {
	t.Helper()
	var a account
	for _, f := range written(t) {
		text := unpacked(t, f.name, f.content)
		switch {
		case strings.HasPrefix(f.name, "instagram/2025"):
			a.exports[0] = table(t, f.name, text)
		case strings.HasPrefix(f.name, "instagram/2026"):
			a.exports[1] = table(t, f.name, text)
		case strings.HasPrefix(f.name, "posts/topics"):
			a.topics = table(t, f.name, text)
		case strings.HasPrefix(f.name, "posts/reach"):
			a.sources = table(t, f.name, text)
		case strings.HasPrefix(f.name, "ga4/"):
			a.pages = table(t, f.name, text)
		case strings.HasPrefix(f.name, "shopify/"):
			a.orders = table(t, f.name, text)
		case strings.HasPrefix(f.name, "events/"):
			a.events = table(t, f.name, text)
		default:
			t.Fatalf("%s is read by no test", f.name)
		}
	}
	return a
}

// table reads CSV by its header, after a byte order mark and lines of comment. Every row has every column.
func table(t *testing.T, name string, text []byte) []map[string]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	if strings.HasPrefix(name, "ga4/") {
		r.Comment = '#'
	}
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(lines) < 2 {
		t.Fatalf("%s has no rows", name)
	}
	var rows []map[string]string
	for _, cells := range lines[1:] {
		row := make(map[string]string, len(cells))
		for i, c := range cells {
			row[lines[0][i]] = c
		}
		rows = append(rows, row)
	}
	return rows
}

// count reads "12,400"; an empty cell counts nothing.
func count(t *testing.T, s string) int {
	t.Helper()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		t.Fatalf("%q is no count", s)
	}
	return n
}

// paid is what the report counts as a purchase.
func paid(status string) bool { return status == "paid" || status == "partially_refunded" }

var landing = regexp.MustCompile(`^/go/([0-9]+)`)
var content = regexp.MustCompile(`utm_content: ([0-9]+)`)

// tallies joins the files by post, the newer export over the older, in the order of the topics table.
func (a account) tallies(t *testing.T) []tally {
	t.Helper()
	posts := map[string]*tally{}
	for n, export := range a.exports {
		for _, r := range export {
			p := posts[r["Post ID"]]
			if p == nil {
				p = &tally{id: r["Post ID"], format: r["Post type"]}
				posts[p.id] = p
			}
			p.reach, p.views, p.likes = count(t, r["Reach"]), count(t, r["Views"]), count(t, r["Likes"])
			p.comments, p.shares, p.saves = count(t, r["Comments"]), count(t, r["Shares"]), count(t, r["Saves"])
			p.follows, p.inNewFile = count(t, r["Follows"]), n
		}
	}
	for _, r := range a.pages {
		if m := landing.FindStringSubmatch(r["Page path and screen class"]); m != nil {
			posts[m[1]].clicks, posts[m[1]].signups = count(t, r["Active users"]), count(t, r["Key events"])
		}
	}
	for _, r := range a.orders {
		if m := content.FindStringSubmatch(r["Note Attributes"]); m != nil && paid(r["Financial Status"]) {
			posts[m[1]].purchases++
		}
	}
	var out []tally
	for _, r := range a.topics {
		p := posts[r["post_id"]]
		if p == nil {
			t.Fatalf("post %s of topics.csv is in no export", r["post_id"])
		}
		p.topic = r["topic"]
		out = append(out, *p)
	}
	if len(out) != len(posts) {
		t.Fatalf("%d posts in topics.csv, %d in the exports", len(out), len(posts))
	}
	return out
}
