package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"likewise/generator/diag"
)

// terminal is the voice of the command line: results to out, everything said about them to err.
type terminal struct {
	out, err io.Writer
	env      []string
	quiet    bool
}

func (t *terminal) say(format string, args ...any) {
	if !t.quiet {
		fmt.Fprintf(t.err, "likewise: "+format+"\n", args...)
	}
}

// json prints a result for machines.
func (t *terminal) json(v any) error {
	enc := json.NewEncoder(t.out)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// phase is one line for each phase with its time.
func (t *terminal) phase(name string, took time.Duration) {
	if !t.quiet {
		fmt.Fprintf(t.err, "  %-12s %6d ms\n", name, took.Milliseconds())
	}
}

// problems prints a list where its reader looks: JSON when asked, annotations in GitHub's logs, plain lines else.
func (t *terminal) problems(l diag.List, asJSON bool) {
	l.Sort()
	switch {
	case asJSON:
		l.WriteJSON(t.out)
	case slices.Contains(t.env, "GITHUB_ACTIONS=true"):
		l.WriteText(t.err)
		l.WriteGitHub(t.out)
	default:
		l.WriteText(t.err)
	}
	if n, w := l.Count(diag.Error), l.Count(diag.Warning); !asJSON && n+w > 0 {
		var parts []string
		for _, c := range []struct {
			n    int
			word string
		}{{n, "error"}, {w, "warning"}} {
			if c.n > 0 {
				parts = append(parts, plural(c.n, c.word))
			}
		}
		fmt.Fprintf(t.err, "likewise: %s\n", strings.Join(parts, ", "))
	}
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
