package ingest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// order is one order of a shop, without a person.
type order struct {
	id, currency, status, channel, code, post string
	link                                      string // where the buyer landed: never stored
	platform                                  string // of the posts it may belong to
	at                                        time.Time
	value                                     float64 // what was paid, less what was given back; NaN where the file does not say
	joined                                    *post
	by                                        joinKey // what it was joined by
}

// uncounted are the payment states that are no purchase (yet, or any more). Everything else is one.
var uncounted = []string{"pending", "authorized", "refunded", "voided", "cancelled", "canceled", "expired", "failed", "unpaid", "draft", "abandoned", "declined",
	"storniert", "offen", "annulé", "annulée", "remboursé", "remboursée", "en attente", "cancelado", "cancelada", "reembolsado", "pendiente", "pendente"}

func (o *order) counts() bool { return !slices.Contains(uncounted, o.status) }

// giveBack takes a refund that stands on a row of its own from the order.
func (o *order) giveBack(amount float64) {
	if o.value = math.Round((o.value-amount)*100) / 100; o.value <= 0 {
		o.value, o.status = 0, "refunded"
	}
}

// orders holds every order once.
type orders struct {
	list []*order
	byID map[string]*order
}

func newOrders() *orders { return &orders{byID: map[string]*order{}} }

// readOrders reads a table of orders. Where the format says so, further lines of the same order add nothing to it.
func (l *loader) readOrders(t *table) {
	seen := map[string]bool{} // in this file
	items, differ, refunds, elsewhere := 0, 0, 0, 0
	total := l.totalsOf(t)
	for _, r := range t.rows {
		if total.is(r) {
			t.acc.Skipped++
			continue
		}
		t.acc.Read++
		id := cleanID(t.cell(r, "order_id"))
		if t.format.Continues != "" && l.orders.byID[id] != nil && t.cell(r, "value") == "" && t.cell(r, "status") == "" {
			items++
			t.acc.Updated++
			continue
		}
		o, note, ok := l.readOrder(t, r, id)
		if !ok {
			t.acc.reject(note)
			continue
		}
		switch have := l.orders.byID[id]; {
		case id == "" || have == nil:
		case !seen[id]:
			if !have.at.IsZero() && !o.at.IsZero() && !have.at.Equal(o.at) {
				elsewhere++
			}
		case have.value != o.value:
			if o.value < 0 && have.value > 0 {
				have.giveBack(-o.value)
				refunds++
				t.acc.Updated++
				continue
			}
			differ++
		}
		seen[id] = true
		if o.post == "" {
			o.post = t.matched(r)
		}
		t.acc.count(l.orders.put(o))
	}
	if refunds > 0 {
		t.acc.note("%s back money of an order above, and is taken from it", counted(refunds, "row gives", "rows give"))
	}
	if differ > 0 {
		l.problems.Add(diag.Problem{Severity: diag.Warning, Code: "several-rows-an-order", File: t.facts.name,
			Text: fmt.Sprintf("%s an order that stands above with another amount; the last amount counts", counted(differ, "row repeats", "rows repeat")),
			Hint: "where each row is an item of an order, export one row an order, or sum its items"})
	}
	if elsewhere > 0 {
		l.problems.Add(diag.Problem{Severity: diag.Warning, Code: "order-of-another-time", File: t.facts.name,
			Text: fmt.Sprintf("%s the number of an order in a file read before, at another time; it takes that one's place", counted(elsewhere, "row has", "rows have")),
			Hint: "where two shops number their orders alike, map an id that only one of them has, with columns = { order_id = ... }"})
	}
	if items > 0 {
		t.acc.note("%s an order (its line items), so every order counts once", counted(items, "line continues", "lines continue"))
	}
}

func (l *loader) readOrder(t *table, r row, id string) (*order, model.RowNote, bool) {
	o := &order{id: id, status: fold(t.cell(r, "status")), currency: strings.ToUpper(t.cell(r, "currency")), channel: t.cell(r, "channel"),
		code: t.cell(r, "code"), post: cleanID(t.cell(r, "post_id")), link: t.cell(r, "link"), platform: fold(t.data.Platform), value: math.NaN()}
	if t.cell(r, "cancelled_at") != "" {
		o.status = "cancelled"
	}
	for _, ours := range []string{"value", "refunded"} {
		i := t.find(ours)
		if i < 0 {
			continue
		}
		v, null, ok := t.numbers[i].parse(r.cells[i])
		switch {
		case !ok:
			return nil, badNumber(t, r, i), false
		case null:
		case ours == "value":
			o.value = v
		case o.counts():
			o.value -= v
		}
	}
	if i := t.find("at"); i >= 0 && t.cell(r, "at") != "" {
		m, ok := t.dates[i].parse(t.cell(r, "at"))
		if !ok {
			return nil, badDate(t, r, "at"), false
		}
		o.at = m.t
	}
	return o, model.RowNote{}, true
}

