package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestSameBytesAnywhere builds the demo in two folders, as two machines would: other zone, language, number of threads,
// user and cache. Every file must be the same, byte for byte.
func TestSameBytesAnywhere(t *testing.T) {
	machines := [][]string{
		{"TZ=UTC", "LANG=C", "LC_ALL=C", "GOMAXPROCS=1", "LIKEWISE_WAREHOUSE_THREADS=1", "SOURCE_DATE_EPOCH=1700000000", "USER=a"},
		{"TZ=Pacific/Kiritimati", "LANG=de_DE.UTF-8", "LC_ALL=tr_TR.UTF-8", "GOMAXPROCS=4", "LIKEWISE_WAREHOUSE_THREADS=4", "SOURCE_DATE_EPOCH=1700000000", "USER=b"},
	}
	var trees []map[string]string
	for i, machine := range machines {
		dir := filepath.Join(t.TempDir(), fmt.Sprintf("machine %d", i))
		copyDemo(t, dir)
		cmd := process(t, "build", "-s", dir, "--quiet")
		cmd.Env = append(cmd.Env, machine...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		trees = append(trees, hashes(t, filepath.Join(dir, "public")))
	}
	if len(trees[0]) < 100 {
		t.Fatalf("only %d files", len(trees[0]))
	}
	names := maps.Clone(trees[0])
	maps.Copy(names, trees[1])
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if trees[0][name] != trees[1][name] {
			t.Errorf("%q differs", name)
		}
	}
}

// copyDemo makes a folder with the demo's site in it.
func copyDemo(t testing.TB, dir string) {
	t.Helper()
	for _, part := range []string{"content", "data"} {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join("../..", part))); err != nil {
			t.Fatal(err)
		}
	}
	config, err := os.ReadFile("../../site.toml")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "site.toml"), config, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// hashes are the hash and the permissions of every file of a folder.
func hashes(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		body, err := os.ReadFile(name)
		out[rel] = fmt.Sprintf("%x %v", sha256.Sum256(body), d.Type())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
