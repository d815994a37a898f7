package page

import (
	"fmt"
	"slices"

	"likewise/generator/diag"
)

// ShortcodeSpec says how one shortcode is written. What it stands for is the renderer's business.
type ShortcodeSpec struct {
	Name             string
	MinArgs, MaxArgs int      // positional arguments
	Keys             []string // named arguments
	Inline           bool     // stands within a line of text; others stand alone on their line
}

// include is the one shortcode that this package carries out itself.
const include = "include"

// Shortcodes returns what pages may use, a fresh slice each time. A shortcode that the renderer learns is one
// more row.
func Shortcodes() []ShortcodeSpec {
	return []ShortcodeSpec{
		{Name: "change", Keys: []string{"outcome", "grain"}},
		{Name: "drivers", Keys: []string{"outcome"}},
		{Name: "findings", Keys: []string{"top"}},
		{Name: "funnel", MinArgs: 1, MaxArgs: 1, Keys: []string{"compact"}},
		{Name: "breakdown", MinArgs: 1, MaxArgs: 1},
		{Name: "sensitivity", MinArgs: 1, MaxArgs: 1},
		{Name: "timetoconvert", MinArgs: 1, MaxArgs: 1, Keys: []string{"by"}},
		{Name: "cohorts", MinArgs: 1, MaxArgs: 1},
		{Name: "attribution", MaxArgs: 1},
		{Name: "paths", MaxArgs: 1, Keys: []string{"steps"}},
		{Name: "groups"},
		{Name: include, MinArgs: 1, MaxArgs: 1},
		{Name: "kpi", MinArgs: 1, MaxArgs: 1, Keys: []string{"compare"}},
		{Name: "mix", Keys: []string{"a", "b"}},
		{Name: "next"},
		{Name: "note", MinArgs: 1, MaxArgs: 1},
		{Name: "oddities"},
		{Name: "posts", Keys: []string{"top", "by", "format"}},
		{Name: "road", Keys: []string{"action"}},
		{Name: "signals", Keys: []string{"outcome", "detail"}},
		{Name: "sources"},
		{Name: "spread", Keys: []string{"outcome"}},
		{Name: "threshold", MinArgs: 1, MaxArgs: 1, Keys: []string{"outcome"}},
		{Name: "timing"},
		{Name: "totals"},
		{Name: "trend", MinArgs: 1, MaxArgs: 1},
		{Name: "value", MinArgs: 1, MaxArgs: 1, Keys: []string{"format", "row"}, Inline: true},
		{Name: "verdict", MinArgs: 1, MaxArgs: 1, Keys: []string{"outcome", "show"}, Inline: true},
		{Name: "why", Keys: []string{"post"}},
	}
}

// specNamed returns the row for a shortcode, or nil.
func specNamed(specs []ShortcodeSpec, name string) *ShortcodeSpec {
	for i := range specs {
		if specs[i].Name == name {
			return &specs[i]
		}
	}
	return nil
}

// callError is what is wrong with a shortcode, at a byte offset from its first brace.
type callError struct {
	at               int
	code, text, hint string
}

// check holds a call against the table. It returns every problem, in order.
func (c call) check(specs []ShortcodeSpec, inline bool) []callError {
	spec := specNamed(specs, c.name)
	if spec == nil {
		names := make([]string, len(specs))
		for i, s := range specs {
			names[i] = s.Name
		}
		return []callError{{c.nameAt, "unknown-shortcode", fmt.Sprintf("unknown shortcode %q", c.name), diag.DidYouMean(c.name, names)}}
	}
	var out []callError
	if inline && !spec.Inline {
		out = append(out, callError{0, "shortcode-place", fmt.Sprintf("%s cannot stand within text", c.name), "put it alone on its line"})
	}
	args, seen := 0, []string{}
	for _, a := range c.args {
		switch {
		case a.key == "":
			if args++; args == spec.MaxArgs+1 {
				out = append(out, callError{a.at, "shortcode-args", fmt.Sprintf("%s takes %s, got %q as well", c.name, spec.takes(), a.value), ""})
			}
		case !slices.Contains(spec.Keys, a.key):
			out = append(out, callError{a.at, "unknown-argument", fmt.Sprintf("%s has no argument %q", c.name, a.key), diag.DidYouMean(a.key, spec.Keys)})
		case slices.Contains(seen, a.key):
			out = append(out, callError{a.at, "shortcode-args", fmt.Sprintf("%q is given twice", a.key), ""})
		default:
			seen = append(seen, a.key)
		}
	}
	if args < spec.MinArgs {
		out = append(out, callError{c.nameAt, "shortcode-args", fmt.Sprintf("%s takes %s, got %d", c.name, spec.takes(), args), spec.example()})
	}
	return out
}

func (s ShortcodeSpec) takes() string {
	switch {
	case s.MaxArgs == 0:
		return "no unnamed argument"
	case s.MinArgs == s.MaxArgs && s.MaxArgs == 1:
		return "1 unnamed argument"
	case s.MinArgs == s.MaxArgs:
		return fmt.Sprintf("%d unnamed arguments", s.MaxArgs)
	}
	return fmt.Sprintf("%d to %d unnamed arguments", s.MinArgs, s.MaxArgs)
}

func (s ShortcodeSpec) example() string {
	return fmt.Sprintf(`write {{< %s "..." >}}`, s.Name)
}
