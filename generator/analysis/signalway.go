package analysis

import (
	"slices"

	"likewise/generator/model"
)

// passedBy is the share of those who converted that may have left a step out, so that it is still a step that all take.
const passedBy = .05

// onTheWay names, for each pair, the first funnel of people in which the action is a step before the outcome; empty where
// there is none. A funnel that may be entered anywhere, or gone in any order, has no way.
func onTheWay(pairs []pair, funnels []model.Funnel) {
	for i := range pairs {
		p := &pairs[i]
		for _, f := range funnels {
			if p.way == "" && f.Unit == "actor" && !f.Open && f.Order != orderAny && leads(f.Path(), eventAction(p.action), eventAction(p.outcome)) {
				p.way = f.Name
			}
		}
	}
}

// leads reports whether the action alone is a step and the outcome a later one.
func leads(path []model.Step, action, outcome string) bool {
	at := slices.IndexFunc(path, func(s model.Step) bool { return len(s.Actions) == 1 && s.Actions[0] == action })
	return at >= 0 && slices.ContainsFunc(path[at+1:], func(s model.Step) bool { return slices.Contains(s.Actions, outcome) })
}

// isStep reports whether hardly anybody who converted left the action out. Then the odds of those who acted are those of
// being on the way at all, and are no evidence that the action announces anything.
func (t actorTables) isStep(converted float64) bool {
	return t.way != "" && converted > 0 && t.without <= passedBy*converted
}
