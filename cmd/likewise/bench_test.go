package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"
)

// The benchmarks time the real binary as a whole process, cold (no drawn chart cached) and warm, beside the floor that
// no report could beat, in the same run: DuckDB reading the same files and writing as many files of the same bytes.
//
//	go test -run '^$' -bench . -benchtime 3x ./cmd/likewise
//
// Where a hugo is installed, it makes as many bare pages from the same CSV.
//
// No file is removed before the last is timed: for minutes after tens of thousands of files are gone, ext4 searches their
// inodes for each new one, and whatever is timed next, report or floor, pays for the one before.

func BenchmarkBuild(b *testing.B) {
	bin, all := binary(b), b
	for _, c := range []struct {
		name          string
		posts, events int
		demo          bool
	}{{name: "demo", demo: true}, {name: "posts=500", posts: 500}, {name: "posts=1000", posts: 1000}, {name: "posts=5000", posts: 5000}, {name: "posts=10000", posts: 10000}, {name: "events=1000000", posts: 500, events: 1_000_000}} {
		b.Run(c.name, func(b *testing.B) {
			source, _ := filepath.Abs("../..")
			if !c.demo {
				source = benchSite(all, c.posts, c.events)
			}
			out := filepath.Join(all.TempDir(), "public")
			var cold, warm, floor, read, peak float64
			for range b.N {
				cache := all.TempDir()
				t, rss := build(b, bin, source, out, cache)
				cold, peak = cold+t, max(peak, rss)
				t, rss = build(b, bin, source, out, cache)
				warm, peak = warm+t, max(peak, rss)
				r := duckdbReads(b, source)
				read += r
				floor += r + writesSameBytes(b, out, all.TempDir())
			}
			n := float64(b.N)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(cold/n, "cold-s")
			b.ReportMetric(warm/n, "warm-s")
			b.ReportMetric(read/n, "duckdb-read-s")
			b.ReportMetric(floor/n, "floor-s")
			b.ReportMetric(cold/floor, "cold/floor")
			b.ReportMetric(warm/floor, "warm/floor")
			b.ReportMetric(peak, "peak-MB")
			if hugo, err := exec.LookPath("hugo"); err == nil && c.posts > 0 && c.events == 0 {
				h := hugoBuilds(b, hugo, source, all.TempDir(), c.posts)
				b.ReportMetric(h, "hugo-s")
				b.ReportMetric(cold/n/h, "cold/hugo")
				b.ReportMetric(warm/n/h, "warm/hugo")
			}
		})
	}
}

// binary builds the command once.
func binary(b testing.TB) string {
	b.Helper()
	bin := filepath.Join(b.TempDir(), "likewise")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// build runs one build and returns its wall time in seconds and its peak memory in MB.
func build(b *testing.B, bin, source, out, cache string) (seconds, peakMB float64) {
	b.Helper()
	cmd := exec.Command(bin, "build", "--quiet", "-s", source, "-d", out, "--cacheDir", cache)
	start := time.Now()
	if msg, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, msg)
	}
	seconds = time.Since(start).Seconds()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peakMB = peakOf(usage)
	}
	return seconds, peakMB
}

// peakOf is the most memory, in MB, that a process held.
func peakOf(u *syscall.Rusage) float64 {
	if runtime.GOOS == "darwin" { // bytes there
		return float64(u.Maxrss) / (1 << 20)
	}
	return float64(u.Maxrss) / 1024
}

