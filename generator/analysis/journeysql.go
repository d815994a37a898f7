package analysis

// How paths are counted. The events that are touches or conversions are copied once, with what they are a touch of, and
// sorted once, each person's in a row; all else is sums over that. A path is kept as a few whole numbers, since grouping
// and joining by numbers costs an engine a fraction of what texts put together in order cost. The SQL is common to DuckDB,
// PostgreSQL and Trino.

import (
	"fmt"
	"time"
)

// The tables that a declaration leaves in the engine while it is read.
const (
	metTable   = "likewise_met"   // an event: actor, tick, seq, touch (null: a conversion), cents (of a conversion)
	firstTable = "likewise_first" // when a person first met a touch or converted: actor, touch (null: a conversion), tick
	touchTable = "likewise_touch" // a value of the touch: name, and the id of what it is told apart as
	stepTable  = "likewise_step"  // met in order: actor, tick, n, id (null: a conversion), cents, goal
	pathTable  = "likewise_path"  // a path of a person: see pathSQL
)

var madeTables = [...]string{metTable, firstTable, touchTable, stepTable, pathTable}

// metSQL is the events of the declaration. tick is twice the microseconds since 1970, and one more for a conversion, so
// that it comes after the touches of its time.
func (s *journeySource) metSQL() string {
	return fmt.Sprintf(`select source.actor, source._t * 2 + case when %[1]s then 1 else 0 end as tick, source.seq, case when not (%[1]s) then _g end as touch, case when %[1]s then cast(round(coalesce(value, 0) * 100) as bigint) end as cents
	from %[2]s where (%[1]s) or (%[3]s)`, s.converts(), s.from, s.touches())
}

// firstSQL is the first of each touch and of the conversions of a person.
const firstSQL = "select actor, touch, min(tick) as tick from " + metTable + " group by actor, touch"

// stepSQL numbers each person's events in order, and says which conversion comes next: its tick, which is odd, or 0.
const stepSQL = `select actor, tick, id, cents, row_number() over (partition by actor order by tick, seq) as n,
	coalesce(min(case when cents is not null then tick end) over (partition by actor order by tick, seq rows between current row and unbounded following), 0) as goal
	from ` + metTable + ` met left join ` + touchTable + ` on name = touch`

// slotSQL is the place of a touch on its path, from 0: of a long one, the first and the newest others have places, the
// rest have none.
var slotSQL = fmt.Sprintf("case when n = begins then 0 when ends - n < %[1]d then n - begins - greatest(ends - begins - %[1]d, 0) end", longestPath-1)

// hit is the test that a touch leads to the next conversion in time. Those that lead to none make a lost path.
func (s *journeySource) hit() string {
	if s.Window == 0 {
		return "goal <> 0"
	}
	return fmt.Sprintf("goal <> 0 and goal - tick <= %d", 2*time.Duration(s.Window).Microseconds()+1)
}

// weight is what a touch weighs under time decay, against the newest of its path.
func (s *journeySource) weight() string {
	return fmt.Sprintf("power(2.0, (tick - newest) / %d.0)", 2*time.Duration(s.HalfLife).Microseconds())
}

// touchedSQL is the touches of paths: step with hit.
func (s *journeySource) touchedSQL() string {
	return fmt.Sprintf("select actor, goal, case when %s then 1 else 0 end as hit, n, tick, id from %s where id is not null", s.hit(), stepTable)
}

// pathSQL is (actor, goal, hit, begins, ends, newest, weight, c0 ...): whose path, what it led to, the numbers of its first
// and last touch, the tick of the newest, what all weigh together, and the touches in the form of pathCode.
func (s *journeySource) pathSQL() string {
	return fmt.Sprintf(`with touch as (%[1]s),
span as (select actor, goal, hit, min(n) as begins, max(n) as ends, max(tick) as newest from touch group by actor, goal, hit),
placed as (select touch.*, begins, ends, newest, %[2]s as slot from touch join span on span.actor = touch.actor and span.goal = touch.goal and span.hit = touch.hit),
digit as (select actor, goal, hit, begins, ends, newest, slot, %[3]s as digit, case when hit = 1 then %[4]s end as weight from placed where slot is not null)
select actor, goal, hit, min(begins) as begins, max(ends) as ends, max(newest) as newest, sum(weight) as weight, %[5]s from digit group by actor, goal, hit`,
		s.touchedSQL(), slotSQL, digitSQL, s.weight(), codeSQL())
}

// wonSQL is the conversions: those of one person at one time together.
const wonSQL = `select actor, tick as goal, count(*) as times, sum(cents) as cents from ` + stepTable + ` where cents is not null group by actor, tick`

// countsSQL is how often each path converted, for how much, and how often it was lost.
func countsSQL() string {
	return fmt.Sprintf(`with won as (%[1]s)
select %[2]s, sum(times), sum(cents), sum(lost) from (
	select %[3]s, times, cents, 0 as lost from won left join %[4]s path on path.actor = won.actor and path.goal = won.goal and path.hit = 1
	union all select %[2]s, 0, 0, 1 from %[4]s where hit = 0) each_path group by %[2]s`, wonSQL, codeColumns("c%d"), codeColumns("coalesce(c%[1]d, 0) as c%[1]d"), pathTable)
}

// decaySQL is what each touch of each path gets of its conversions under time decay, in billionths.
func (s *journeySource) decaySQL() string {
	return fmt.Sprintf(`with won as (%[1]s), touch as (%[2]s)
select %[3]s, id, sum(cast(round(times * %[4]s / weight * 1000000000) as bigint)) from touch join %[5]s path on path.actor = touch.actor and path.goal = touch.goal and path.hit = touch.hit
	join won on won.actor = touch.actor and won.goal = touch.goal where touch.hit = 1 and %[6]s is not null group by %[3]s, id`,
		wonSQL, s.touchedSQL(), codeColumns("c%d"), s.weight(), pathTable, slotSQL)
}
