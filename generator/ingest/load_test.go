package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/klauspost/compress/zstd"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"likewise/generator/diag"
	"likewise/generator/model"
)

const plain = "id,published,caption,reach,likes\np1,2026-09-01 10:00,Café – “x”,100,10\np2,2026-09-02 10:00,Two,50,6\n"

// site writes files into a new folder.
func site(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func utf16le(s, mark string) string {
	var b strings.Builder
	b.WriteString(mark)
	for _, u := range utf16.Encode([]rune(s)) {
		b.Write([]byte{byte(u), byte(u >> 8)})
	}
	return b.String()
}

func TestEncodingsAndPackings(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	enc, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"utf-8": plain, "bom": "\ufeff" + plain, "1252": latin, "utf-16 with mark": utf16le(plain, "\xff\xfe"), "utf-16 without": utf16le(plain, ""),
		"gzip": gz(plain), "zstd": string(enc.EncodeAll([]byte(plain), nil)), "gzip of utf-16": gz(utf16le(plain, "\xff\xfe")), "crlf": strings.ReplaceAll(plain, "\n", "\r\n"), "cr": strings.ReplaceAll(plain, "\n", "\r"),
		"tabs": strings.ReplaceAll(plain, ",", "\t"), "pipes": strings.ReplaceAll(plain, ",", "|"), "no last line end": strings.TrimSuffix(plain, "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			w, _, problems := load(t, site(t, map[string]string{"x.csv": text}), model.Data{Files: "x.csv"})
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			if got := one[string](t, w, "select caption from posts where post_id = 'p1'"); got != "Café – “x”" {
				t.Errorf("caption %q", got)
			}
			if got := one[float64](t, w, "select sum(reach) from posts"); got != 150 {
				t.Errorf("reach %v", got)
			}
		})
	}
}

