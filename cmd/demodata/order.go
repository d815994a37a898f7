package main

import (
	"fmt"
	"strings"
	"time"
)

// order is a sale as the shop keeps it. Money is in pence.
type order struct {
	name, id  string
	at        time.Time
	post      string // the utm_content that came with it
	source    string // utm_source; empty where nothing came with it
	campaign  string
	code      string
	lines     []line
	customer  customer
	status    string
	cancelled time.Time
	discount  int
	shipping  int
	refunded  int
}

type line struct {
	product  product
	quantity int
}

type product struct {
	name, sku string
	pence     int
	taxed     bool // equipment is; coffee is not
}

var products = []product{
	{"Harbour Espresso - 250g", "HB-ESP-250", 950, false},
	{"Harbour Espresso - 1kg", "HB-ESP-1000", 3200, false},
	{"Breakwater Filter - 250g", "HB-FIL-250", 1050, false},
	{"Breakwater Filter - 250g", "HB-FIL-250", 1050, false},
	{"Night Ferry Decaf - 250g", "HB-DEC-250", 1000, false},
	{"Yirgacheffe Natural - 250g", "HB-YIR-250", 1250, false},
	{"Huila Washed - 250g", "HB-HUI-250", 1150, false},
	{"Tasting set - 4 x 100g", "HB-TAS-4", 2200, false},
	{"Subscription - monthly, two bags", "HB-SUB-2", 1900, false},
	{"Subscription - monthly, two bags", "HB-SUB-2", 1900, false},
	{"Cold brew kit", "HB-CBK", 3400, true},
	{"Hand grinder", "HB-GRI", 5900, true},
	{"Filter papers - 100", "HB-PAP-100", 650, true},
	{"Enamel mug", "HB-MUG", 1400, true},
	{"Gift box", "HB-GIF", 2800, false},
}

func (o order) goods() (pence int) {
	for _, l := range o.lines {
		pence += l.product.pence * l.quantity
	}
	return pence
}

func (o order) subtotal() int { return o.goods() - o.discount }
func (o order) total() int    { return o.subtotal() + o.shipping }

// tax is the VAT within the price of equipment, a sixth of it.
func (o order) tax() (pence int) {
	for _, l := range o.lines {
		if l.product.taxed {
			pence += l.product.pence * l.quantity / 6
		}
	}
	return pence
}

// takeOrders writes an order for every sale and for those that no post can claim, in time order, and gives the
// panel's purchases their value.
func takeOrders(d dice, posts []post, sales []purchase, events []event) []order {
	span := asOf.Sub(firstDay)
	for range codeOnlyOrders + directOrders {
		at := firstDay.Add(time.Duration(d.Float64() * float64(span)))
		sales = append(sales, purchase{at: at, post: none, actor: none, event: none})
	}
	codeOnly := len(sales) - codeOnlyOrders // the last so many
	rows := make([]int, len(sales))
	for i := range rows {
		rows[i] = i
	}
	sortByTime(rows, func(i int) time.Time { return sales[i].at })
	book := newAddressBook(d)
	id := int64(6_104_220_310_000)
	out := make([]order, 0, len(sales))
	for n, i := range rows {
		s := sales[i]
		id += 1000 + d.Int64N(40_000_000)
		o := order{name: fmt.Sprintf("#%d", 4183+n), id: fmt.Sprint(id), at: s.at, customer: book.who(s.actor)}
		switch {
		case s.post != none:
			o.post, o.source, o.campaign = posts[s.post].id, "instagram", slug(posts[s.post].campaign)
		case i < codeOnly && d.chance(.4):
			o.source, o.campaign = "newsletter", "monthly-letter"
		}
		if i >= codeOnly || d.chance(.12) {
			o.code = pick(d, []string{"BREW10", "BREW10", "HARBOUR15", "TASTE10"})
		}
		fill(d, &o)
		if s.event != none {
			events[s.event].pence = o.total()
		}
		out = append(out, o)
	}
	return out
}

// fill puts goods, discount, postage and a fate into an order.
func fill(d dice, o *order) {
	for range weighted(d, []int{1, 2, 3}, func(n int) float64 { return []float64{.62, .28, .10}[n-1] }) {
		o.lines = append(o.lines, line{pick(d, products), 1 + d.binomial(2, .12)})
	}
	switch {
	case strings.HasSuffix(o.code, "10"):
		o.discount = o.goods() / 10
	case strings.HasSuffix(o.code, "15"):
		o.discount = o.goods() * 15 / 100
	}
	if o.subtotal() < 2500 {
		o.shipping = 350
	}
	switch u := d.Float64(); {
	case u < .012:
		o.status = "pending"
	case u < .030:
		o.status, o.refunded = "refunded", o.total()
	case u < .040:
		o.status, o.refunded = "partially_refunded", o.lines[0].product.pence*9/10
	case u < .045:
		o.status, o.cancelled = "voided", o.at.Add(3*time.Hour)
	default:
		o.status = "paid"
	}
}

func slug(s string) string { return strings.ReplaceAll(strings.ToLower(s), " ", "-") }
