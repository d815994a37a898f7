package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// benchSite is 10,000 pages of 8 KB, each in a folder of its own.
func benchSite() (paths []string, body []byte) {
	for i := range 10_000 {
		paths = append(paths, fmt.Sprintf("posts/%d/index.html", i))
	}
	return paths, make([]byte, 8<<10)
}

// BenchmarkPublish10000 replaces a site of the same size, as all builds but the first do.
func BenchmarkPublish10000(b *testing.B) {
	paths, body := benchSite()
	o := Options{Destination: filepath.Join(b.TempDir(), "public")}
	for b.Loop() {
		s, err := Open(b.Context(), o)
		if err != nil {
			b.Fatal(err)
		}
		for _, p := range paths {
			if err := s.Write(p, body); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := s.Commit(b.Context(), Manifest{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/site")
}

// BenchmarkFloor10000 writes the same bytes to the same names, one after another, and nothing else.
func BenchmarkFloor10000(b *testing.B) {
	paths, body := benchSite()
	for b.Loop() {
		dir := b.TempDir()
		for _, p := range paths {
			at := filepath.Join(dir, p)
			if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(at, body, 0o666); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/site")
}
