package render

import (
	"slices"

	"likewise/generator/page"
)

// Cards is what to do next, and what the data cannot tell yet.
type Cards struct{ Next, Unknown []Advice }

// bindNext is {{< next >}}: where it stands, the overview's two lists stand, and not at its end.
func bindNext(b *binding, r *page.Ref) (fragment, error) {
	c := b.cards(b.root)
	if len(c.Next)+len(c.Unknown) == 0 {
		return b.nothing(r, "next.none", nil)
	}
	return fragment{layout: "cards", data: c}, nil
}

func hasRef(p *page.Page, name string) bool {
	return slices.ContainsFunc(p.Refs, func(r *page.Ref) bool { return r.Name == name })
}
