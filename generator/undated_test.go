package generator

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A table of ads or posts that says nothing about time builds, and no page names a date that nobody gave.
func TestDataWithoutAnyDate(t *testing.T) {
	dir := t.TempDir()
	csv := "ad_id,impressions,clicks,purchases\n"
	for i := range 30 {
		csv += strings.ReplaceAll("1000NN,NN000,1NN,NN\n", "NN", string(rune('1'+i%9))+string(rune('0'+i%10)))
	}
	for name, body := range map[string]string{
		"data/ads.csv":     csv,
		"content/index.md": "+++\ntitle = \"Ads\"\n+++\n\n{{< posts >}}\n\n{{< sources >}}\n",
		"site.toml":        "title = \"Ads\"\nbaseURL = \"https://example.org/\"\n[conversions]\nexposure = \"impressions\"\nmacro = [\"purchases\"]\n[[data]]\nfiles = \"data/*.csv\"\nkind = \"posts\"\ncolumns = { post_id = \"ad_id\" }\n",
	} {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(body), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if result, problems := Build(context.Background(), Options{Source: dir}); result == nil {
		t.Fatal(problems)
	}
	seen := 0
	err := filepath.WalkDir(filepath.Join(dir, "public"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".js" {
			return err
		}
		body, err := os.ReadFile(path)
		if strings.Contains(string(body), "0001") && strings.Contains(string(body), "January 0001") || strings.Contains(string(body), "0001-01") {
			t.Errorf("%s names the year 1", path)
		}
		seen++
		return err
	})
	if err != nil || seen < 10 {
		t.Errorf("looked at %d files: %v", seen, err)
	}
}
