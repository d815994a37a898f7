package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Metric describes a count that platforms report on a post.
type Metric struct {
	Name string // the key in tables and configuration
	// Label heads a column or a figure: "Link clicks". Verb finishes "people who ..." and Noun "412 ...".
	Label, Noun, Verb string
	Money             bool
	Exposure          bool // may stand below the line of a rate
}

// Metrics is the catalogue of metrics that are known by name. Data may bring others: see MetricNamed.
var metrics = []Metric{
	{Name: "impressions", Label: "Impressions", Noun: "impressions", Verb: "shown", Exposure: true},
	{Name: "views", Label: "Views", Noun: "views", Verb: "viewed", Exposure: true},
	{Name: "reach", Label: "People reached", Noun: "people reached", Verb: "reached", Exposure: true},
	{Name: "recipients", Label: "Recipients", Noun: "recipients", Verb: "received", Exposure: true},
	{Name: "likes", Label: "Likes", Noun: "likes", Verb: "liked"},
	{Name: "reactions", Label: "Reactions", Noun: "reactions", Verb: "reacted"},
	{Name: "comments", Label: "Comments", Noun: "comments", Verb: "commented"},
	{Name: "shares", Label: "Shares", Noun: "shares", Verb: "shared"},
	{Name: "saves", Label: "Saves", Noun: "saves", Verb: "saved"},
	{Name: "follows", Label: "Follows", Noun: "follows", Verb: "followed"},
	{Name: "unfollows", Label: "Unfollows", Noun: "unfollows", Verb: "unfollowed"},
	{Name: "engagements", Label: "Engagements", Noun: "engagements", Verb: "engaged"},
	{Name: "profile_visits", Label: "Profile visits", Noun: "profile visits", Verb: "visited the profile"},
	{Name: "link_clicks", Label: "Link clicks", Noun: "link clicks", Verb: "clicked the link"},
	{Name: "clicks", Label: "Clicks", Noun: "clicks", Verb: "clicked"},
	{Name: "page_views", Label: "Page views", Noun: "page views", Verb: "viewed the page"},
	{Name: "visitors", Label: "Visitors", Noun: "visitors", Verb: "visited the site"},
	{Name: "sessions", Label: "Sessions", Noun: "sessions", Verb: "visited the site"},
	{Name: "key_events", Label: "Key events", Noun: "key events", Verb: "did a key event"},
	{Name: "signups", Label: "Sign-ups", Noun: "sign-ups", Verb: "signed up"},
	{Name: "purchases", Label: "Purchases", Noun: "purchases", Verb: "bought"},
	{Name: "revenue", Label: "Revenue", Noun: "revenue", Verb: "earned", Money: true},
}

// KnownMetrics returns the names in the catalogue.
func KnownMetrics() []string {
	out := []string{}
	for _, m := range append(slices.Clone(metrics), partMetrics()...) {
		out = append(out, m.Name)
	}
	return out
}

// MetricNamed returns the catalogue's entry, or one made from the name itself: "poll_votes" is "Poll votes".
func MetricNamed(name string) Metric {
	for _, m := range metrics {
		if m.Name == name {
			return m
		}
	}
	if m, ok := partNamed(name); ok {
		return m
	}
	words, label := wordsOf(name)
	return Metric{Name: name, Label: label, Noun: words, Verb: words}
}

// wordsOf makes words of a name that no catalogue has: "poll_votes" is "poll votes", and "Poll votes" as a label.
func wordsOf(name string) (words, label string) {
	words = strings.ReplaceAll(name, "_", " ")
	if words == "" {
		return "", ""
	}
	first, size := utf8.DecodeRuneInString(words)
	return words, string(unicode.ToUpper(first)) + words[size:]
}
