package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"likewise/generator/model"
)

// tenth is what findings about the way to a conversion count as their stake: so many more at one step are so many more
// at the end.
const tenth = .1

// lossFindings is the step of each funnel before which most are lost. Stake: a tenth of what came to its end.
func lossFindings(t told) []model.Finding {
	var out []model.Finding
	for i := range t.Funnels {
		f := &t.Funnels[i]
		worst := 0
		for j := 1; j < len(f.Steps); j++ {
			if f.Steps[j].OfPrevious.OK() && f.Steps[j].DropOff > 0 && (worst == 0 || f.Steps[j].DropOff > f.Steps[worst].DropOff) {
				worst = j
			}
		}
		if worst == 0 {
			continue
		}
		unit := model.OfMetric
		if f.Unit == "actor" {
			unit = model.OfAction
		}
		step, last := f.Steps[worst], f.Steps[len(f.Steps)-1]
		x := t.finding(last.Name, fmt.Sprintf("/funnels/%d/steps/%d", i, worst), step.OfPrevious, model.AsShare, f.Name, step.Name)
		x.Strength.Stake = model.Number(tenth * float64(last.Count))
		out = append(out, said(x, "loss", named("funnel", f.Name, model.AsText), named("step", step.Name, unit), named("before", f.Steps[worst-1].Name, unit),
			amount("lost", step.DropOff, model.AsCount), amount("came", step.Count, model.AsCount)))
	}
	return out
}

// peopleFindings is the groups of people that differ from everybody else in the share that reached the goal. Stake: the
// difference at its least, over the people of the group.
func peopleFindings(t told) []model.Finding {
	var out []model.Finding
	for i := range t.Funnels {
		f := &t.Funnels[i]
		for j, g := range f.Groups {
			if g.Difference == nil || !g.Difference.OK() || g.Q == nil || !(*g.Q <= falseDiscoveries) || strings.HasPrefix(g.Name, "(") || len(g.Steps) == 0 {
				continue
			}
			last := g.Steps[len(g.Steps)-1]
			x := against(t.finding(last.Name, fmt.Sprintf("/funnels/%d/groups/%d", i, j), *g.Difference, model.AsPoints, f.Name, g.Name), 0)
			x.Strength.Stake = model.Number(beyond(*g.Difference, 0) * float64(g.Steps[0].Count))
			out = append(out, said(x, "people", named("group", g.Name, model.OfLevel), named("by", f.GroupBy, model.OfLevel), named("goal", last.Name, model.OfAction), named("credit", f.Rules.Credit, model.AsText),
				amount("converted", last.Count, model.AsCount), amount("entered", g.Steps[0].Count, model.AsCount), amount("q", *g.Q, model.AsQ)))
		}
	}
	return out
}

// changeFindings is the last month against the one before, days 1 to 28 of each. Stake: the change.
func changeFindings(t told) []model.Finding {
	for i := range t.Change {
		c := &t.Change[i]
		if c.Outcome != t.Primary || c.Grain != "month" || c.Why != "" || len(c.Factors) == 0 {
			continue
		}
		by := float64(c.To.Value - c.From.Value)
		e := model.Estimate{Value: by, Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: float64(c.From.Posts + c.To.Posts), Method: c.Method}
		f := t.finding(c.Outcome, fmt.Sprintf("/change/%d", i), e, model.AsSigned, c.From.From, c.To.From)
		f.Strength.Stake = model.Number(math.Abs(by))
		main := slices.MaxFunc(c.Factors, func(a, b model.ChangeFactor) int {
			return cmp.Compare(math.Copysign(1, by)*float64(a.Effect), math.Copysign(1, by)*float64(b.Effect))
		})
		return []model.Finding{said(f, "change", named("outcome", c.Outcome, model.OfMetric), named("from", c.From.From+"/"+c.From.To, model.OfSpan), named("to", c.To.From+"/"+c.To.To, model.OfSpan),
			amount("before", c.From.Value, model.AsCount), amount("after", c.To.Value, model.AsCount), named("link", linkOf(main.Name, main.Of), model.OfStep), amount("effect", main.Effect, model.AsSigned),
			amount("fromPosts", c.From.Posts, model.AsCount), amount("toPosts", c.To.Posts, model.AsCount))}
	}
	return nil
}

// spreadFindings is the link of the chain that bears most of the difference between posts. Stake: its share of a tenth
// of all conversions.
func spreadFindings(t told) []model.Finding {
	for i := range t.Spread {
		x := &t.Spread[i]
		if x.Outcome != t.Primary || x.Why != "" || len(x.Factors) == 0 {
			continue
		}
		at := 0
		for j := range x.Factors {
			if x.Factors[j].Share > x.Factors[at].Share {
				at = j
			}
		}
		top := x.Factors[at]
		e := model.Estimate{Value: float64(top.Share), Low: math.NaN(), High: math.NaN(), K: math.NaN(), N: float64(x.Posts), Method: x.Method}
		f := t.finding(x.Outcome, fmt.Sprintf("/spread/%d/factors/%d", i, at), e, model.AsShare, linkOf(top.Name, top.Of))
		f.Strength.Stake = model.Number(tenth * t.all * float64(top.Share))
		return []model.Finding{said(f, "spread", named("outcome", x.Outcome, model.OfMetric), named("link", linkOf(top.Name, top.Of), model.OfStep))}
	}
	return nil
}

// linkOf names a link of the chain: "reach", "purchases/signups".
func linkOf(name, of string) string {
	if of == "" {
		return name
	}
	return name + "/" + of
}

// creditFindings is whether the models of an attribution put the same touch first, of the conversions that had one.
// Stake: the credit that it has under every model.
func creditFindings(t told) []model.Finding {
	var out []model.Finding
	for i := range t.Attribution {
		a := &t.Attribution[i]
		l := a.Leads()
		if len(l.Leads) == 0 {
			continue
		}
		rows := fmt.Sprintf("/attribution/%d", i)
		blanks := []model.WordArg{named("name", a.Name, model.AsText), named("by", a.Touch, model.OfLevel), amount("conversions", a.Touched(), model.AsCount), amount("models", l.Models, model.AsCount)}
		if !l.Agree() {
			f := t.finding(a.Conversion, rows, model.None("the models put different ones first"), model.AsShare, a.Name)
			f.Verdict = model.CannotTell
			out = append(out, said(f, "credit-open", blanks...))
			continue
		}
		unit := model.OfLevel
		if strings.EqualFold(a.Touch, "action") {
			unit = model.OfAction
		}
		first := l.Leads[0].Touch
		e := model.Estimate{Value: (l.Least + l.Most) / 2, Low: l.Least, High: l.Most, K: math.NaN(), N: float64(a.Touched()), Method: "middle, least and greatest share of the credit over the models, of the conversions that had a touch; no interval of chance"}
		f := t.finding(a.Conversion, rows, e, model.AsShare, a.Name, first)
		f.Strength.Stake = model.Number(l.Least * float64(a.Touched()))
		out = append(out, said(f, "credit", append(blanks, named("touch", first, unit))...))
	}
	return out
}
