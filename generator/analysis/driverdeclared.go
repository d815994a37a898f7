package analysis

import (
	"math"
	"strconv"

	"likewise/generator/model"
	"likewise/generator/stats"
)

const (
	// mostLevels is how many different numbers a declared column may have and still be read as names of groups.
	mostLevels = 10
	// notGiven is the level of the posts that a column of words says nothing about.
	notGiven = "not given"
)

// declaredFeature is a column that site.toml names in [drivers] features: a count or a length where it is numbers, known of
// all posts, of which there are many different ones; else groups.
func declaredFeature(name string, posts []model.Post, y []float64) feature {
	labels, numbers := make([]string, len(posts)), make([]float64, len(posts))
	different, counted := map[float64]bool{}, true
	for i, p := range posts {
		labels[i] = given(p, name)
		v, err := strconv.ParseFloat(labels[i], 64)
		counted = counted && err == nil && v >= 0 && !math.IsInf(v, 0)
		numbers[i], different[v] = math.Log2(1+v), true
		if labels[i] == "" {
			labels[i] = notGiven
		}
	}
	if counted && len(different) > mostLevels {
		return feature{control: control{name: name, columns: []stats.Column{{Name: name, Values: fromMedian(numbers)}}}, shown: true}
	}
	merged, reference := mergeLevels(labels, y)
	return feature{control{name: name, columns: stats.Indicators(name, merged, reference)}, merged, reference, true}
}

// given is what a column of the posts says of one, as text; empty: nothing.
func given(p model.Post, column string) string {
	switch column {
	case "campaign":
		return p.Campaign
	case "account":
		return p.Account
	}
	if v, ok := p.Metrics[column]; ok {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return p.Fields[column]
}
