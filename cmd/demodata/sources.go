package main

import (
	"fmt"
	"math"
	"slices"
)

// place is a source of reach: where a post was shown.
type place struct {
	name   string  // the column's
	weight float64 // usual share of a post's reach
	reel   float64 // multiple of it among reels
}

var places = []place{
	{name: "home", weight: .48, reel: .8},
	{name: "hashtags", weight: .07, reel: .7},
	{name: "explore", weight: .38, reel: 1.3},
	{name: "profile", weight: .05, reel: 1},
	{name: "other", weight: .02, reel: 1},
}

const (
	placeSpread = .35 // between posts, of each place's part
	// What a standard deviation of the share rate adds to the logarithm of the reach from explore. It is so much that
	// the places without it stay as they are while the whole grows by shareToReach.
	shareToExplore = shareToReach / .4
)

// sourcesTable is what the content team notes of the split that Instagram shows under each post: its parts add up to the
// reach of the export that the post's counts are from.
func sourcesTable(d dice, posts []post) []byte {
	var s sheet
	head := []string{"post_id"}
	for _, p := range places {
		head = append(head, "reach_"+p.name)
	}
	s.row(head...)
	for _, p := range posts {
		cells := []string{p.id}
		for _, n := range d.shownAt(p) {
			cells = append(cells, fmt.Sprint(n))
		}
		s.row(cells...)
	}
	return s.Bytes()
}

// shownAt splits a post's exported reach by place, to whole people.
func (d dice) shownAt(p post) []int {
	made := asOf
	if p.at.Before(secondExport) {
		made = firstExport
	}
	reach := p.counts.at(arrived(made.Sub(p.at)) / arrived(asOf.Sub(p.at))).reach
	weights, sum := make([]float64, len(places)), 0.0
	for i, place := range places {
		w := d.lognormal(place.weight, placeSpread)
		if p.format.name == "IG reel" {
			w *= place.reel
		}
		if place.name == "explore" {
			w *= math.Pow(p.rates.share/shareMedian, shareToExplore/shareSpread)
		}
		weights[i], sum = w, sum+w
	}
	out, left := make([]int, len(places)), reach
	for i, w := range weights {
		out[i] = int(math.Floor(float64(reach) * w / sum))
		left -= out[i]
	}
	out[slices.Index(out, slices.Max(out))] += left
	return out
}
