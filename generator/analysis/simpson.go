package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	mixGroups  = 6 // the largest groups of a feature are held against each other, in pairs
	mixCrude   = "difference of ratios of sums; 95%, by the spread between posts"
	mixStrata  = "Kitagawa rate part over the strata that both have; 95%, by the spread between posts within strata"
	reversed   = "clear"
	mayReverse = "possible"
	noReversal = "none"
)

// mixes holds formats against each other topic by topic, and topics format by format, on the primary rate.
func mixes(posts []model.Post, c model.Conversions, ripe ripeness) []model.Mix {
	out := []model.Mix{}
	if c.Primary == "" || c.Exposure == "" || c.Primary == c.Exposure {
		return out
	}
	for _, f := range [][2]string{{"format", "topic"}, {"topic", "format"}} {
		units := mixUnits(posts, c, ripe, f[0], f[1])
		groups := largest(units)
		sold := slices.ContainsFunc(units, func(u unit) bool { return u.k > 0 })
		if !sold || len(groups) < 2 || len(strataOf(units)) < 2 {
			continue
		}
		t := table{units: units, feature: f[0], by: f[1], c: c}
		t.learn()
		for a := range groups {
			for b := a + 1; b < len(groups); b++ {
				out = append(out, t.compare(groups[a], groups[b]))
			}
		}
	}
	return out
}

// unit is one post as a mix sees it.
type unit struct {
	group, stratum string
	k, n           float64
}

func mixUnits(posts []model.Post, c model.Conversions, ripe ripeness, feature, by string) []unit {
	value := func(p model.Post, name string) string {
		if name == "format" {
			return p.Format
		}
		return p.Topic
	}
	var out []unit
	for _, p := range posts {
		r, ok := p.Rate(c.Primary)
		if ok && r.Rate.OK() && r.K >= 0 && value(p, feature) != "" && value(p, by) != "" && !ripe.young(p, c.Primary, c.Exposure) {
			out = append(out, unit{value(p, feature), value(p, by), float64(r.K), float64(r.N)})
		}
	}
	return out
}

