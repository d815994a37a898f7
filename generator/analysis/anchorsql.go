package analysis

import "fmt"

// anchorsSQL is the entries that open a window when none is open (actor, t, and g when grouped): the first one, and
// then always the first after the last window closed. Which those are can only be told one after the other, so this
// query recurses; it starts afresh after every gap longer than a window, which keeps the recursion shallow.
func anchorsSQL(r route, events string) string {
	opens := r.at(1)
	if r.order == orderAny {
		opens = "m > 0"
	}
	same := "s.actor = o.actor"
	if r.grouped {
		same += " and s.g = o.g"
	}
	return fmt.Sprintf(`with recursive entry as (select distinct %[1]s, t from %[2]s where %[3]s),
start as (select %[1]s, t,
	min(t) over (partition by %[1]s order by t range between %[5]d following and unbounded following) as next_t,
	max(t) over (partition by %[1]s order by t rows between unbounded preceding and 1 preceding) as prev_t from entry),
close as (select * from start where prev_t >= t - %[4]d),
opening as (select %[1]s, t, next_t from start where prev_t is null or prev_t < t - %[4]d
	union all select %[6]s, s.t, s.next_t from opening o join close s on %[7]s and s.t = o.next_t where o.next_t is not null)
select %[1]s, t from opening`, r.who(""), events, opens, r.window, r.window+1, r.who("s."), same)
}
