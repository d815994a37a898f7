package analysis

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"likewise/generator/model"
)

// realAccount is a real data set, with the correlations that were computed independently (R and DuckDB) on it.
type realAccount struct {
	name, file              string
	comma                   rune
	skip                    int // data rows that are totals
	exposure, outcome       string
	format, published, when string // columns, and the layout of published
	signals                 []realSignal
}

type realSignal struct {
	column              string
	posts               int // with an exposure above 0
	raw, given, ofRates float64
	verdict             model.Verdict // pinned: what the page says today
}

var realAccounts = []realAccount{
	{
		name: "facebook_moro", file: "facebook_moro/dataset_Facebook.usfviz.csv", comma: ';', exposure: "Total Reach", outcome: "share", format: "Type", published: "Post Month", when: "1",
		signals: []realSignal{
			{"like", 496, .8380094867644969, .7797677655286589, .8236775187883149, model.Supports},
			{"comment", 496, .5700980412218969, .41990598907491367, .4534039811765461, model.Supports},
			{"Consumers", 496, .4745338326656572, .19245136858911363, .32037541126347735, model.Supports},
			{"Engaged Users", 496, .5670975223990123, .3309136299009198, .3985276237524499, model.Supports},
			{"Total Impressions", 496, .5093677442114315, .1306999750227136, .05027448170309959, model.Supports},
		},
	},
	{
		name: "fb_live_thailand", file: "fb_live_thailand/Live.csv", comma: ',', exposure: "num_reactions", outcome: "num_shares", format: "status_type", published: "status_published", when: "1/2/2006 15:04",
		signals: []realSignal{
			{"num_likes", 6929, .5266718287887677, -.44944261535367197, -.5640600595964567, model.Contradicts},
			{"num_comments", 6929, .6241705461091474, .3881143006144647, .4817065685953644, model.Supports},
			{"num_loves", 6929, .635137159962869, .47024108964827005, .5755812080612231, model.Supports},
		},
	},
	{
		name: "sprout_linkedin", file: "formats/sprout_linkedin.csv", comma: ',', exposure: "Impressions", outcome: "Post Link Clicks", format: "Content Type", published: "Date", when: "02/01/2006",
		signals: []realSignal{
			{"Likes", 6332, .7780538346154694, .128625989917604, .10393304628487669, model.CannotTell},
			{"Comments", 6332, .43505671126570883, .18918912546962616, .2650422620861517, model.Contradicts},
			{"Shares", 6332, .5207425577707722, -.027611552775274377, .04185535487343998, model.Contradicts},
		},
	},
	{
		name: "meta_instagram_content", file: "formats/meta_instagram_content.csv", comma: ',', exposure: "Reach", outcome: "Follows", format: "Post type", published: "Publish time", when: "01/02/2006 15:04",
		signals: []realSignal{
			{"Likes", 112, .7511885631710935, .1334133857061145, .11281637026197047, model.CannotTell},
			{"Saves", 112, .6518062642514791, -.03908166758297112, .2693407104799042, model.CannotTell},
			{"Shares", 112, .636854077463533, .0697240884669986, .36257526779501487, model.CannotTell},
			{"Comments", 112, .45870270884183023, -.0027261962135592226, .29655467494655147, model.CannotTell},
		},
	},
	{
		name: "youtube_table_data", file: "formats/youtube_table_data.csv", comma: ',', skip: 1, exposure: "Views", outcome: "Subscribers gained", published: "Video publish time", when: "Jan 2, 2006",
		signals: []realSignal{{"Likes", 102, .7552621744266919, .20119006748558635, -.13466697012092294, model.CannotTell}},
	},
}

