package analysis

import (
	"fmt"
	"strings"
)

// greedy reports whether the rules leave only one entry to try: the first, since no other may open a window, or since
// no window closes. Then the earliest event of each step after the one before is as good as any, and a least value for
// each person and step, by hashing, takes the place of the sort.
func (r route) greedy() bool {
	one := r.reentry != reentryLatest && (r.window == 0 || r.reentry == reentryNever) || r.window == 0 && r.ties.grace == 0
	return one && r.order == orderOrdered && !r.shared && len(r.exclude) == 0 && (!r.previous || r.window == 0)
}

// greedySQL is routeSQL for greedy rules. Every step reads its own events only. entered is a query of those who entered,
// with the times f1 of their first entry and newest of the last that counts; see [route.entered].
func greedySQL(r route, events, entered string) string {
	q := routeQuery{route: r}
	q.with("p1", entered)
	cols := []string{r.who("p1."), "p1.f1", "p1.f1 as a1", "p1.newest"}
	from := "p1"
	for j := 2; j <= len(r.steps); j++ {
		p, before := fmt.Sprintf("p%d", j), fmt.Sprintf("p%d", j-1)
		q.with(p, fmt.Sprintf("select %[1]s, min(%[2]s.f1) as f1, min(event.t) as f%[3]d from %[7]s event join %[2]s on %[4]s where %[5]s and %[6]s group by %[1]s",
			r.who("event."), before, j, r.samePerson("event", before), r.at(j), r.after(before, j), events))
		cols = append(cols, fmt.Sprintf("%s.f%d, %s.f1 as a%d", p, j, p, j))
		from += " left join " + p + " on " + r.samePerson(p, "p1")
	}
	return "with " + strings.Join(q.ctes, ",\n") + "\n" + peopleSQL(r, "select "+strings.Join(cols, ", ")+" from "+from)
}

// entered is the people who entered, when first, and the time of the newest entry that counts.
func (r route) entered(events string) string {
	newest := "max(t)"
	if r.reentry != reentryLatest {
		newest = "min(t)"
	}
	return fmt.Sprintf("select %s, min(t) as f1, %s as newest from %s event where %s group by %[1]s", r.who(""), newest, events, r.at(1))
}

func (r route) samePerson(a, b string) string {
	on := a + ".actor = " + b + ".actor"
	if r.grouped {
		on += " and " + a + ".g = " + b + ".g"
	}
	return on
}

// after is the test that an event may follow the person's step before j.
func (r route) after(before string, j int) string {
	last := fmt.Sprintf("%s.f%d", before, j-1)
	test := "event.t >= " + last
	switch {
	case r.ties.strict:
		test = "event.t > " + last
	case r.ties.grace > 0:
		test = fmt.Sprintf("event.t >= %s - %d", last, r.ties.grace)
	}
	if r.window > 0 {
		test += fmt.Sprintf(" and event.t <= %s.f1 + %d", before, r.window)
	}
	return test
}
