package render

import (
	"cmp"
	"slices"

	"likewise/generator/model"
)

// groupRank is a place among the posts of one format: 1 is the highest rate, equal rates share the lower number.
// The zero value is none.
type groupRank struct{ Rank, Of int }

// groupRanks has a groupRank for each post and each of its rates, in the report's order.
type groupRanks [][]groupRank

// rankWithinFormat ranks the observed rates of posts that share a format.
func rankWithinFormat(posts []model.Post) groupRanks {
	out := make(groupRanks, len(posts))
	byFormat := map[string][]int{}
	for i := range posts {
		out[i] = make([]groupRank, len(posts[i].Rates))
		if posts[i].Format != "" {
			byFormat[posts[i].Format] = append(byFormat[posts[i].Format], i)
		}
	}
	if len(posts) == 0 {
		return out
	}
	for _, members := range byFormat {
		for j := range posts[0].Rates {
			rankMembers(posts, members, j, out)
		}
	}
	return out
}

func rankMembers(posts []model.Post, members []int, j int, out groupRanks) {
	ranked := make([]int, 0, len(members))
	for _, i := range members {
		if j < len(posts[i].Rates) && posts[i].Rates[j].Rate.OK() {
			ranked = append(ranked, i)
		}
	}
	value := func(i int) float64 { return posts[i].Rates[j].Rate.Value }
	slices.SortStableFunc(ranked, func(a, b int) int { return cmp.Compare(value(b), value(a)) })
	for at, i := range ranked {
		out[i][j] = groupRank{at + 1, len(ranked)}
		if at > 0 && value(ranked[at-1]) == value(i) {
			out[i][j].Rank = out[ranked[at-1]][j].Rank
		}
	}
}
