package ingest

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

// sharedData is the folder of real exports, which is not part of the repository.
func sharedData(t *testing.T) string {
	dir := os.Getenv("LIKEWISE_SHARED")
	if dir == "" {
		t.Skip("LIKEWISE_SHARED is not set: the real exports are not part of the repository")
	}
	return filepath.Join(dir, "data")
}

func openWarehouse(t testing.TB) *warehouse.Warehouse {
	w, err := warehouse.Open(context.Background(), warehouse.Options{TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

var testAsOf = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

func load(t testing.TB, root string, data ...model.Data) (*warehouse.Warehouse, *Result, diag.List) {
	t.Helper()
	w := openWarehouse(t)
	r, problems := Load(context.Background(), w, Options{Root: root, Data: data, AsOf: testAsOf, Language: "en-GB", MaxRejected: 0.01, ActorKey: []byte("test")})
	for _, s := range r.Sources {
		if s.Read != s.Stored+s.Updated+s.Duplicate+s.Rejected {
			t.Errorf("%s: read %d is not stored %d + updated %d + duplicate %d + rejected %d", s.File, s.Read, s.Stored, s.Updated, s.Duplicate, s.Rejected)
		}
	}
	return w, r, problems
}

func one[T any](t testing.TB, w *warehouse.Warehouse, query string) T {
	t.Helper()
	var v T
	if err := w.One(context.Background(), query, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSharedPosts(t *testing.T) {
	dir := sharedData(t)
	moro := func(file string, names [8]string) model.Data {
		d := model.Data{Files: file, Kind: "posts", Columns: map[string]model.Names{}}
		for i, ours := range []string{"reach", "impressions", "engaged_users", "consumers", "likes", "shares", "comments", "engagements"} {
			d.Columns[ours] = model.Names{names[i]}
		}
		return d
	}
	moroNames := map[string]string{"reach": "Total Reach", "impressions": "Total Impressions", "engaged_users": "Engaged Users", "consumers": "Consumers", "likes": "like", "shares": "share", "comments": "comment", "engagements": "Total Interactions"}
	cases := []struct {
		name, answers string
		data          model.Data
		ours          map[string]string
	}{
		{"moro", "facebook_moro/answers.json", moro("facebook_moro/dataset_Facebook.usfviz.csv", [8]string{"Total Reach", "Total Impressions", "Engaged Users", "Consumers", "like", "share", "comment", "Total Interactions"}), moroNames},
		{"moro, Spanish", "facebook_moro/answers.json", moro("facebook_moro/dataset_Facebook.csv", [8]string{"Lifetime Post Total Reach", "Lifetime Post Total Impressions", "Lifetime Engaged Users", "Consumidores de publicaciones de por vida", "like", "compartir", "comment", "Total Interactions"}), moroNames},
		{"thailand", "fb_live_thailand/answers.json", model.Data{Files: "fb_live_thailand/Live.csv", Key: "none", Dates: "mdy", Columns: map[string]model.Names{"num_loves": {"num_loves"}}},
			map[string]string{"reactions": "num_reactions", "likes": "num_likes", "comments": "num_comments", "shares": "num_shares", "num_loves": "num_loves"}},
		{"instagram", "formats/meta_instagram_content.answers.json", model.Data{Files: "formats/meta_instagram_content.csv"},
			map[string]string{"reach": "Reach", "views": "Views", "likes": "Likes", "follows": "Follows", "saves": "Saves", "shares": "Shares", "comments": "Comments"}},
		{"youtube", "formats/youtube_table_data.answers.json", model.Data{Files: "formats/youtube_table_data.csv"},
			map[string]string{"views": "Views", "impressions": "Impressions", "likes": "Likes", "follows": "Subscribers gained"}},
		{"sprout", "formats/sprout_linkedin.answers.json", model.Data{Files: "formats/sprout_linkedin.csv"},
			map[string]string{"impressions": "Impressions", "engagements": "Engagements", "likes": "Likes", "link_clicks": "Post Link Clicks", "comments": "Comments", "shares": "Shares"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var want struct {
				Definitions struct {
					Used            int `json:"records_used"`
					Exposure, Macro string
				}
				Top     []struct{ Macro, Exposure float64 } `json:"top10_by_macro"`
				Totals  map[string]float64
				Missing map[string]int `json:"missing_counts"`
			}
			text, err := os.ReadFile(filepath.Join(dir, c.answers))
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			w, r, problems := load(t, dir, c.data)
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			if n := one[int](t, w, "select count(*) from posts"); n != want.Definitions.Used {
				t.Errorf("%d posts, want %d: %+v", n, want.Definitions.Used, r.Sources[0])
			}
			for _, ours := range sortedKeys(c.ours) {
				theirs := c.ours[ours]
				q := warehouse.Ident(ours)
				if got := one[float64](t, w, "select sum("+q+") from posts"); got != want.Totals[theirs] {
					t.Errorf("%s: %v, want %v", ours, got, want.Totals[theirs])
				}
				if got := one[int](t, w, "select count(*) - count("+q+") from posts"); got != want.Missing[theirs] {
					t.Errorf("%s: %d missing, want %d", ours, got, want.Missing[theirs])
				}
			}
			theirs := map[string]string{}
			for ours, name := range c.ours {
				theirs[name] = ours
			}
			macro, exposure := warehouse.Ident(theirs[want.Definitions.Macro]), warehouse.Ident(theirs[want.Definitions.Exposure])
			n := 0
			err = w.Each(context.Background(), "select "+macro+", "+exposure+" from posts where "+macro+" is not null order by 1 desc, 2 asc, seq asc limit 10", func(row *sql.Rows) error {
				var m, e float64
				if err := row.Scan(&m, &e); err != nil {
					return err
				}
				if m != want.Top[n].Macro || e != want.Top[n].Exposure {
					t.Errorf("place %d: %v of %v, want %v of %v", n+1, m, e, want.Top[n].Macro, want.Top[n].Exposure)
				}
				n++
				return nil
			})
			if err != nil || n != 10 {
				t.Errorf("top ten has %d: %v", n, err)
			}
			t.Logf("%+v\n%v", r.Sources[0].Notes, problems)
		})
	}
}

func TestSharedOrders(t *testing.T) {
	w, r, problems := load(t, sharedData(t), model.Data{Files: "formats/shopify_orders_export.csv"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if n := one[int](t, w, "select count(*) from orders"); n != 19 || r.Sources[0].Read != 40 {
		t.Errorf("%d orders of %d lines, want 19 of 40", n, r.Sources[0].Read)
	}
	if v := one[float64](t, w, "select sum(value) from orders where status = 'paid'"); v < 13961.449 || v > 13961.451 {
		t.Errorf("paid %v, want 13961.45", v)
	}
	t.Logf("%+v\n%v", r.Sources[0], problems)
}

func TestSharedEvents(t *testing.T) {
	w, r, problems := load(t, sharedData(t), model.Data{Files: "retentioneering_ecom/ecom.csv.gz"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if r.Events != 31106 {
		t.Errorf("%d events, want 31106", r.Events)
	}
	for action, want := range map[string]int{"product_view": 6851, "add_to_cart": 1346, "purchase": 470, "checkout_bug": 44} {
		if got := one[int](t, w, "select count(*) from events where action = "+warehouse.Literal(action)); got != want {
			t.Errorf("%s: %d, want %d", action, got, want)
		}
	}
	if n := one[int](t, w, "select count(distinct actor) from events"); n != 600 {
		t.Errorf("%d actors, want 600", n)
	}
	if from := one[time.Time](t, w, `select min("at") from events`); !from.Equal(time.Date(2024, 1, 4, 11, 45, 38, 0, time.UTC)) {
		t.Errorf("first event %v", from)
	}
	t.Logf("%+v\n%v", r.Sources[0], problems)
}

func TestSharedOthersLoad(t *testing.T) {
	dir := sharedData(t)
	for _, f := range []string{"ga4_events.csv", "ga4_pages_and_screens.csv", "tiktok_content.csv", "x_account_overview.csv"} {
		_, r, problems := load(t, dir, model.Data{Files: "formats/" + f})
		if err := problems.Err(); err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if r.Sources[0].Stored == 0 {
			t.Errorf("%s: nothing stored", f)
		}
		t.Logf("%+v\n%v", r.Sources[0], problems)
	}
}
