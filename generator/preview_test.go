package generator

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"likewise/generator/diag"
)

// previewEdits are the files of a small site, each with what an author may make of it; "" is no file. Some break the site.
var previewEdits = map[string][]string{
	"site.toml": {previewToml, strings.Replace(previewToml, "Harbour", "Anchor", 1), previewToml + "surprise = 1\n"},
	"data/posts.csv": {previewPosts, strings.Replace(previewPosts, "reel,One,800,40", "reel,One,900,90", 1),
		previewPosts + "1790000000000009,2026-10-09 10:00,image,Nine,700,30,9,1\n", strings.Replace(previewPosts, "Two", "=Two <b>&amp;", 1)},
	"content/index.md": {"+++\ntitle = \"Overview\"\n+++\n\n{{< kpi \"reach\" >}}\n\n{{< funnel \"To purchase\" >}}\n\n{{< posts top=3 >}}\n",
		"+++\ntitle = \"Start\"\n+++\n\nSee [notes](notes/) and [one](/reports/one/#here).\n\n{{< trend \"purchases\" >}}\n",
		"+++\ntitle = \"Start\"\n+++\n\n{{< kpi \"reech\" >}}\n"},
	"content/methods.md":                {"+++\ntitle = \"Methods\"\nweight = 9\n+++\n\n{{< sources >}}\n\n{{< totals >}}\n", "+++\ntitle = \"How\"\nslug = \"how\"\n+++\n\n{{< sources >}}\n", ""},
	"content/notes.md":                  {"+++\ntitle = \"Notes\"\nweight = 2\n+++\n\n{{< include \"_part.md\" >}}\n\n![a](mark.svg)\n", "+++\ntitle = \"Notes\"\naliases = [\"/old/\"]\n+++\n\nMail me@notes.example.\n", "+++\ntitel = \"x\"\n+++\n"},
	"content/_part.md":                  {"A part: {{< value \"purchases\" >}}.\n", "Another part.\n", ""},
	"content/mark.svg":                  {"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>", ""},
	"content/reports/one.md":            {"+++\ntitle = \"One\"\ndate = 2026-10-01\n+++\n\n## Here\n\nText.\n", "+++\ntitle = \"First\"\ndate = 2026-10-02\n+++\n\n## There\n", ""},
	"content/reports/two.md":            {"", "+++\ntitle = \"Two\"\n+++\n\n{{< posts top=2 by=\"likes\" >}}\n", "+++\ntitle = \"Two\"\ndraft = true\n+++\n"},
	"content/posts/1790000000000001.md": {"", "+++\ntitle = \"x\"\n+++\n\n# Why\n\nA comment. ![a](/mark.svg)\n", "+++\ntitle = \"x\"\n+++\n\nOther [link](../nowhere/).\n"},
	"content/posts/nobody.md":           {"", "", "+++\ntitle = \"x\"\n+++\n\nOn no post.\n"},
	"templates/partials/footer.html":    {"", "<footer>{{.Data}} own</footer>\n", "<footer>{{.Nothing}}</footer>\n"},
	"templates/text/en.toml":            {"", "[months]\ntitle = \"All months\"\n"},
	"themes/paper/assets/zz.css":        {"", "p{color:red}\n", "p{color:green}\n"},
}

const previewToml = "title = \"Harbour\"\nbaseURL = \"https://example.org/r/\"\n[conversions]\nexposure = \"reach\"\nmicro = [\"likes\"]\nmacro = [\"purchases\"]\n" +
	"[[funnel]]\nname = \"To purchase\"\nsteps = [\"reach\", \"link_clicks\", \"purchases\"]\n[[data]]\nfiles = \"data/posts.csv\"\nkind = \"posts\"\n"

const previewPosts = `post_id,published_at,format,title,reach,likes,link_clicks,purchases
1790000000000001,2026-09-01 10:00,reel,One,800,40,20,3
1790000000000002,2026-09-11 11:00,image,Two,900,30,10,0
1790000000000003,2026-09-21 12:00,reel,Three,1200,90,33,4
1790000000000004,2026-10-02 13:00,carousel,,400,10,5,1
`

// folder is a site on disk, with which variant of each file stands in it.
type folder struct {
	t     *testing.T
	dir   string
	state map[string]int
}

// newFolder has the first variant of every file.
func newFolder(t *testing.T) *folder {
	t.Helper()
	f := &folder{t, t.TempDir(), map[string]int{}}
	for name := range previewEdits {
		f.set(name, 0)
	}
	return f
}

func (f *folder) set(name string, variant int) string {
	f.t.Helper()
	f.state[name] = variant
	at := filepath.Join(f.dir, filepath.FromSlash(name))
	if err := os.Remove(at); err != nil && !os.IsNotExist(err) {
		f.t.Fatal(err)
	}
	if body := previewEdits[name][variant]; body != "" {
		writeSiteFile(f.t, f.dir, name, []byte(body))
	}
	return at
}

