package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// pageRow is a row of Google Analytics' Pages and screens.
type pageRow struct {
	path                              string
	views, users, events, conversions int
	seconds                           float64 // engagement per user
}

// ordinaryPages are the pages that no post leads to, with the users of a year.
var ordinaryPages = []struct {
	path        string
	users       int
	conversions float64
}{
	{"/", 21400, .004}, {"/shop/", 12800, .006}, {"/shop/harbour-espresso/", 5900, .01}, {"/shop/breakwater-filter/", 5200, .01},
	{"/shop/night-ferry-decaf/", 2700, .009}, {"/shop/tasting-set/", 3100, .012}, {"/shop/cold-brew-kit/", 1900, .008},
	{"/shop/hand-grinder/", 1400, .004}, {"/subscribe/", 4300, .11}, {"/brew-guides/", 3800, .005},
	{"/brew-guides/v60/", 2900, .006}, {"/brew-guides/aeropress/", 2200, .006}, {"/our-story/", 1700, .002},
	{"/stockists/", 1300, 0}, {"/visit/", 2500, .001}, {"/cart/", 2600, 0}, {"/delivery/", 900, 0}, {"(not set)", 74, 0},
}

// measurePages makes the report: a landing page /go/<post_id> a post that was clicked at all, and the ordinary pages.
func measurePages(d dice, posts []post) []pageRow {
	var rows []pageRow
	add := func(path string, users, conversions int) {
		views := users + d.binomial(users, .22)
		rows = append(rows, pageRow{
			path: path, views: views, users: users, conversions: conversions,
			events: 2*users + views + 2*conversions + d.binomial(views, .6), seconds: d.lognormal(31, .35),
		})
	}
	for _, p := range posts {
		if p.counts.clicks > 0 {
			add("/go/"+p.id, p.counts.clicks, p.counts.signups)
		}
	}
	for _, o := range ordinaryPages {
		users := int(float64(o.users) * d.between(.93, 1.07))
		add(o.path, users, d.binomial(users, o.conversions))
	}
	slices.SortStableFunc(rows, func(a, b pageRow) int { return b.views - a.views })
	return rows
}

// pagesReport is the report as GA4 saves it. Sign-ups are its only key event, and the shop does not send it revenue.
func pagesReport(rows []pageRow) []byte {
	var s sheet
	s.WriteString(strings.Join([]string{
		"# ----------------------------------------",
		"# Pages and screens: Page path and screen class",
		"# Account: Harbour & Bean",
		"# Property: harbourandbean.example - GA4",
		"# ----------------------------------------",
		"# ",
		"# All Users",
		"# Start date: " + firstDay.Format("20060102"),
		"# End date: " + asOf.Format("20060102"),
		"",
	}, "\n"))
	s.row("Page path and screen class", "Views", "Active users", "Views per active user",
		"Average engagement time per active user", "Event count", "Key events", "Total revenue")
	for _, r := range rows {
		seconds := int(r.seconds * float64(r.users))
		s.row(r.path, fmt.Sprint(r.views), fmt.Sprint(r.users), fraction(r.views, r.users), fraction(seconds, r.users),
			fmt.Sprint(r.events), fmt.Sprint(r.conversions), "0")
	}
	return s.Bytes()
}

func fraction(a, b int) string {
	if b == 0 {
		return "0"
	}
	return strconv.FormatFloat(float64(a)/float64(b), 'f', -1, 64)
}
