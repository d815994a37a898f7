package analysis

import (
	"fmt"

	"likewise/generator/model"
)

// signalFindings is the verdict on each micro-conversion. Stake: the conversions that go with the difference which the
// action's rate usually has between posts; where more goes with no more, those of the gain that is ruled out.
func signalFindings(t told) []model.Finding {
	var out []model.Finding
	for i := range t.Signals {
		g := &t.Signals[i]
		if g.Outcome != t.Primary {
			continue
		}
		f := t.finding(g.Outcome, fmt.Sprintf("/signals/%d", i), g.AtStep(g.PerExposure.RateRatio), model.AsRatio, g.Action)
		f.Against, f.Verdict, f.Wording, f.Strength.Sure = 1, g.Verdict, g.Wording, surelyShown
		switch f.Verdict {
		case model.Supports:
			f.Strength.Stake = model.Number(t.all * beyond(g.PerSpread, 1))
		case model.Contradicts:
			f.Strength.Stake = model.Number(t.all * max(0, g.FactorAtStep(g.Worth)-f.Estimate.High))
		}
		out = append(out, f)
	}
	return out
}

// moreFindings is the levels of features that go with more, or that none does. Stake: the conversions of so many of
// the posts, times how far the ratio is from 1 at least.
func moreFindings(t told) []model.Finding {
	out := t.levels("more", func(e model.Estimate) bool { return e.Low > 1 })
	if len(out) > 0 || len(t.levels("less", func(e model.Estimate) bool { return e.High < 1 })) > 0 {
		return out
	}
	for i := range t.Drivers {
		if d := &t.Drivers[i]; d.Outcome == t.Primary && t.Primary != "" {
			f := t.finding(d.Outcome, fmt.Sprintf("/drivers/%d", i), model.None("no feature of a post survives correction"), model.AsRatio)
			f.Verdict = model.CannotTell
			if d.Why != "" {
				f.Estimate = model.None(d.Why)
			}
			out = append(out, said(f, "level-none", named("outcome", d.Outcome, model.OfMetric), named("exposure", d.Exposure, model.OfMetric), amount("posts", d.Posts, model.AsCount)))
		}
	}
	return out
}

// lessFindings is the levels of features that go with fewer.
func lessFindings(t told) []model.Finding {
	return t.levels("less", func(e model.Estimate) bool { return e.High < 1 })
}

// levels is every level of a feature whose ratio survives correction and lies as asked. Doublings of a number are no
// levels: what they say of a post is small.
func (t told) levels(key string, in func(model.Estimate) bool) []model.Finding {
	var out []model.Finding
	for i := range t.Drivers {
		d := &t.Drivers[i]
		if d.Outcome != t.Primary || d.Posts == 0 {
			continue
		}
		for j, x := range d.Terms {
			if !x.RateRatio.OK() || x.Level == "" || x.Level == "doubling" || !(x.Q <= falseDiscoveries) || !in(x.RateRatio) {
				continue
			}
			f := against(t.finding(d.Outcome, fmt.Sprintf("/drivers/%d/terms/%d", i, j), x.RateRatio, model.AsRatio, x.Feature, x.Level), 1)
			f.Strength.Stake = model.Number(t.all * float64(x.N) / float64(d.Posts) * beyond(x.RateRatio, 1))
			out = append(out, said(f, key, named("feature", x.Feature, model.OfLevel), named("level", x.Level, model.OfLevel), named("against", x.Against, model.OfLevel),
				named("outcome", d.Outcome, model.OfMetric), named("exposure", d.Exposure, model.OfMetric), amount("posts", x.N, model.AsCount), amount("q", x.Q, model.AsQ)))
		}
	}
	return out
}

// reversalFindings is the pairs that the mix of posts turns round. Stake: the difference at its least, over the
// exposure of the smaller group.
func reversalFindings(t told) []model.Finding {
	var out []model.Finding
	for i := range t.Mixes {
		m := &t.Mixes[i]
		if m.Metric != t.Primary || !m.Adjusted.OK() || m.Reversal != "clear" && m.Reversal != "possible" {
			continue
		}
		if m.Reversal == "possible" && !(m.Crude.Low > 0 || m.Crude.High < 0) {
			continue // not even the total differs beyond chance: there is nothing to turn round
		}
		a, b, adjusted := m.A, m.B, m.Adjusted
		if m.Crude.Value < 0 { // a is the one that looks better
			a, b = b, a
			adjusted.Value, adjusted.Low, adjusted.High = -adjusted.Value, -adjusted.High, -adjusted.Low
		}
		f := against(t.finding(m.Metric, fmt.Sprintf("/mixes/%d", i), adjusted, model.AsPerMille, a, b), 0)
		if m.Reversal == "possible" {
			f.Verdict = model.CannotTell
		}
		f.Strength.Stake = model.Number(beyond(adjusted, 0) * min(m.RateA.N, m.RateB.N))
		out = append(out, said(f, "reversal-"+m.Reversal, named("a", a, model.OfLevel), named("b", b, model.OfLevel), named("by", m.By, model.OfLevel),
			named("outcome", m.Metric, model.OfMetric), named("exposure", m.Exposure, model.OfMetric)))
	}
	return out
}

// timingFindings is the best cell of the map of weekdays and hours, or that there is none. Stake: the conversions of
// the cell's share of the posts, times how far its ratio is from 1 at least.
func timingFindings(t told) []model.Finding {
	m := &t.Timing
	if m.Outcome == "" {
		return nil
	}
	blanks := []model.WordArg{named("outcome", m.Outcome, model.OfMetric), amount("posts", m.Posts, model.AsCount), amount("p", m.PermutationP, model.AsChance)}
	best, above := -1, 0
	for i, c := range m.Cells {
		if c.Shrunk.OK() && c.Shrunk.Low > 1 {
			above++
		}
		if c.Shrunk.OK() && (best < 0 || c.Shrunk.Low > m.Cells[best].Shrunk.Low) {
			best = i
		}
	}
	if m.Why != "" || best < 0 || !(m.PermutationP <= falseDiscoveries) || m.Cells[best].Shrunk.Low <= 1 {
		f := t.finding(m.Outcome, "/timing", model.None("the map is no more uneven than chance makes it"), model.AsRatio)
		f.Verdict = model.CannotTell
		if m.Why != "" {
			f.Estimate = model.None(m.Why)
			return []model.Finding{said(f, "timing-unknown", blanks...)}
		}
		return []model.Finding{said(f, "timing-noise", blanks...)}
	}
	c := m.Cells[best]
	hours := fmt.Sprintf("%d %d-%d", c.Weekday, c.Hour, c.ToHour+1)
	f := against(t.finding(m.Outcome, fmt.Sprintf("/timing/cells/%d", best), c.Shrunk, model.AsRatio, hours), 1)
	f.Strength.Stake = model.Number(t.all * float64(c.Posts) / float64(max(m.Posts, 1)) * beyond(c.Shrunk, 1))
	return []model.Finding{said(f, "timing", append(blanks, named("when", hours, model.OfHours), amount("here", c.Posts, model.AsCount), amount("others", above-1, model.AsCount))...)}
}
