package analysis

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"likewise/generator/model"
)

const (
	// flowSteps is how many different things a person did are told apart in order.
	flowSteps = 5
	// flowTouches is how many different things; those that fewer people did are one, "(other)".
	flowTouches = 7
	flowWays    = 20
)

// flown is the people who went one way: the things they did in the order in which they first did them, at most
// flowSteps.
type flown struct {
	walk            []int
	more, converted bool
	people          float64
}

// flowSQL is (walk, more, converted, people), one row a different way. A person's way ends with their first conversion; a
// thing of the same second comes before it, as in the paths of credit. names is how many touches are told apart.
func (s *journeySource) flowSQL(names int) string {
	return fmt.Sprintf(`with event as (select source.actor, source._t as t, case when likewise_touch.id > %[1]d then %[1]d else likewise_touch.id end as id, case when %[2]s then 1 else 0 end as converts
	from %[3]s left join likewise_touch on likewise_touch.name = source._g and (%[4]s) where (%[2]s) or (%[4]s)),
ahead as (select *, min(case when converts = 1 then t end) over (partition by actor) as tc from event),
person as (select actor, max(case when tc is not null then 1 else 0 end) as converted from ahead group by actor),
met as (select actor, id, min(t) as t from ahead where id is not null and (tc is null or t <= tc) group by actor, id),
placed as (select *, row_number() over (partition by actor order by t, id) as n, count(*) over (partition by actor) as things from met),
way as (select actor, string_agg(cast(id as varchar), ' ' order by n) as walk, max(case when things > %[5]d then 1 else 0 end) as more from placed where n <= %[5]d group by actor)
select coalesce(way.walk, ''), coalesce(way.more, 0), person.converted, count(*) from person left join way on way.actor = person.actor group by 1, 2, 3 order by 1, 2, 3`,
		names-1, s.converts(), s.from, s.touches(), flowSteps)
}

// flow counts how people divide on their way. It needs the table of touches that load makes.
func (s *journeySource) flow(ctx context.Context, names []string, minGroup int) (model.PathFlow, error) {
	if len(names) > flowTouches {
		names = append(slices.Clone(names[:flowTouches-1]), otherTouch)
	}
	out := model.PathFlow{Steps: flowSteps, Bands: []model.PathBand{}, Ways: []model.PathWay{}}
	if len(names) == 0 {
		out.Why = "there are no touches"
		out.Converted = model.None(out.Why)
		return out, nil
	}
	var all []flown
	err := s.w.Each(ctx, s.flowSQL(len(names)), func(r *sql.Rows) error {
		var one flown
		var walk string
		var more, converted int
		if err := r.Scan(&walk, &more, &converted, &one.people); err != nil {
			return err
		}
		var err error
		one.more, one.converted = more == 1, converted == 1
		one.walk, err = idsOf(walk)
		all = append(all, one)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("read ways: %w", err)
	}
	return divide(out, all, names, minGroup), nil
}

// divide fills the flow in.
func divide(out model.PathFlow, all []flown, names []string, minGroup int) model.PathFlow {
	converted := 0.0
	all = slices.DeleteFunc(all, func(f flown) bool {
		if len(f.walk) == 0 {
			out.Untouched += int(f.people)
			return true
		}
		out.People += int(f.people)
		if f.converted {
			converted += f.people
		}
		return false
	})
	out.Converted = proportion(converted, float64(out.People), "people who converted", "people who did anything")
	var withheld bool
	out.Ways, withheld = ways(all, names, minGroup)
	out.Bands = shownBands(all, names, minGroup)
	if withheld || slices.ContainsFunc(out.Bands, func(b model.PathBand) bool { return b.End == model.PathWithheld }) {
		unnumber(out.Ways)
	}
	return out
}

// unnumber leaves the ways in their order without their numbers: bands are sums of ways, so that a band less the ways
// that it is made of would be one that is withheld.
func unnumber(ways []model.PathWay) {
	for i := range ways {
		ways[i].People, ways[i].Converted = unknown(), unknown()
	}
}

// fork is where people go after a step: the thing they do next, or -1 and how they end.
type fork struct {
	from, to int
	end      string
}

// forkOf is the fork that a way takes after so many steps; -1 stands for the beginning.
func forkOf(f flown, step int) fork {
	out := fork{from: -1, to: -1}
	if step > 0 {
		out.from = f.walk[step-1]
	}
	switch {
	case step < len(f.walk):
		out.to = f.walk[step]
	case f.more:
		out.end = model.PathMore
	case f.converted:
		out.end = model.PathConverted
	default:
		out.end = model.PathStopped
	}
	return out
}

func bandOf(k fork, step int, people float64, names []string) model.PathBand {
	out := model.PathBand{Step: step, End: k.end, People: int(people)}
	if k.from >= 0 {
		out.From = names[k.from]
	}
	if k.to >= 0 {
		out.To = names[k.to]
	}
	return out
}

// ways is the whole ways that the most people went, and whether others are withheld.
func ways(all []flown, names []string, minGroup int) (most []model.PathWay, withheld bool) {
	at := map[string]int{}
	out := []model.PathWay{}
	for _, f := range all {
		touches := make([]string, len(f.walk))
		for i, t := range f.walk {
			touches[i] = names[t]
		}
		key := fmt.Sprint(f.walk, f.more)
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, model.PathWay{Touches: touches, More: f.more})
		}
		out[i].People += model.Number(f.people)
		if f.converted {
			out[i].Converted += model.Number(f.people)
		}
	}
	sizes := make([]float64, len(out))
	for i, w := range out {
		sizes[i] = float64(w.People)
	}
	hidden := withhold(sizes, minGroup)
	shown := shownOf(out, hidden)
	slices.SortStableFunc(shown, func(a, b model.PathWay) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(b.Converted, a.Converted), slices.Compare(a.Touches, b.Touches))
	})
	return shown[:min(flowWays, len(shown))], slices.Contains(hidden, true)
}
