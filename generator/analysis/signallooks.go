package analysis

import (
	"math"

	"likewise/generator/model"
)

// tally counts every comparison that the report tests, and how many of them survive when all are adjusted together.
func tally(r *model.Report) {
	var p []*model.Number
	for i := range r.Posts {
		for j := range r.Posts[i].Rates {
			p = append(p, &r.Posts[i].Rates[j].P)
		}
	}
	for i := range r.Signals {
		p = append(p, signalLooks(&r.Signals[i])...)
	}
	for i := range r.Drivers {
		for j := range r.Drivers[i].Terms {
			p = append(p, &r.Drivers[i].Terms[j].P)
		}
	}
	p = append(p, &r.Timing.PermutationP)
	q := make([]*model.Number, len(p))
	for i := range q {
		q[i] = new(model.Number)
		*q[i] = unknown()
	}
	benjaminiHochberg(p, q)
	r.Timing.Q = *q[len(q)-1]
	r.Looks = model.Looks{Method: "Benjamini-Hochberg over every comparison of the report, q < .05"}
	for i := range p {
		if !math.IsNaN(float64(*p[i])) {
			r.Looks.Comparisons++
		}
		if float64(*q[i]) < level {
			r.Looks.Surviving++
		}
	}
}

func signalLooks(s *model.Signal) []*model.Number {
	p := []*model.Number{&s.PerExposure.P, &s.Total.P, &s.Rank.PermutationP, &s.TopOverlap.P, &s.FormatsP}
	if s.Actor != nil {
		p = append(p, &s.Actor.P)
	}
	return p
}
