package analysis

import (
	"fmt"
	"strings"
)

// anyOrderSQL counts how many different steps lie within one window, whatever their order: at each event, how many
// steps were last done no longer ago than the window.
func anyOrderSQL(r route, events, anchors string) string {
	q := routeQuery{route: r}
	q.with("event", r.relevant(events))
	from, since, began := "event", "", "o"
	switch {
	case r.reentry == reentryLatest && r.window > 0:
		since = fmt.Sprintf(" >= t - %d", r.window)
	case r.reentry == reentryLatest:
		since = " is not null"
	case r.reentry == reentryAfterClose && r.window > 0:
		from = fmt.Sprintf("(select event.*, max(opening_t) over (partition by %s order by t range between unbounded preceding and current row) as opening from event left join (select %s from %s) opening on %s) event",
			r.who(""), q.aliased(), anchors, q.joined())
		since, began = " >= opening", "opening"
	default:
		from = fmt.Sprintf("(select *, min(t) over (partition by %s) as opening from event) event", r.who(""))
		since, began = " >= opening", "opening"
	}
	cols := []string{r.who(""), "t"}
	if began == "o" {
		cols = append(cols, fmt.Sprintf("min(t) over (partition by %s order by t %s) as o", r.who(""), r.reach1()))
	} else {
		cols = append(cols, "opening")
	}
	done := make([]string, len(r.steps))
	for i := range r.steps {
		cols = append(cols, fmt.Sprintf("max(case when %s then t end) %s as l%d", r.at(i+1), r.over(r.seen()), i+1))
		done[i] = fmt.Sprintf("case when l%d%s then 1 else 0 end", i+1, since)
	}
	q.with("s1", "select "+strings.Join(cols, ", ")+" from "+from)
	open := ""
	if began == "opening" && r.window > 0 {
		open = fmt.Sprintf(" where t <= opening + %d", r.window)
	}
	q.with("level", fmt.Sprintf("select %s, t, %s as o, %s as n from s1%s", r.who(""), began, strings.Join(done, " + "), open))
	cols = []string{r.who(""), "max(o) as newest"}
	for j := range r.steps {
		cols = append(cols, fmt.Sprintf("min(case when n >= %d then t end) as f%d, min(case when n >= %d then o end) as a%d", j+1, j+1, j+1, j+1))
	}
	inner := "select " + strings.Join(cols, ", ") + " from level group by " + r.who("")
	return "with " + strings.Join(q.ctes, ",\n") + "\n" + peopleSQL(r, inner)
}