// benchSite writes a site of made posts and events.
func benchSite(b testing.TB, posts, events int) string {
	b.Helper()
	dir := b.TempDir()
	toml := "title = \"Bench\"\n[conversions]\nexposure = \"reach\"\nmicro = [\"likes\", \"link_clicks\"]\nmacro = [\"purchases\"]\n[[funnel]]\nname = \"F\"\nsteps = [\"reach\", \"link_clicks\", \"purchases\"]\n[[data]]\nfiles = \"data/posts.csv\"\nkind = \"posts\"\n"
	if events > 0 {
		toml += "[[data]]\nfiles = \"data/events.csv\"\nkind = \"events\"\n"
	}
	index := "+++\ntitle = \"Overview\"\nlayout = \"overview\"\n+++\n\n{{< kpi \"reach\" >}}\n\n{{< funnel \"F\" >}}\n\n{{< posts top=10 >}}\n\n{{< trend \"purchases\" >}}\n"
	writeFile(b, filepath.Join(dir, "site.toml"), func(w *bufio.Writer) { w.WriteString(toml) })
	writeFile(b, filepath.Join(dir, "content/index.md"), func(w *bufio.Writer) { w.WriteString(index) })
	writeFile(b, filepath.Join(dir, "content/methods.md"), func(w *bufio.Writer) { w.WriteString("+++\ntitle = \"Methods\"\n+++\n\n{{< sources >}}\n") })
	r := rand.New(rand.NewPCG(1, 2))
	writeFile(b, filepath.Join(dir, "data/posts.csv"), func(w *bufio.Writer) {
		fmt.Fprintln(w, "post_id,published_at,format,title,caption,reach,likes,link_clicks,purchases")
		at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
		for i := range posts {
			reach := 500 + r.IntN(20000)
			clicks := r.IntN(reach/20 + 1)
			fmt.Fprintf(w, "1790000000%07d,%s,%s,Post number %d,\"A caption of some words, with #tag%d\nand a second line\",%d,%d,%d,%d\n", i, at.Add(time.Duration(i)*2*time.Hour).Format("2006-01-02 15:04"),
				[]string{"reel", "image", "carousel"}[i%3], i, i%7, reach, r.IntN(reach/10+1), clicks, r.IntN(clicks/10+1))
		}
	})
	if events > 0 {
		writeFile(b, filepath.Join(dir, "data/events.csv"), func(w *bufio.Writer) {
			fmt.Fprintln(w, "actor,at,action,post_id")
			for i := range events {
				fmt.Fprintf(w, "u%d,%s,%s,1790000000%07d\n", r.IntN(events/20+1), time.Unix(1704067200+int64(i)*7, 0).UTC().Format("2006-01-02 15:04:05"), []string{"view", "view", "like", "click", "purchase"}[r.IntN(5)], r.IntN(posts))
			}
		})
	}
	return dir
}

func writeFile(b testing.TB, name string, fill func(*bufio.Writer)) {
	b.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fill(w)
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// duckdbReads is the floor of loading: the same files into tables, by the engine alone.
func duckdbReads(b *testing.B, source string) float64 {
	b.Helper()
	start := time.Now()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	files := 0
	err = filepath.WalkDir(filepath.Join(source, "data"), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		_, err = db.ExecContext(context.Background(), fmt.Sprintf(`create table t%d as select * from read_csv('%s', all_varchar=true, strict_mode=false, ignore_errors=true, parallel=false)`, files, name))
		return err
	})
	if err != nil || files == 0 {
		b.Fatal(files, err)
	}
	return time.Since(start).Seconds()
}

// writesSameBytes is the floor of publishing: as many files of as many bytes, written by as many workers as there are cores.
func writesSameBytes(b *testing.B, built, dir string) float64 {
	b.Helper()
	body, err := os.ReadFile(filepath.Join(built, "manifest.json"))
	if err != nil {
		b.Fatal(err)
	}
	var m struct {
		Outputs []struct {
			Path  string
			Bytes int
		}
	}
	if err := json.Unmarshal(body, &m); err != nil || len(m.Outputs) == 0 {
		b.Fatal(len(m.Outputs), err)
	}
	start := time.Now()
	var wg sync.WaitGroup
	for worker := range runtime.NumCPU() {
		wg.Go(func() {
			for i := worker; i < len(m.Outputs); i += runtime.NumCPU() {
				name := filepath.Join(dir, m.Outputs[i].Path)
				os.MkdirAll(filepath.Dir(name), 0o755)
				os.WriteFile(name, make([]byte, m.Outputs[i].Bytes), 0o644)
			}
		})
	}
	wg.Wait()
	return time.Since(start).Seconds()
}

// hugoBuilds makes one bare page a post with Hugo, from the same CSV by a content adapter.
func hugoBuilds(b *testing.B, hugo, source, dir string, posts int) float64 {
	b.Helper()
	csv, err := os.ReadFile(filepath.Join(source, "data/posts.csv"))
	if err != nil {
		b.Fatal(err)
	}
	for name, body := range map[string]string{
		"hugo.toml":                     "baseURL = \"https://example.org/\"\ndisableKinds = [\"taxonomy\", \"term\", \"rss\", \"sitemap\"]\n",
		"assets/posts.csv":              string(csv),
		"layouts/all.html":              "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}",
		"content/posts/_content.gotmpl": `{{ range $i, $r := (resources.Get "posts.csv" | transform.Unmarshal) }}{{ if $i }}{{ $.AddPage (dict "path" (index $r 0) "title" (index $r 3) "content" (dict "mediaType" "text/markdown" "value" (index $r 4))) }}{{ end }}{{ end }}`,
	} {
		writeFile(b, filepath.Join(dir, name), func(w *bufio.Writer) { w.WriteString(body) })
	}
	cmd := exec.Command(hugo, "--quiet", "-s", dir)
	start := time.Now()
	if msg, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, msg)
	}
	took := time.Since(start).Seconds()
	made, _ := filepath.Glob(filepath.Join(dir, "public/posts/*/index.html"))
	if len(made) != posts {
		b.Fatalf("hugo made %d pages, want %d", len(made), posts)
	}
	return took
}
