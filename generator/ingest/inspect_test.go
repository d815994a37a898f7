package ingest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInspect(t *testing.T) {
	unknown := filepath.Join(site(t, map[string]string{"unknown.csv": "Post ID,Permalink,Post type,Colour\n1,https://x.example/1,IG image,red\n"}), "unknown.csv")
	for name, path := range map[string]string{"inspect-portuguese": "testdata/portuguese.csv", "inspect-rejects": "testdata/rejects.csv", "inspect-unknown": unknown, "inspect-missing": "testdata/no-such-file.csv"} {
		in, err := Inspect(path, Options{AsOf: testAsOf, MaxRejected: 1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(in); err != nil {
			t.Error(err)
		}
		var b strings.Builder
		if err := in.WriteText(&b); err != nil {
			t.Error(err)
		}
		got := strings.ReplaceAll(b.String(), filepath.Dir(unknown)+"/", "")
		golden := "testdata/" + name + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}