// put stores an order, or brings the one of the same number up to date.
func (s *orders) put(o *order) outcome {
	have := s.byID[o.id]
	if o.id == "" || have == nil {
		s.list = append(s.list, o)
		s.byID[o.id] = o
		return stored
	}
	same := *have == *o || math.IsNaN(have.value) && math.IsNaN(o.value) && have.status == o.status && have.at.Equal(o.at)
	*have = *o
	if same {
		return duplicate
	}
	return updated
}

// join credits orders to the posts they name: purchases and revenue, a known zero where a post has no order.
func (l *loader) join() {
	s := l.orders
	if len(s.list) == 0 {
		return
	}
	joined, find := 0, newJoiner(l.book, l.links.list)
	for _, o := range s.list {
		if o.joined, o.by = find.find(claim{o.platform, o.post, o.link, o.code}); o.joined != nil {
			joined++
		}
	}
	l.result.Orders, l.result.Unjoined = len(s.list), len(s.list)-joined
	currency := l.currency()
	if joined == 0 {
		return
	}
	l.replaced = l.book.has("purchases") || l.book.has("revenue")
	purchases, revenue := l.book.metricIndex("purchases"), l.book.metricIndex("revenue")
	for _, p := range l.book.posts {
		p.setMetric(purchases, 0)
		p.setMetric(revenue, 0)
	}
	for _, o := range s.list {
		if o.joined == nil || !o.counts() {
			continue
		}
		o.joined.metrics[purchases]++
		if !math.IsNaN(o.value) && (o.currency == "" || currency == "" || o.currency == currency) {
			o.joined.metrics[revenue] = math.Round((o.joined.metrics[revenue]+o.value)*100) / 100
		}
	}
}

// currency is the one that revenue is summed in: the site's, or the only one there is.
func (l *loader) currency() string {
	in := map[string]int{}
	for _, o := range l.orders.list {
		if o.currency != "" {
			in[o.currency]++
		}
	}
	names := sortedKeys(in)
	switch {
	case len(names) == 0, len(names) == 1 && (l.o.Currency == "" || names[0] == l.o.Currency):
		return l.o.Currency
	case len(names) == 1:
		l.problems.Add(diag.Problem{Severity: diag.Warning, Code: "other-currency", Text: "orders are in " + names[0] + ", but the site's currency is " + l.o.Currency, Hint: `set currency = "` + names[0] + `" in site.toml`})
		return names[0]
	}
	main := l.o.Currency
	if in[main] == 0 {
		for _, n := range names {
			if in[n] > in[main] {
				main = n
			}
		}
	}
	l.problems.Add(diag.Problem{Severity: diag.Warning, Code: "mixed-currencies", Text: "orders are in " + strings.Join(names, ", ") + "; revenue sums those in " + main + " only", Hint: "convert them before export, or set currency in site.toml"})
	return main
}

// tellOrders notes on every order file what was joined and what was not counted.
func (l *loader) tellOrders() {
	waiting := 0
	for _, o := range l.orders.list {
		if !o.counts() {
			waiting++
		}
	}
	joined := l.result.Orders - l.result.Unjoined
	for _, t := range l.tables {
		if t.format.Kind != "orders" {
			continue
		}
		if waiting > 0 {
			t.acc.note("%s pending, refunded, voided or cancelled: loaded, not counted as purchases", counted(waiting, "order is", "orders are"))
		}
		if l.replaced {
			t.acc.note("purchases and revenue of posts come from the orders; those in other files are not used")
		}
		if joined == 0 {
			t.acc.note("no order names a post of the data, so no post has purchases from orders; map what does with columns = { post_id = ... }, link or code, or with match = { ... }")
		} else {
			t.acc.note("%s joined to a post (%s), %s not; a post without an order has 0 purchases, since an order export is complete", counted(joined, "order is", "orders are"), l.orders.joinedBy(), counted(l.result.Unjoined, "is", "are"))
		}
		if n := l.orders.count(ambiguousKey); n > 0 {
			t.acc.note("%s several posts and %s joined to none: give each post its own code or link", counted(n, "order names", "orders name"), map[bool]string{true: "is", false: "are"}[n == 1])
		}
	}
}

// count is how many orders were joined by a key.
func (s *orders) count(by joinKey) (n int) {
	for _, o := range s.list {
		if o.by == by {
			n++
		}
	}
	return n
}

// joinedBy says how many orders were joined by each key.
func (s *orders) joinedBy() string {
	var out []string
	for _, by := range joinKeys {
		if n := s.count(by); n > 0 {
			out = append(out, thousands(n)+" by "+string(by))
		}
	}
	return strings.Join(out, ", ")
}

func (s *orders) write(ctx context.Context, w *warehouse.Warehouse) error {
	return w.Append(ctx, "orders", func(add func(...any) error) error {
		for _, o := range s.list {
			id := ""
			if o.joined != nil {
				id = o.joined.id
			}
			if err := add(orNull(o.id), timeOrNull(o.at), numberOrNull(o.value), orNull(o.currency), orNull(o.status), orNull(id), orNull(o.channel), orNull(o.code), orNull(string(o.by))); err != nil {
				return err
			}
		}
		return nil
	})
}
