package generator

import (
	"context"
	"path"
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
		writeSiteFile(t, dir, name, []byte(body))
	}
	if result, problems := Build(context.Background(), Options{Source: dir}); result == nil {
		t.Fatal(problems)
	}
	seen := 0
	for name, body := range filesOf(t, filepath.Join(dir, "public")) {
		if path.Ext(name) == ".js" {
			continue
		}
		if strings.Contains(body, "0001") && strings.Contains(body, "January 0001") || strings.Contains(body, "0001-01") {
			t.Errorf("%s names the year 1", name)
		}
		seen++
	}
	if seen < 10 {
		t.Errorf("looked at %d files", seen)
	}
}
