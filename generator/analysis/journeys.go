package analysis

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
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

// journeySource is the declaration on its way to paths: see journeysql.go.
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

// load counts the paths and the ways. What it makes in the engine is gone when it returns.
func (s *journeySource) load(ctx context.Context, minGroup int) (*journeys, error) {
	s.drop(ctx, madeTables[:]...) // what a killed run may have left in a database that lasts
	defer s.drop(context.WithoutCancel(ctx), madeTables[:]...)
	if err := s.make(ctx, metTable, s.metSQL()); err != nil {
		return nil, err
	}
	if err := s.make(ctx, firstTable, firstSQL); err != nil {
		return nil, err
	}
	j, err := s.tellApart(ctx, minGroup)
	if err != nil {
		return nil, err
	}
	if err := s.flow(ctx, j, minGroup); err != nil {
		return nil, err
	}
	if err := s.make(ctx, stepTable, stepSQL); err != nil {
		return nil, err
	}
	s.drop(ctx, metTable) // the largest, and no longer needed
	return j, s.read(ctx, j)
}

func (s *journeySource) make(ctx context.Context, table, query string) error {
	if err := s.w.Exec(ctx, "create table "+table+" as "+query); err != nil {
		return fmt.Errorf("read touches: %w", err)
	}
	return nil
}

func (s *journeySource) drop(ctx context.Context, tables ...string) {
	for _, t := range tables {
		s.w.Exec(ctx, "drop table if exists "+t)
	}
}

// tellApart reads the touches with their people, decides which stand for themselves, and makes the table of them.
func (s *journeySource) tellApart(ctx context.Context, minGroup int) (*journeys, error) {
	var found []string
	var people []float64
	err := s.w.Each(ctx, "select touch, count(*) as people from "+firstTable+" where touch is not null group by touch order by people desc, touch", func(r *sql.Rows) error {
		var name string
		var n float64
		err := r.Scan(&name, &n)
		found, people = append(found, name), append(people, n)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read touches: %w", err)
	}
	j := &journeys{}
	ids := make([]int, len(found))
	for i, hidden := range withhold(people, minGroup) {
		if ids[i] = -1; !hidden && i < mostTouches {
			ids[i] = len(j.names)
			j.names = append(j.names, found[i])
		}
	}
	own := len(j.names)
	if j.folded = len(found) - own; j.folded > 0 {
		j.names = append(j.names, otherTouch)
	}
	if err := s.w.Exec(ctx, "create table "+touchTable+" (name varchar, id bigint)"); err != nil {
		return nil, err
	}
	return j, s.w.Append(ctx, touchTable, func(add func(...any) error) error {
		for i, name := range found {
			id := ids[i]
			if id < 0 {
				id = own
			}
			if err := add(name, int64(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// read runs the queries of paths and of time decay. Weights are summed as integers, so that the order in which an engine
// adds them does not show.
func (s *journeySource) read(ctx context.Context, j *journeys) error {
	if err := s.make(ctx, pathTable, s.pathSQL()); err != nil {
		return err
	}
	found := map[pathCode]*journey{}
	var code pathCode
	err := s.w.Each(ctx, countsSQL(), func(r *sql.Rows) error {
		var cents float64
		one := &journey{}
		err := r.Scan(append(code.into(), &one.converted, &cents, &one.lost)...)
		one.cents, one.touches = int64(cents), code.touches()
		found[code] = one
		return err
	})
	if err != nil {
		return fmt.Errorf("read paths: %w", err)
	}
	err = s.w.Each(ctx, s.decaySQL(), func(r *sql.Rows) error {
		var id int
		var w float64
		err := r.Scan(append(code.into(), &id, &w)...)
		if err != nil {
			return err
		}
		one := found[code] // every path that converted is there
		if one.decay == nil {
			one.decay = map[int]float64{}
		}
		one.decay[id] += w / 1e9
		return nil
	})
	if err != nil {
		return fmt.Errorf("read time decay: %w", err)
	}
	j.all = inOrder(found)
	return nil
}

// inOrder is the paths by how often they converted, then by how often they did not.
func inOrder(found map[pathCode]*journey) []journey {
	type named struct {
		journey
		walk string
	}
	all := make([]named, 0, len(found))
	for _, one := range found {
		all = append(all, named{*one, strings.Trim(fmt.Sprint(one.touches), "[]")})
	}
	slices.SortFunc(all, func(a, b named) int {
		return cmp.Or(cmp.Compare(b.converted, a.converted), cmp.Compare(b.lost, a.lost), cmp.Compare(a.walk, b.walk))
	})
	out := make([]journey, len(all))
	for i, one := range all {
		out[i] = one.journey
	}
	return out
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
