package ingest

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"likewise/generator/diag"
	"likewise/generator/model"
	"likewise/generator/warehouse"
)

const metaEnglish = "Post ID,Account username,Publish time,Permalink,Post type,Date,Reach,Likes,Saves\n"

// TestQuirks loads files as tools and people write them, each with the posts and the likes that are in it.
func TestQuirks(t *testing.T) {
	for name, c := range map[string]struct {
		text          string
		format        string
		posts, likes  int
		skipped       int
		first         string // when the first post was published, in UTC
		wantNote, not string
	}{
		"captions that begin with # below blank lines": {
			text:   "Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views,Add to favorites\n#fyp one,https://www.tiktok.com/@h/video/7612345678901234567,2026-03-01 09:00:00,5,1,1,100,2\n\n#fyp two,https://www.tiktok.com/@h/video/7612345678901234999,2026-03-02 09:00:00,7,1,1,100,2\n\n",
			format: "tiktok-content", posts: 2, likes: 12, skipped: 2, not: "another table"},
		"two exports put together with a blank line": {
			text:   metaEnglish + "1,h,03/13/2026 18:00,https://x.example/1,IG reel,Lifetime,100,5,1\n\n" + metaEnglish + "2,h,03/14/2026 18:00,https://x.example/2,IG reel,Lifetime,100,7,1\n",
			format: "meta-instagram", posts: 2, likes: 12, skipped: 2, not: "another table"},
		"a comment above a further table": {
			text:   "id,caption,likes\np1,One,5\np2,Two,7\n\n# Property: Shop, 3 streams\nday,users\n0000,5\n",
			format: "plain-posts", posts: 2, likes: 12, skipped: 1, wantNote: "another table begins at line 5"},
		"Italian, month first": {
			text:   "Identificativo del post,Nome utente dell'account,Descrizione,Orario di pubblicazione,Permalink,Tipo di post,Data,Visualizzazioni,Copertura,Mi piace,Condivisioni,Follower,Commenti,Salvataggi\n1,h,Uno,03/14/2026 18:00,https://x.example/1,Reel di Instagram,Totale,200,100,5,1,1,1,1\n2,h,Due,03/15/2026 18:00,https://x.example/2,Foto di Instagram,Totale,200,100,7,1,1,1,1\n",
			format: "meta-instagram", posts: 2, likes: 12, first: "2026-03-14 18:00"},
		"the names of another French account": {
			text:   "ID de publication,Nom d’utilisateur du compte,Heure de publication,Permalien,Type de publication,Date,Couverture,Mentions J’aime,Enregistrements\n1,h,03/14/2026 18:00,https://x.example/1,Reel Instagram,Global,100,5,1\n2,h,03/15/2026 18:00,https://x.example/2,Reel Instagram,Global,100,7,1\n",
			format: "meta-instagram", posts: 2, likes: 12, first: "2026-03-14 18:00"},
		"ids with a decimal": {
			text:   "id,published,likes\n178400000000001.0,2026-03-14 18:00,5\n178400000000001,2026-03-14 18:00,5\n2.0,2026-03-15,7\n",
			format: "plain-posts", posts: 2, likes: 12},
		"a spreadsheet's day counts in CSV": {
			text:   "id,published,likes\n1,46095.75,5\n2,46096,7\n",
			format: "plain-posts", posts: 2, likes: 12, first: "2026-03-14 18:00", wantNote: "day counts of a spreadsheet"},
		"a second table beside the first": {
			text:   "Post URL,Post publish date,Likes,,Post URL,Post publish date,Impressions\nhttps://x.example/1,2026-03-14,5,,https://x.example/2,2026-03-15,900\nhttps://x.example/2,2026-03-15,7,,https://x.example/1,2026-03-14,800\n",
			format: "plain-posts", posts: 2, likes: 12, wantNote: "from column 5 on: only the first is read"},
		"one object a line, with lists in it": {
			text:   `{"post_id":"1","likes":5,"media":[{"id":1},{"id":2}]}` + "\n" + `{"post_id":"2","likes":7,"media":[{"id":3}]}` + "\n",
			format: "plain-posts", posts: 2, likes: 12},
		"a total with the number of posts for an id": {
			text:   "id,published,likes\n1,2026-03-14,5\n2,2026-03-15,7\nTotal (2 posts),,12\n",
			format: "plain-posts", posts: 2, likes: 12, skipped: 1, wantNote: "1 totals row"},
		"words at the end": {
			text:   "id,published,likes\n1,2026-03-14,5\n2,2026-03-15,7\nExported by Harbour Tools\n",
			format: "plain-posts", posts: 2, likes: 12, skipped: 1, wantNote: "nothing but words"},
		"rows that end early": {
			text:   "id,published,likes,saves\n1,2026-03-14,5\n2,2026-03-15,7,1\n",
			format: "plain-posts", posts: 2, likes: 12, wantNote: "1 row has fewer cells than the header"},
		"as the Graph API names them": {
			text:   `{"data":[{"id":"1","permalink":"https://x.example/1","like_count":5,"comments_count":1},{"id":"2","permalink":"https://x.example/2","like_count":7}],"paging":{"cursors":{}}}`,
			format: "plain-posts", posts: 2, likes: 12},
		"a post again with other figures": {
			text:   "id,published,likes\n1,2026-03-14,4\n1,2026-03-14,5\n2,2026-03-15,7\n",
			format: "plain-posts", posts: 2, likes: 12},
	} {
		t.Run(name, func(t *testing.T) {
			w, r, problems := load(t, site(t, map[string]string{"x.csv": c.text}), model.Data{Files: "x.csv"})
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			s := r.Sources[0]
			if s.Format != c.format || s.Skipped != c.skipped || s.Rejected > 0 {
				t.Errorf("%s, %d skipped, %d rejected", s.Format, s.Skipped, s.Rejected)
			}
			holds(t, w, c.posts, c.likes)
			if notes := strings.Join(s.Notes, "\n"); !strings.Contains(notes, c.wantNote) || c.not != "" && strings.Contains(notes, c.not) {
				t.Errorf("notes %q", notes)
			}
			if got := one[time.Time](t, w, "select coalesce(min(published_at), timestamp '2000-01-01 00:00:00') from posts").Format("2006-01-02 15:04"); c.first != "" && got != c.first {
				t.Errorf("first post %s, want %s", got, c.first)
			}
		})
	}
}