// largest is the groups with enough posts, most posts first.
func largest(units []unit) []string {
	count := map[string]int{}
	for _, u := range units {
		count[u.group]++
	}
	var out []string
	for g, n := range count {
		if n >= minPeers {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	return out[:min(len(out), mixGroups)]
}

func strataOf(units []unit) []string {
	var out []string
	for _, u := range units {
		out = append(out, u.stratum)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// cell is the sums of some posts: conversions, exposures, squared exposures.
type cell struct {
	posts    int
	k, n, n2 float64
}

func (c *cell) add(u unit) { c.posts, c.k, c.n, c.n2 = c.posts+1, c.k+u.k, c.n+u.n, c.n2+u.n*u.n }

// variance is that of the cell's rate when posts' true rates vary about it with a relative variance tau2: the counts'
// own, and the posts'. Half a conversion is added, so that none is not certainty.
func (c cell) variance(tau2 float64) float64 {
	r := (c.k + .5) / c.n
	return r/c.n + tau2*r*r*c.n2/(c.n*c.n)
}

// table is the posts of a feature by group and stratum.
type table struct {
	units         []unit
	feature, by   string
	c             model.Conversions
	within, crude float64 // relative variance of true rates between posts: of a group and stratum, of a group
}

func (t *table) learn() {
	t.within = betweenPosts(t.units, func(u unit) [2]string { return [2]string{u.group, u.stratum} })
	t.crude = betweenPosts(t.units, func(u unit) [2]string { return [2]string{u.group} })
}

// betweenPosts is the relative variance of posts' true rates within cells, by moments: what the squared deviations
// from the cell's rate exceed those of counting, over the squared expectations; 0 where they do not. Each cell's
// squares are raised by posts/(posts-1) for the rate being its own.
func betweenPosts(units []unit, key func(unit) [2]string) float64 {
	cells := map[[2]string]*cell{}
	for _, u := range units {
		if cells[key(u)] == nil {
			cells[key(u)] = &cell{}
		}
		cells[key(u)].add(u)
	}
	over, square := 0.0, 0.0
	for _, u := range units {
		if c := cells[key(u)]; c.posts > 1 {
			e := c.k / c.n * u.n
			over += (u.k-e)*(u.k-e)*float64(c.posts)/float64(c.posts-1) - e
			square += e * e
		}
	}
	if square == 0 {
		return 0
	}
	return max(0, over/square)
}

// compare holds group a against group b.
func (t *table) compare(a, b string) model.Mix {
	strata := strataOf(t.units)
	inA, inB := make([]cell, len(strata)), make([]cell, len(strata))
	var allA, allB cell
	for _, u := range t.units {
		s, _ := slices.BinarySearch(strata, u.stratum)
		switch u.group {
		case a:
			inA[s].add(u)
			allA.add(u)
		case b:
			inB[s].add(u)
			allB.add(u)
		}
	}
	nan := model.Number(math.NaN())
	m := model.Mix{Metric: t.c.Primary, Exposure: t.c.Exposure, Feature: t.feature, A: a, B: b, By: t.by, P: nan, Q: nan, Reversal: noReversal,
		RateA: t.rate(allA, t.crude), RateB: t.rate(allB, t.crude), Rate: nan, Mix: nan, Strata: []model.Stratum{}}
	for s, name := range strata {
		if inA[s].posts+inB[s].posts > 0 {
			m.Strata = append(m.Strata, model.Stratum{Name: name, PostsA: inA[s].posts, PostsB: inB[s].posts, RateA: t.rate(inA[s], t.within), RateB: t.rate(inB[s], t.within)})
		}
	}
	m.Crude = difference(allA.k/allA.n-allB.k/allB.n, allA.variance(t.crude)+allB.variance(t.crude), allA.posts+allB.posts, mixCrude)
	if split, err := kitagawa(inA, inB); err == nil {
		m.Rate, m.Mix = model.Number(split.Rate), model.Number(split.Mix)
	}
	m.Adjusted = t.adjusted(inA, inB)
	if m.Adjusted.OK() {
		se := (m.Adjusted.High - m.Adjusted.Low) / (2 * stats.Z95)
		m.P = model.Number(math.Erfc(math.Abs(m.Adjusted.Value) / se / math.Sqrt2))
		m.Reversal = reversal(m.Crude, m.Adjusted)
	}
	return m
}

// rate is a cell's rate, its interval on the logarithm.
func (t *table) rate(c cell, tau2 float64) model.Estimate {
	if c.n == 0 {
		return model.None(fmt.Sprintf("%g of 0 %s: no rate", c.k, noun(t.c.Exposure)))
	}
	r := c.k / c.n
	e := model.Estimate{Value: r, Low: math.NaN(), High: math.NaN(), K: c.k, N: c.n, Method: "ratio of sums; 95%, by the spread between posts"}
	if c.k > 0 {
		half := stats.Z95 * math.Sqrt(1/c.k+tau2*c.n2/(c.n*c.n))
		e.Low, e.High = r*math.Exp(-half), r*math.Exp(half)
	} else if i, err := stats.Garwood(0, c.n, .95); err == nil {
		e.Low, e.High, e.Method = 0, i.High, garwoodNone
	}
	return e
}

const garwoodNone = "none seen; Garwood exact Poisson, 95%"

func difference(d, variance float64, posts int, method string) model.Estimate {
	half := stats.Z95 * math.Sqrt(variance)
	return model.Estimate{Value: d, Low: d - half, High: d + half, K: math.NaN(), N: float64(posts), Method: method}
}

func kitagawa(a, b []cell) (stats.RateMix, error) {
	var k1, n1, k2, n2 []float64
	for s := range a {
		k1, n1, k2, n2 = append(k1, a[s].k), append(n1, a[s].n), append(k2, b[s].k), append(n2, b[s].n)
	}
	return stats.Kitagawa(k1, n1, k2, n2)
}

// adjusted is the rate part of Kitagawa's split over the strata that both groups have: sum of w (rA - rB), w the mean
// of the two groups' shares of exposure there.
func (t *table) adjusted(a, b []cell) model.Estimate {
	nA, nB := 0.0, 0.0
	shared := func(s int) bool { return a[s].n > 0 && b[s].n > 0 }
	for s := range a {
		if shared(s) {
			nA, nB = nA+a[s].n, nB+b[s].n
		}
	}
	if nA == 0 {
		return model.None("no " + t.by + " holds both")
	}
	d, variance, posts := 0.0, 0.0, 0
	for s := range a {
		if shared(s) {
			w := (a[s].n/nA + b[s].n/nB) / 2
			d += w * (a[s].k/a[s].n - b[s].k/b[s].n)
			variance += w * w * (a[s].variance(t.within) + b[s].variance(t.within))
			posts += a[s].posts + b[s].posts
		}
	}
	return difference(d, variance, posts, mixStrata)
}

// reversal compares the directions of two differences, and whether both are sure of theirs.
func reversal(crude, adjusted model.Estimate) string {
	switch {
	case crude.Value*adjusted.Value >= 0:
		return noReversal
	case crude.Low*crude.High > 0 && adjusted.Low*adjusted.High > 0:
		return reversed
	}
	return mayReverse
}
