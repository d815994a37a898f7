package generator

import (
	_ "embed"

	"likewise/generator/diag"
)

// Checked is the verdict of [Check] as "likewise check --json" prints it.
type Checked struct {
	Schema   string    `json:"schema"` // checkedSchema
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Problems diag.List `json:"problems"`         // sorted; never null
	Fields   []Field   `json:"fields,omitempty"` // where an audit was asked for
}

const checkedSchema = "likewise.check/1"

// NewChecked counts and sorts the problems of a run.
func NewChecked(problems diag.List, fields []Field) Checked {
	if problems == nil {
		problems = diag.List{}
	}
	problems.Sort()
	return Checked{checkedSchema, problems.Count(diag.Error), problems.Count(diag.Warning), problems, fields}
}

//go:embed check.schema.json
var checkSchema string

// CheckSchema is the JSON Schema of [Checked], for those who read it by program. A test holds it against the types and
// against what real runs print.
func CheckSchema() []byte { return []byte(checkSchema) }
