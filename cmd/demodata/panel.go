package main

import (
	"math"
	"slices"
	"time"
)

// event is one line of the app's log.
type event struct {
	actor   int
	at      time.Time
	action  string
	post    int // none where the action was on no post
	channel string
	session string
	pence   int // of a purchase
}

// panel plays the users of the app through the year.
type panel struct {
	dice
	ids       []string  // opaque, by actor
	activity  []float64 // cumulated weights: a few see much, most see little
	events    []event
	purchases []purchase
}

// watch shows every post to its part of the panel and adds what they did to the post's counts.
func (p *panel) watch(posts []post) {
	p.enrol()
	for i := range posts {
		for _, actor := range p.viewers(posts[i].panel) {
			p.see(&posts[i], i, actor)
		}
	}
}

func (p *panel) enrol() {
	total := 0.0
	for range panelActors {
		p.ids = append(p.ids, "a_"+p.hex(12))
		total += p.gamma(1.2)
		p.activity = append(p.activity, total)
	}
}

// viewers draws n different actors, active ones more often.
func (p *panel) viewers(n int) []int {
	n = min(n, panelActors/2)
	seen := make(map[int]bool, n)
	var out []int
	for len(out) < n {
		u := p.Float64() * p.activity[panelActors-1]
		actor, _ := slices.BinarySearch(p.activity, u)
		if !seen[actor] {
			seen[actor] = true
			out = append(out, actor)
		}
	}
	return out
}

// see is one actor's way with one post, from the view to the purchase or to where it ends.
func (p *panel) see(post *post, row, actor int) {
	at := p.awake(post.at)
	if !at.Before(asOf) {
		return
	}
	r, c := post.rates, &post.counts
	v := visit{actor: actor, post: row, channel: "instagram", session: p.session(), at: at}
	c.reach++
	p.note(v, "view")
	p.perhaps(v, "like", r.like*panelLike, &c.likes)
	p.perhaps(v, "comment", r.comment*panelComment, &c.comments)
	p.perhaps(v, "share", r.share*panelShareOut, &c.shares)
	saves := min(.5, r.save*panelSave)
	saved := p.perhaps(v, "save", saves, &c.saves)
	if saved && p.chance(.5) { // a saved post is come back to
		v.at, v.session = v.at.Add(p.days(1.5)), p.session()
	}
	if !p.perhaps(v, "click", r.click*panelClick, &c.clicks) {
		return
	}
	sale := 1 / (1 + (saverSale-1)*saves)
	atOnce := purchaseAtOnce
	if saved {
		sale *= saverSale
		atOnce = .25
	}
	v.at = v.at.Add(p.seconds(150, 300))
	if !p.perhaps(v, "signup", min(maxSignup, r.signup*panelSignup*sale), &c.signups) {
		return
	}
	if p.chance(min(maxPerSignup, r.purchase*panelPurchase)) && p.buy(v, p.lag(atOnce)) {
		c.purchases++
	}
}

// visit is a sitting of an actor: with a post, or with none.
type visit struct {
	actor, post      int
	channel, session string
	at               time.Time
}

// perhaps does an action with a probability, within two minutes, and counts it, unless the year is over.
func (p *panel) perhaps(v visit, action string, chance float64, count *int) bool {
	v.at = v.at.Add(p.seconds(4, 120))
	if !p.chance(chance) || !v.at.Before(asOf) {
		return false
	}
	*count++
	p.note(v, action)
	return true
}

// buy ends a visit with a purchase; after more than an hour it is a new visit, come by another way as a rule.
func (p *panel) buy(v visit, after time.Duration) bool {
	buyer := v
	if v.at = v.at.Add(after); after > time.Hour {
		v.session, v.channel = p.session(), pick(p.dice, []string{"email", "email", "search", "direct", "direct", "instagram"})
		buyer = v
		v.post = none
	} else {
		buyer = v
	}
	if buyer.at = buyer.at.Add(p.seconds(60, 900)); !buyer.at.Before(asOf) {
		return false
	}
	if v.post == none {
		p.note(v, "click")
	}
	p.purchases = append(p.purchases, purchase{at: buyer.at, post: buyer.post, actor: v.actor, event: len(p.events)})
	p.note(buyer, "purchase")
	return true
}

// visit adds the comings by other ways than a post: most end without a purchase, a few with one.
func (p *panel) visit() {
	span := asOf.Sub(firstDay)
	for range panelActors {
		v := visit{actor: p.IntN(panelActors), post: none, session: p.session(),
			channel: pick(p.dice, []string{"email", "email", "search", "direct"}),
			at:      firstDay.Add(time.Duration(p.Float64() * float64(span)))}
		p.note(v, "click")
		if len(p.purchases) > 0 && p.chance(float64(panelDirect)/panelActors) {
			v.at = v.at.Add(p.seconds(90, 1200))
			if v.at.Before(asOf) {
				p.purchases = append(p.purchases, purchase{at: v.at, post: none, actor: v.actor, event: len(p.events)})
				p.note(v, "purchase")
			}
		}
	}
}

// awake is when someone sees a post: after a delay, and by day if three tries find one.
func (p *panel) awake(published time.Time) time.Time {
	var at time.Time
	for range 3 {
		at = published.Add(p.delay())
		if at.In(london()).Hour() >= 6 {
			break
		}
	}
	return at
}

func (p *panel) note(v visit, action string) {
	p.events = append(p.events, event{actor: v.actor, at: v.at, action: action, post: v.post, channel: v.channel, session: v.session})
}

func (p *panel) session() string { return "s_" + p.hex(8) }

func (p *panel) seconds(low, high float64) time.Duration {
	return time.Duration(math.Floor(p.between(low, high))) * time.Second
}

// log is the events as the app wrote them: by time, except that some devices send late.
func (p *panel) log() []event {
	out := slices.Clone(p.events)
	sortByTime(out, func(e event) time.Time { return e.at })
	for i := 7; i+1 < len(out); i += 3 + p.IntN(40) {
		j := min(len(out)-1, i+p.IntN(30))
		out[i], out[j] = out[j], out[i]
	}
	return out
}
