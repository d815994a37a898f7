package diff

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// FuzzSites compares folders whose analysis.json and manifest.json are anything: there is an answer in every format, or
// an error that names the file.
func FuzzSites(f *testing.F) {
	f.Add([]byte(`{"totals":{"reach":1},"posts":[{"id":"a","metrics":{"reach":1}},{"id":"a","platform":"x"}],"funnels":[{"name":"F","steps":[{"name":"a","count":null},{"name":"a","count":1e308}]}]}`), []byte(`{"generator":"likewise","schema":"likewise.manifest/1","outputs":[{"path":"index.html"}]}`))
	f.Add([]byte(`{"posts":[null],"signals":[{}]}`), []byte(`{"generator":"likewise"}`))
	f.Add([]byte(`[]`), []byte(`null`))
	f.Fuzz(func(t *testing.T, analysis, manifest []byte) {
		dir := t.TempDir()
		for name, body := range map[string][]byte{"analysis.json": analysis, "manifest.json": manifest} {
			if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		d, err := Sites(dir, dir)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if _, err := json.Marshal(d); err != nil || d.WriteText(&out) != nil || d.WriteMarkdown(&out) != nil {
			t.Error(err)
		}
		if !d.Empty() {
			t.Errorf("a site differs from itself: %s", out.String())
		}
	})
}