// holds checks how many posts there are, and how many likes they have.
func holds(t *testing.T, w *warehouse.Warehouse, posts, likes int) {
	t.Helper()
	if n, sum := one[int](t, w, "select count(*) from posts"), one[int](t, w, "select cast(sum(likes) as integer) from posts"); n != posts || sum != likes {
		t.Errorf("%d posts with %d likes, want %d with %d", n, sum, posts, likes)
	}
}

// TestPagesAsExported loads pages of Google Analytics with what it puts around them.
func TestPagesAsExported(t *testing.T) {
	preamble := "# ----\n# Account: Harbour\n# Start date: 20260301\n# End date: 20260531\n\n"
	for name, text := range map[string]string{
		"landing pages":             "Landing page,Sessions,Active users,Key events\n/a/,10,8,1\n/b/,20,15,2\n",
		"a query string":            "Landing page + query string,Sessions,Active users\n/a/,10,8\n/b/?x=1,20,15\n",
		"a total a column too far":  "Page path,Views,Sessions\n,300,30,Grand total\n/a/,100,10\n/b/,200,20\n",
		"a chart's table below it":  "Page path,Views,Sessions\n/a/,100,10\n/b/,200,20\n\n# Views over time\nNth day,/a/,/b/\n0000,50,60\n0001,50,60\n",
		"a chart's table above it":  "Nth day,Sessions\n0000,50\n0001,60\n\n" + preamble + "Page path,Views,Sessions\n/a/,100,10\n/b/,200,20\n",
		"a page twice, but equal":   "Page path,Views,Sessions\n/a/,100,10\n/a/,100,10\n/b/,200,20\n",
		"a page twice among others": "Page path,Views,Sessions\n/a/,90,9\n/a/,100,10\n/b/,200,20\n" + strings.Repeat("/c/,1,0\n", 20),
	} {
		t.Run(name, func(t *testing.T) {
			w, r, problems := load(t, site(t, map[string]string{"x.csv": preamble + text}), model.Data{Files: "x.csv"})
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			if s := r.Sources[0]; s.Format != "ga4-pages" || s.Rejected != 0 {
				t.Errorf("%s, %d rejected", s.Format, s.Rejected)
			}
			if n := one[int](t, w, "select cast(sum(sessions) as integer) from posts"); n != 30 {
				t.Errorf("%d sessions, want 30", n)
			}
		})
	}
}