// TestRealAccounts reproduces the correlations to six digits, and holds that no signal supports where the correlation
// given exposure is negative. Skipped without LIKEWISE_SHARED: the data may not be redistributed.
func TestRealAccounts(t *testing.T) {
	dir := os.Getenv("LIKEWISE_SHARED")
	if dir == "" {
		t.Skip("LIKEWISE_SHARED is not set: real data sets may not be redistributed, so this runs only where they are")
	}
	for _, a := range realAccounts {
		t.Run(a.name, func(t *testing.T) {
			s, pairs := a.read(t, filepath.Join(dir, "data", filepath.FromSlash(a.file)))
			start := time.Now()
			found := hold(s, pairs)
			t.Logf("%d posts, %d signals: %s", len(s.exposure), len(pairs), time.Since(start).Round(time.Millisecond))
			for i, h := range found {
				h.judge()
				want := a.signals[i]
				logSignal(t, h)
				for _, c := range []struct {
					what      string
					got, want float64
				}{{"raw", h.Rank.Raw.Value, want.raw}, {"given exposure", h.Rank.GivenExposure.Value, want.given}, {"of rates", h.Rank.OfRates.Value, want.ofRates}, {"posts", h.Rank.GivenExposure.N, float64(want.posts)}} {
					if !(math.Abs(c.got-c.want) < 5e-7) {
						t.Errorf("%s %s: %v, not %v", h.Action, c.what, c.got, c.want)
					}
				}
				if h.Verdict != want.verdict {
					t.Errorf("%s: %s, not %s", h.Action, h.Verdict, want.verdict)
				}
				if h.Rank.GivenExposure.Value < 0 && h.Verdict == model.Supports {
					t.Errorf("%s supports with a correlation of %v given exposure", h.Action, h.Rank.GivenExposure.Value)
				}
				if h.Control.Verdict == model.Supports {
					t.Errorf("%s: the shuffled signal supports", h.Action)
				}
			}
		})
	}
}

func logSignal(t *testing.T, h *trial) {
	t.Helper()
	r, g, total := h.PerExposure.RateRatio, h.Validated.Gain, h.Total.RateRatio
	t.Logf("%s -> %s: %s; per exposure x%.3f [%.3f, %.3f] q %.2g (%s, n %g, sd %.2f); total x%.3f [%.3f, %.3f] %s; rank %.3f %.3f %.3f p %.2g; gain %.3f [%.3f, %.3f]; control %d of %d %s; top %d %.1f by chance %.1f; held %v left %v; formats %v p %.2g; %v",
		h.Action, h.Outcome, h.Verdict, r.Value, r.Low, r.High, float64(h.PerExposure.Q), h.PerExposure.Model, r.N, float64(h.Spread), total.Value, total.Low, total.High, total.Why,
		h.Rank.Raw.Value, h.Rank.GivenExposure.Value, h.Rank.OfRates.Value, float64(h.Rank.PermutationP), g.Value, g.Low, g.High,
		h.Control.Supports, h.Control.Shuffles, h.Control.Verdict, h.TopOverlap.K, float64(h.TopOverlap.Shared), float64(h.TopOverlap.ByChance), h.Controls, h.Left, brief(h.Formats), float64(h.FormatsP), h.Reasons)
}

func brief(all []model.FormatEffect) []string {
	out := []string{}
	for _, f := range all {
		out = append(out, f.Format+" x"+strconv.FormatFloat(f.RateRatio.Value, 'f', 2, 64)+" of "+strconv.Itoa(f.Posts))
	}
	return out
}

// read makes a sheet of a CSV by the shortest way; ingest is tested elsewhere.
func (a realAccount) read(t *testing.T, path string) (sheet, []pair) {
	t.Helper()
	f, err := os.Open(path)
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
	rows = rows[1+a.skip:]
	text := func(row []string, name string) string {
		if i, ok := at[name]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	values := func(name string) []float64 {
		if _, ok := at[name]; !ok {
			t.Fatalf("%s has no column %q", a.file, name)
		}
		out := make([]float64, len(rows))
		for i, row := range rows {
			v, err := strconv.ParseFloat(strings.ReplaceAll(text(row, name), ",", ""), 64)
			if err != nil {
				v = math.NaN()
			}
			out[i] = v
		}
		return out
	}
	s := sheet{exposureName: a.exposure, exposure: values(a.exposure)}
	for _, row := range rows {
		month, week := "", ""
		if d, err := time.Parse(a.when, text(row, a.published)); err == nil {
			month = d.Format("2006-01")
			if a.when != "1" { // a month and no day
				week = monday(d).Format(model.Day)
			}
		}
		s.platform = append(s.platform, "")
		s.format, s.topic, s.paid = append(s.format, text(row, a.format)), append(s.topic, ""), append(s.paid, text(row, "Paid"))
		s.week = append(s.week, week)
		s.month, s.age = append(s.month, month), append(s.age, 1000)
	}
	var pairs []pair
	for _, x := range a.signals {
		pairs = append(pairs, pair{action: x.column, outcome: a.outcome, a: values(x.column), o: values(a.outcome)})
	}
	return s, pairs
}
