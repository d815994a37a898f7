package analysis

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"likewise/generator/model"
)

func showBands(bands []model.PathBand) string {
	var out []string
	for _, b := range bands {
		out = append(out, fmt.Sprintf("%d:%s>%s%s=%d", b.Step, b.From, b.To, b.End, b.People))
	}
	return strings.Join(out, " ")
}

// A step is the first time a person does a thing, and a way ends with the first conversion.
func TestFlowOfFewPeople(t *testing.T) {
	w := eventsTable(t,
		"a@0 b@1 a@2 buy:1@3 c@4", // c is after the conversion
		"a@0 a@1 b@2 b@3",
		"b@5 a@5", // one second: in the order of the touches, a before b, since more people met a
		"buy:1@0 a@1",
		"buy:1@0",
		"a@0 b@0.5 c@1 d@2 e@3 f@4 buy:1@5") // six things: the last is beyond the steps
	f := attributed(t, w, model.Attribution{}).Flow
	if got, want := showBands(f.Bands), "0:>a=4 1:a>b=4 2:b>stopped=2 2:b>converted=1 2:b>c=1 3:c>d=1 4:d>e=1 5:e>more=1"; got != want {
		t.Errorf("bands\ngot  %s\nwant %s", got, want)
	}
	if f.People != 4 || f.Untouched != 2 || f.Converted.K != 2 || f.Converted.N != 4 {
		t.Errorf("%d people, %d untouched, %+v", f.People, f.Untouched, f.Converted)
	}
	if len(f.Ways) != 2 || fmt.Sprint(f.Ways[0]) != "{[a b] false 3 1}" || !f.Ways[1].More || f.Ways[1].Converted != 1 {
		t.Errorf("ways %+v", f.Ways)
	}
	none := attributed(t, eventsTable(t, "buy:1@0"), model.Attribution{}).Flow
	if none.Why == "" || none.Converted.OK() || len(none.Bands) > 0 {
		t.Errorf("without touches: %+v", none)
	}
}

// Whatever the log: every band is of minGroup people or more, what goes into a node is what it divides, nobody is in two
// bands of a step, and a band that is withheld is no single small one.
func TestFlowKeepsItsPeople(t *testing.T) {
	const least = 10
	rng := rand.New(rand.NewPCG(11, 4))
	names := []string{"a", "b", "c", "d"}
	withheld := 0
	for range 300 {
		var all []flown
		total := 0
		for range 1 + rng.IntN(40) {
			f := flown{people: float64(1 + rng.IntN(30)), converted: rng.IntN(4) == 0}
			f.walk = rng.Perm(len(names))[:rng.IntN(len(names)+1)]
			f.more = len(f.walk) == len(names) && rng.IntN(3) == 0
			if len(f.walk) > 0 {
				total += int(f.people)
			}
			all = append(all, f)
		}
		out := divide(model.PathFlow{}, slices.Clone(all), names, least)
		if out.People != total {
			t.Fatalf("%d people, want %d", out.People, total)
		}
		into := map[string]int{"0/": total}
		for step := 0; step <= flowSteps; step++ {
			from, next := map[string]int{}, map[string]int{}
			for _, b := range out.Bands {
				if b.Step != step {
					continue
				}
				from[fmt.Sprint(step, "/", b.From)] += b.People
				if b.To != "" {
					next[fmt.Sprint(step+1, "/", b.To)] += b.People
				}
				if b.People < least && total >= least {
					t.Fatalf("a band of %d: %s", b.People, showBands(out.Bands))
				}
				if b.End == model.PathWithheld {
					withheld++
				}
			}
			if fmt.Sprint(from) != fmt.Sprint(into) {
				t.Fatalf("step %d divides %v of %v: %s", step, from, into, showBands(out.Bands))
			}
			into = next
			if len(into) == 0 {
				break
			}
		}
		for _, w := range out.Ways {
			if w.People < least {
				t.Fatalf("a way of %v", w.People)
			}
		}
	}
	if withheld < 50 {
		t.Errorf("only %d bands were withheld", withheld)
	}
}

// Beyond so many different things, those of the fewest people are one.
func TestFlowFoldsRareTouches(t *testing.T) {
	var lines []string
	for i := range 12 {
		for range 12 - i {
			lines = append(lines, fmt.Sprintf("t%02d@0 buy:1@1", i))
		}
	}
	f := attributed(t, eventsTable(t, lines...), model.Attribution{}).Flow
	first := map[string]int{}
	for _, b := range f.Bands {
		if b.Step == 0 {
			first[b.To] = b.People
		}
	}
	if len(first) != flowTouches || first["t00"] != 12 || first[otherTouch] != 21 {
		t.Errorf("%v", first)
	}
}
