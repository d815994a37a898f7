package analysis

import "likewise/generator/model"

// signalLooks lists the comparisons of signals, drivers and hours for the tally of all. Signals and the terms of
// drivers keep the q of their own families, so that a site with more posts says nothing else of its likes.
func signalLooks(r *model.Report) []look {
	var out []look
	tallied := func(p ...*model.Number) {
		for _, p := range p {
			out = append(out, look{p, new(model.Number)})
		}
	}
	for i := range r.Signals {
		s := &r.Signals[i]
		tallied(&s.PerExposure.P, &s.Total.P, &s.Rank.PermutationP, &s.TopOverlap.P, &s.FormatsP)
		if s.Actor != nil {
			tallied(&s.Actor.P)
		}
	}
	for i := range r.Roads {
		for j := range r.Roads[i].Sources {
			x := &r.Roads[i].Sources[j]
			tallied(&x.Grows.P, &x.OfWhole.P, &x.Rank.PermutationP)
		}
	}
	for i := range r.Drivers {
		for j := range r.Drivers[i].Terms {
			tallied(&r.Drivers[i].Terms[j].P)
		}
	}
	if len(r.Timing.Cells) > 0 {
		out = append(out, look{&r.Timing.PermutationP, &r.Timing.Q})
	}
	return out
}
