package generator

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"likewise/generator/diag"
)

// degenerate is an account of which little can be said, with what its pages must say instead.
type degenerate struct {
	name  string
	posts func(rng *rand.Rand) string // the CSV of posts; nil: there is none
	log   func(rng *rand.Rand) string // the CSV of events; nil: there is none
	// metrics are those that the data has, and exposure what is declared as such.
	metrics, exposure string
	says              map[string][]string // page -> texts that stand on it
}

// row is one post of a degenerate account.
type row struct {
	format, topic                                   string
	reach, likes, comments, saves, clicks, purchase int
}

// posts writes n posts, a day apart, each as the function makes it, without the columns that are left out.
func posts(n int, each func(i int, rng *rand.Rand) row, without ...string) func(*rand.Rand) string {
	return func(rng *rand.Rand) string {
		columns := []string{"post_id", "published_at", "format", "topic", "caption", "reach", "likes", "comments", "saves", "link_clicks", "purchases", "revenue"}
		var lines [][]string
		start := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
		for i := range n {
			r := each(i, rng)
			cells := []string{fmt.Sprintf("p%03d", i), start.Add(time.Duration(i)*31*time.Hour + time.Duration(i%5)*time.Hour).Format(time.RFC3339), r.format, r.topic, fmt.Sprintf("Post number %d", i)}
			for _, v := range []int{r.reach, r.likes, r.comments, r.saves, r.clicks, r.purchase, r.purchase * 20} {
				cells = append(cells, fmt.Sprint(v))
			}
			lines = append(lines, cells)
		}
		var b strings.Builder
		for i, line := range append([][]string{columns}, lines...) {
			var kept []string
			for j, cell := range line {
				if !strings.Contains(" "+strings.Join(without, " ")+" ", " "+columns[j]+" ") {
					kept = append(kept, cell)
				}
			}
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(strings.Join(kept, ","))
		}
		return b.String() + "\n"
	}
}

// ordinary is a post of an account in which nothing is odd.
func ordinary(i int, rng *rand.Rand) row {
	reach := 500 + rng.IntN(9000)
	some := func(rate float64) int {
		return int(float64(reach)*rate*(.5+rng.Float64()) + rng.Float64())
	}
	return row{[]string{"reel", "image", "carousel"}[i%3], []string{"shop", "people"}[i/3%2], reach, some(.05), some(.004), some(.01), some(.02), some(.002)}
}

// with is ordinary, changed.
func with(change func(i int, r *row)) func(int, *rand.Rand) row {
	return func(i int, rng *rand.Rand) row {
		r := ordinary(i, rng)
		change(i, &r)
		return r
	}
}

// reversed is a reel that is about what sells least or an image that is about what sells most, in four of five; on
// either topic reels sell better.
func reversed(i int, rng *rand.Rand) row {
	r := ordinary(i, rng)
	r.format, r.topic, r.reach = []string{"reel", "image"}[i%2], "people", 10_000
	rate := 40
	if (i%2 == 1) == (i/2%5 < 4) {
		r.topic, rate = "shop", 200
	}
	if r.format == "reel" {
		rate = rate * 7 / 5
	}
	r.clicks, r.purchase = 4*rate, rate+rng.IntN(9)
	return r
}

// viewsAndPurchases is a log of some people.
func viewsAndPurchases(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("actor,at,action,post_id\n")
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := range 300 {
		at = at.Add(time.Duration(20+rng.IntN(60)) * time.Minute)
		for j, action := range []string{"view", "like", "click", "purchase"} {
			if j > 0 && rng.Float64() > .6 {
				break
			}
			fmt.Fprintf(&b, "u%d,%s,%s,p%03d\n", i, at.Add(time.Duration(j)*time.Minute).Format(time.RFC3339), action, i%40)
		}
	}
	return b.String()
}

const everything = "reach likes comments saves link_clicks purchases revenue"

