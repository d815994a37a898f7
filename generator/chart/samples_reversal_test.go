package chart

import "likewise/generator/model"

// sampleReversal is a group that has less in all and more in each stratum but one. Two strata are in one group alone,
// one of them with an interval far beyond the rest.
func sampleReversal() Reversal {
	end := func(v, low, high, size model.Number, label string) ReversalEnd {
		return ReversalEnd{Value: v, Low: low, High: high, Size: size, Label: label}
	}
	absent := end(nan, nan, nan, nan, "no post")
	return Reversal{
		Head:   Head{Title: "Images look better than reels in total, and are worse topic by topic", Label: "Topic by topic reels have more purchases per 1,000 people reached; in total images have"},
		Groups: [2]string{"Image", "Reel"}, Ticks: []Tick{{0, "0"}, {10, "10"}, {20, "20"}, {30, "30"}, {40, "40"}},
		All: ReversalLine{Name: "All", Ends: [2]ReversalEnd{end(25, 22, 28, 900000, "25.0"), end(16, 13, 19, 800000, "16.0")}},
		Strata: []ReversalLine{
			{Name: "Brewing at home", Ends: [2]ReversalEnd{end(30, 27, 33, 600000, "30.0"), end(41, 37, 44, 90000, "41.0")}},
			{Name: "Origin", Ends: [2]ReversalEnd{end(29, 20, 39, 60000, "29.0"), end(39.5, 30, 47, 40000, "39.5")}},
			{Name: "People", Ends: [2]ReversalEnd{end(6, 5, 7, 150000, "6.0"), end(8.5, 8, 9.1, 650000, "8.5")}},
			{Name: "Shop", Ends: [2]ReversalEnd{end(14, 9, 20, 40000, "14.0"), end(11, 5, 21, 10000, "11.0")}},
			{Name: "Giveaway", Ends: [2]ReversalEnd{end(3, 1, 400, 5000, "3.0"), absent}},
			{Name: "A topic whose name is rather longer than any drawing has room for", Ends: [2]ReversalEnd{absent, end(22, nan, nan, 7000, "22.0")}},
		},
	}
}
