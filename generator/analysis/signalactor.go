package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"likewise/generator/model"
	"likewise/generator/stats"
	"likewise/generator/warehouse"
)

// landmarkHours is how long after first seeing a post an actor has to act on it; only what follows counts as outcome,
// so that nobody is counted as having acted because he lived to act (no immortal time).
const landmarkHours = 24

// thin... is how many conversions each group needs, and how many posts must say something, before they are compared.
const (
	thinConversions = 5
	thinPosts       = 5
)

// eventAction is what event logs call what a metric counts.
func eventAction(metric string) string {
	if a, ok := actionOf[metric]; ok {
		return a
	}
	return metric
}

// actorTables is the two by two tables of one pair, a post each, and who was left out of them.
type actorTables struct {
	tables              []stats.Table
	excluded, tooRecent int
	way                 string  // of the pair
	without             float64 // who converted and had not acted before, ever; counted where there is a way
}

// actorSignals counts, for every pair, the actors who saw each post by whether they acted within the landmark and
// whether they converted on it later. What reaches Go is one row a post. There are none when there are no events.
func actorSignals(ctx context.Context, w *warehouse.Warehouse, pairs []pair) ([]actorTables, error) {
	if ok, err := hasEvents(ctx, w); !ok || err != nil || len(pairs) == 0 {
		return nil, err
	}
	out := make([]actorTables, len(pairs))
	for i, p := range pairs {
		out[i].way = p.way
	}
	query, args := actorQuery(pairs)
	err := w.Each(ctx, query, func(r *sql.Rows) error { return scanTables(r, out) }, args...)
	if err != nil {
		return nil, fmt.Errorf("compare actors: %w", err)
	}
	return out, nil
}

// hasEvents reports whether anybody is known to have seen a post.
func hasEvents(ctx context.Context, w *warehouse.Warehouse) (bool, error) {
	if there, err := hasTable(ctx, w, "events"); !there || err != nil {
		return false, err
	}
	n := 0
	err := w.Each(ctx, "select count(*) from (select 1 from events where action = 'view' and actor is not null and post_id is not null limit 1) found", func(r *sql.Rows) error { return r.Scan(&n) })
	return n > 0, err
}

// actorQuery asks for one row a post: for each pair the four cells, those excluded and those who converted
// without the action; those too recent last. Each
// distinct action is looked up once per actor and post, however many pairs it is in.
func actorQuery(pairs []pair) (query string, args []any) {
	var first, cells []string
	column := map[string]string{}
	firstOf := func(kind, condition, action string) string {
		key := kind + action
		if column[key] == "" {
			column[key] = fmt.Sprintf("f%d", len(column))
			first = append(first, fmt.Sprintf(`min(case when e.action = ? and e."at" %s then e."at" end) as %s`, condition, column[key]))
			args = append(args, action)
		}
		return column[key]
	}
	const landmark = "s.mark"
	for _, p := range pairs {
		acted := firstOf("a:", `between s.seen and `+landmark, eventAction(p.action))
		won := firstOf("o:", `>= s.seen`, eventAction(p.outcome))
		open := fmt.Sprintf("followed and (%[1]s is null or %[1]s > mark)", won)
		for _, cell := range [...]string{"%[1]s is not null and %[2]s is not null", "%[1]s is not null and %[2]s is null", "%[1]s is null and %[2]s is not null", "%[1]s is null and %[2]s is null"} {
			cells = append(cells, "count(*) filter (where "+open+" and "+fmt.Sprintf(cell, acted, won)+")")
		}
		cells = append(cells, fmt.Sprintf("count(*) filter (where followed and %s <= mark)", won))
		without := "0"
		if p.way != "" {
			ever := firstOf("o:", `>= s.seen`, eventAction(p.action))
			without = fmt.Sprintf("count(*) filter (where %s and %s is not null and (%s is null or %[3]s > %[2]s))", open, won, ever)
		}
		cells = append(cells, without)
	}
	query = `with seen as (
		select post_id, actor, min("at") as seen, min("at") + interval '` + fmt.Sprint(landmarkHours) + `' hour as mark
		from events where action = 'view' and actor is not null and post_id is not null and "at" is not null group by post_id, actor
	), did as (
		select s.post_id, s.actor, s.mark, s.mark <= (select max("at") from events) as followed, ` + strings.Join(first, ", ") + `
		from seen s join events e on e.post_id = s.post_id and e.actor = s.actor group by s.post_id, s.actor, s.mark
	)
	select ` + strings.Join(cells, ", ") + `, count(*) filter (where not followed) from did group by post_id order by post_id`
	return query, args
}