// TestTooManyRows refuses tables with more rows than one a post, a page or a day, whose last row would stand for all.
func TestTooManyRows(t *testing.T) {
	for name, c := range map[string]struct{ text, code, part string }{
		"a row a post and day":       {"id,date,likes\n1,2026-03-01,5\n1,2026-03-02,6\n2,2026-03-01,7\n2,2026-03-02,8\n", "several-rows-a-post", `"1" stands on several rows with different figures, on 2026-03-01 and on 2026-03-02 in column "date"`},
		"a row a page and source":    {"Page path,Session source,Views,Sessions\n/a/,google,5,4\n/a/,direct,6,5\n", "several-rows-a-post", `"/a/" stands on several rows`},
		"a row a page and day":       {"Date,Page path,Views,Sessions\n20260301,/a/,5,4\n20260302,/a/,6,5\n", "daily-export", `column "Date" holds a day`},
		"a row a campaign and day":   {"Day,Campaign,Impressions\n2026-03-01,Spring,5\n2026-03-01,Autumn,6\n", "several-rows-a-day", `2026-03-01 stands on lines 2 and 3, which differ in column "Campaign"`},
		"a row a numbered ad a day":  {"Day,Ad ID,Impressions\n2026-03-01,1,5\n2026-03-01,2,6\n", "several-rows-a-day", `column "Ad ID"`},
		"a row a video and day":      {"Date,Content,Views\n2026-03-01,abc,5\n2026-03-01,def,6\n", "several-rows-a-day", `column "Content"`},
		"a day again, counted later": {"Date,Weekday,Impressions,Odd count\n2026-03-01,Sunday,5,1\n2026-03-01,Sunday,6,2\n", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, problems := load(t, site(t, map[string]string{"x.csv": c.text}), model.Data{Files: "x.csv"})
			if c.code == "" {
				if err := problems.Err(); err != nil {
					t.Error(err)
				}
				return
			}
			if len(problems) == 0 || problems[0].Code != c.code || !strings.Contains(problems[0].Text, c.part) || problems[0].Hint == "" || problems[0].Severity != diag.Error {
				t.Errorf("%+v", problems)
			}
		})
	}
}

// TestItemsWithoutOrders warns of items that are read as orders, and not of lines that repeat an order's total.
func TestItemsWithoutOrders(t *testing.T) {
	for amount, want := range map[string]bool{"5": false, "6": true} {
		_, _, problems := load(t, site(t, map[string]string{"x.csv": "order id,date,amount\nA,2026-03-01,5\nA,2026-03-01," + amount + "\nB,2026-03-02,5\n"}), model.Data{Files: "x.csv"})
		if got := len(problems) == 1 && problems[0].Code == "several-rows-an-order"; got != want || problems.Err() != nil {
			t.Errorf("%s: %+v", amount, problems)
		}
	}
}