func degenerates() []degenerate {
	return []degenerate{
		{name: "posts only", posts: posts(60, ordinary), metrics: everything},
		{name: "no post at all", posts: posts(0, ordinary), says: map[string][]string{"": {"There are no posts in the data", "Put an export into the data folder"}}},
		{name: "one post", posts: posts(1, ordinary), metrics: everything},
		{name: "two posts alike", posts: posts(2, func(int, *rand.Rand) row { return row{"reel", "shop", 1000, 50, 4, 10, 20, 1} }), metrics: everything},
		{name: "one metric", posts: posts(25, ordinary, "published_at", "format", "topic", "caption", "reach", "comments", "saves", "link_clicks", "purchases", "revenue"), says: map[string][]string{"": {"ranked by likes"}, "posts/month/undated": {"Posts without a date", "In the order of the files"}}},
		{name: "fewer than ten posts", posts: posts(6, ordinary), metrics: everything, says: map[string][]string{"signals": {"cannot tell"}, "works": {"cannot be told"}}},
		{name: "all zero conversions", posts: posts(60, with(func(_ int, r *row) { r.purchase = 0 })), metrics: everything, says: map[string][]string{"": {"No purchases are recorded yet", "none of them has purchases so far"}, "signals": {"cannot tell"}, "works": {"none of them has purchases"}}},
		{name: "one format only", posts: posts(60, with(func(_ int, r *row) { r.format, r.topic = "reel", "shop" })), metrics: everything},
		{name: "likes equal everywhere", posts: posts(60, with(func(_ int, r *row) { r.likes = 120 })), metrics: everything},
		{name: "the same like rate everywhere", posts: posts(60, with(func(_ int, r *row) { r.reach = 1000; r.likes = 50 })), metrics: everything, says: map[string][]string{"signals": {"cannot tell"}}},
		{name: "every post the same", posts: posts(60, func(int, *rand.Rand) row { return row{"reel", "shop", 1000, 50, 4, 10, 20, 2} }), metrics: everything},
		{name: "reach missing", posts: posts(60, ordinary, "reach"), metrics: "likes comments saves link_clicks purchases revenue", exposure: "link_clicks", says: map[string][]string{"signals": {"per click"}}},
		{name: "negative counts", posts: posts(60, with(func(i int, r *row) {
			if i%4 == 0 {
				r.likes, r.purchase = -3, -1
			}
		})), metrics: everything},
		{name: "a single enormous post", posts: posts(60, with(func(i int, r *row) {
			if i == 17 {
				r.reach, r.likes, r.saves, r.clicks, r.purchase = 900_000_000, 80_000_000, 900_000, 7_000_000, 1_200_000
			}
		})), metrics: everything},
		{name: "more purchases than people", posts: posts(60, with(func(i int, r *row) { r.purchase = r.reach * 3 })), metrics: everything},
		{name: "no macro-conversion", posts: posts(60, ordinary, "purchases", "revenue"), metrics: "reach likes comments saves link_clicks", says: map[string][]string{"": {"no goal to hold them against"}, "works": {"no goal is named"}}},
		{name: "no micro-conversion", posts: posts(60, ordinary, "likes", "comments", "saves", "link_clicks"), metrics: "reach purchases revenue"},
		{name: "no times", posts: posts(60, ordinary, "published_at"), metrics: everything},
		{name: "no words", posts: posts(60, ordinary, "caption", "format", "topic"), metrics: everything},
		{name: "a reversal", posts: posts(160, reversed), metrics: everything, says: map[string][]string{"works": {"A reversal: “image” looks better than “reel” in total, and is worse topic by topic", "A thin line is a topic", "“reel” is ahead in all 2 topics that both have"}}},
		{name: "events only", log: viewsAndPurchases, says: map[string][]string{"methods": {"There are no totals"}}},
		{name: "posts and events", posts: posts(40, ordinary), log: viewsAndPurchases, metrics: everything},
	}
}

