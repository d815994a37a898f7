package render

import (
	"cmp"
	"slices"

	"likewise/generator/model"
)

// groupRank is a place among the posts of one format: 1 is the highest rate, equal rates share the lower number.
// Shared is how many posts have it, 1 for a post alone. The zero value is none.
type groupRank struct{ Rank, Of, Shared int }

// groupRanks has a groupRank for each post and each of its rates, in the report's order.
type groupRanks [][]groupRank

// rankWithinFormat ranks the likely rates of posts that share a format, as the report ranks those of all.
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
	value := func(i int) float64 { return posts[i].Rates[j].Likely().Value }
	slices.SortStableFunc(ranked, func(a, b int) int { return cmp.Compare(value(b), value(a)) })
	for at := 0; at < len(ranked); {
		end := at + 1
		for end < len(ranked) && value(ranked[end]) == value(ranked[at]) {
			end++
		}
		for _, i := range ranked[at:end] {
			out[i][j] = groupRank{at + 1, len(ranked), end - at}
		}
		at = end
	}
}

// rankKey is a rank among all posts by one conversion.
type rankKey struct {
	metric string
	rank   float64
}

// sharedRanks counts how many posts have each rank, for the report gives equal rates the same one.
func sharedRanks(posts []model.Post) map[rankKey]int {
	out := map[rankKey]int{}
	for i := range posts {
		for _, r := range posts[i].Rates {
			if r.Rank.OK() {
				out[rankKey{r.Metric, r.Rank.Value}]++
			}
		}
	}
	return out
}
