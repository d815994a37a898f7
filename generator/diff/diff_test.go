package diff

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// built writes what a build leaves of a site.
func built(t *testing.T, analysis, outputs, inputs string) string {
	t.Helper()
	dir := t.TempDir()
	manifest := `{"generator":"likewise","schema":"likewise.manifest/1","version":"v1","inputs":[` + inputs + `],"rows":[],"outputs":[` + outputs + `]}`
	for name, body := range map[string]string{"analysis.json": analysis, "manifest.json": manifest} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func sites(t *testing.T) (before, after string) {
	before = built(t, `{"asOf":"2026-10-01","period":{"from":"2026-09-01","to":"2026-09-30"},"totals":{"reach":1000,"follows":4,"gone":1},
		"funnels":[{"name":"F","steps":[{"name":"reach","count":1000},{"name":"follows","count":4}]}],
		"signals":[{"action":"likes","outcome":"follows","verdict":"cannot-tell"},{"action":"saves","outcome":"follows","verdict":"supports"}],
		"posts":[{"id":"a","title":"One | two","metrics":{"reach":600,"likes":3},"rates":[{"metric":"likes","verdict":"too-young"}]},{"id":"b","title":"B","metrics":{"reach":400}}]}`,
		`{"path":"index.html","sha256":"1"},{"path":"old/index.html","sha256":"1"},{"path":"posts/a/index.html","sha256":"1"}`, `{"path":"data/a.csv","sha256":"1"}`)
	after = built(t, `{"asOf":"2026-11-01","period":{"from":"2026-09-01","to":"2026-10-31"},"totals":{"reach":1500,"follows":4.0000000001},
		"funnels":[{"name":"F","steps":[{"name":"reach","count":1500},{"name":"follows","count":null}]}],
		"signals":[{"action":"likes","outcome":"follows","verdict":"contradicts"},{"action":"saves","outcome":"follows","verdict":"supports"}],
		"posts":[{"id":"a","title":"One | two","metrics":{"reach":700,"likes":3},"rates":[{"metric":"likes","verdict":"above"}]},{"id":"c","title":"<b>@all</b> [x](https://e.org)\nC","metrics":{"reach":800}}]}`,
		`{"path":"index.html","sha256":"2"},{"path":"new/index.html","sha256":"1"},{"path":"posts/a/index.html","sha256":"2"}`, `{"path":"data/a.csv","sha256":"2"}`)
	return before, after
}

func TestGolden(t *testing.T) {
	d, err := Sites(sites(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"diff.txt": func(b *bytes.Buffer) error { return d.WriteText(b) },
		"diff.md":  func(b *bytes.Buffer) error { return d.WriteMarkdown(b) },
		"diff.json": func(b *bytes.Buffer) error {
			enc := json.NewEncoder(b)
			enc.SetIndent("", "  ")
			return enc.Encode(d)
		},
	} {
		var got bytes.Buffer
		if err := write(&got); err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || got.String() != string(want) {
			t.Errorf("%s differs (%v); run with -update and look:\n%s", name, err, got.String())
		}
	}
}

func TestTheSameSite(t *testing.T) {
	before, _ := sites(t)
	d, err := Sites(before, before)
	if err != nil || !d.Empty() {
		t.Fatal(err, d)
	}
	var b bytes.Buffer
	if d.WriteText(&b); !strings.Contains(b.String(), "nothing changed") {
		t.Error(b.String())
	}
}

func TestNoSite(t *testing.T) {
	before, _ := sites(t)
	for _, pair := range [][2]string{{t.TempDir(), before}, {before, t.TempDir()}, {before, filepath.Join(before, "nowhere")}} {
		if _, err := Sites(pair[0], pair[1]); err == nil {
			t.Errorf("no error for %v", pair)
		}
	}
}
