package generator

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// hostileSite writes a site in which every text that a site can have is one of payloads: each field of each kind of data
// file, the names of columns, sheets and files, front matter, Markdown, and every name of site.toml. It builds: what the
// limits refuse is a row or a file of its own (TestFilesThatAreRefused in cmd/likewise has them). seed shifts which payload stands where.
type hostileSite struct {
	dir  string
	rng  *rand.Rand
	all  []string
	next int
}

func writeHostileSite(t testing.TB, seed uint64) string {
	t.Helper()
	s := &hostileSite{dir: t.TempDir(), rng: rand.New(rand.NewPCG(seed, 3)), all: named()}
	s.rng.Shuffle(len(s.all), func(i, j int) { s.all[i], s.all[j] = s.all[j], s.all[i] })
	for name, body := range map[string][]byte{
		"data/posts/" + s.fileName(".csv"):     s.posts(),
		"data/meta/" + s.fileName(".csv"):      s.meta(),
		"data/ga4/" + s.fileName(".csv"):       s.ga4(),
		"data/orders/" + s.fileName(".csv"):    s.orders(),
		"data/events/" + s.fileName(".csv.gz"): zipped(t, s.events()),
		"data/metrics/" + s.fileName(".csv"):   s.metrics(),
		"data/days/" + s.fileName(".csv"):      s.days(),
		"data/json/" + s.fileName(".jsonl"):    s.lines(t),
		"data/book/" + s.fileName(".xlsx"):     s.workbook(t),
		"site.toml":                            s.config(),
		"content/index.md":                     s.overview(),
		"content/methods.md":                   []byte("+++\ntitle = \"Methods\"\nlayout = \"page\"\n+++\n{{< sources >}}\n\n{{< totals >}}\n\n{{< oddities >}}\n"),
	} {
		writeSiteFile(t, s.dir, name, body)
	}
	s.pages(t)
	return s.dir
}

func writeSiteFile(t testing.TB, dir, name string, body []byte) {
	t.Helper()
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, body, 0o644); err != nil {
		t.Fatal(err)
	}
}

// one takes the next payload, so that each is met in turn.
func (s *hostileSite) one() string {
	s.next++
	return s.all[s.next%len(s.all)]
}

// action is the nth payload that names an action in the data as in site.toml: cells are trimmed at reading.
func (s *hostileSite) action(n int) string {
	for _, p := range s.all {
		if clean := strings.Trim(p, " \t\r\n\u00a0\u200b\u200f\u2028"); clean == p {
			if n--; n < 0 {
				return p
			}
		}
	}
	return "like"
}

// few are the n payloads from a place on, of which groups with several members are made.
func (s *hostileSite) few(from, n int) string { return s.all[(from+s.rng.IntN(n))%len(s.all)] }

func (s *hostileSite) fileName(ending string) string {
	names := fileNames()
	return names[s.rng.IntN(len(names))] + ending
}

// id is a post's id: hostile, and still one post's own.
func (s *hostileSite) id(i int) string { return fmt.Sprintf("%s %d", s.all[i%len(s.all)], i) }

func (s *hostileSite) count() int { return 2 * len(s.all) }

func day(i int) time.Time {
	return time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC).Add(time.Duration(i) * 17 * time.Hour)
}

func table(rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.WriteAll(rows)
	return b.Bytes()
}

// posts is a plain table. Two of its rows hold what no cell may hold, and are rejected: a zero byte, and 10 MB.
func (s *hostileSite) posts() []byte {
	head := []string{"post_id", "platform", "account", "published_at", "format", "topic", "campaign", "title", "caption", "hashtags", "permalink", "paid", "reach", "likes", "saves", "link_clicks", "purchases", "revenue", "Hostile metric"}
	for range 12 {
		head = append(head, s.one()+" column")
	}
	rows := [][]string{head}
	for i := range s.count() {
		reach := 500 + s.rng.IntN(9000)
		likes := s.rng.IntN(reach/10 + 1)
		clicks := s.rng.IntN(reach/15 + 1)
		sold := s.rng.IntN(clicks/8 + 1)
		row := []string{s.id(i), s.few(0, 3), s.few(3, 3), day(i).Format("2006-01-02 15:04"), s.few(6, 5), s.few(11, 5), s.few(16, 5), s.one(), s.one(), s.one(), s.one(), []string{"true", "false"}[i%2],
			fmt.Sprint(reach), fmt.Sprint(likes), fmt.Sprint(likes / 3), fmt.Sprint(clicks), fmt.Sprint(sold), fmt.Sprint(sold * 20), fmt.Sprint(likes / 2)}
		for range 12 {
			row = append(row, s.one())
		}
		rows = append(rows, row)
	}
	rows[1][7], rows[2][7] = "", "" // titles that are made of the caption or of the format
	rows[2][8] = ""
	bad := func(cell string) []string {
		row := append([]string{}, rows[3]...)
		row[0], row[8] = "bad", cell
		return row
	}
	return table(append(rows, bad("a\x00b"), bad(strings.Repeat("x", 10<<20))))
}

