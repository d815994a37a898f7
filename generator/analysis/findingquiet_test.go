package analysis

import (
	"testing"

	"likewise/generator/model"
)

// TestQuietFindings speaks for quiet converters only where some of them are above the usual beyond chance.
func TestQuietFindings(t *testing.T) {
	post := func(group, verdict string, k, n float64) model.Post {
		return model.Post{Group: group, Rates: []model.Rate{{Metric: "purchases", K: model.Number(k), N: model.Number(n), Baseline: .001, Verdict: verdict,
			Shrunk: model.Estimate{Value: k / n, Low: .8 * k / n, High: 1.2 * k / n, Method: "test"}}}}
	}
	for _, c := range []struct {
		name    string
		posts   []model.Post
		verdict model.Verdict
		above   float64
		stake   float64
	}{
		{"chance", []model.Post{post(model.QuietConverter, model.TooLittleData, 2, 1000), post(model.QuietConverter, model.Typical, 5, 4000), post(model.LikedConverting, model.Above, 50, 5000)}, model.CannotTell, 0, 0},
		{"beyond", []model.Post{post(model.QuietConverter, model.Above, 50, 5000), post(model.QuietConverter, model.TooLittleData, 2, 1000)}, model.Supports, 1, 35},
	} {
		r := &model.Report{Posts: c.posts, League: model.League{Groups: []model.GroupTotal{{Name: model.QuietConverter, Posts: 2, Primary: 52}}}}
		conversions := model.Conversions{Exposure: "reach", Micro: []string{"likes"}, Macro: []string{"purchases"}, Primary: "purchases"}
		found := quietFindings(told{Report: r, Conversions: conversions, all: 100})
		if len(found) != 1 {
			t.Fatalf("%s: %d findings", c.name, len(found))
		}
		if f := found[0]; f.Verdict != c.verdict || f.Estimate.Value != c.above || float64(f.Strength.Stake) != c.stake {
			t.Errorf("%s: %+v", c.name, f)
		}
		if len(r.Posts) != len(c.posts) {
			t.Errorf("%s: the report lost posts", c.name)
		}
	}
}
