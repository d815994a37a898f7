package main

import (
	"fmt"
	"math"
	"time"
)

// post is a published piece of content: what it is, its true rates, and what became of it.
type post struct {
	id, permalink            string
	at                       time.Time
	format                   format
	topic                    topic
	campaign, title, caption string
	seconds                  int
	paid                     bool
	rates                    rates
	people                   int     // whom it reaches in the end
	viewsEach                float64 // views per person
	counts                   counts  // at asOf
	panel                    int     // of the people, how many are in the panel
}

// rates are a post's truth: per person reached, per click (signup) and per sign-up (purchase).
type rates struct {
	like, comment, share, save, follow, click, signup, purchase float64
}

// counts are what platforms report. clicks >= signups >= purchases, all at most reach.
type counts struct {
	views, reach, likes, shares, follows, comments, saves int
	clicks, signups, purchases                            int
}

// at returns the counts as an export at a share of their present height would have shown them.
func (c counts) at(share float64) counts {
	part := func(n int) int { return int(math.Floor(float64(n) * share)) }
	return counts{
		views: part(c.views), reach: part(c.reach), likes: part(c.likes), shares: part(c.shares),
		follows: part(c.follows), comments: part(c.comments), saves: part(c.saves),
	}
}

// publish lays out the year's posts in time order, without words and without counts.
func publish(d dice) []post {
	var out []post
	id := int64(17_896_003_112_480_000)
	for day := firstDay; day.Before(asOf); day = day.AddDate(0, 0, 1) {
		for range postsOn(d, day) {
			p := post{at: hourOn(d, day), format: weighted(d, formats, func(f format) float64 { return f.weight })}
			p.topic = weighted(d, topics, func(t topic) float64 { return t.weight })
			p.campaign = campaignOn(d, day, p.topic)
			p.paid = d.chance(boosted)
			if p.format.name == "IG reel" {
				p.seconds = 7 + d.IntN(70)
			}
			p.rates, p.people = d.truth(p)
			p.viewsEach = d.between(viewsPerPersonLow, viewsPerPersonHigh)
			p.panel = d.binomial(p.people, panelShare)
			id = nextID(d, id, len(out))
			p.id = fmt.Sprint(id)
			p.permalink = permalink(d, p.format)
			out = append(out, p)
		}
	}
	return out
}

// twins is the first of two posts whose ids differ by one: a spreadsheet that makes floats of them makes one post
// of two.
const twins = 210

func nextID(d dice, previous int64, row int) int64 {
	if row == twins+1 {
		return previous + 1
	}
	next := previous + 1 + d.Int64N(240_000_000_000)
	if row == twins {
		next = next/4*4 + 4
	}
	return next
}

// truth draws a post's rates and reach.
func (d dice) truth(p post) (rates, int) {
	share := d.NormFloat64()
	save := p.format.save * p.topic.save * d.lognormal(1, saveSpread)
	click := d.lognormal(1, clickSpread)
	reach := p.format.reach * p.topic.reach * d.lognormal(1, reachSpread) * math.Exp(shareToReach*share)
	reach *= 1 + yearlyGrowth*p.at.Sub(firstDay).Hours()/(365*24)
	// Purchases per click, against a carousel on origin. Clicks already bring an elasticity of one.
	sale := p.format.sale * p.topic.sale * d.gamma(saleShape)
	sale *= math.Pow(save/p.format.save, saveElasticity) * math.Pow(click, clickElasticity-1)
	if p.paid {
		reach *= boostReach
		sale *= boostSale
	}
	if christmas(p.at) {
		sale *= christmasSale
	}
	return rates{
		like:     d.lognormal(likeMedian, likeSpread),
		comment:  d.lognormal(commentMedian, commentSpread) * p.topic.comment,
		share:    shareMedian * math.Exp(shareSpread*share),
		save:     saveMedian * save,
		follow:   d.lognormal(followMedian, followSpread),
		click:    clickMedian * p.format.click * p.topic.click * click,
		signup:   min(maxSignup, signupPerClick*math.Pow(sale, signupShare)),
		purchase: min(maxPerSignup, purchasePerSignup*math.Pow(sale, 1-signupShare)),
	}, int(reachMedian * reach)
}

// postsOn is how many posts go out on a day: fewer at the weekend.
func postsOn(d dice, day time.Time) int {
	p := []float64{.12, .66, .19, .03}
	if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
		p = []float64{.25, .64, .11, 0}
	}
	return weighted(d, []int{0, 1, 2, 3}, func(n int) float64 { return p[n] })
}

// hourOn is a moment of a day when people look at their phones, by the clock of the British Isles. The one
// hour that clocks in Los Angeles show twice is left out, since the export could not tell which it was.
func hourOn(d dice, day time.Time) time.Time {
	for {
		hour := pick(d, []int{7, 7, 8, 8, 9, 10, 11, 12, 12, 13, 15, 16, 17, 17, 18, 18, 18, 19, 19, 20})
		t := time.Date(day.Year(), day.Month(), day.Day(), hour, d.IntN(60), 0, 0, london())
		if la := t.In(losAngeles()); la.Add(time.Hour).Hour() != la.Hour() && la.Add(-time.Hour).Hour() != la.Hour() {
			return t.UTC()
		}
	}
}

// christmas reports whether a post went out when people buy presents.
func christmas(at time.Time) bool {
	return (at.Month() == time.November && at.Day() >= 24) || (at.Month() == time.December && at.Day() <= 18)
}

// campaignOn names the campaign a post belongs to; most belong to none.
func campaignOn(d dice, day time.Time, t topic) string {
	share := .25
	if t.name == "shop" || t.name == "giveaway" {
		share = .7
	}
	if !d.chance(share) {
		return ""
	}
	switch day.Month() {
	case time.November, time.December:
		return "Christmas boxes"
	case time.March, time.April:
		return "Spring harvest"
	case time.June, time.July, time.August:
		return "Cold brew summer"
	case time.September, time.October:
		return "Subscription autumn"
	default:
		return ""
	}
}

func permalink(d dice, f format) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	code := []byte("D")
	for range 10 {
		code = append(code, letters[d.IntN(len(letters))])
	}
	if f.name == "IG reel" {
		return "https://www.instagram.com/reel/" + string(code) + "/"
	}
	return "https://www.instagram.com/p/" + string(code) + "/"
}