// TestBadFiles gives each broken input, and the code that must come of it.
func TestBadFiles(t *testing.T) {
	zipped := gz(strings.Repeat(plain, 100))
	for _, c := range []struct {
		name, code string
		files      map[string]string
		data       []model.Data
	}{
		{"no such file", "no-files", nil, []model.Data{{Files: "data/*.csv"}}},
		{"empty folder", "no-files", map[string]string{"data/.keep": ""}, []model.Data{{Files: "data/*.csv"}}},
		{"folder", "directory", map[string]string{"data/x.csv": plain}, []model.Data{{Files: "data"}}},
		{"outside", "bad-pattern", nil, []model.Data{{Files: "../x.csv"}}},
		{"absolute", "bad-pattern", nil, []model.Data{{Files: "/etc/passwd"}}},
		{"bracket", "bad-pattern", nil, []model.Data{{Files: "a[.csv"}}},
		{"empty file", "empty-file", map[string]string{"x.csv": ""}, []model.Data{{Files: "x.csv"}}},
		{"only a mark", "empty-file", map[string]string{"x.csv": "\ufeff"}, []model.Data{{Files: "x.csv"}}},
		{"truncated gzip", "truncated-archive", map[string]string{"x.csv.gz": zipped[:len(zipped)-10]}, []model.Data{{Files: "x.csv.gz"}}},
		{"broken gzip", "broken-archive", map[string]string{"x.csv.gz": zipped[:20] + "garbage" + zipped[27:]}, []model.Data{{Files: "x.csv.gz"}}},
		{"bomb", "archive-too-large", map[string]string{"x.csv.gz": gz(strings.Repeat("0", 80<<20))}, []model.Data{{Files: "x.csv.gz"}}},
		{"picture", "binary-file", map[string]string{"x.csv": "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01", 200)}, []model.Data{{Files: "x.csv"}}},
		{"web page", "html-file", map[string]string{"x.xls": "<html><table>"}, []model.Data{{Files: "x.xls"}}},
		{"old excel", "old-excel", map[string]string{"x.xls": "\xd0\xcf\x11\xe0aaaa"}, []model.Data{{Files: "x.xls"}}},
		{"broken workbook", "broken-workbook", map[string]string{"x.xlsx": "PK\x03\x04aaaa"}, []model.Data{{Files: "x.xlsx"}}},
		{"broken parquet", "broken-parquet", map[string]string{"x.parquet": "PAR1aaaaaaaaaaaaaa"}, []model.Data{{Files: "x.parquet"}}},
		{"broken json", "broken-json", map[string]string{"x.json": "[{\"id\": 1,\n \"likes\": }]"}, []model.Data{{Files: "x.json"}}},
		{"unknown", "unrecognised-file", map[string]string{"x.csv": "a,b\n1,2\n"}, []model.Data{{Files: "x.csv"}}},
		{"unknown column", "unknown-column", map[string]string{"x.csv": plain}, []model.Data{{Files: "x.csv", Columns: map[string]model.Names{"reach": {"reech"}}}}},
		{"unknown match", "unknown-column", map[string]string{"x.csv": plain}, []model.Data{{Files: "x.csv", Match: map[string]string{"linq": "(x)"}}}},
		{"bad match", "bad-match", map[string]string{"x.csv": plain}, []model.Data{{Files: "x.csv", Match: map[string]string{"caption": "("}}}},
		{"named twice", "file-named-twice", map[string]string{"x.csv": plain}, []model.Data{{Files: "x.csv"}, {Files: "*.csv"}}},
		{"ambiguous dates", "ambiguous-dates", map[string]string{"x.csv": strings.NewReplacer("2026-09-01", "09/01/2026", "2026-09-02", "09/02/2026").Replace(plain)}, []model.Data{{Files: "x.csv"}}},
		{"open quote", "open-quote", map[string]string{"x.csv": plain + "p3,2026-09-03 10:00,\"never closed,1,1\n" + plain}, []model.Data{{Files: "x.csv"}}},
		{"large cell", "too-many-rejected", map[string]string{"x.csv": plain + "p3,2026-09-03 10:00,\"" + strings.Repeat("x", 50<<20) + "\",1,1\n"}, []model.Data{{Files: "x.csv"}}},
		{"zero byte", "too-many-rejected", map[string]string{"x.csv": plain + "p3,2026-09-03 10:00,a\x00b,1,1\n"}, []model.Data{{Files: "x.csv"}}},
		{"bad zone", "unknown-zone", map[string]string{"x.csv": plain}, []model.Data{{Files: "x.csv", Zone: "Mars/Phobos"}}},
		{"daily export", "daily-export", map[string]string{"x.csv": "Post ID,Publish time,Permalink,Post type,Date,Reach,Likes\n1,09/21/2026 10:00,https://x.example/1,IG image,09/22/2026,1,1\n"}, []model.Data{{Files: "x.csv"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, problems := load(t, site(t, c.files), c.data...)
			found := false
			for _, p := range problems {
				if p.Code == c.code && p.Severity == diag.Error {
					found = true
					if p.Hint == "" || p.Text == "" {
						t.Errorf("no hint or text: %+v", p)
					}
					t.Log(p)
				}
			}
			if !found {
				t.Errorf("want %s, got %v", c.code, problems)
			}
		})
	}
}

func TestLinkOutOfTheSite(t *testing.T) {
	outside := site(t, map[string]string{"x.csv": plain})
	root := t.TempDir()
	if err := os.Symlink(filepath.Join(outside, "x.csv"), filepath.Join(root, "x.csv")); err != nil {
		t.Skip("this system makes no links")
	}
	_, _, problems := load(t, root, model.Data{Files: "*.csv"})
	if len(problems) != 1 || problems[0].Code != "outside-site" {
		t.Errorf("got %v", problems)
	}
}

func TestGlob(t *testing.T) {
	root := site(t, map[string]string{"data/a.csv": plain, "data/b/c.csv": plain, "data/b/d/e.csv": plain, "data/x.txt": "", "data/.hidden.csv": ""})
	for pattern, want := range map[string]int{"data/*.csv": 1, "data/**/*.csv": 3, "**/*.csv": 3, "data/b/**": 2, "data/?.csv": 1, "data/a.csv": 1} {
		got, err := glob(root, pattern)
		if err != nil || len(got) != want {
			t.Errorf("%s: %v, %v; want %d", pattern, got, err, want)
		}
	}
}

