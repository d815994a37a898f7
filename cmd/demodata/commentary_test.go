package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTruthIsDocumented sees that content/about-the-data.md gives the constants of truth.go.
func TestTruthIsDocumented(t *testing.T) {
	page := readText(t, "about-the-data.md")
	for _, want := range []string{
		fmt.Sprintf("sells %.1f times as much per person reached", math.Pow(2, saveElasticity)),
		fmt.Sprintf("sold %.1f times as much", math.Pow(2, clickElasticity)),
		fmt.Sprintf("%.0f times as likely to buy", saverSale),
		fmt.Sprintf("reach %.0f times as many people as carousels", formats[0].reach),
		fmt.Sprintf("Boosted posts reach %.1f times as many people and sell %.1f times", boostReach, boostSale),
		fmt.Sprintf("sell %.2f times as much per person, and reach grows by %.0f%%", christmasSale, yearlyGrowth*100),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("about-the-data.md does not say %q", want)
		}
	}
	if share := formats[0].click * formats[0].sale; share < .45 || share > .6 {
		t.Errorf("reels sell x%.2f per person, the page says about half", share)
	}
	if week := arrived(7 * 24 * time.Hour); week < .87 || week > .93 {
		t.Errorf("%.2f of the people have come in a week, the page says nine in ten", week)
	}
}

// TestCommentaryIsTrue holds the statements of content/reports/2026-10.md and content/posts/*.md against the data.
func TestCommentaryIsTrue(t *testing.T) {
	posts := asReported(t)
	month := func(m time.Month) []post {
		return slices.DeleteFunc(slices.Clone(posts), func(p post) bool { return p.at.In(london()).Month() != m })
	}
	october, september := month(time.October), month(time.September)
	if a, b := purchasesOf(october), purchasesOf(september); a <= b || len(october) != len(september) {
		t.Errorf("October has %d purchases of %d posts, September %d of %d", a, len(october), b, len(september))
	}
	byPurchases := rankBy(october, func(c counts) int { return c.purchases })
	byLikes := rankBy(october, func(c counts) int { return c.likes })
	says := func(what string, ok bool) {
		t.Helper()
		if !ok {
			t.Errorf("not so: %s", what)
		}
	}
	says("Gift box drop sold most", byPurchases[0].title == "Gift box drop")
	says("Gift box: back in stock sold next most", byPurchases[1].title == "Gift box: back in stock")
	says("one a reel, the other a carousel", byPurchases[0].format.name == "IG reel" && byPurchases[1].format.name == "IG carousel")
	for _, p := range byLikes[:4] {
		says("neither was among the most liked", !strings.HasPrefix(p.title, "Gift box drop") && p.title != "Gift box: back in stock")
	}
	says("the giveaway was among the most liked", slices.ContainsFunc(byLikes[:3], func(p post) bool { return p.title == "Gift box giveaway" }))
	for _, p := range october {
		says("no giveaway sold: "+p.title, p.topic.name != "giveaway" || p.counts.purchases == 0)
		says("the decaf is of the last days and has sold", p.title != "Night Ferry Decaf drop" || asOf.Sub(p.at) < 7*24*time.Hour && p.counts.purchases > 1)
	}

	baristas := named(t, posts, "17937937305779564", "At home with our baristas")
	says("most reach", rankBy(posts, func(c counts) int { return c.reach })[0].id == baristas.id)
	says("most likes", rankBy(posts, func(c counts) int { return c.likes })[0].id == baristas.id)
	carousels := slices.DeleteFunc(slices.Clone(posts), func(p post) bool { return p.format.name != "IG carousel" })
	says("far below other carousels", 3*rateOf(baristas, baristas.counts.purchases) < float64(purchasesOf(carousels))/float64(reachOf(carousels)))
	says("most shares", rankBy(posts, func(c counts) int { return c.shares })[0].id == baristas.id)
	says("shared much more than usual", rateOf(baristas, baristas.counts.shares) > 3*shareMedian)

	dripper := named(t, posts, "17900225496151304", "Clever dripper: why it tastes bitter")
	says("fewer people than the average post", dripper.counts.reach*len(posts) < reachOf(posts))
	says("an image, before Christmas", dripper.format.name == "IG image" && christmas(dripper.at))
	says("more purchases than all but a handful", slices.IndexFunc(rankBy(posts, func(c counts) int { return c.purchases }), func(p post) bool { return p.id == dripper.id }) < 5)
	kept := 0
	for _, p := range posts {
		if rateOf(p, p.counts.saves) > rateOf(dripper, dripper.counts.saves) {
			kept++
		}
	}
	says("kept by a larger share than almost any other", kept < 5)
	says("clicked as usual", math.Abs(math.Log(rateOf(dripper, dripper.counts.clicks)/clickMedian)) < .25)
	says("ready to buy", dripper.counts.purchases*10 > dripper.counts.clicks)
	says("liked as any", math.Abs(math.Log(rateOf(dripper, dripper.counts.likes)/likeMedian)) < .25)

	giveaway := named(t, posts, "17938797901849654", "Gift box giveaway")
	says("no purchase, a good many clicks", giveaway.counts.purchases == 0 && giveaway.counts.clicks > 100)
}

// asReported is the year's posts with purchases as the report counts them.
func asReported(t *testing.T) []post {
	t.Helper()
	posts := slices.Clone(theYear().posts)
	for i, p := range readYear(t).tallies(t) {
		if posts[i].id != p.id {
			t.Fatalf("row %d is post %s in topics.csv, %s in the year", i, p.id, posts[i].id)
		}
		posts[i].counts.purchases = p.purchases
	}
	return posts
}

func named(t *testing.T, posts []post, id, title string) post {
	t.Helper()
	i := slices.IndexFunc(posts, func(p post) bool { return p.id == id })
	if i < 0 {
		t.Fatalf("no post %s", id)
	}
	if posts[i].title != title || !strings.Contains(readText(t, "posts/"+id+".md"), `title = "`+title+`"`) {
		t.Errorf("post %s is %q, and its commentary has another title", id, posts[i].title)
	}
	return posts[i]
}

func rankBy(posts []post, of func(counts) int) []post {
	out := slices.Clone(posts)
	slices.SortStableFunc(out, func(a, b post) int { return of(b.counts) - of(a.counts) })
	return out
}

func rateOf(p post, n int) float64 { return float64(n) / float64(p.counts.reach) }

func purchasesOf(posts []post) (n int) {
	for _, p := range posts {
		n += p.counts.purchases
	}
	return n
}

func reachOf(posts []post) (n int) {
	for _, p := range posts {
		n += p.counts.reach
	}
	return n
}

func readText(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../content", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
