package analysis

import (
	"cmp"
	"slices"

	"likewise/generator/model"
)

// forkAt is a fork after so many steps.
type forkAt struct {
	step int
	fork
}

// forkSize is how many people take a fork, by whether they converted in the end, here or later.
type forkSize struct{ converted, other float64 }

func (s forkSize) people() float64 { return s.converted + s.other }

// shownBands is every band that can be shown. Bands are withheld where they are small, and until the totals give none of
// them away either: it is public how many converted and how many did not, so that those of all withheld bands together
// are known.
func shownBands(all []flown, names []string, minGroup int) []model.PathBand {
	forced := map[forkAt]bool{}
	for {
		d := divided{forced: forced, size: map[forkAt]forkSize{}, hidden: map[forkAt]bool{}}
		d.divide(all, minGroup)
		next, exposed := d.exposed(minGroup)
		if !exposed {
			return d.bands(names)
		}
		forced[next] = true
	}
}

// divided is how people divide, step by step, and what of it is hidden.
type divided struct {
	forced, hidden map[forkAt]bool
	size           map[forkAt]forkSize
}

// divide walks the steps. Who is in a band that is withheld goes no further in the picture: so no later number can be
// subtracted from an earlier one.
func (d *divided) divide(all []flown, minGroup int) {
	for step := 0; step <= flowSteps && len(all) > 0; step++ {
		at := func(f flown) forkAt { return forkAt{step, forkOf(f, step)} }
		byFrom := map[int][]forkAt{}
		for _, f := range all {
			k := at(f)
			s, met := d.size[k]
			if !met {
				byFrom[k.from] = append(byFrom[k.from], k)
			}
			if f.converted {
				s.converted += f.people
			} else {
				s.other += f.people
			}
			d.size[k] = s
		}
		for _, forks := range byFrom {
			d.hide(forks, minGroup)
		}
		var on []flown
		for _, f := range all {
			if k := at(f); k.to >= 0 && !d.hidden[k] {
				on = append(on, f)
			}
		}
		all = on
	}
}

// hide decides, among the forks that leave one node, which may not be shown.
func (d *divided) hide(forks []forkAt, minGroup int) {
	slices.SortFunc(forks, compareForks)
	sizes, must := make([]float64, len(forks)), make([]bool, len(forks))
	for i, k := range forks {
		sizes[i], must[i] = d.size[k].people(), d.forced[k]
	}
	for i, hide := range withholdToo(sizes, minGroup, must) {
		d.hidden[forks[i]] = hide
	}
}

func compareForks(a, b forkAt) int {
	return cmp.Or(cmp.Compare(a.step, b.step), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.end, b.end))
}

// exposed is a band to hide besides, if the totals give those away that are hidden: when people who converted, or who did
// not, are hidden in one band only, or too few in all. It is the smallest of those that ended so and are shown; where there
// is none, nothing but the total itself is left to hide.
func (d *divided) exposed(minGroup int) (forkAt, bool) {
	for _, kind := range []struct {
		end string
		of  func(forkSize) float64
	}{{model.PathConverted, func(s forkSize) float64 { return s.converted }}, {model.PathStopped, func(s forkSize) float64 { return s.other }}} {
		hides, in, people, best, found := false, 0, 0.0, forkAt{}, false
		for k, s := range d.size {
			switch n := kind.of(s); {
			case n > 0 && (d.hidden[k] || k.end == model.PathMore):
				hides, in, people = hides || d.hidden[k], in+1, people+n
			case n > 0 && k.end == kind.end && (!found || cmp.Or(cmp.Compare(n, kind.of(d.size[best])), compareForks(k, best)) < 0):
				best, found = k, true
			}
		}
		if found && hides && (in < 2 || people < float64(minGroup) || people <= float64(in)) {
			return best, true
		}
	}
	return forkAt{}, false
}

// bands is those that are shown, and one to "withheld" for the others that leave the same node.
func (d *divided) bands(names []string) []model.PathBand {
	withheld := map[forkAt]float64{}
	out := []model.PathBand{}
	for k, s := range d.size {
		if d.hidden[k] {
			withheld[forkAt{k.step, fork{from: k.from, to: -1, end: model.PathWithheld}}] += s.people()
			continue
		}
		out = append(out, bandOf(k.fork, k.step, s.people(), names))
	}
	for k, n := range withheld {
		out = append(out, bandOf(k.fork, k.step, n, names))
	}
	slices.SortFunc(out, func(a, b model.PathBand) int {
		return cmp.Or(cmp.Compare(a.Step, b.Step), cmp.Compare(a.From, b.From), cmp.Compare(b.People, a.People), cmp.Compare(a.To, b.To), cmp.Compare(a.End, b.End))
	})
	return out
}
