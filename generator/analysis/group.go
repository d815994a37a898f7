package analysis

import (
	"math"

	"likewise/generator/model"
	"likewise/generator/stats"
)

// groupPosts puts every post with both rates, and old enough for both, into one of four groups: whether it is liked
// (the first micro-conversion) and whether it converts (the primary one), by shrunken rates against what is usual.
func groupPosts(posts []model.Post, c model.Conversions) []model.GroupTotal {
	out := make([]model.GroupTotal, 0, 4)
	at := map[string]int{}
	for _, g := range model.PostGroups() {
		at[g] = len(out)
		out = append(out, model.GroupTotal{Name: g})
	}
	if len(c.Micro) == 0 || c.Primary == "" || c.Micro[0] == c.Primary {
		return out
	}
	for i := range posts {
		p := &posts[i]
		liked, ok1 := p.Rate(c.Micro[0])
		sold, ok2 := p.Rate(c.Primary)
		if !ok1 || !ok2 || !grouped(liked) || !grouped(sold) {
			continue
		}
		p.Group = groupOf(higher(liked), higher(sold))
		g := &out[at[p.Group]]
		g.Posts++
		g.Exposure, g.Micro, g.Primary = g.Exposure+sold.N, g.Micro+liked.K, g.Primary+sold.K
	}
	return out
}

// groupDifference is by how much the share of posts that convert above the usual is larger among those that are liked
// above the usual.
func groupDifference(groups []model.GroupTotal) model.Estimate {
	n := map[string]float64{}
	for _, g := range groups {
		n[g.Name] = float64(g.Posts)
	}
	with, without := n[model.LikedConverting], n[model.QuietConverter]
	liked, others := with+n[model.LikedNotConverting], without+n[model.Neither]
	if liked == 0 || others == 0 {
		return model.None("there are no posts to compare with")
	}
	d, err := stats.Newcombe(with, liked, without, others, stats.Z95)
	if err != nil {
		return model.None(err.Error())
	}
	return model.Estimate{Value: d.Value, Low: d.Low, High: d.High, K: math.NaN(), N: liked + others, Method: "difference of two shares of posts, Newcombe, 95%"}
}

func grouped(r model.Rate) bool { return r.Shrunk.OK() && r.Verdict != model.TooYoung }

// higher leaves out the dust of arithmetic: where all posts have one rate, none is above it.
func higher(r model.Rate) bool { return r.Shrunk.Value > float64(r.Baseline)*(1+1e-9) }

func groupOf(liked, converting bool) string {
	switch {
	case liked && converting:
		return model.LikedConverting
	case liked:
		return model.LikedNotConverting
	case converting:
		return model.QuietConverter
	}
	return model.Neither
}
