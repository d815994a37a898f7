package analysis

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"likewise/generator/model"
)

const (
	noTouch    = "(no touch)"
	otherTouch = "(other)"
	// mostTouches is how many different touches are told apart; the rest, those of the fewest people, are one.
	mostTouches = 200
	// longestPath is how many touches of a path are kept: the first and the newest others.
	longestPath = 50
)

// journey is a path of touches, how often it ended in a conversion and without, and the value of those conversions.
type journey struct {
	touches         []int // indices into journeys.names
	converted, lost float64
	cents           int64
	decay           map[int]float64 // touch -> its share under time decay, summed over the conversions
}

// journeys is what a declaration's events come to: one row a different path, whoever walked it.
type journeys struct {
	names  []string
	people int
	all    []journey
	folded int // touches that stand together as "(other)"
	flow   model.PathFlow
}

// journeySource is the declaration as SQL: the events that are touches or conversions.
type journeySource struct {
	*eventLog
	model.Attribution
	from string // source relation with _g, the touch
}

func newJourneySource(l *eventLog, a model.Attribution) (*journeySource, error) {
	s := &journeySource{eventLog: l, Attribution: a}
	s.Name = or(a.Name, a.Conversion+" by "+a.Touch)
	s.HalfLife = model.Duration(time.Duration(a.HalfLife))
	if s.HalfLife == 0 {
		s.HalfLife = model.Duration(7 * 24 * time.Hour)
	}
	s.Direct = or(a.Direct, "direct")
	switch lower := strings.ToLower(a.Touch); {
	case lower == "actor" || lower == "session" || lower == "seq" || lower == "at" || lower == "value":
		return nil, s.wrong("touch", fmt.Sprintf("%q cannot be a touch", a.Touch), "a touch is a column such as channel, format, campaign or post_id, or action")
	case !holds(l.columns, a.Touch) && !holds(l.posts, a.Touch):
		return nil, s.unknown("touch", fmt.Sprintf("neither events nor posts have a column %q", a.Touch), a.Touch, l.nameable())
	case a.Conversion == "":
		return nil, s.wrong("conversion", "no action is named that converts", `such as conversion = "purchase"`)
	case !slices.Contains(l.actions, a.Conversion):
		return nil, s.unknown("conversion", fmt.Sprintf("no event has the action %q", a.Conversion), a.Conversion, l.actions)
	case a.Window < 0 || a.HalfLife < 0:
		return nil, s.wrong("window", "a span cannot be negative", "leave it out for none")
	}
	s.from = l.source(nil, a.Touch)
	return s, nil
}

func (s *journeySource) wrong(key, text, hint string) error {
	return &DeclarationError{Kind: "attribution", Name: s.Name, Key: key, Text: text, Hint: hint}
}

func (s *journeySource) unknown(key, text, name string, known []string) error {
	return &DeclarationError{Kind: "attribution", Name: s.Name, Key: key, Text: text, Unknown: name, Known: known}
}

func (s *journeySource) converts() string { return actionIn([]string{s.Conversion}) }

// touches is the test that an event is a touch.
func (s *journeySource) touches() string {
	if len(s.Actions) > 0 {
		return "_g <> '' and not (" + s.converts() + ") and " + actionIn(s.Actions)
	}
	return "_g <> '' and not (" + s.converts() + ")"
}

