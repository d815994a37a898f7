package generator

import (
	"cmp"
	"slices"

	"likewise/generator/model"
)

// Field is a column of a data file and what becomes of it.
type Field struct {
	Published bool   `json:"published"` // its values, or sums of them, stand in the site
	As        string `json:"as"`        // our name; empty where the column is kept out
	File      string `json:"file"`
	Sheet     string `json:"sheet,omitempty"`
	Column    string `json:"column"`
	Note      string `json:"note,omitempty"`
}

// inward are fields that only join or order rows; no page shows them.
var inward = map[string]string{
	"actor": "hashed with a key of the build, never published", "session": "never published", "event_id": "never published", "order_id": "never published",
}

// Audit lists every column of every file that was read: what is published and under which name, and what is not.
func Audit(r *model.Report) []Field {
	var out []Field
	for _, s := range r.Sources {
		for _, c := range s.Columns {
			f := Field{As: c.As, File: s.File, Sheet: s.Sheet, Column: c.Name, Note: c.Detail}
			why, kept := inward[c.As]
			switch {
			case kept:
				f.Note = why
			case c.Type == "personal":
				f.As = ""
			default:
				f.Published = c.As != ""
			}
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b Field) int {
		if a.Published != b.Published {
			if a.Published {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.As, b.As), cmp.Compare(a.File, b.File))
	})
	return out
}
