package generator

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestSourceVanishes takes parts of the source away while a build runs, between its phases: the build fails with a message,
// or ends as if nothing had happened, and what was published before stands until then.
func TestSourceVanishes(t *testing.T) {
	for _, c := range []struct{ after, part, code string }{
		{"read data", "content", "no-home"},
		{"read data", ".", "no-home"},
		{"analyse", "content", "no-home"},
		{"read pages", "content", ""},
		{"read pages", "data", ""},
		{"render", ".", ""},
	} {
		t.Run(c.after+" "+c.part, func(t *testing.T) {
			dir, _ := privateSite(t)
			dest := filepath.Join(t.TempDir(), "public")
			options := Options{Source: dir, Destination: dest}
			if result, problems := Build(context.Background(), options); result == nil {
				t.Fatal(problems)
			}
			before, err := os.ReadFile(filepath.Join(dest, "manifest.json"))
			if err != nil {
				t.Fatal(err)
			}
			options.Phase = func(name string, _ time.Duration) {
				if name == c.after {
					os.RemoveAll(filepath.Join(dir, c.part))
				}
			}
			result, problems := Build(context.Background(), options)
			after, err := os.ReadFile(filepath.Join(dest, "manifest.json"))
			if err != nil || string(before) != string(after) {
				t.Errorf("the site changed: %v\n%s", err, cmp.Diff(string(before), string(after)))
			}
			if c.code == "" {
				if result == nil {
					t.Error(problems)
				}
				return
			}
			if result != nil || len(problems) == 0 || problems[len(problems)-1].Code != c.code {
				t.Errorf("%v", problems)
			}
		})
	}
}
