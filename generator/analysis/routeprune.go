package analysis

import "fmt"

// prunes reports whether rows that lead nowhere may be dropped between steps.
func (r route) prunes() bool {
	return r.order == orderOrdered && !r.shared && len(r.exclude) == 0 && r.ties.grace == 0
}

// keep is the test that a row may still matter after step j: the entries that count a person (unless they are counted
// apart), the rows that stand at a step, and what can follow a path that stands at the step before.
func (q *routeQuery) keep(j int) string {
	alive := "c is not null"
	if q.window > 0 && !q.previous {
		alive = q.valid(j)
	}
	stands := fmt.Sprintf("e%d is not null", j-1)
	if q.also {
		alive = q.aliveAlso(j)
		stands = fmt.Sprintf("(%s or %s is not null)", stands, stood(j-1))
	}
	later := fmt.Sprintf("m > %d and %s", bit(j-1), alive)
	if j == 2 && q.apart() {
		return later
	}
	if j == 2 {
		return fmt.Sprintf("m = 1 and (t = opened%s) or %s", q.underWay(), later)
	}
	return fmt.Sprintf("m < %d or m = %d and %s or %s", bit(j-1), bit(j-1), stands, later)
}

// stood is the column that is not null where step j is reached with the window counted from the step before. At the
// second step the two windows are the same.
func stood(j int) string {
	if j == 2 {
		return "e2"
	}
	return fmt.Sprintf("u%d", j)
}

// aliveAlso is the test that a row of step j or later may matter with the window counted from the step before: it lies
// no further from the last step reached than a window for every step to go.
func (q *routeQuery) aliveAlso(j int) string {
	windows := "case m"
	for s := j; s <= len(q.steps); s++ {
		windows += fmt.Sprintf(" when %d then %d", bit(s), int64(s-j+1)*q.window)
	}
	since := "c"
	if j > 2 {
		since = "v"
	}
	return fmt.Sprintf("t <= %s + %s end", since, windows)
}

func (r route) underWay() string {
	if r.recent == 0 {
		return ""
	}
	return fmt.Sprintf(" or t >= %d", r.recent)
}
