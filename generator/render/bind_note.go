package render

import "likewise/generator/page"

// bindNote is an aside in the author's words: {{< note "Stories are missing before May." >}}.
func bindNote(_ *binding, r *page.Ref) (fragment, error) {
	return fragment{layout: "note", data: line(r.Arg(0))}, nil
}

// bindQuery refuses a named query: nothing runs them yet.
func bindQuery(_ *binding, r *page.Ref) (fragment, error) {
	return fragment{}, r.Problem("no-queries", "named queries are not run yet", "take the name off the fence to show the SQL as text")
}
