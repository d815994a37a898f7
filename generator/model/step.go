package model

import (
	"errors"
	"fmt"
	"strings"
)

// Step is one step of a funnel of people: an action, one of several actions, or an action under a condition. In TOML
//
//	"view"                                        an action
//	["like", "save"]                              one of several
//	{ action = "view", where = "format = 'reel'" }  an action under a condition on columns of events and posts
//
// and a table may give the step a name of its own.
type Step struct {
	Name    string
	Actions Names
	Where   string // SQL over the columns of events and, joined by post_id, of posts; empty: no condition
}

// UnmarshalTOML accepts a string, an array of strings or a table.
func (s *Step) UnmarshalTOML(v any) error {
	table, ok := v.(map[string]any)
	if !ok {
		return s.Actions.UnmarshalTOML(v)
	}
	for key, v := range table {
		var err error
		switch key {
		case "action":
			err = s.Actions.UnmarshalTOML(v)
		case "where":
			s.Where, ok = v.(string)
			err = wantsText(key, ok)
		case "name":
			s.Name, ok = v.(string)
			err = wantsText(key, ok)
		default:
			err = fmt.Errorf("unknown key %q in a step; it may have action, where and name", key)
		}
		if err != nil {
			return err
		}
	}
	if len(s.Actions) == 0 {
		return errors.New(`a step needs an action: { action = "view", where = "format = 'reel'" }`)
	}
	return nil
}

func wantsText(key string, ok bool) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%q wants a text", key)
}

// Label is what the step is called: its own name, or its actions and condition.
func (s Step) Label() string {
	switch {
	case s.Name != "":
		return s.Name
	case s.Where != "":
		return strings.Join(s.Actions, " or ") + " where " + s.Where
	}
	return strings.Join(s.Actions, " or ")
}

// Path is the steps of the funnel: as declared in full, or else one action a step.
func (f Funnel) Path() []Step {
	if len(f.Declared) > 0 {
		return f.Declared
	}
	out := make([]Step, len(f.Steps))
	for i, s := range f.Steps {
		out[i] = Step{Actions: Names{s}}
	}
	return out
}

// StepNames are the labels of Path, in order.
func (f Funnel) StepNames() []string {
	var out []string
	for _, s := range f.Path() {
		out = append(out, s.Label())
	}
	return out
}