// load counts the paths. It makes a table of the touches that are told apart, and drops it.
func (s *journeySource) load(ctx context.Context, minGroup int) (*journeys, error) {
	j, ids, err := s.tellApart(ctx, minGroup)
	if err != nil {
		return nil, err
	}
	defer s.w.Exec(context.WithoutCancel(ctx), "drop table if exists likewise_touch")
	if err := s.w.Exec(ctx, "create table likewise_touch (name varchar, id bigint)"); err != nil {
		return nil, err
	}
	err = s.w.Append(ctx, "likewise_touch", func(add func(...any) error) error {
		for _, t := range ids {
			if err := add(t.name, int64(t.id)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if j.flow, err = s.flow(ctx, j.names, minGroup); err != nil {
		return nil, err
	}
	return j, s.read(ctx, j)
}

type touchID struct {
	name string
	id   int
}

// tellApart reads the touches with their people and decides which stand for themselves.
func (s *journeySource) tellApart(ctx context.Context, minGroup int) (*journeys, []touchID, error) {
	var found []string
	var people []float64
	err := s.w.Each(ctx, "select _g, count(distinct actor) as people from "+s.from+" where "+s.touches()+" group by _g order by people desc, _g", func(r *sql.Rows) error {
		var name string
		var n float64
		err := r.Scan(&name, &n)
		found, people = append(found, name), append(people, n)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read touches: %w", err)
	}
	j := &journeys{}
	hidden := withhold(people, minGroup)
	var own, rest []touchID
	for i, name := range found {
		if hidden[i] || i >= mostTouches {
			rest = append(rest, touchID{name: name})
			continue
		}
		own = append(own, touchID{name, len(own)})
		j.names = append(j.names, name)
	}
	if j.folded = len(rest); j.folded > 0 {
		for i := range rest {
			rest[i].id = len(own)
		}
		j.names = append(j.names, otherTouch)
	}
	return j, append(own, rest...), nil
}

// keptSQL is the touches of each path: what each leads to (tc, the person's next conversion; a conversion of the same
// second comes after the touch), whether it lies in the window (hit), and its place. Those that lead to no conversion in
// time make a lost path.
func (s *journeySource) keptSQL() string {
	inTime := "tc is not null"
	if s.Window > 0 {
		inTime = fmt.Sprintf("tc is not null and tc - t <= %d", time.Duration(s.Window).Microseconds())
	}
	const path = "(partition by actor, tc, hit order by t, seq rows between unbounded preceding and unbounded following)" // one sort for all
	return fmt.Sprintf(`with event as (select source.actor, source._t as t, source.seq, likewise_touch.id as id, case when %[1]s then 1 else 0 end as converts
	from %[2]s left join likewise_touch on likewise_touch.name = source._g and (%[3]s) where (%[1]s) or (%[3]s)),
ahead as (select *, min(case when converts = 1 then t end) over (partition by actor order by t range between current row and unbounded following) as tc from event),
touch as (select actor, t, seq, id, tc, case when %[4]s then 1 else 0 end as hit from ahead where id is not null),
numbered as (select *, row_number() over (partition by actor, tc, hit order by t, seq) as place, count(*) over %[6]s as touches, max(t) over %[6]s as newest from touch)
select actor, tc, hit, id, t, newest, place from numbered where place = 1 or touches - place + 1 < %[5]d`,
		s.converts(), s.from, s.touches(), inTime, longestPath, path)
}

// walksSQL is the paths: the touches of each in a row.
const walksSQL = `select actor, tc, hit, string_agg(cast(id as varchar), ' ' order by place) as walk from likewise_kept group by actor, tc, hit`

// doneSQL is the common table expressions of the conversions with the path that led to each.
func (s *journeySource) doneSQL() string {
	return fmt.Sprintf(`with won as (select actor, _t as tc, count(*) as n, sum(cast(round(coalesce(value, 0) * 100) as bigint)) as cents from %s where %s group by actor, _t),
done as (select won.n, won.cents, won.actor, won.tc, coalesce(path.walk, '') as walk from won left join likewise_path path on path.actor = won.actor and path.tc = won.tc and path.hit = 1)`,
		s.from, s.converts())
}

// gather makes the tables of the touches and of the paths. The caller calls drop.
func (s *journeySource) gather(ctx context.Context) error {
	s.drop(ctx) // what a killed run may have left in a database that lasts
	if err := s.w.Exec(ctx, "create table likewise_kept as "+s.keptSQL()); err != nil {
		return err
	}
	return s.w.Exec(ctx, "create table likewise_path as "+walksSQL)
}

func (s *journeySource) drop(ctx context.Context) {
	for _, t := range []string{"likewise_path", "likewise_kept"} {
		s.w.Exec(ctx, "drop table if exists "+t)
	}
}

// read runs the queries of paths, of the people, and of time decay. Weights are summed as integers, so that the order
// in which an engine adds them does not show.
func (s *journeySource) read(ctx context.Context, j *journeys) error {
	defer s.drop(context.WithoutCancel(ctx))
	if err := s.gather(ctx); err != nil {
		return fmt.Errorf("read touches: %w", err)
	}
	at := map[string]int{}
	q := s.doneSQL() + ` select walk, sum(n), sum(cents), sum(lost) from (
		select walk, n, cents, 0 as lost from done union all select walk, 0, 0, 1 from likewise_path where hit = 0) each_path group by walk order by sum(n) desc, sum(lost) desc, walk`
	err := s.w.Each(ctx, q, func(r *sql.Rows) error {
		var walk string
		var one journey
		var cents float64
		if err := r.Scan(&walk, &one.converted, &cents, &one.lost); err != nil {
			return err
		}
		var err error
		one.cents, one.decay = int64(cents), map[int]float64{}
		one.touches, err = idsOf(walk)
		at[walk] = len(j.all)
		j.all = append(j.all, one)
		return err
	})
	if err != nil {
		return fmt.Errorf("read paths: %w", err)
	}
	q = s.doneSQL() + fmt.Sprintf(`, weighed as (select done.walk, done.n, kept.id, power(2.0, (kept.t - kept.newest) / %d.0) as w, kept.actor, kept.tc from likewise_kept kept join done on done.actor = kept.actor and done.tc = kept.tc where kept.hit = 1)
		select walk, id, sum(cast(round(n * w / total * 1000000000) as bigint)) from (select *, sum(w) over (partition by actor, tc) as total from weighed) shared group by walk, id`, time.Duration(s.HalfLife).Microseconds())
	err = s.w.Each(ctx, q, func(r *sql.Rows) error {
		var walk string
		var id int
		var w float64
		err := r.Scan(&walk, &id, &w)
		j.all[at[walk]].decay[id] += w / 1e9
		return err
	})
	if err != nil {
		return fmt.Errorf("read time decay: %w", err)
	}
	people, err := s.row(ctx, "select count(distinct actor) from "+s.from+" where ("+s.converts()+") or ("+s.touches()+")")
	if err == nil && len(people) > 0 {
		j.people = int(people[0])
	}
	return err
}

// idsOf reads the touches of a path, which string_agg has put in a row.
func idsOf(walk string) ([]int, error) {
	var out []int
	for _, f := range strings.Fields(walk) {
		id, err := strconv.Atoi(f)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// sortedNames maps indices to names for messages.
func (j *journeys) sortedNames(ids []int) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = j.names[id]
	}
	slices.Sort(out)
	return out
}