func scanTables(r *sql.Rows, out []actorTables) error {
	const each = 6
	counts := make([]float64, each*len(out)+1)
	into := make([]any, len(counts))
	for i := range counts {
		into[i] = &counts[i]
	}
	if err := r.Scan(into...); err != nil {
		return err
	}
	for i := range out {
		c := counts[each*i:]
		out[i].tables = append(out[i].tables, stats.Table{A: c[0], B: c[1], C: c[2], D: c[3]})
		out[i].excluded += int(c[4])
		out[i].without += c[5]
		out[i].tooRecent += int(counts[len(counts)-1])
	}
	return nil
}

// signal compares the groups within posts, or says why it does not. Where a group is too small to show, all is withheld:
// see comparePeople, which also adds who was left out.
func (t actorTables) signal(minGroup int) *model.ActorSignal {
	crude := stats.Crude(t.tables)
	a := &model.ActorSignal{P: unknown(), BreslowDayP: unknown(), EValue: unknown(), EValueLimit: unknown(), Excluded: unknown(), TooRecent: unknown(),
		Acted: unknown(), Converted: unknown(), Others: unknown(), OthersHit: unknown(), Strata: unknown(), Landmark: model.Duration(landmarkHours * 3600e9).String()}
	if t.isStep(crude.A + crude.C) {
		a.Step = t.way
		return a.Without(fmt.Sprintf("it is a step of %q, which hardly anybody who converted left out", t.way))
	}
	if why := withheld(crude, minGroup); why != "" {
		a.Withheld = true
		return a.Without(why)
	}
	a.Acted, a.Converted = model.Number(crude.A+crude.B), model.Number(crude.A)
	a.Others, a.OthersHit = model.Number(crude.C+crude.D), model.Number(crude.C)
	a.Strata = 0
	for _, post := range t.tables {
		if post.Informative() {
			a.Strata++
		}
	}
	if why := thin(crude, int(a.Strata)); why != "" {
		return a.Without(why)
	}
	t.ratios(crude, a)
	return a
}

// ratios adds the ratios over posts with their tests.
func (t actorTables) ratios(crude stats.Table, a *model.ActorSignal) {
	n := crude.A + crude.B + crude.C + crude.D
	common, err := stats.MantelHaenszel(t.tables, stats.Z95)
	a.OddsRatio = ratio(common, err, n, "Mantel-Haenszel over posts, Robins-Breslow-Greenland 95%")
	plain, err := stats.OddsRatio(crude, stats.Z95)
	a.CrudeOddsRatio = ratio(plain, err, n, "posts added up, Woolf 95%")
	risk, err := stats.MantelHaenszelRisk(t.tables, stats.Z95)
	a.RiskRatio = ratio(risk, err, n, "Mantel-Haenszel over posts, Greenland-Robins 95%")
	if e, bad := stats.NewEValue(risk); err == nil && bad == nil {
		a.EValue, a.EValueLimit = model.Number(e.Point), model.Number(e.Limit)
	}
	if test, err := stats.CochranMantelHaenszel(t.tables, false); err == nil {
		a.P = model.Number(test.P)
	}
	if test, err := stats.BreslowDay(t.tables); err == nil {
		a.BreslowDayP = model.Number(test.BreslowDay.P)
	}
}

func thin(crude stats.Table, strata int) string {
	switch {
	case crude.A+crude.B == 0:
		return fmt.Sprintf("nobody in the log acted within %d hours of seeing a post", landmarkHours)
	case crude.A < thinConversions || crude.C < thinConversions:
		return fmt.Sprintf("too little overlap: fewer than %d converted later, of those who acted or of those who did not", thinConversions)
	case strata < thinPosts:
		return fmt.Sprintf("too little overlap: %d posts have both groups and both outcomes; needs %d", strata, thinPosts)
	}
	return ""
}
