package analysis

import (
	"math"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	falseDiscoveries = .05
	// surelySome is how many events are expected before none at all would be a surprise: exp(-3) is .05.
	surelySome = 3
)

// look is one comparison of the site: its p, and where its q goes.
type look struct{ p, q *model.Number }

// looks lists every comparison of a report that has a p. A new kind of comparison adds its loop here, so that all are
// adjusted together.
func looks(r *model.Report) []look {
	var out []look
	add := func(p, q *model.Number) {
		*q = model.Number(math.NaN())
		if !math.IsNaN(float64(*p)) {
			out = append(out, look{p, q})
		}
	}
	for i := range r.Posts {
		for j := range r.Posts[i].Rates {
			add(&r.Posts[i].Rates[j].P, &r.Posts[i].Rates[j].Q)
		}
	}
	for i := range r.Mixes {
		add(&r.Mixes[i].P, &r.Mixes[i].Q)
	}
	for i := range r.Funnels {
		for _, g := range r.Funnels[i].Groups {
			if g.P != nil && g.Q != nil {
				add(g.P, g.Q)
			}
		}
	}
	for i := range r.Trend {
		if x := r.Trend[i].Recent; x != nil {
			add(&x.P, &x.Q)
		}
	}
	for _, l := range signalLooks(r) {
		add(l.p, l.q)
	}
	return out
}

// settle adjusts every comparison of the report together, counts them, and gives the verdicts that wait for it: the last
// thing to be done, but for the findings.
func settle(r *model.Report) {
	all := looks(r)
	p := make([]float64, len(all))
	for i, l := range all {
		p[i] = float64(*l.p)
	}
	r.Looks = model.Looks{Comparisons: len(all), Method: "Benjamini-Hochberg 1995, q at or below .05"}
	q, err := stats.BenjaminiHochberg(p)
	if err != nil { // a p outside [0, 1] judges nothing
		r.Looks = model.Looks{Comparisons: len(all), Method: err.Error()}
		return
	}
	for i, l := range all {
		if *l.q = model.Number(q[i]); q[i] <= falseDiscoveries {
			r.Looks.Surviving++
		}
	}
	for i := range r.Posts {
		for j := range r.Posts[i].Rates {
			if rate := &r.Posts[i].Rates[j]; !math.IsNaN(float64(rate.Q)) {
				rate.Verdict = verdict(rate)
			}
		}
	}
}

func verdict(r *model.Rate) string {
	switch baseline := float64(r.Baseline); {
	case r.Q <= falseDiscoveries && r.Shrunk.Value > baseline:
		return model.Above
	case r.Q <= falseDiscoveries:
		return model.Below
	case float64(r.N)*baseline < surelySome:
		return model.TooLittleData
	}
	return model.Typical
}
