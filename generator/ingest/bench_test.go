package ingest

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"likewise/generator/model"
)

func writePosts(t testing.TB, path string, n int) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	b := bufio.NewWriter(f)
	fmt.Fprintln(b, "\ufeff"+`"Post ID","Account ID","Account username","Account name",Description,"Duration (sec)","Publish time",Permalink,"Post type","Data comment",Date,Views,Reach,Likes,Shares,Follows,Comments,Saves`)
	at := time.Date(2024, 1, 1, 8, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(b, "179027247511%05d,178,brand,Brand,\"A caption, with\ntwo lines and a #tag and more words so that it is as long as they are %d\",0,%s,https://www.instagram.com/p/A%d/,IG image,,Lifetime,\"%d,%03d\",%d,%d,%d,%d,%d,%d\n",
			i, i, at.Add(time.Duration(i)*time.Hour).Format("01/02/2006 15:04"), i, 1+i%50, i%1000, 900+i%700, i%90, i%7, i%5, i%11, i%13)
	}
	if b.Flush() != nil || f.Close() != nil {
		t.Fatal("cannot write")
	}
}

func writeEvents(t testing.TB, path string, n int) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	b := bufio.NewWriter(f)
	fmt.Fprintln(b, "actor,at,action,post_id,value")
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(b, "user_%d,%s,%s,179027247511%05d,\n", i%50000, at.Add(time.Duration(i)*time.Second).Format("2006-01-02T15:04:05Z"), []string{"view", "like", "click"}[i%3], i%400)
	}
	if b.Flush() != nil || f.Close() != nil {
		t.Fatal("cannot write")
	}
}

func benchmark(b *testing.B, write func(testing.TB, string, int), n int) {
	dir := b.TempDir()
	write(b, filepath.Join(dir, "x.csv"), n)
	for b.Loop() {
		w := openWarehouse(b)
		_, problems := Load(context.Background(), w, Options{Root: dir, Data: []model.Data{{Files: "x.csv"}}, AsOf: testAsOf})
		if err := problems.Err(); err != nil {
			b.Fatal(err)
		}
		w.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/row")
}

// BenchmarkDemo is the size of the demo site: what a rebuild pays for its data.
func BenchmarkDemo(b *testing.B) {
	dir := b.TempDir()
	writePosts(b, filepath.Join(dir, "posts.csv"), 400)
	writeEvents(b, filepath.Join(dir, "events.csv"), 60_000)
	for b.Loop() {
		w := openWarehouse(b)
		_, problems := Load(context.Background(), w, Options{Root: dir, Data: []model.Data{{Files: "*.csv"}}, AsOf: testAsOf})
		if err := problems.Err(); err != nil {
			b.Fatal(err)
		}
		w.Close()
	}
}

func BenchmarkPosts10k(b *testing.B) { benchmark(b, writePosts, 10_000) }
func BenchmarkEvents1M(b *testing.B) { benchmark(b, writeEvents, 1_000_000) }
