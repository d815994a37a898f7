package analysis

import "fmt"

// DeclarationError is a declaration that cannot be computed: rules that contradict each other or the data. Kind and
// Name say which ("funnel", "People who saw a post"), Key which key of it; Hint says what to write instead. Where a
// name is not known, Unknown is that name and Known those there are, in place of a hint.
type DeclarationError struct {
	Kind, Name, Key string
	Text, Hint      string
	Unknown         string
	Known           []string
}

func (e *DeclarationError) Error() string {
	return fmt.Sprintf("%s %q: %s", e.Kind, e.Name, e.Text)
}
