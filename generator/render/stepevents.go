package render

import "likewise/generator/model"

// stepEventWords is what the wording of a step's events picks from.
type stepEventWords struct {
	Step, Where           string
	Events, Taken, NoPost int
}

// stepEvents says which events a step leaves out, and which of those it takes name no post though the first step does.
func (s *site) stepEvents(f *model.FunnelResult) []string {
	var out []string
	for _, e := range f.Events {
		said := stepEventWords{Step: line(e.Step), Where: line(e.Where), Events: e.Events, Taken: e.Taken, NoPost: e.NoPost}
		if said.Where != "" {
			out = append(out, s.words.say("people.step-where", said))
		}
		if first := f.Events[0]; said.NoPost > 0 && first.NoPost == 0 && first.Taken > 0 {
			out = append(out, s.words.say("people.step-nopost", said))
		}
	}
	return out
}