// TestDegenerateAccounts builds whole sites of accounts of which little can be said: each builds, prints nothing that is
// no number, and every figure has a drawing or a reason. LIKEWISE_KEEP names a folder to keep the sites in, for reading.
func TestDegenerateAccounts(t *testing.T) {
	for _, c := range degenerates() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := c.site(t)
			result, problems := Build(context.Background(), Options{Source: dir, Destination: filepath.Join(dir, "public"), Version: "test", Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)})
			for _, p := range problems {
				if p.Severity == diag.Error {
					t.Errorf("%s:%d: %s (%s)", p.File, p.Line, p.Text, p.Hint)
				}
			}
			if result == nil {
				t.Fatal("no site")
			}
			files := filesOf(t, result.Destination)
			checkSite(t, files)
			checkClaims(t, files)
			for page, texts := range c.says {
				body := spoken(files[path.Join(page, "index.html")])
				for _, text := range texts {
					if !strings.Contains(body, text) {
						t.Errorf("%q does not stand on page %q", text, page)
					}
				}
			}
		})
	}
}

// site writes the account with a page for every kind of figure.
func (c degenerate) site(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if keep := os.Getenv("LIKEWISE_KEEP"); keep != "" {
		dir = filepath.Join(keep, strings.ReplaceAll(c.name, " ", "-"))
	}
	rng := rand.New(rand.NewPCG(1, 2))
	toml := "title = \"Account\"\nasOf = \"2026-10-31\"\ncurrency = \"EUR\"\n" + c.declared()
	write := func(name, body string) { writeSiteFile(t, dir, name, []byte(body)) }
	if c.posts != nil {
		write("data/posts.csv", c.posts(rng))
		toml += "[[data]]\nfiles = \"data/posts.csv\"\nkind = \"posts\"\n"
	}
	if c.log != nil {
		write("data/events.csv", c.log(rng))
		toml += "[[data]]\nfiles = \"data/events.csv\"\nkind = \"events\"\n"
	}
	write("site.toml", toml)
	for name, body := range c.pages() {
		write("content/"+name, body)
	}
	return dir
}

func (c degenerate) has(metric string) bool {
	return strings.Contains(" "+c.metrics+" ", " "+metric+" ")
}

// declared is what site.toml says of an account with these metrics: a name that the data has not is refused.
func (c degenerate) declared() string {
	var micro, steps []string
	for _, m := range []string{"likes", "saves"} {
		if c.has(m) {
			micro = append(micro, fmt.Sprintf("%q", m))
		}
	}
	for _, m := range []string{"reach", "link_clicks", "purchases"} {
		if c.has(m) {
			steps = append(steps, fmt.Sprintf("%q", m))
		}
	}
	out := ""
	if len(micro) > 0 {
		out += "[conversions]\nmicro = [" + strings.Join(micro, ", ") + "]\n"
		if c.exposure != "" {
			out += fmt.Sprintf("exposure = %q\n", c.exposure)
		}
		if c.has("purchases") {
			out += "macro = [\"purchases\"]\nprimary = \"purchases\"\n"
		}
	} else if c.has("purchases") {
		out += "[conversions]\nmacro = [\"purchases\"]\nprimary = \"purchases\"\n"
	}
	if len(steps) > 1 {
		out += "[[funnel]]\nname = \"Road\"\nunit = \"post\"\nsteps = [" + strings.Join(steps, ", ") + "]\n"
	}
	if c.log != nil {
		group := ""
		if c.posts != nil {
			group = "groupBy = \"format\"\n[[attribution]]\nname = \"Credit\"\ntouch = \"format\"\nactions = [\"view\", \"click\"]\nconversion = \"purchase\"\n"
		}
		out += "[[funnel]]\nname = \"People\"\nunit = \"actor\"\nsteps = [\"view\", \"click\", \"purchase\"]\nwindow = \"7d\"\n" + group
	}
	return out
}