// After any edit the preview is, byte for byte, what is built of the folder from nothing; and so are its problems.
func TestPreviewIsWhatABuildWouldBe(t *testing.T) {
	names := slices.Sorted(maps.Keys(previewEdits))
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 7))
			f := newFolder(t)
			p := &Preview{Options: Options{Source: f.dir, Version: "test", CacheDir: t.TempDir()}}
			defer p.Close()
			if seed == 1 { // a report before, so that there is a page of changes
				f.set("data/posts.csv", 1)
				if result, problems := Build(t.Context(), p.Options); result == nil {
					t.Fatal(problems)
				}
				f.set("data/posts.csv", 0)
			}
			proofs, held := 0, 0
			var changed []string
			for step := range 25 {
				got, want := wholePreview(p, changed), freshPreview(p)
				if got.files != nil {
					proofs++
				}
				if _, ok := got.files["changed/index.html"]; ok {
					held++
				}
				if diff := want.differs(got); diff != "" {
					t.Fatalf("step %d, after %v: %s\nvariants %v", step, changed, diff, f.state)
				}
				changed = nil
				for range 1 + r.IntN(2) {
					name := names[r.IntN(len(names))]
					variant := (f.state[name] + 1 + r.IntN(len(previewEdits[name])-1)) % len(previewEdits[name])
					if r.IntN(3) > 0 {
						variant = 0 // mostly whole, or nearly every step would only be an error
					}
					changed = append(changed, f.set(name, variant))
				}
				slices.Sort(changed)
			}
			if proofs < 8 || seed == 1 && held < 4 {
				t.Errorf("only %d of the steps had a site, %d a page of changes", proofs, held)
			}
		})
	}
}

// whole is all that a preview gives.
type whole struct {
	files    map[string]string
	problems diag.List
}

func wholePreview(p *Preview, changed []string) whole {
	proof, problems := p.Build(context.Background(), changed)
	if proof == nil {
		return whole{nil, problems}
	}
	w := whole{map[string]string{}, problems}
	sums := map[string][sha256.Size]byte{}
	var mu sync.Mutex
	w.problems.Add(proof.Check(context.Background(), func(name string, sum [sha256.Size]byte) {
		mu.Lock()
		defer mu.Unlock()
		sums[name] = sum
	})...)
	for name, sum := range sums {
		body, _ := proof.File(context.Background(), name)
		if sha256.Sum256(body) != sum || !proof.Has(name) {
			w.problems.Errorf("alone", name, 0, 0, "made alone it differs from what was checked")
		}
		w.files[name] = string(body)
	}
	w.problems.Sort()
	return w
}

// A check makes again only what a change can touch, whatever the change.
func TestCheckMakesWhatAChangeTouches(t *testing.T) {
	f := newFolder(t)
	p := &Preview{Options: Options{Source: f.dir, Version: "test", CacheDir: t.TempDir()}}
	defer p.Close()
	all := len(wholePreview(p, nil).files)
	for _, c := range []struct {
		name       string
		variant    int
		few, posts bool // few of the files are made; the pages of posts are
	}{
		{"content/_part.md", 1, true, false},
		{"content/posts/1790000000000001.md", 1, true, false},
		{"content/methods.md", 1, false, true}, // it is in the navigation
		{"data/posts.csv", 1, false, true},
		{"themes/paper/assets/zz.css", 0, false, true},
	} {
		w := wholePreview(p, []string{f.set(c.name, c.variant)})
		made := p.proof.made.files
		if len(w.files) < all || len(made) == 0 || c.few && len(made) > all/3 || !c.few && len(made) < all/3 {
			t.Errorf("%s: %d of %d files were made: %v", c.name, len(made), len(w.files), w.problems)
		}
		if _, ok := made["posts/1790000000000002/index.html"]; ok != c.posts {
			t.Errorf("%s: the page of a post was made: %v", c.name, ok)
		}
	}
}

// freshPreview builds the folder from nothing, with the engines that are running.
func freshPreview(p *Preview) whole {
	o := p.Options
	o.CacheDir = ""
	return wholePreview(&Preview{Options: o, drawer: p.drawer}, nil)
}

func (w whole) differs(other whole) string {
	if !slices.Equal(w.problems, other.problems) {
		return fmt.Sprintf("problems\n%v\nwant\n%v", other.problems, w.problems)
	}
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		if w.files[name] != other.files[name] {
			return fmt.Sprintf("%s: %.300q want %.300q", name, other.files[name], w.files[name])
		}
	}
	if len(w.files) != len(other.files) {
		return fmt.Sprintf("%d files, want %d", len(other.files), len(w.files))
	}
	return ""
}

// The preview has the files that a build writes, but for the manifest.
func TestPreviewHasTheFilesOfABuild(t *testing.T) {
	f := newFolder(t)
	o := Options{Source: f.dir, Destination: filepath.Join(t.TempDir(), "public"), Version: "test"}
	if result, problems := Build(t.Context(), o); result == nil {
		t.Fatal(problems)
	}
	p := &Preview{Options: o}
	defer p.Close()
	w := wholePreview(p, nil)
	files := 0
	for name, body := range filesOf(t, o.Destination) {
		if strings.HasPrefix(path.Base(name), "manifest.json") {
			continue
		}
		files++
		if preview, ok := w.files[name]; !ok || body != preview {
			t.Errorf("%s differs", name)
		}
	}
	if files != len(w.files) || files < 20 {
		t.Errorf("%d files, %d in the preview", files, len(w.files))
	}
}
