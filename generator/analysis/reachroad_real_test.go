package analysis

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
)

// realRoad is a real data set that says from where people were reached, with correlations computed independently.
type realRoad struct {
	file            string
	comma           rune
	columns         map[string]string // ours -> theirs
	published, when string
	split           string
	posts           int
	why             string               // in the reason why nothing is told
	ranks           map[string][]float64 // of likes, by part: raw, given the whole, of shares, of rate and count
}

var realRoads = []realRoad{
	{
		file: "facebook_moro/dataset_Facebook.usfviz.csv", comma: ';', split: "audience", published: "Post Month", when: "1",
		columns: map[string]string{"format": "Type", "reach": "Total Reach", "reach_followers": "Reach by people who like your Page", "likes": "like"},
		posts:   499, ranks: map[string][]float64{
			"followers":    {.5909279648386943, -.09805543336073304, -.08251790081155463, -.3499614783291569},
			"nonfollowers": {.7256074044157484, .4347775455027583, .08251790081155463, -.1304206883920216},
		},
	},
	{
		file: "formats/sprout_linkedin.csv", comma: ',', split: "payment", published: "Date", when: "02/01/2006",
		columns: map[string]string{"format": "Content Type", "impressions": "Impressions", "impressions_organic": "Organic Impressions", "likes": "Likes"},
		why:     "nearly all impressions are impressions without payment",
	},
}

func (a realRoad) read(t *testing.T, dir string) []model.Post {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "data", filepath.FromSlash(a.file)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = a.comma, true, -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range rows[0] {
		at[strings.Trim(h, "\ufeff\" ")] = i
	}
	var posts []model.Post
	for n, row := range rows[1:] {
		p := model.Post{ID: fmt.Sprint(n), Row: n + 1, AgeDays: 1000, Metrics: map[string]float64{}}
		for ours, theirs := range a.columns {
			i, ok := at[theirs]
			if !ok {
				t.Fatalf("%s has no column %q", a.file, theirs)
			}
			if v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(row[i]), ",", ""), 64); err == nil {
				p.Metrics[ours] = v
			} else if ours == "format" {
				p.Format = row[i]
			}
		}
		if d, err := time.Parse(a.when, row[at[a.published]]); err == nil && d.Year() > 0 {
			p.Published = d.Format(model.Day)
		}
		posts = append(posts, p)
	}
	return posts
}

func TestRealRoads(t *testing.T) {
	dir := os.Getenv("LIKEWISE_SHARED")
	if dir == "" {
		t.Skip("LIKEWISE_SHARED is not set: real data sets may not be redistributed, so this runs only where they are")
	}
	for _, a := range realRoads {
		posts := a.read(t, dir)
		whole := "reach"
		if _, ok := a.columns[whole]; !ok {
			whole = "impressions"
		}
		all := reachRoads(sheetOf(posts, whole, nil), posts, model.Conversions{Exposure: whole, Micro: []string{"likes"}})
		if len(all) != 1 || all[0].Split != a.split || !strings.Contains(all[0].Why, a.why) || (a.why == "") != (all[0].Why == "") {
			t.Fatalf("%s: %+v", a.file, all)
		}
		for _, x := range all[0].Sources {
			want, got := a.ranks[x.Part], []float64{x.Rank.Raw.Value, x.Rank.GivenWhole.Value, x.Rank.OfShares.Value, x.Rank.OfRate.Value}
			for i := range want {
				if !(math.Abs(got[i]-want[i]) < 5e-7) || all[0].Posts != a.posts {
					t.Errorf("%s %s: %v of %d posts, not %v of %d", a.file, x.Part, got, all[0].Posts, want, a.posts)
				}
			}
			t.Logf("%s %s: x%.3f [%.3f, %.3f], its part x%.3f, %s", a.file, x.Part, x.Grows.RateRatio.Value, x.Grows.RateRatio.Low, x.Grows.RateRatio.High, x.OfWhole.RateRatio.Value, x.Verdict)
			if x.Verdict == model.Supports {
				t.Errorf("%s %s grows, though posts that reach far are liked less per person", a.file, x.Part)
			}
		}
		if len(all[0].Sources) != len(a.ranks) {
			t.Errorf("%s: %d sources", a.file, len(all[0].Sources))
		}
	}
}