// pages is a page for every kind of figure that does not name what the account has not.
func (c degenerate) pages() map[string]string {
	home := "+++\ntitle = \"Overview\"\n+++\n"
	for _, m := range []string{"reach", "likes", "purchases", "revenue"} {
		if c.has(m) {
			home += "{{< kpi \"" + m + "\" compare=\"previous\" >}}\n"
		}
	}
	if c.has("purchases") && (c.has("reach") || c.has("link_clicks")) {
		home += "\n{{< funnel \"Road\" >}}\n"
	}
	signals := "+++\ntitle = \"Signals\"\n+++\n{{< signals >}}\n\n{{< road >}}\n"
	if c.has("likes") {
		signals += "\n{{< threshold \"likes\" >}}\n\nLikes: {{< verdict \"likes\" >}}.\n"
	}
	out := map[string]string{
		"index.md":   home + "\n{{< findings top=3 >}}\n\n{{< next >}}\n\n{{< signals detail=\"none\" >}}\n\n{{< posts top=10 >}}\n",
		"signals.md": signals,
		"works.md":   "+++\ntitle = \"What works\"\n+++\n{{< groups >}}\n\n{{< drivers >}}\n\n{{< mix >}}\n\n{{< spread >}}\n\n{{< why >}}\n\n{{< change >}}\n\n{{< timing >}}\n\n{{< oddities >}}\n",
		"methods.md": "+++\ntitle = \"Methods\"\n+++\n{{< findings >}}\n\n{{< totals >}}\n\n{{< sources >}}\n",
	}
	if c.log != nil {
		people := "+++\ntitle = \"People\"\n+++\n{{< funnel \"People\" >}}\n\n{{< timetoconvert \"People\" >}}\n\n{{< sensitivity \"People\" >}}\n"
		if c.posts != nil {
			people += "\n{{< breakdown \"People\" >}}\n\n{{< attribution \"Credit\" >}}\n"
		}
		out["people.md"] = people
	}
	return out
}

func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		out[filepath.ToSlash(rel)] = string(body)
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d files, %v", len(out), err)
	}
	return out
}

var (
	notNumbers = regexp.MustCompile(`\bNaN\b|[^a-z]Inf\b|Infinity|<nil>|&lt;nil&gt;|%!|\[[a-z]+\.[a-z0-9.-]+\]|no value|\x{FFFD}`)
	empties    = regexp.MustCompile(`<p class="(?:note|kicker)">\s*</p>|<th scope="col"[^>]*></th>|<td data-label="[^"]*"></td>|<tbody>\s*</tbody>|<a [^>]*>\s*</a>`)
	ungainly   = regexp.MustCompile(`(?:^|[^0-9.,])1 (?:posts|rows|days|purchases|people reached)\b|\bof 1 posts\b|people reached and [0-9,]+ bought|–\s*\(\)`)
	figures    = regexp.MustCompile(`(?s)<figure.*?</figure>`)
	scripts    = regexp.MustCompile(`(?s)<(script|style|svg)\b.*?</(script|style|svg)>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
	spaces     = regexp.MustCompile(`\s+`)
)

// checkSite fails for what no site may hold, however little its data says.
func checkSite(t *testing.T, files map[string]string) {
	t.Helper()
	for name, body := range files {
		switch path.Ext(name) {
		case ".html":
			if m := notNumbers.FindString(body); m != "" {
				t.Errorf("%s prints %q", name, m)
			}
			if m := empties.FindString(body); m != "" {
				t.Errorf("%s has the empty %q", name, m)
			}
			if m := ungainly.FindString(spoken(body)); m != "" {
				t.Errorf("%s says %q", name, m)
			}
			for _, f := range figures.FindAllString(body, -1) {
				if !strings.Contains(f, "<svg") && !strings.Contains(f, "No picture:") && !strings.Contains(f, "<details open>") {
					t.Errorf("%s: a figure without a drawing or a reason: %.300s", name, spoken(f))
				}
				if !strings.Contains(f, ".csv\"") {
					t.Errorf("%s: a figure without its rows: %.300s", name, spoken(f))
				}
			}
		case ".json", ".csv":
			if m := notNumbers.FindString(body); m != "" {
				t.Errorf("%s holds %q", name, m)
			}
		}
	}
}

// spoken is a page's words.
func spoken(html string) string {
	return strings.TrimSpace(spaces.ReplaceAllString(tags.ReplaceAllString(scripts.ReplaceAllString(html, " "), " "), " "))
}
