package main

import (
	"slices"
	"time"
	_ "time/tzdata" // the same zones on every machine
)

// year is everything that happened.
type year struct {
	posts  []post   // by time
	actors []string // of the panel, opaque
	events []event
	orders []order // by time
	pages  []pageRow

	sources []byte // the table of where posts were shown
}

// purchase is a sale before the shop has written an order for it.
type purchase struct {
	at    time.Time
	post  int // row in year.posts; none where no post led to it
	actor int // of the panel; none for everyone else
	event int // row in year.events of the panel's purchase, to be given its value
}

const none = -1

// generate makes the year of a seed.
func generate(seed uint64) year {
	posts := publish(newDice(seed, 1))
	write := newWriter(newDice(seed, 2))
	for i := range posts {
		write.words(&posts[i])
	}
	p := panel{dice: newDice(seed, 3)}
	p.watch(posts)
	p.visit()
	sales := append(p.purchases, everyoneElse(newDice(seed, 4), posts)...)
	orders := takeOrders(newDice(seed, 5), posts, sales, p.events)
	return year{
		posts: posts, actors: p.ids, events: p.log(), orders: orders,
		pages: measurePages(newDice(seed, 6), posts), sources: sourcesTable(newDice(seed, 7), posts),
	}
}

// everyoneElse adds the people outside the panel to each post's counts and returns what they bought.
func everyoneElse(d dice, posts []post) []purchase {
	var sales []purchase
	for i := range posts {
		p := &posts[i]
		seen := d.binomial(p.people-p.panel, arrived(asOf.Sub(p.at)))
		c := &p.counts
		c.reach += seen
		c.likes += d.binomial(seen, p.rates.like)
		c.comments += d.binomial(seen, p.rates.comment)
		c.shares += d.binomial(seen, p.rates.share)
		c.saves += d.binomial(seen, p.rates.save)
		c.follows += d.binomial(seen, p.rates.follow)
		clicks := d.binomial(seen, p.rates.click)
		c.clicks += clicks
		for range clicks {
			if !d.chance(p.rates.signup) {
				continue
			}
			c.signups++
			at := p.at.Add(d.delayBefore(asOf.Sub(p.at)) + d.lag(purchaseAtOnce))
			if d.chance(p.rates.purchase) && at.Before(asOf) {
				c.purchases++
				sales = append(sales, purchase{at: at, post: i, actor: none, event: none})
			}
		}
		c.views = int(float64(c.reach) * p.viewsEach)
	}
	return sales
}

// delayBefore is a delay of someone who has seen the post by now.
func (d dice) delayBefore(age time.Duration) time.Duration {
	for {
		if t := d.delay(); t < age {
			return t
		}
	}
}

// lag is the time from sign-up to purchase: a sitting for some, days for others.
func (d dice) lag(atOnce float64) time.Duration {
	if d.chance(atOnce) {
		return time.Duration(d.between(2, 20) * float64(time.Minute))
	}
	return d.days(purchaseLagDays)
}

// sortByTime orders by time, equal times staying as they are.
func sortByTime[T any](xs []T, at func(T) time.Time) {
	slices.SortStableFunc(xs, func(a, b T) int { return at(a).Compare(at(b)) })
}

func london() *time.Location     { return zone("Europe/London") }
func losAngeles() *time.Location { return zone("America/Los_Angeles") }

// zone loads a zone of the embedded table; a name outside it gives UTC, which the tests would notice.
func zone(name string) *time.Location {
	if l, err := time.LoadLocation(name); err == nil {
		return l
	}
	return time.UTC
}