// meta is an Instagram export of other posts.
func (s *hostileSite) meta() []byte {
	rows := [][]string{{"Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time", "Permalink", "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves"}}
	for i := range 30 {
		rows = append(rows, []string{s.one() + fmt.Sprint(" meta ", i), s.one(), s.one(), s.one(), s.one(), "0", day(i).Format("01/02/2006 15:04"), s.one(), s.one(), s.one(), "Lifetime", "900", "800", "40", "3", "2", "5", "9"})
	}
	return table(rows)
}

// ga4 is an export of pages, whose preamble names the account.
func (s *hostileSite) ga4() []byte {
	rows := [][]string{{"Page path and screen class", "Page title", "Views", "Active users", "Key events"}}
	for i := range 40 {
		rows = append(rows, []string{s.id(i), s.one(), "90", "50", "7"})
	}
	return append([]byte("# ----\n# "+oneLine(s.one())+"\n# Account: "+oneLine(s.one())+"\n# Start date: 20260101\n# End date: 20260501\n# ----\n\n"), table(rows)...)
}

func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, s)
}

// orders is a Shopify export.
func (s *hostileSite) orders() []byte {
	rows := [][]string{{"Name", "Email", "Financial Status", "Currency", "Total", "Created at", "Lineitem name", "Billing Name", "Note Attributes", "Discount Code", "Source", "Tags"}}
	for i := range 60 {
		rows = append(rows, []string{"#" + s.one() + fmt.Sprint(i), "someone", s.few(20, 3), "EUR", "10.00", day(i).Format("2006-01-02 15:04:05 -0700"), s.one(), s.one(), "utm_content: " + s.id(i), s.one(), s.one(), s.one()})
	}
	for i := 1; i < len(rows); i += 2 {
		rows[i][2] = "paid"
	}
	return table(rows)
}

// events are people's, with hostile actions besides those of the funnel.
func (s *hostileSite) events() []byte {
	rows := [][]string{{"user_id", "timestamp", "event", "post_id", "value", "session", "channel", "event_id", s.one() + " extra"}}
	add := func(actor, n int, action string) {
		rows = append(rows, []string{fmt.Sprint(s.all[actor%len(s.all)], actor), day(actor % 60).Add(time.Duration(n) * time.Minute).Format("2006-01-02 15:04:05"), action, s.id(actor), "", s.one(), s.few(20, 3), fmt.Sprint("event ", actor, "-", n), s.one()})
	}
	for a := range 400 {
		add(a, 0, "view")
		add(a, 1, s.action(30))
		if a%2 == 0 {
			add(a, 2, s.action(31))
		}
		if a%5 == 0 {
			add(a, 3, "purchase")
		}
		add(a, 4, s.one())
	}
	return table(rows)
}

// metrics is a long table whose metrics have hostile names.
func (s *hostileSite) metrics() []byte {
	rows := [][]string{{"post_id", "metric", "value", "as_of"}}
	for i := range 40 {
		rows = append(rows, []string{s.id(i), s.one(), fmt.Sprint(i * 3), "2026-05-01"})
	}
	return table(rows)
}

func (s *hostileSite) days() []byte {
	rows := [][]string{{"date", "metric", "value", "platform"}}
	for i := range 60 {
		rows = append(rows, []string{day(i).Format("2006-01-02"), s.few(40, 3), fmt.Sprint(i), s.few(43, 2)})
	}
	return table(rows)
}

// lines is JSON with hostile keys.
func (s *hostileSite) lines(t testing.TB) []byte {
	var out []byte
	for i := range 30 {
		line, err := json.Marshal(map[string]any{"post_id": s.one() + fmt.Sprint(" line ", i), "created_at": day(i).Format(time.RFC3339), "text": s.one(), "permalink": s.one(), "type": s.one(), "likes": i, "reach": 900, s.one() + " key": s.one(), "nested": map[string]any{s.one(): s.one()}})
		if err != nil {
			t.Fatal(err)
		}
		out = append(append(out, line...), '\n')
	}
	return out
}

// workbook is XLSX. A sheet's name has at most 31 characters and none of :\/?*[].
func (s *hostileSite) workbook(t testing.TB) []byte {
	f := excelize.NewFile()
	defer f.Close()
	name := `"'><img src=x onerror=alert(1)>`
	rows := [][]any{{"post_id", "date", "title", "caption", "reach", "likes", s.one() + " column"}}
	for i := range 20 {
		rows = append(rows, []any{s.one() + fmt.Sprint(" sheet ", i), day(i).Format("2006-01-02"), s.one(), s.one(), 700, i, s.one()})
	}
	err := f.SetSheetName("Sheet1", name)
	for i, row := range rows {
		if err == nil {
			err = f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row)
		}
	}
	buf, werr := f.WriteToBuffer()
	if err != nil || werr != nil {
		t.Fatal(err, werr)
	}
	return buf.Bytes()
}

func zipped(t testing.TB, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
