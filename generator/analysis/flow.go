package analysis

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

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

// flowSQL is (first thing ... last thing, whether there were more, whether they converted, people), one row a different way;
// a thing is null after the end. A person's way ends with their first conversion; a thing of the same second comes before
// it, as in the paths of credit. names is how many touches are told apart.
func flowSQL(names int) string {
	var things []string
	for i := range flowSteps {
		things = append(things, fmt.Sprintf("max(case when n = %d then id end) as d%d", i+1, i+1))
	}
	return fmt.Sprintf(`with met as (select actor, case when id > %[1]d then %[1]d else id end as id, min(tick) as tick from %[2]s first left join %[3]s on name = touch group by 1, 2),
placed as (select *, row_number() over (partition by actor order by tick, id) as n, min(case when id is null then tick end) over (partition by actor order by tick, id rows between unbounded preceding and unbounded following) as won from met),
way as (select actor, won, %[4]s, count(id) as things from (select actor, won, n, case when won is null or tick < won then id end as id from placed) before group by actor, won)
select %[5]s, things > %[6]d, won is not null, count(*) from way group by %[7]s order by %[7]s`,
		names-1, firstTable, touchTable, strings.Join(things, ", "), ordinals("d", flowSteps), flowSteps, ordinals("", flowSteps+2))
}

// ordinals is "d1, d2, d3".
func ordinals(prefix string, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint(prefix, i+1)
	}
	return strings.Join(out, ", ")
}

// flow counts the people and how they divide on their way.
func (s *journeySource) flow(ctx context.Context, j *journeys, minGroup int) error {
	names := j.names
	if len(names) > flowTouches {
		names = append(slices.Clone(names[:flowTouches-1]), otherTouch)
	}
	var all []flown
	err := s.w.Each(ctx, flowSQL(len(names)), func(r *sql.Rows) error {
		one, err := scanFlown(r)
		all = append(all, one)
		j.people += int(one.people)
		return err
	})
	if err != nil {
		return fmt.Errorf("read ways: %w", err)
	}
	j.flow = model.PathFlow{Steps: flowSteps, Bands: []model.PathBand{}, Ways: []model.PathWay{}}
	if len(names) == 0 {
		j.flow.Why = "there are no touches"
		j.flow.Converted = model.None(j.flow.Why)
		return nil
	}
	j.flow = divide(j.flow, all, names, minGroup)
	return nil
}

func scanFlown(r *sql.Rows) (out flown, err error) {
	var things [flowSteps]sql.NullInt64
	var to []any
	for i := range things {
		to = append(to, &things[i])
	}
	err = r.Scan(append(to, &out.more, &out.converted, &out.people)...)
	for _, t := range things {
		if t.Valid {
			out.walk = append(out.walk, int(t.Int64))
		}
	}
	return out, err
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
	out.Ways = ways(all, names, minGroup)
	for step := 0; step <= flowSteps && len(all) > 0; step++ {
		var bands []model.PathBand
		bands, all = bandsOf(all, step, names, minGroup)
		out.Bands = append(out.Bands, bands...)
	}
	return out
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

// bandsOf is the bands after so many steps, and those who go on. Who is in a band that is withheld goes no further in the
// picture: so no later number can be subtracted from an earlier one.
func bandsOf(all []flown, step int, names []string, minGroup int) (bands []model.PathBand, on []flown) {
	size := map[fork]float64{}
	for _, f := range all {
		size[forkOf(f, step)] += f.people
	}
	hidden := hiddenForks(size, minGroup)
	withheld := map[int]float64{}
	for k, n := range size {
		if hidden[k] {
			withheld[k.from] += n
			continue
		}
		bands = append(bands, bandOf(k, step, n, names))
	}
	for from, n := range withheld {
		bands = append(bands, bandOf(fork{from: from, to: -1, end: model.PathWithheld}, step, n, names))
	}
	slices.SortFunc(bands, func(a, b model.PathBand) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.People, a.People), cmp.Compare(a.To, b.To), cmp.Compare(a.End, b.End))
	})
	for _, f := range all {
		if k := forkOf(f, step); k.to >= 0 && !hidden[k] {
			on = append(on, f)
		}
	}
	return bands, on
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

// hiddenForks decides, among those that leave the same node, which are too small to show.
func hiddenForks(size map[fork]float64, minGroup int) map[fork]bool {
	byFrom := map[int][]fork{}
	for k := range size {
		byFrom[k.from] = append(byFrom[k.from], k)
	}
	out := map[fork]bool{}
	for _, forks := range byFrom {
		slices.SortFunc(forks, func(a, b fork) int { return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(a.end, b.end)) })
		sizes := make([]float64, len(forks))
		for i, k := range forks {
			sizes[i] = size[k]
		}
		for i, hide := range withhold(sizes, minGroup) {
			out[forks[i]] = hide
		}
	}
	return out
}

// ways is the whole ways that the most people went.
func ways(all []flown, names []string, minGroup int) []model.PathWay {
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
		out[i].People += int(f.people)
		if f.converted {
			out[i].Converted += int(f.people)
		}
	}
	sizes := make([]float64, len(out))
	for i, w := range out {
		sizes[i] = float64(w.People)
	}
	hidden := withhold(sizes, minGroup)
	var shown []model.PathWay
	for i, w := range out {
		if !hidden[i] {
			shown = append(shown, w)
		}
	}
	slices.SortStableFunc(shown, func(a, b model.PathWay) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(b.Converted, a.Converted), slices.Compare(a.Touches, b.Touches))
	})
	return append([]model.PathWay{}, shown[:min(flowWays, len(shown))]...)
}
