package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// committed is the demo's data folder in the repository.
const committed = "../../data"

// TestCommittedDataIsWhatTheGeneratorWrites writes the year anew and compares: same files, same text. A packed file
// is compared by what it holds, since compressors change between versions of Go.
func TestCommittedDataIsWhatTheGeneratorWrites(t *testing.T) {
	fresh := t.TempDir()
	if code := run([]string{"-o", fresh}, io.Discard); code != 0 {
		t.Fatalf("run = %d", code)
	}
	want, got := filesUnder(t, committed), filesUnder(t, fresh)
	if len(got) == 0 {
		t.Fatal("the generator wrote nothing")
	}
	if !slices.Equal(want, got) {
		t.Fatalf("files in %s: %q, written: %q", committed, want, got)
	}
	for _, name := range got {
		if !bytes.Equal(plain(t, filepath.Join(committed, name)), plain(t, filepath.Join(fresh, name))) {
			t.Errorf("%s differs: run go run ./cmd/demodata -o data", name)
		}
	}
}

// TestWriteTwice sees that one process writes the same bytes twice, packed files included, and another seed others.
func TestWriteTwice(t *testing.T) {
	first := written(t)
	second, err := generate(seed).files()
	if err != nil {
		t.Fatal(err)
	}
	other, err := generate(seed + 1).files()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range first {
		if !bytes.Equal(f.content, second[i].content) {
			t.Errorf("%s differs from one run to the next", f.name)
		}
		if bytes.Equal(f.content, other[i].content) {
			t.Errorf("%s is the same for another seed", f.name)
		}
	}
}

func TestSize(t *testing.T) {
	total := 0
	for _, f := range written(t) {
		total += len(f.content)
	}
	if limit := 8 << 20; total > limit {
		t.Errorf("the demo's data is %d bytes, more than %d", total, limit)
	}
}

func TestBadFlag(t *testing.T) {
	var stderr bytes.Buffer
	if code := run([]string{"-nonsense"}, &stderr); code != 2 || !strings.Contains(stderr.String(), "-nonsense") {
		t.Errorf("code %d, want 2; it said %q", code, &stderr)
	}
}

// theYear is made once for all tests, which only read it.
var theYear = sync.OnceValue(func() year { return generate(seed) })

var theFiles = sync.OnceValues(func() ([]file, error) { return theYear().files() })

func written(t *testing.T) []file {
	t.Helper()
	files, err := theFiles()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// filesUnder lists the data files of a folder. Files that editors and systems leave behind (.DS_Store) do not count.
func filesUnder(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		name, err := filepath.Rel(dir, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

// plain is a file's content, unpacked.
func plain(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return unpacked(t, path, b)
}

func unpacked(t *testing.T, name string, b []byte) []byte {
	t.Helper()
	if !strings.HasSuffix(name, ".gz") {
		return b
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	b, err = io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
