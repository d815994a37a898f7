package analysis

import (
	"fmt"
	"strings"
)

// apart reports whether those who entered are counted apart, by hashing, so that only what follows an entry is sorted
// again and again; the times at which paths began are looked up afterwards, for those who got anywhere.
func (r route) apart() bool { return r.prunes() && r.reentry == reentryLatest }

// peopleApart is the whole query where those who entered are counted apart.
func (q *routeQuery) peopleApart(events string) string {
	q.with("entered", q.entered(events))
	q.with("later", q.byPerson(q.laterSteps()))
	from, began := "entered left join later on "+q.samePerson("later", "entered"), "later"
	if q.oldest() {
		q.with("began", q.beganSQL(events))
		from, began = from+" left join began on "+q.samePerson("began", "entered"), "began"
	}
	cols := []string{q.who("entered."), "entered.f1", "entered.f1 as a1", "entered.newest"}
	for j := 2; j <= len(q.steps); j++ {
		cols = append(cols, fmt.Sprintf("later.f%d, %s.a%d", j, began, j))
	}
	if q.also {
		cols = append(cols, "coalesce(later.reach_previous, 1) as reach_previous")
	}
	return "with " + strings.Join(q.ctes, ",\n") + "\n" + peopleSQL(q.route, "select "+strings.Join(cols, ", ")+" from "+from)
}

// beganSQL is the oldest entry whose window holds the moment at which a person first stood at each step. The earliest
// such moment has the oldest entry: a later moment's window begins later.
func (q *routeQuery) beganSQL(events string) string {
	cols := []string{q.who("later.")}
	for j := 2; j <= len(q.steps); j++ {
		since := ""
		if q.window > 0 {
			since = fmt.Sprintf(" and event.t >= later.f%d - %d", j, q.window)
		}
		cols = append(cols, fmt.Sprintf("min(case when event.t <= later.f%d%s then event.t end) as a%d", j, since, j))
	}
	return fmt.Sprintf("select %s from later join %s event on %s where later.f2 is not null and %s group by %s", strings.Join(cols, ", "), events, q.samePerson("event", "later"), q.at(1), q.who("later."))
}
