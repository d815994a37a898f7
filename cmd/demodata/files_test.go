package main

import (
	"strings"
	"testing"
	"time"
)

func TestFilesAgree(t *testing.T) {
	a := readYear(t)
	posts := a.tallies(t)
	clicked := 0
	for _, p := range posts {
		if len(p.id) != 17 {
			t.Errorf("id %q has not 17 digits", p.id)
		}
		if p.views < p.reach || p.reach < p.clicks || p.clicks < p.signups || p.signups < p.purchases {
			t.Errorf("steps are not nested: %+v", p)
		}
		if p.likes > p.reach || p.saves > p.reach || p.comments > p.reach || p.shares > p.reach {
			t.Errorf("more actions than people: %+v", p)
		}
		if p.clicks > 0 {
			clicked++
		}
	}
	between(t, "posts", len(posts), 380, 420)
	between(t, "posts clicked", clicked, len(posts)-3, len(posts))
	between(t, "events", len(a.events), 55_000, 70_000)
	orders, joined := 0, 0
	for _, p := range posts {
		joined += p.purchases
	}
	for _, r := range a.orders {
		if r["Financial Status"] != "" {
			orders++
		}
	}
	between(t, "orders", orders, 850, 950)
	between(t, "paid orders joined to posts", joined, 680, 780)
}

// TestIdsNeedText holds that some ids are one number to a float64.
func TestIdsNeedText(t *testing.T) {
	seen := map[float64]int{}
	for _, p := range readYear(t).tallies(t) {
		seen[float64(count(t, p.id))]++
	}
	collisions := 0
	for _, n := range seen {
		collisions += n - 1
	}
	if collisions != 1 {
		t.Errorf("%d ids collide as numbers, want 1", collisions)
	}
}

// TestSecondExportUpdatesTheFirst sees that posts in both exports have grown, and mostly really grown.
func TestSecondExportUpdatesTheFirst(t *testing.T) {
	a := readYear(t)
	older := map[string]map[string]string{}
	for _, r := range a.exports[0] {
		older[r["Post ID"]] = r
	}
	both, grown := 0, 0
	for _, r := range a.exports[1] {
		was, ok := older[r["Post ID"]]
		if !ok {
			continue
		}
		both++
		for _, metric := range []string{"Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves"} {
			if count(t, r[metric]) < count(t, was[metric]) {
				t.Errorf("%s of %s shrank from %s to %s", metric, r["Post ID"], was[metric], r[metric])
			}
		}
		if count(t, r["Reach"]) > count(t, was["Reach"]) {
			grown++
		}
	}
	between(t, "posts in both exports", both, 8, 30)
	between(t, "of them grown", grown, both*8/10, both)
}

func TestOrdersAreShopifys(t *testing.T) {
	a := readYear(t)
	statuses := map[string]int{}
	codeOnly, nothing, several, previous := 0, 0, 0, ""
	for _, r := range a.orders {
		if !strings.HasSuffix(r["Email"], "@example.com") && !strings.HasSuffix(r["Email"], "@example.org") {
			t.Errorf("e-mail %q could be someone's", r["Email"])
		}
		if r["Name"] == previous {
			several++
			if r["Total"] != "" || r["Id"] != "" || r["Billing Name"] != "" || r["Note Attributes"] != "" {
				t.Errorf("further line of %s has cells of the order", r["Name"])
			}
			continue
		}
		previous = r["Name"]
		statuses[r["Financial Status"]]++
		switch joined := content.MatchString(r["Note Attributes"]); {
		case !joined && r["Discount Code"] != "":
			codeOnly++
		case !joined:
			nothing++
		}
		at, err := time.Parse("2006-01-02 15:04:05 -0700", r["Created at"])
		if err != nil || at.Before(firstDay) || at.After(asOf) {
			t.Errorf("order %s at %q: %v", r["Name"], r["Created at"], err)
		}
	}
	between(t, "orders with a code only", codeOnly, 40, 90)
	between(t, "orders with no join", nothing, 60, 120)
	between(t, "further lines", several, 250, 600)
	for _, s := range []string{"pending", "refunded", "partially_refunded", "voided"} {
		between(t, s+" orders", statuses[s], 1, 30)
	}
}

// TestPanelIsPartOfTheWhole sees that the log never tells of more than the files of the whole do, post by post, and
// that each logged purchase is an order of the same moment and value.
func TestPanelIsPartOfTheWhole(t *testing.T) {
	a := readYear(t)
	type key struct{ post, action string }
	logged := map[key]int{}
	var previous string
	late := 0
	sold := map[string]int{}
	for _, r := range a.orders {
		if r["Total"] != "" {
			at, _ := time.Parse("2006-01-02 15:04:05 -0700", r["Created at"])
			sold[at.UTC().Format(time.RFC3339)+" "+r["Total"]]++
		}
	}
	for _, e := range a.events {
		logged[key{e["post_id"], e["action"]}]++
		if e["at"] < previous {
			late++
		}
		previous = e["at"]
		if at, err := time.Parse(time.RFC3339, e["at"]); err != nil || at.After(asOf) || at.Before(firstDay) {
			t.Errorf("event at %q: %v", e["at"], err)
		}
		if k := e["at"] + " " + e["value"]; e["action"] == "purchase" {
			if sold[k]--; sold[k] < 0 {
				t.Errorf("logged purchase %s has no order", k)
			}
		}
	}
	if late == 0 {
		t.Error("the log is in strict order; devices send late")
	}
	for _, p := range a.tallies(t) {
		for action, whole := range map[string]int{"view": p.reach, "like": p.likes, "comment": p.comments, "share": p.shares,
			"save": p.saves, "click": p.clicks, "signup": p.signups, "purchase": p.purchases} {
			if n := logged[key{p.id, action}]; n > whole {
				t.Errorf("post %s: %d of action %s logged, %d counted", p.id, n, action, whole)
			}
		}
	}
}

func between(t *testing.T, what string, n, low, high int) {
	t.Helper()
	if n < low || n > high {
		t.Errorf("%s: %d, want %d to %d", what, n, low, high)
	}
}
