package analysis

import (
	"fmt"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// comparePeople is what actor tables say of every pair, with what of it may be shown. Nothing withheld can be had from the
// rest: all actions share one outcome's people and converters, so that what one table lacks another could give, and an
// odds ratio with its interval gives the counts that it is made of. So a table is shown whole or not at all, and decides
// nothing where it is not shown; and who was left out of the tables is shown for all of them or for none.
func comparePeople(all []actorTables, minGroup int) []*model.ActorSignal {
	out := make([]*model.ActorSignal, len(all))
	sides := sidesShown(all, minGroup)
	for i, t := range all {
		out[i] = t.signal(minGroup)
		if sides {
			out[i].Excluded, out[i].TooRecent = model.Number(t.excluded), model.Number(t.tooRecent)
		}
	}
	return out
}

// few reports whether so many people are too few to show. Nobody is nobody's secret.
func few(n float64, minGroup int) bool { return n > 0 && n < float64(minGroup) }

// sidesShown reports whether the people left out of the tables may be shown: none of their numbers is small, and they are
// left out for every outcome or for none. Else those who acted among them would be the difference between two outcomes'
// numbers of people who acted.
func sidesShown(all []actorTables, minGroup int) bool {
	some, none := false, false
	for _, t := range all {
		if few(float64(t.excluded), minGroup) || few(float64(t.tooRecent), minGroup) {
			return false
		}
		some, none = some || t.excluded > 0, none || t.excluded == 0
	}
	return !some || !none
}

// withheld says why a table cannot be shown; empty where it can. How small the group is, is not said.
func withheld(crude stats.Table, minGroup int) string {
	for _, n := range [...]float64{crude.A, crude.B, crude.C, crude.D} {
		if few(n, minGroup) {
			return fmt.Sprintf("a group of this comparison is of fewer than %d people, so that none of its numbers is shown", minGroup)
		}
	}
	return ""
}
