package generator

import (
	"likewise/generator/diag"
	"likewise/generator/diff"
)

// Compare says what changed between two folders that Build wrote.
func Compare(before, after string) (*diff.Diff, diag.List) {
	d, err := diff.Sites(before, after)
	if err != nil {
		return nil, diag.List{problem(err)}
	}
	return d, nil
}
