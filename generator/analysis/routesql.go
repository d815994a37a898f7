package analysis

// How a funnel of people is counted without a self-join: the events that matter are sorted once for each person, and
// the entry time of the newest path that is still valid is carried from step to step by window functions. The newest
// is enough: whatever an older entry can still reach, a newer one can reach too, and it stays open for longer.
// Everything here is common to DuckDB, PostgreSQL and Trino; times are microseconds in a bigint.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// routeSQL is the query whose rows are people who entered: who (actor, and g when grouped), reach (the furthest step),
// entry (when the best path to it began), newest (their last entry of all), and for every step j the time f<j> when
// they first stood at it and the time a<j> when that path began; null where they did not reach it.
//
// events is a relation as eventSQL makes it. For after-close, anchors is a relation (actor, t, and g) of the entries
// that open a window: see anchorsSQL.
func routeSQL(r route, events, anchors string) string {
	if r.order == orderAny {
		return anyOrderSQL(r, events, anchors)
	}
	if r.greedy() {
		return greedySQL(r, events, r.entered(events))
	}
	q := routeQuery{route: r}
	q.with("event", r.relevant(events))
	q.entries(anchors)
	for j := 2; j <= len(r.steps); j++ {
		q.carry(j)
		q.reach(j)
	}
	if r.apart() {
		return q.peopleApart(events)
	}
	return q.people()
}

// routeQuery collects the common table expressions of one query.
type routeQuery struct {
	route
	ctes []string
}

func (q *routeQuery) with(name, body string) {
	q.ctes = append(q.ctes, name+" as ("+body+")")
}

// who is what identifies a person; prefix qualifies it.
func (r route) who(prefix string) string {
	if r.grouped {
		return prefix + "actor, " + prefix + "g"
	}
	return prefix + "actor"
}

// bit is step j's bit in the mask m.
func bit(j int) int { return 1 << (j - 1) }

// at is the test that an event matches step j.
func (r route) at(j int) string {
	if r.shared {
		return hasBit("m", j)
	}
	return fmt.Sprintf("m = %d", bit(j))
}

// hasBit tests a bit with mod, which all engines have.
func hasBit(mask string, j int) string {
	return fmt.Sprintf("mod(%s, %d) >= %d", mask, 2*bit(j), bit(j))
}

// eventSQL is the events that matter to the route: who and when, m the mask of the steps they match, x that of the
// exclusions they trigger. Under order strict every event of a person matters, since it may stand between two steps.
// source is a relation with actor, _t, seq, whatever the predicates name, and _g when grouped.
func eventSQL(r route, source string) string {
	cols := []string{"actor", "_t as t", "seq", r.mask() + " as m"}
	if r.grouped || r.valued {
		cols = append(cols, "_g as g")
	}
	if len(r.exclude) > 0 {
		cols = append(cols, r.exclusions()+" as x")
	}
	q := "select " + strings.Join(cols, ", ") + " from " + source
	if r.order == orderStrict {
		return q
	}
	var any []string
	for _, s := range r.steps {
		any = append(any, "("+s+")")
	}
	for _, x := range r.exclude {
		any = append(any, "("+x.where+")")
	}
	return q + " where " + strings.Join(slices.Compact(any), " or ")
}

// relevant is the columns and rows of events that the route needs.
func (r route) relevant(events string) string {
	low := ""
	if r.ranked() {
		low = ", " + r.lowest() + " as low"
	}
	q := "select " + r.who("") + ", t, m" + strings.TrimSuffix(r.extras(), ", low") + low + " from " + events
	switch {
	case r.order == orderStrict:
		return q
	case len(r.exclude) > 0:
		return q + " where m > 0 or x > 0"
	}
	return q + " where m > 0"
}

// mask adds the bits of the steps that an event matches.
func (r route) mask() string {
	parts := make([]string, len(r.steps))
	for j, where := range r.steps {
		parts[j] = fmt.Sprintf("case when %s then %d else 0 end", where, bit(j+1))
	}
	return strings.Join(parts, " + ")
}

// lowest is the first step that an event matches, 0 for none.
func (r route) lowest() string {
	b := "case"
	for j := range r.steps {
		b += fmt.Sprintf(" when %s then %d", hasBit("m", j+1), j+1)
	}
	return b + " else 0 end"
}

func (r route) exclusions() string {
	after := map[int][]string{}
	for _, x := range r.exclude {
		after[x.after] = append(after[x.after], "("+x.where+")")
	}
	var parts []string
	for j := 1; j < len(r.steps); j++ {
		if len(after[j]) > 0 {
			parts = append(parts, fmt.Sprintf("case when %s then %d else 0 end", strings.Join(after[j], " or "), bit(j)))
		}
	}
	return strings.Join(parts, " + ")
}

