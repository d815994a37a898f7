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
	return append(keys, model.Peers{Level: "platform", Platform: p.Platform}, model.Peers{Level: "all"})
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

// narrowest gives each of the posts in want the first of its groups for which make succeeds, making each group once.
// A post with no group gets the reason that the widest one gave.
func narrowest[T any](posts []model.Post, want []int, make func(model.Peers) (T, string)) (of map[int]*T, why map[int]string) {
	type attempt struct {
		made *T
		why  string
	}
	made := map[model.Peers]attempt{}
	of, why = map[int]*T{}, map[int]string{}
	for _, i := range want {
		for _, k := range peerKeys(posts[i]) {
			a, ok := made[k]
			if !ok {
				t, reason := make(k)
				if a.why = reason; reason == "" {
					a.made = &t
				}
				made[k] = a
			}
			if a.made != nil {
				of[i] = a.made
				delete(why, i)
				break
			}
			why[i] = a.why
		}
	}
	return of, why
}

func comparePeers(a, b model.Peers) int {
	rank := []string{"format", "platform", "all"}
	return cmp.Or(cmp.Compare(slices.Index(rank, a.Level), slices.Index(rank, b.Level)),
		cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.Format, b.Format))
}
