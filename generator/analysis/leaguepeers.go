package analysis

import (
	"cmp"
	"slices"

	"likewise/generator/model"
)

// minPeers is how many posts it takes to say what is usual among them.
const minPeers = 10

// peerKeys are the groups that a post may be held against, narrowest first. Platforms measure exposure differently, so
// a platform comes before all.
func peerKeys(p model.Post) []model.Peers {
	keys := make([]model.Peers, 0, 3)
	if p.Format != "" {
		keys = append(keys, model.Peers{Level: "format", Platform: p.Platform, Format: p.Format})
	}
	if p.Platform != "" {
		keys = append(keys, model.Peers{Level: "platform", Platform: p.Platform})
	}
	return append(keys, model.Peers{Level: "all"})
}

// gather lists the posts (by index) that a group holds, for every group that any of them may be held against.
func gather(posts []model.Post, members []int) map[model.Peers][]int {
	out := map[model.Peers][]int{}
	for _, i := range members {
		for _, k := range peerKeys(posts[i]) {
			out[k] = append(out[k], i)
		}
	}
	return out
}

// cached remembers what make said of a group.
func cached[T any](make func(model.Peers) (*T, string)) func(model.Peers) (*T, string) {
	type answer struct {
		made *T
		why  string
	}
	known := map[model.Peers]answer{}
	return func(g model.Peers) (*T, string) {
		a, ok := known[g]
		if !ok {
			a.made, a.why = make(g)
			known[g] = a
		}
		return a.made, a.why
	}
}

// narrowest is what the first of a post's groups has, or the reason why the widest has nothing.
func narrowest[T any](p model.Post, of func(model.Peers) (*T, string)) (made *T, why string) {
	for _, g := range peerKeys(p) {
		if made, why = of(g); made != nil {
			return made, ""
		}
	}
	return nil, why
}

func comparePeers(a, b model.Peers) int {
	rank := []string{"format", "platform", "all"}
	return cmp.Or(cmp.Compare(slices.Index(rank, a.Level), slices.Index(rank, b.Level)),
		cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.Format, b.Format))
}