func (r route) excludedAfter(j int) bool {
	for _, x := range r.exclude {
		if x.after == j {
			return true
		}
	}
	return false
}

// ranked reports whether the rows of a person need one total order: for "nothing in between", and where an event
// matches several steps, so that "before" means another row and no event follows itself.
func (r route) ranked() bool {
	return r.order == orderStrict || r.shared && !r.ties.strict
}

// orderBy is the order of a person's rows. In a total order, events of the same second stand in the order of the first
// step they match, so that it does not depend on the order of the file.
func (r route) orderBy() string {
	if r.ranked() {
		return "t, low, m, seq"
	}
	return "t"
}

// frame is the rows that may hold the step before the current row's.
func (r route) frame() string {
	switch {
	case r.ties.strict:
		return "groups between unbounded preceding and 1 preceding"
	case r.ties.grace > 0:
		return "range between unbounded preceding and " + strconv.FormatInt(r.ties.grace, 10) + " following"
	case r.ranked():
		return "rows between unbounded preceding and 1 preceding"
	}
	return "range between unbounded preceding and current row" // the same second counts in step order
}

// over is a window over a person's rows with the given frame.
func (r route) over(frame string) string {
	return fmt.Sprintf("over (partition by %s order by %s %s)", r.who(""), r.orderBy(), frame)
}

// seen is the frame of what has happened by the current row.
func (r route) seen() string {
	if r.ranked() {
		return "rows between unbounded preceding and current row"
	}
	return "range between unbounded preceding and current row"
}

// entries adds e1: the time of an event that opens a window.
func (q *routeQuery) entries(anchors string) {
	more := ""
	if q.order == orderStrict {
		more = fmt.Sprintf(", row_number() over (partition by %s order by %s) as n", q.who(""), q.orderBy())
	}
	opens := q.at(1)
	from := "event"
	switch q.reentry {
	case reentryNever:
		from = fmt.Sprintf("(select *, min(case when %s then t end) over (partition by %s) as opening from event) event", q.at(1), q.who(""))
		opens += " and t = opening"
	case reentryAfterClose:
		if q.window > 0 {
			from = "event left join (select " + q.aliased() + " from " + anchors + ") opening on " + q.joined()
			opens += " and opening_t is not null"
		} else { // without a window the first one never closes
			q.reentry = reentryNever
			q.entries(anchors)
			return
		}
	}
	q.with("s1", fmt.Sprintf("select %s, t, m%s%s, case when %s then t end as e1 from %s", q.who(""), q.extras(), more, opens, from))
}

func (q *routeQuery) aliased() string {
	if q.grouped {
		return "actor as opening_actor, g as opening_g, t as opening_t"
	}
	return "actor as opening_actor, t as opening_t"
}

func (q *routeQuery) joined() string {
	on := "opening_actor = actor and opening_t = t"
	if q.grouped {
		on += " and opening_g = g"
	}
	return on
}

// extras are the columns that later steps need of an event.
func (r route) extras() string {
	s := ""
	if len(r.exclude) > 0 {
		s += ", x"
	}
	if r.ranked() {
		s += ", seq, low"
	}
	return s
}

// oldest reports whether time to convert is taken from the oldest entry that still leads there in time. Where what
// happens in between matters as well, it is taken from the newest.
func (r route) oldest() bool {
	return r.reentry == reentryLatest && !r.previous && r.order != orderStrict && len(r.exclude) == 0 && r.ties.grace == 0
}

// carry adds to every row what the step before j left behind: c its newest entry, q the time it was last reached, and
// where order or exclusions ask for it, what stood in between.
func (q *routeQuery) carry(j int) {
	e := fmt.Sprintf("e%d", j-1)
	cols := []string{fmt.Sprintf("max(%s) %s as c", e, q.over(q.frame()))}
	if q.previous && q.window > 0 || q.excludedAfter(j-1) {
		cols = append(cols, fmt.Sprintf("max(case when %s is not null then t end) %s as q", e, q.over(q.frame())))
	}
	if q.also && j > 2 {
		cols = append(cols, fmt.Sprintf("max(case when %s is not null then t end) %s as v", stood(j-1), q.over(q.frame())))
	}
	if q.excludedAfter(j - 1) {
		cols = append(cols, fmt.Sprintf("max(case when %s then t end) over (partition by %s order by t range between unbounded preceding and current row) as b", hasBit("x", j-1), q.who("")))
	}
	if q.order == orderStrict {
		cols = append(cols, fmt.Sprintf("max(case when %s is not null then n end) %s as p", e, q.over(q.frame())))
		if !q.noRepeats {
			cols = append(cols, fmt.Sprintf("max(case when not (%s) then n end) %s as b", q.at(j-1), q.over(q.frame())))
		}
	}
	if j == 2 && q.oldest() && !q.apart() {
		cols = append(cols, fmt.Sprintf("min(e1) over (partition by %s order by t %s) as o", q.who(""), q.reach1()))
	}
	if j == 2 && q.prunes() && !q.apart() {
		cols = append(cols, fmt.Sprintf("min(e1) %s as opened", q.over(q.seen())))
	}
	q.with(fmt.Sprintf("c%d", j), fmt.Sprintf("select *, %s from s%d", strings.Join(cols, ", "), j-1))
}

