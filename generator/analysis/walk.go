package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"likewise/generator/model"
)

// walk is one declared funnel of people on its way to a result: the rules as SQL, the relation they run on, and the
// table of people they leave behind.
type walk struct {
	*eventLog
	model.Funnel
	route
	labels []string // of the steps
	from   string   // the source relation
	events string   // the table of the events that matter
	people string   // the table of people
	parted string   // the table of people with the group g they count in
	notes  []string
	missed []model.AbsentAction // actions of the declaration that no event has
}

// newWalk turns a declaration into rules. A contradiction is a *DeclarationError.
func newWalk(l *eventLog, f model.Funnel) (*walk, error) {
	wk := &walk{eventLog: l, Funnel: f, labels: f.StepNames(), events: "likewise_event", people: "likewise_people", parted: "likewise_parted", notes: l.notes()}
	t, err := parseTies(f.Ties)
	if err != nil {
		return nil, wk.wrong("ties", err.Error(), `ties = "step", "strict" or "grace:2s"`)
	}
	wk.route = route{order: or(f.Order, orderOrdered), window: time.Duration(f.Window).Microseconds(), previous: f.WindowFrom == "previous", reentry: or(f.Reentry, reentryLatest), ties: t}
	names, err := wk.predicates()
	if err != nil {
		return nil, err
	}
	if err := wk.checkGroup(); err != nil {
		return nil, err
	}
	wk.valued = f.GroupBy != ""
	wk.from = l.source(names, f.GroupBy)
	if key, text, hint := wk.conflict(); key != "" {
		return nil, wk.wrong(key, text, hint)
	}
	if wk.window > 0 {
		wk.recent = l.asOf.UnixMicro() - wk.window
	}
	return wk, nil
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func (wk *walk) wrong(key, text, hint string) error {
	return &DeclarationError{Kind: "funnel", Name: wk.Name, Key: key, Text: text, Hint: hint}
}

func (wk *walk) unknown(key, text, name string, known []string) error {
	return &DeclarationError{Kind: "funnel", Name: wk.Name, Key: key, Text: text, Unknown: name, Known: known}
}

// predicates turns steps and exclusions into SQL and returns the columns they name.
func (wk *walk) predicates() ([]string, error) {
	var names []string
	for i, s := range wk.Path() {
		if len(s.Actions) == 0 {
			return nil, wk.wrong("steps", fmt.Sprintf("step %d has no action", i+1), "")
		}
		where, named, err := wk.predicate(s)
		if err != nil {
			return nil, wk.wrong("steps", fmt.Sprintf("step %q: %v", wk.labels[i], err), "a condition compares columns of one event and its post: format = 'reel'")
		}
		wk.steps = append(wk.steps, where)
		names = append(names, named...)
		wk.missed = append(wk.missed, wk.absent("steps", s.Actions...)...)
	}
	for _, x := range wk.Exclude {
		wk.missed = append(wk.missed, wk.absent("exclude", x.Action)...)
		after := slices.Index(wk.labels, x.After) + 1
		switch {
		case x.After == "" || after == 0:
			return nil, wk.unknown("exclude", fmt.Sprintf("there is no step %q to exclude %q after", x.After, x.Action), x.After, wk.labels)
		case after == len(wk.labels):
			return nil, wk.wrong("exclude", fmt.Sprintf("%q is the last step: nothing comes after it", x.After), "")
		case slices.Contains(wk.Path()[after].Actions, x.Action):
			return nil, wk.wrong("exclude", fmt.Sprintf("%q is excluded before step %q, which it is itself", x.Action, wk.labels[after]), "")
		}
		wk.exclude = append(wk.exclude, exclusion{after, actionIn([]string{x.Action})})
	}
	return names, nil
}

// checkGroup refuses a groupBy or credit that names nothing.
func (wk *walk) checkGroup() error {
	if wk.GroupBy == "" {
		return nil
	}
	switch strings.ToLower(wk.GroupBy) {
	case "actor", "session", "seq", "at":
		return wk.wrong("groupBy", fmt.Sprintf("%q tells people apart and is never published", wk.GroupBy), "group by a column such as channel or format")
	}
	if !holds(wk.columns, wk.GroupBy) && !holds(wk.posts, wk.GroupBy) {
		return wk.unknown("groupBy", fmt.Sprintf("neither events nor posts have a column %q", wk.GroupBy), wk.GroupBy, wk.nameable())
	}
	if c := wk.Credit; c != "" && c != "first" && c != "last" && c != "all" && !slices.Contains(wk.labels, c) {
		return wk.unknown("credit", fmt.Sprintf("%q is neither first, last, all nor a step", c), c, append([]string{"first", "last", "all"}, wk.labels...))
	}
	return nil
}

// gather makes the table of the events that matter and looks at it: an action that never happens is named, and
// whether one event can be two steps is found out. The caller calls drop.
func (wk *walk) gather(ctx context.Context) error {
	wk.drop(ctx) // what a killed run may have left in a database that lasts
	if err := wk.w.Exec(ctx, "create table "+wk.events+" as "+eventSQL(wk.route, wk.from)); err != nil {
		return wk.wrong("steps", "the steps cannot be read: "+err.Error(), "columns are "+strings.Join(append(slices.Clone(wk.columns), wk.posts...), ", "))
	}
	masks, err := wk.table(ctx, "select m, count(*) from "+wk.events+" where m > 0 group by m order by m")
	if err != nil {
		return err
	}
	wk.census(masks)
	if key, text, hint := wk.conflict(); key != "" { // now with what the data says of shared events
		return wk.wrong(key, text, hint)
	}
	wk.also = !wk.Open && wk.brackets()
	return nil
}

// census reads from (mask, events) which steps happen and which share events.
func (wk *walk) census(masks [][]float64) {
	has := func(mask float64, j int) bool { return int(mask)&bit(j) != 0 }
	for j := 1; j <= len(wk.steps); j++ {
		happens := false
		for _, m := range masks {
			happens = happens || has(m[0], j)
			for i := 1; i < j; i++ {
				if has(m[0], i) && has(m[0], j) {
					wk.shared = true
					wk.partial = wk.partial || slices.ContainsFunc(masks, func(o []float64) bool { return has(o[0], i) != has(o[0], j) })
				}
			}
		}
		if !happens {
			wk.notes = append(wk.notes, wk.never(j-1))
		}
	}
	if wk.shared {
		wk.notes = append(wk.notes, "some events match two steps; each serves one step only, and in the same second they count in the order of the first step they match")
	}
}

// never says that nobody ever takes step i.
func (wk *walk) never(i int) string {
	for _, a := range wk.Path()[i].Actions {
		if slices.Contains(wk.actions, a) {
			return fmt.Sprintf("no event matches step %q", wk.labels[i])
		}
	}
	return fmt.Sprintf("no event has the action of step %q; the data has %s", wk.labels[i], strings.Join(wk.actions[:min(12, len(wk.actions))], ", "))
}

// settle makes the table of people.
func (wk *walk) settle(ctx context.Context) error {
	return wk.w.Exec(ctx, "create table "+wk.people+" as "+anchored(wk.route, wk.events))
}

// anchored is the query of the rules; where they need the entries that open a window, it finds them first.
func anchored(r route, events string) string {
	if r.reentry != reentryAfterClose || r.window == 0 {
		return routeSQL(r, events, "")
	}
	return routeSQL(r, events, "("+anchorsSQL(r, events)+") anchor")
}

// drop removes the tables of the walk.
func (wk *walk) drop(ctx context.Context) {
	for _, t := range []string{wk.parted, wk.people, wk.events} {
		wk.w.Exec(ctx, "drop table if exists "+t)
	}
}

// reachCounts is how many people came at least as far as each step. from is a relation with reach.
func (l *eventLog) reachCounts(ctx context.Context, steps int, from string) ([]float64, error) {
	at := make([]float64, steps)
	err := l.w.Each(ctx, "select reach, count(*) from "+from+" group by reach", func(r *sql.Rows) error {
		var reach, n int
		err := r.Scan(&reach, &n)
		at[reach-1] += float64(n)
		return err
	})
	return atLeast(at), err
}

// atLeast turns how many stopped at each step into how many came as far.
func atLeast(stopped []float64) []float64 {
	out := slices.Clone(stopped)
	for j := len(out) - 2; j >= 0; j-- {
		out[j] += out[j+1]
	}
	return out
}