// TestRefundsOnTheirOwnRows takes money that a shop gives back on a row of its own from the order above.
func TestRefundsOnTheirOwnRows(t *testing.T) {
	text := "order id,date,status,amount,utm_content\nA,2026-03-01,paid,20.00,1\nB,2026-03-01,paid,30.10,1\nA,2026-03-05,refund,-20.00,1\nB,2026-03-05,refund,-5.00,1\n"
	w, r, problems := load(t, site(t, map[string]string{"o.csv": text, "p.csv": "id,published,likes\n1,2026-02-01,5\n"}), model.Data{Files: "o.csv"}, model.Data{Files: "p.csv"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if s := r.Sources[0]; s.Read != 4 || s.Stored != 2 || s.Updated != 2 {
		t.Errorf("%+v", s)
	}
	if n, sum := one[int](t, w, "select cast(purchases as integer) from posts"), one[float64](t, w, "select revenue from posts"); n != 1 || sum != 25.10 {
		t.Errorf("%d purchases of %v, want 1 of 25.10", n, sum)
	}
}

// TestWhatIsNoTable names what was given by mistake, whatever the file is called.
func TestWhatIsNoTable(t *testing.T) {
	archive := func(names ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, n := range names {
			w, err := z.Create(n)
			if err != nil {
				t.Fatal(err)
			}
			w.Write([]byte("Post ID,Likes\n1,2\n"))
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for name, c := range map[string]struct{ text, code, hint string }{
		"an archive":                 {archive("posts.csv", "stories.csv"), "zip-archive", `it holds "posts.csv", "stories.csv"`},
		"an OpenDocument":            {archive("mimetype", "content.xml"), "other-document", "save it as .xlsx"},
		"a page without html":        {"<head><title>Log in</title></head>", "html-file", "log in"},
		"Excel's XML":                {"\ufeff<?xml version=\"1.0\"?><Workbook><Row/></Workbook>", "html-file", "save it as .xlsx"},
		"half a workbook":            {archive("xl/workbook.xml")[:40], "broken-workbook", "download it again"},
		"a PDF":                      {"%PDF-1.7\n1 0 obj\n", "pdf-file", "export CSV"},
		"a workbook with a password": {"\xd0\xcf\x11\xe0" + strings.Repeat("\x00", 600) + utf16le("EncryptedPackage", ""), "locked-workbook", "without a password"},
		"JSON cut off":               {`[{"id":"1","likes":5},{"id":"2","likes":`, "broken-json", "export it again"},
		"JSON lines cut off":         {`{"id":"1","likes":5}` + "\n" + `{"id":"2","lik`, "broken-json", "export it again"},
		"JSON without names":         {`[["id","likes"],["1",5]]`, "no-objects", `"post_id"`},
		"only sep":                   {"sep=,\n\"Age & Gender\"\n\"\",\"Women\"\n", "unrecognised-file", `"Age & Gender"`},
		"persons":                    {"First Name,Email,Total Orders\nJane,jane@shop.example,2\n", "unrecognised-file", `kind = "posts" and columns = { likes`},
		"pins":                       {"Pin title,Pin link,Created,Impressions,Saves\nA,https://x.example/1,2026-03-01,5,6\n", "unrecognised-file", `kind = "posts" and columns = { post_id`},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, problems := load(t, site(t, map[string]string{"x.csv": c.text}), model.Data{Files: "x.csv"})
			if len(problems) != 1 || problems[0].Code != c.code || !strings.Contains(problems[0].Hint, c.hint) {
				t.Errorf("%+v", problems)
			}
		})
	}
}

// TestLitterIsNoData passes over what spreadsheets and file managers leave beside exports.
func TestLitterIsNoData(t *testing.T) {
	dir := site(t, map[string]string{"a.csv": plain, "~$a.xlsx": "\x05Anna", "Thumbs.db": "\xd0\xcf\x11\xe0", "desktop.ini": "[.ShellClassInfo]", ".DS_Store": "x"})
	if files, ok := Files(dir, []model.Data{{Files: "*"}}); !ok || len(files) != 1 || files[0].Name != "a.csv" {
		t.Errorf("%+v", files)
	}
}

// TestAnAmbiguousSpanishDate asks, since exports in Spanish write the month first as often as the day.
func TestAnAmbiguousSpanishDate(t *testing.T) {
	text := "Identificador de la publicación,Hora de publicación,Enlace permanente,Tipo de publicación,Alcance,Me gusta,Veces que se guardó\n1,03/04/2026 18:00,https://x.example/1,Reel de Instagram,100,5,1\n"
	for dates, want := range map[string]string{"": "ambiguous-dates", "mdy": ""} {
		_, _, problems := load(t, site(t, map[string]string{"x.csv": text}), model.Data{Files: "x.csv", Dates: dates})
		if got := len(problems) == 1 && problems[0].Code == want; got != (want != "") {
			t.Errorf("%q: %+v", dates, problems)
		}
	}
}

// TestExportsOfOnePeriod says which of two exports that end alike is taken for the newer.
func TestExportsOfOnePeriod(t *testing.T) {
	w, r, problems := load(t, site(t, map[string]string{"1.csv": "id,published,likes\n1,2026-03-01,5\n", "2.csv": "id,published,likes\n1,2026-03-01,6\n"}), model.Data{Files: "*.csv"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	holds(t, w, 1, 6)
	if notes := strings.Join(r.Sources[1].Notes, "\n"); !strings.Contains(notes, `same post as "1.csv"`) {
		t.Errorf("notes %q", notes)
	}
}

// TestWorkbookQuirks loads a workbook of an old Mac, whose days are counted from 1904, with two lists side by side.
func TestWorkbookQuirks(t *testing.T) {
	book := excelize.NewFile()
	old := true
	if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &old}); err != nil {
		t.Fatal(err)
	}
	for cell, values := range map[string][]any{
		"A1": {"Most are left out"}, "A3": {"Post URL", "Post publish date", "Likes", nil, "Post URL", "Post publish date", "Impressions"},
		"A4": {"https://x.example/1", 46095.75 - 1462, 5, nil, "https://x.example/2", 46096.5 - 1462, 900},
		"A5": {"https://x.example/2", 46096.5 - 1462, 7, nil, "https://x.example/1", 46095.75 - 1462, 800},
	} {
		if err := book.SetSheetRow("Sheet1", cell, &values); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	w, r, problems := load(t, site(t, map[string]string{"x.xlsx": b.String()}), model.Data{Files: "x.xlsx"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	holds(t, w, 2, 12)
	if len(r.Sources) != 2 || r.Sources[0].Stored != 2 || r.Sources[1].Updated != 2 {
		t.Errorf("%+v", r.Sources)
	}
	for q, want := range map[string]string{
		"select cast(impressions as integer)::varchar from posts where likes = 5": "800", "select cast(impressions as integer)::varchar from posts where likes = 7": "900",
		"select strftime(min(published_at), '%Y-%m-%d %H:%M') from posts": "2026-03-14 18:00",
	} {
		if got := one[string](t, w, q); got != want {
			t.Errorf("%s: %s, want %s", q, got, want)
		}
	}
}
