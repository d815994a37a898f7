package analysis

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"likewise/generator/model"
)

// The reentry rules: which first steps open a window. They differ for A0 A80 B90 with a window of 60: under never the
// window of A0 is over and no other opens, so B is out of reach; under after-close A80 comes when no window is open and
// opens one, as it does under latest. They differ again for A0 A30 B45 C75: only under latest does A30 open a window
// while that of A0 is open, and lead to C.
const (
	reentryLatest     = "latest"      // every one, as ClickHouse's windowFunnel has it; the best outcome over all of them counts
	reentryAfterClose = "after-close" // one that comes when no window is open
	reentryNever      = "never"       // the first ever
)

// The order rules.
const (
	orderOrdered = "ordered" // in order, anything may happen in between
	orderStrict  = "strict"  // in order, and nothing in between but repeats of the step last reached
	orderAny     = "any"     // in any order: a level is how many different steps were done
)

// route is what the SQL of a funnel of people depends on: the steps as predicates and the rules between them.
// Times and spans are microseconds.
type route struct {
	steps   []string // SQL predicates over the columns of the source relation
	exclude []exclusion
	order   string
	window  int64 // 0: none; inclusive
	// previous counts the window from the step before, not from the entry.
	previous bool
	reentry  string
	ties     ties
	// shared says that some event matches more than one step. Such an event still serves one step only.
	shared bool
	// partial says that some steps share a part of their events but not all.
	partial bool
	// recent is the time from which an entry may still be under way; 0: nobody asks.
	recent int64
	// noRepeats: under order strict a repeat of the step last reached breaks the path as well.
	noRepeats bool
	// also: beside reach, people have reach_previous, the furthest step had the window been counted from the step before.
	also bool
	// grouped: a person counts once in each group g, and only events of that group lead on.
	grouped bool
	// valued: events carry their value g of groupBy.
	valued bool
}

// exclusion is an event that breaks a path when it happens after step (1-based) and not after the next one.
type exclusion struct {
	after int
	where string
}

// ties says what two steps in the same second may do: by default they count in step order. strict forbids it; grace
// also forgives a step up to so many microseconds before the one it should follow.
type ties struct {
	strict bool
	grace  int64
}

func parseTies(s string) (ties, error) {
	switch span, isGrace := strings.CutPrefix(s, "grace:"); {
	case s == "" || s == "step":
		return ties{}, nil
	case s == "strict":
		return ties{strict: true}, nil
	case isGrace:
		d, err := model.ParseDuration(span)
		if err != nil || d <= 0 || d > time.Minute {
			return ties{}, fmt.Errorf("%q: the grace wants a span up to a minute", s)
		}
		return ties{grace: d.Microseconds()}, nil
	}
	return ties{}, fmt.Errorf("%q is not one of step, strict, grace:2s", s)
}

// conflict says in words why the rules cannot hold together, and with what hint; "" when they can. The key is that
// of the funnel's declaration.
func (r route) conflict() (key, text, hint string) {
	switch {
	case len(r.steps) < 2 || len(r.steps) > 10:
		return "steps", fmt.Sprintf("a funnel has two to ten steps, this one %d", len(r.steps)), ""
	case !slices.Contains([]string{orderOrdered, orderStrict, orderAny}, r.order):
		return "order", fmt.Sprintf("%q is not one of ordered, strict, any", r.order), ""
	case !slices.Contains([]string{reentryLatest, reentryAfterClose, reentryNever}, r.reentry):
		return "reentry", fmt.Sprintf("%q is not one of latest, after-close, never", r.reentry), ""
	case r.window < 0:
		return "window", "a window cannot be negative", "leave it out for no window"
	case r.reentry == reentryAfterClose && r.previous && r.window > 0:
		return "reentry", "a window from the previous step has no fixed close", `use windowFrom = "entry", or reentry = "latest"`
	case r.order == orderAny && r.previous:
		return "windowFrom", "steps in any order have no previous one", `use windowFrom = "entry"`
	case r.order != orderOrdered && r.ties != (ties{}):
		return "ties", fmt.Sprintf("ties have no meaning under order %q", r.order), "leave ties out"
	case r.order != orderOrdered && len(r.exclude) > 0:
		return "exclude", fmt.Sprintf("exclusions have no meaning under order %q", r.order), `use order = "ordered"`
	case r.shared && r.order == orderAny:
		return "steps", "one event matches two steps, which steps in any order cannot tell apart", "make the steps exclude each other"
	case r.partial && r.order == orderStrict:
		return "steps", "two steps share some of their events but not all, so what stands between them is not clear", "make the steps exclude each other"
	case r.shared && r.ties.grace > 0:
		return "ties", "one event matches two steps, so a grace would let it serve both", `use ties = "step" or "strict"`
	}
	return "", "", ""
}

// words is the rules as the report prints them.
func (r route) words() model.FunnelRules {
	out := model.FunnelRules{Order: r.order, Window: "none", WindowFrom: "entry", Reentry: r.reentry, Ties: "step", TimeFrom: "the newest entry that leads there"}
	if r.window > 0 {
		out.Window = model.Duration(time.Duration(r.window) * time.Microsecond).String()
	}
	if r.previous {
		out.WindowFrom = "previous"
	}
	if r.oldest() {
		out.TimeFrom = "the oldest entry that leads there in time"
	}
	switch {
	case r.ties.strict:
		out.Ties = "strict"
	case r.ties.grace > 0:
		out.Ties = "grace:" + (time.Duration(r.ties.grace) * time.Microsecond).String()
	}
	return out
}

// brackets reports whether the same walk can tell how far people would have come with the window counted from the step
// before: no path goes less far then.
func (r route) brackets() bool {
	return r.prunes() && !r.previous && r.window > 0 && r.reentry == reentryLatest && r.ties == ties{}
}
