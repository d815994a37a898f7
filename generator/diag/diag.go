// Package diag hands out problems: one located message with a code, a text and a hint, and a sorted list of them.
//
// The same List feeds the terminal, the browser overlay, JSON and CI annotations. It does not decide what is a
// problem, and it does not print colours: writers do.
package diag

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Severity says what a problem does to a build.
type Severity int

const (
	Error   Severity = iota // the build fails
	Warning                 // the build goes on; fails under --strict
	Note                    // said, never fails
)

var severityNames = [...]string{"error", "warning", "notice"}

func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the severity as its name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a severity's name.
func (s *Severity) UnmarshalText(b []byte) error {
	for i, name := range severityNames {
		if string(b) == name {
			*s = Severity(i)
			return nil
		}
	}
	return fmt.Errorf("%q is no severity", b)
}

// Problem is one thing that is wrong, where it is, and what to try.
// Line and Column are 1-based; 0 means unknown or not applicable.
type Problem struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"` // stable, kebab-case, such as "unknown-key"
	File     string   `json:"file,omitempty"`
	Line     int      `json:"line,omitempty"`
	Column   int      `json:"column,omitempty"`
	Text     string   `json:"text"`           // lower case, what failed, the value quoted
	Hint     string   `json:"hint,omitempty"` // what to try
	Value    string   `json:"value,omitempty"`
	Excerpt  string   `json:"excerpt,omitempty"` // the offending line, where there is one
}

// Error makes a Problem usable as an error: "file:line:col: text (hint)".
func (p Problem) Error() string {
	var b strings.Builder
	if w := p.Where(); w != "" {
		b.WriteString(w + ": ")
	}
	b.WriteString(p.Text)
	if p.Hint != "" {
		b.WriteString("; " + p.Hint)
	}
	return b.String()
}

// Where is "file", "file:line" or "file:line:col", as far as they are known.
func (p Problem) Where() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
		if p.Column > 0 {
			s += fmt.Sprintf(":%d", p.Column)
		}
	}
	return s
}

// List is a set of problems. The zero value is empty and ready.
type List []Problem

// Add appends problems.
func (l *List) Add(p ...Problem) { *l = append(*l, p...) }

// Errorf appends an error at a place.
func (l *List) Errorf(code, file string, line, col int, format string, args ...any) {
	l.Add(Problem{Severity: Error, Code: code, File: file, Line: line, Column: col, Text: fmt.Sprintf(format, args...)})
}

// Sort orders by file, line, column, severity, code, text, so that two runs print the same.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Text, b.Text))
	})
}

// Count returns how many problems have the severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, p := range l {
		if p.Severity == s {
			n++
		}
	}
	return n
}

// Err returns the list as an error if it holds an Error, else nil.
func (l List) Err() error {
	if l.Count(Error) == 0 {
		return nil
	}
	return l
}

// Error joins all problems, one a line.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, p := range l {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// WriteText prints one problem a line, with its hint indented below, as a terminal reader expects.
func (l List) WriteText(w io.Writer) error {
	for _, p := range l {
		where := Plain(p.Where())
		if where != "" {
			where += ": "
		}
		if _, err := fmt.Fprintf(w, "%s%s: %s [%s]\n", where, p.Severity, Plain(p.Text), p.Code); err != nil {
			return err
		}
		if p.Excerpt != "" {
			fmt.Fprintf(w, "    %s\n", excerpt(p.Excerpt))
		}
		if p.Hint != "" {
			fmt.Fprintf(w, "    hint: %s\n", Plain(p.Hint))
		}
	}
	return nil
}

// WriteJSON prints the list as a JSON array, never null.
func (l List) WriteJSON(w io.Writer) error {
	if l == nil {
		l = List{}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(l)
}

var annotationEscape = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
var annotationProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")

// WriteGitHub prints workflow commands (::error file=,line=,col=::) for a GitHub Actions log.
func (l List) WriteGitHub(w io.Writer) error {
	for _, p := range l {
		var props []string
		if p.File != "" {
			props = append(props, "file="+annotationProperty.Replace(p.File))
		}
		if p.Line > 0 {
			props = append(props, fmt.Sprintf("line=%d", p.Line))
		}
		if p.Column > 0 {
			props = append(props, fmt.Sprintf("col=%d", p.Column))
		}
		props = append(props, "title="+annotationProperty.Replace(p.Code))
		text := p.Text
		if p.Hint != "" {
			text += "\nhint: " + p.Hint
		}
		if _, err := fmt.Fprintf(w, "::%s %s::%s\n", p.Severity, strings.Join(props, ","), annotationEscape.Replace(text)); err != nil {
			return err
		}
	}
	return nil
}