// reach1 is the frame of the entries whose window holds the current row.
func (r route) reach1() string {
	if r.window == 0 {
		return "range between unbounded preceding and current row"
	}
	return fmt.Sprintf("range between %d preceding and current row", r.window)
}

// valid is the test that a path carried to a row of step j may go on there.
func (q *routeQuery) valid(j int) string {
	tests := []string{"c is not null"}
	if q.window > 0 && q.previous {
		tests = append(tests, fmt.Sprintf("t <= q + %d", q.window))
	} else if q.window > 0 {
		tests = append(tests, fmt.Sprintf("t <= c + %d", q.window))
	}
	switch {
	case q.order == orderStrict && q.noRepeats:
		tests = append(tests, "p = n - 1")
	case q.order == orderStrict:
		tests = append(tests, "p > coalesce(b, 0)")
	case q.excludedAfter(j - 1):
		tests = append(tests, "(b is null or q >= b)")
	}
	return strings.Join(tests, " and ")
}

// reach adds e<j>: the entry of the path that stands at step j with this row.
func (q *routeQuery) reach(j int) {
	cols := q.who("") + ", t, m" + q.extras()
	if q.order == orderStrict {
		cols += ", n"
	}
	if q.oldest() && !q.apart() {
		cols += ", o"
	}
	for i := 1; i < j; i++ {
		if i == 1 && q.apart() {
			continue
		}
		cols += fmt.Sprintf(", e%d", i)
		if q.also && i > 2 {
			cols += ", " + stood(i)
		}
	}
	if q.also && j > 2 {
		cols += fmt.Sprintf(", case when %s and t <= v + %d then t end as %s", q.at(j), q.window, stood(j))
	}
	body := fmt.Sprintf("select %s, case when %s and %s then c end as e%d from c%d", cols, q.at(j), q.valid(j), j, j)
	if q.prunes() {
		body += " where " + q.keep(j)
	}
	q.with(fmt.Sprintf("s%d", j), body)
}

// people is the whole query: one row a person.
func (q *routeQuery) people() string {
	cols := append([]string{"min(case when e1 is not null then t end) as f1", "min(e1) as a1", "max(e1) as newest"}, q.laterSteps()...)
	return "with " + strings.Join(q.ctes, ",\n") + "\n" + peopleSQL(q.route, q.byPerson(cols))
}

func (q *routeQuery) byPerson(cols []string) string {
	return fmt.Sprintf("select %s, %s from s%d group by %[1]s", q.who(""), strings.Join(cols, ", "), len(q.steps))
}

// laterSteps is what each person did at the second step and after.
func (q *routeQuery) laterSteps() (cols []string) {
	k := len(q.steps)
	for j := 2; j <= k; j++ {
		cols = append(cols, fmt.Sprintf("min(case when e%d is not null then t end) as f%d", j, j))
		switch {
		case q.oldest() && q.apart(): // found apart
		case q.oldest():
			cols = append(cols, fmt.Sprintf("min(case when e%d is not null then o end) as a%d", j, j))
		default:
			cols = append(cols, fmt.Sprintf("min(e%d) as a%d", j, j))
		}
	}
	if q.also {
		furthest := "case"
		for j := k; j >= 2; j-- {
			furthest += fmt.Sprintf(" when %s is not null then %d", stood(j), j)
		}
		cols = append(cols, "max("+furthest+" else 1 end) as reach_previous")
	}
	return cols
}

// peopleSQL adds reach and entry to rows of f<j> and a<j>, and drops who never entered.
func peopleSQL(r route, inner string) string {
	reach, entry := "case", "case"
	for j := len(r.steps); j >= 1; j-- {
		reach += fmt.Sprintf(" when f%d is not null then %d", j, j)
		entry += fmt.Sprintf(" when f%d is not null then a%d", j, j)
	}
	return fmt.Sprintf("select path.*, %s end as reach, %s end as entry from (%s) path where f1 is not null", reach, entry, inner)
}
