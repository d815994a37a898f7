package render

import (
	"math"
	"time"

	"likewise/generator/model"
)

// openWords is the signals that more posts would tell, in one sentence.
type openWords struct {
	Actions, Needed string // joined in the same order
	Outcome         term
	Several         bool
	Posts           int
	Years           int // that the nearest of them takes at this pace; 0: less than one, or not known
}

// openSignals says which signals are open: in one sentence those that more posts would tell, then, with its reason,
// at most two of the others.
func (s *site) openSignals() []string {
	var wide, out []string
	var needed []string
	w, nearest := openWords{}, math.Inf(1)
	for _, g := range s.signalsOf(s.Site.Primary) {
		if g.Verdict != model.CannotTell {
			continue
		}
		said := s.signalWords(g)
		if said.Needed == "" {
			out = append(out, s.words.say("unknown.signal", said))
			continue
		}
		wide, needed = append(wide, said.Action.Noun), append(needed, said.Needed)
		w.Outcome, w.Posts = said.Outcome, max(w.Posts, said.Posts)
		nearest = min(nearest, float64(g.PostsNeeded))
	}
	out = out[:min(2, len(out))]
	if len(wide) == 0 {
		return out
	}
	w.Actions, w.Needed, w.Several = s.joinBy("list.or", wide, len(wide)), s.join(needed, len(needed)), len(wide) > 1
	w.Years = s.yearsFor(nearest-float64(w.Posts), w.Posts)
	return append([]string{s.words.say("unknown.signals", w)}, out...)
}

// yearsFor is how many whole years as many more posts take, if they come as the posts of the period came.
func (s *site) yearsFor(more float64, posts int) int {
	from, err := time.Parse(model.Day, s.Report.Period.From)
	to, err2 := time.Parse(model.Day, s.Report.Period.To)
	days := to.Sub(from).Hours()/24 + 1
	if err != nil || err2 != nil || posts == 0 || !(days >= 28) || !(more > 0) {
		return 0
	}
	return int(min(math.Round(more/float64(posts)*days/365.25), 1e6))
}