func TestAFileGivenTwiceChangesNothing(t *testing.T) {
	w, r, problems := load(t, site(t, map[string]string{"a.csv": plain, "b.csv": plain}), model.Data{Files: "*.csv"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if n := one[int](t, w, "select count(*) from posts"); n != 2 || r.Sources[1].Duplicate != 2 || r.Sources[1].Read != 2 {
		t.Errorf("%d posts, %+v", n, r.Sources[1])
	}
	w, r, _ = load(t, site(t, map[string]string{"a.csv": plain, "b.csv": plain + "\n"}), model.Data{Files: "*.csv"})
	if n := one[int](t, w, "select count(*) from posts"); n != 2 || r.Sources[1].Duplicate != 2 {
		t.Errorf("other bytes, same rows: %d posts, %+v", n, r.Sources[1])
	}
}

func TestANewerFileUpdates(t *testing.T) {
	newer := "id,published,caption,reach,likes\np1,2026-09-01 10:00,,200,\np3,2026-09-30 10:00,Three,1,1\n"
	w, r, problems := load(t, site(t, map[string]string{"a-newer.csv": newer, "b-older.csv": plain}), model.Data{Files: "*.csv"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if reach, likes := one[float64](t, w, "select reach from posts where post_id = 'p1'"), one[float64](t, w, "select likes from posts where post_id = 'p1'"); reach != 200 || likes != 10 {
		t.Errorf("reach %v, likes %v: want the newer 200, and 10 since an empty cell replaces nothing", reach, likes)
	}
	if s := r.Sources[0]; s.Updated != 1 || s.Stored != 1 {
		t.Errorf("%+v", s)
	}
}

func TestOrdersJoinPosts(t *testing.T) {
	orders := "order_id,at,total,currency,status,utm_content\n1,2026-09-03,10.50,GBP,paid,p1\n2,2026-09-03,20,GBP,refunded,p1\n3,2026-09-03,5,GBP,paid,p1\n4,2026-09-03,7,GBP,paid,nobody\n5,2026-09-03,7,GBP,paid,\n"
	w, r, problems := load(t, site(t, map[string]string{"a.csv": plain, "o.csv": orders}), model.Data{Files: "*.csv"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if r.Orders != 5 || r.Unjoined != 2 {
		t.Errorf("%d orders, %d unjoined", r.Orders, r.Unjoined)
	}
	for q, want := range map[string]float64{
		"select purchases from posts where post_id = 'p1'": 2, "select revenue from posts where post_id = 'p1'": 15.5,
		"select purchases from posts where post_id = 'p2'": 0, "select revenue from posts where post_id = 'p2'": 0,
		"select count(post_id) from orders": 3, "select value from metrics where metric = 'revenue' and post_id = 'p1'": 15.5,
	} {
		if got := one[float64](t, w, q); got != want {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
}

func TestPagesEnrichPosts(t *testing.T) {
	ga4 := "# Pages and screens\n# Start date: 20260901\n# End date: 20260930\nPage path and screen class,Views,Active users,Event count,Key events\n/l/p1,50,40,100,3\n/about,9,8,7,0\n"
	w, r, problems := load(t, site(t, map[string]string{"posts.csv": plain, "ga4.csv": ga4}), model.Data{Files: "posts.csv"}, model.Data{Files: "ga4.csv", Match: map[string]string{"Page path and screen class": "/l/(\\w+)"}})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if n, v := one[int](t, w, "select count(*) from posts"), one[float64](t, w, "select page_views from posts where post_id = 'p1'"); n != 2 || v != 50 {
		t.Errorf("%d posts, %v page views", n, v)
	}
	if v := one[float64](t, w, "select value from metrics where metric = 'visitors' and post_id = '/about'"); v != 8 {
		t.Errorf("visitors of /about: %v", v)
	}
	if s := r.Sources[1]; s.Updated != 1 || s.Stored != 1 {
		t.Errorf("%+v", s)
	}
}

func TestWorkbook(t *testing.T) {
	f := excelize.NewFile()
	rows := [][]any{{"Post performance, September"}, {"id", "published", "caption", "reach", "likes"},
		{"17902724751121134", time.Date(2026, 9, 1, 18, 0, 0, 0, time.UTC), "One", 1200, 10}, {"17902724751121135", time.Date(2026, 9, 2, 0, 0, 0, 0, time.UTC), "Two", 900.0, nil}}
	for i, r := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
			t.Fatal(err)
		}
	}
	f.NewSheet("Notes")
	f.SetCellValue("Notes", "A1", "nothing to see")
	root := t.TempDir()
	if err := f.SaveAs(filepath.Join(root, "x.xlsx")); err != nil {
		t.Fatal(err)
	}
	w, r, problems := load(t, root, model.Data{Files: "x.xlsx"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if at := one[time.Time](t, w, "select published_at from posts where post_id = '17902724751121134'"); !at.Equal(time.Date(2026, 9, 1, 18, 0, 0, 0, time.UTC)) {
		t.Errorf("published %v", at)
	}
	if v := one[float64](t, w, "select sum(reach) from posts"); v != 2100 || len(r.Sources) != 1 || r.Sources[0].Sheet != "Sheet1" {
		t.Errorf("reach %v, %+v", v, r.Sources)
	}
	_, _, problems = load(t, root, model.Data{Files: "x.xlsx", Sheet: "Notez"})
	if len(problems) != 1 || problems[0].Code != "unknown-sheet" {
		t.Errorf("got %v", problems)
	}
}

func TestParquet(t *testing.T) {
	root := t.TempDir()
	w := openWarehouse(t)
	for _, q := range []string{
		"copy (select 'p' || i as post_id, 'text' as caption, i * 10 as likes, timestamp '2026-09-01 10:00:00' + interval (i) hour as published_at from range(5) r(i)) to '" + filepath.Join(root, "posts.parquet") + "' (format parquet)",
		"copy (select 'u' || (i % 3) as user_id, timestamp '2026-09-01 10:00:00' + interval (i) second as timestamp, 'view' as event from range(50) r(i)) to '" + filepath.Join(root, "events.parquet") + "' (format parquet)",
	} {
		if err := w.Exec(context.Background(), q); err != nil {
			t.Fatal(err)
		}
	}
	w, r, problems := load(t, root, model.Data{Files: "*.parquet"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if v := one[float64](t, w, "select sum(likes) from posts"); v != 100 || r.Events != 50 {
		t.Errorf("likes %v, events %d, %+v", v, r.Events, r.Sources)
	}
	if v := one[time.Time](t, w, `select max("at") from events`); !v.Equal(time.Date(2026, 9, 1, 10, 0, 49, 0, time.UTC)) {
		t.Errorf("last event %v", v)
	}
}

// TestBothRoadsOfEventsAgree loads the same events through the engine, and row by row, which one bad row forces.
func TestBothRoadsOfEventsAgree(t *testing.T) {
	for name, stamp := range map[string]string{
		"iso": "2006-01-02 15:04:05", "t": "2006-01-02T15:04:05", "z": "2006-01-02T15:04:05Z", "offset": "2006-01-02T15:04:05-07:00", "minutes": "2006-01-02 15:04", "fraction": "2006-01-02 15:04:05.250",
		"mdy": "01/02/2006 15:04:05", "dmy": "02/01/2006 15:04", "spaced offset": "2006-01-02 15:04:05 -0700", "american": "1/2/2006 3:04 PM", "day": "2006-01-02",
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			b.WriteString("user,timestamp,event,post_id,value,page\n")
			at := time.Date(2026, 3, 1, 0, 0, 30, 0, time.FixedZone("", 2*3600))
			for i := range 800 {
				fmt.Fprintf(&b, "user %d,%s,\"ev,%d\",p%d, %d.5 ,/x\n", i%7, at.Add(time.Duration(i)*time.Hour).Format(stamp), i%3, i%5, i)
			}
			sums := map[string]string{}
			for road, text := range map[string]string{"fast": b.String(), "slow": b.String() + "user 1,never,ev,p1,1,/x\n"} {
				dir := site(t, map[string]string{"x.csv": text})
				w := openWarehouse(t)
				zone, err := time.LoadLocation("Europe/London")
				if err != nil {
					t.Fatal(err)
				}
				r, problems := Load(context.Background(), w, Options{Root: dir, Data: []model.Data{{Files: "x.csv"}}, Zone: zone, AsOf: testAsOf, MaxRejected: 0.01, ActorKey: []byte("k")})
				if err := problems.Err(); err != nil {
					t.Fatal(err)
				}
				if s := r.Sources[0]; r.Events != 800 || s.Read != s.Stored+s.Rejected || road == "slow" && (s.Rejected != 1 || s.Problems[0].Line != 802) {
					t.Fatalf("%s: %d events, %+v", road, r.Events, s)
				}
				sums[road] = one[string](t, w, `select md5(string_agg(concat_ws('|', actor, "at", action, post_id, value, page), ';' order by seq)) from events`)
			}
			if sums["fast"] != sums["slow"] {
				t.Error("the two roads differ")
			}
		})
	}
}

// TestBooksBalance loads random tables and checks that every row is accounted for.
func TestBooksBalance(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	cells := []string{"", "1", "p1", "p2", "2026-09-01", "x", "1.5", "-3", "\"a\nb\"", "\"\"", "--", "<1%", "Total", "1e5", "\"", "1.22E+17", "03/04/2026", "ü"}
	for range 60 {
		var b strings.Builder
		b.WriteString("id,published,caption,reach,likes\n")
		for range rng.IntN(30) {
			n := 4 + rng.IntN(3)
			row := make([]string, n)
			for i := range row {
				row[i] = cells[rng.IntN(len(cells))]
			}
			b.WriteString(strings.Join(row, ",") + "\n")
		}
		load(t, site(t, map[string]string{"x.csv": b.String()}), model.Data{Files: "x.csv", Dates: "dmy"}) // load checks the books
	}
}

// TestTimesFromIDs reads TikTok's days without a year and X's days without a time; the instants are those of the ids.
func TestTimesFromIDs(t *testing.T) {
	files := map[string]string{
		"tiktok.csv": "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views\nFebruary 28,One,https://www.tiktok.com/@x/video/7527623000473079054,July 16,1.2K,1,1,\"1,000\"\n",
		"x.csv":      "Post id,Date,Post text,Post Link,Impressions,Likes,Reposts\n1811111111111111111,\"Wed, Jul 10, 2024\",Hello,https://x.com/a/status/1811111111111111111,10,1,0\n",
	}
	w := openWarehouse(t)
	_, problems := Load(context.Background(), w, Options{Root: site(t, files), Data: []model.Data{{Files: "*.csv"}}})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for q, want := range map[string]time.Time{
		"select published_at from posts where platform = 'tiktok'": time.Unix(7527623000473079054>>32, 0),
		"select published_at from posts where platform = 'x'":      time.UnixMilli(1811111111111111111>>22 + 1288834974657),
	} {
		if got := one[time.Time](t, w, q); got.Sub(want).Abs() > time.Second {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
	if v := one[float64](t, w, "select likes from posts where platform = 'tiktok'"); v != 1200 {
		t.Errorf("likes %v", v)
	}
	if age := one[float64](t, w, "select min(age_days) from posts"); age != 0 {
		t.Errorf("without a report date the last post is 0 days old, not %v", age)
	}
}

func TestEventsMetAgainByID(t *testing.T) {
	a := "event_id,user,time,event\ne1,u1,2026-09-01 10:00:00,view\ne2,u1,2026-09-01 10:01:00,like\ne2,u1,2026-09-01 10:01:00,like\n,u2,2026-09-01 10:01:00,like\n,u2,2026-09-01 10:01:00,like\n"
	b := "event_id,user,time,event\ne2,u1,2026-09-01 10:01:00,like\ne3,u1,2026-09-01 10:02:00,click\n"
	_, r, problems := load(t, site(t, map[string]string{"a.csv": a, "b.csv": b}), model.Data{Files: "*.csv"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if r.Events != 5 || r.Sources[0].Duplicate != 1 || r.Sources[1].Duplicate != 1 || r.Sources[1].Stored != 1 {
		t.Errorf("%d events, %+v", r.Events, r.Sources)
	}
}

func TestCurrencies(t *testing.T) {
	orders := "order_id,total,currency,utm_content\n1,10,EUR,p1\n2,20,USD,p1\n"
	files := map[string]string{"a.csv": plain, "o.csv": orders}
	for currency, want := range map[string]float64{"EUR": 10, "USD": 20, "": 10} {
		w := openWarehouse(t)
		_, problems := Load(context.Background(), w, Options{Root: site(t, files), Data: []model.Data{{Files: "*.csv"}}, Currency: currency})
		if problems.Err() != nil || len(problems) != 1 || problems[0].Code != "mixed-currencies" {
			t.Errorf("%q: %v", currency, problems)
		}
		if got := one[float64](t, w, "select revenue from posts where post_id = 'p1'"); got != want {
			t.Errorf("revenue in %q: %v, want %v", currency, got, want)
		}
	}
}
