package generator

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"likewise/generator/diag"
)

// buildHostile builds the site of payloads and returns the finished folder.
func buildHostile(t *testing.T, seed uint64) (string, *Result) {
	t.Helper()
	dest := filepath.Join(t.TempDir(), "x") // as in its baseURL
	result, problems := Build(context.Background(), Options{Source: writeHostileSite(t, seed), Destination: dest, Version: "test"})
	if result == nil {
		t.Fatal(errorsOf(problems))
	}
	return dest, result
}

// errorsOf leaves the warnings out.
func errorsOf(l diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(l), func(p diag.Problem) bool { return p.Severity != diag.Error })
}

// TestHostileSite builds the whole site of payloads and reads what was written as a browser, a spreadsheet and a feed
// reader would. TestHostileSiteInABrowser opens it. LIKEWISE_SEEDS sets how often, each time with other payloads in every
// place.
func TestHostileSite(t *testing.T) {
	for seed := range count("LIKEWISE_SEEDS", 1) {
		seed++
		dest, result := buildHostile(t, seed)
		checkAccount(t, result)
		seen := map[string]int{}
		folded := map[string]string{}
		err := filepath.WalkDir(dest, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rel, _ := filepath.Rel(dest, name)
			if other, twice := folded[strings.ToLower(rel)]; twice {
				t.Errorf("%q and %q are one file on some systems", rel, other)
			}
			folded[strings.ToLower(rel)] = rel
			body, err := os.ReadFile(name)
			kind := filepath.Ext(name)
			seen[kind]++
			checkFile(t, rel, kind, body)
			return err
		})
		if err != nil || seen[".html"] < 200 || seen[".csv"] < 10 || seen[".json"] < 3 || seen[".xml"] < 2 {
			t.Fatalf("%v, %v", seen, err)
		}
	}
}

// count is a number of rounds that the environment sets.
func count(name string, otherwise uint64) uint64 {
	if n, err := strconv.ParseUint(os.Getenv(name), 10, 16); err == nil {
		return n
	}
	return otherwise
}

// checkAccount asks that all was read, and that just the two cells that no file may hold were rejected, with the reason.
func checkAccount(t *testing.T, result *Result) {
	t.Helper()
	if len(result.Report.Sources) != 9 {
		t.Fatalf("%d files were read", len(result.Report.Sources))
	}
	for _, s := range result.Report.Sources {
		if s.Stored+s.Updated == 0 || s.Read != s.Stored+s.Updated+s.Duplicate+s.Rejected {
			t.Errorf("%q: %d read, %d stored, %d updated, %d duplicate, %d rejected", s.File, s.Read, s.Stored, s.Updated, s.Duplicate, s.Rejected)
		}
		if !strings.HasPrefix(s.File, "data/posts/") {
			continue
		}
		var codes []string
		for _, p := range s.Problems {
			codes = append(codes, p.Code)
		}
		if s.Rejected != 2 || !slices.Equal(codes, []string{"nul-byte", "cell-too-large"}) {
			t.Errorf("%d rejected, for %q", s.Rejected, codes)
		}
	}
}

func checkFile(t *testing.T, name, kind string, body []byte) {
	t.Helper()
	switch kind {
	case ".html":
		checkMarkup(t, name, body)
	case ".csv":
		checkDownload(t, name, body)
	case ".json":
		if !json.Valid(body) {
			t.Errorf("%s is no JSON", name)
		}
	case ".xml":
		for d := xml.NewDecoder(bytes.NewReader(body)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
	if strings.HasPrefix(name, "prose") || slices.Contains([]string{"analysis.json", "manifest.json"}, name) || strings.HasPrefix(name, "assets") {
		return // what an author writes, and names of files for machines, stand as they are
	}
	if i := bytes.IndexAny(body, "\x00\x1b\x7f\u200b\u202e\u2066\U000e0041"); i >= 0 {
		t.Errorf("%s: an invisible character: %q", name, body[max(0, i-60):min(len(body), i+20)])
	}
}

// alive are elements that the product never writes, so that one in a page came from the data.
var alive = []string{"iframe", "object", "embed", "base", "form", "plaintext", "style", "textarea", "noscript", "math", "video", "img"}

func checkMarkup(t *testing.T, name string, body []byte) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains(alive, n.Data) {
			t.Errorf("%s: markup of the data came alive: <%s>", name, n.Data)
		}
		if n.Data == "script" && n.FirstChild != nil && !json.Valid([]byte(n.FirstChild.Data)) {
			t.Errorf("%s: a script that is neither a file nor data: %.80q", name, n.FirstChild.Data)
		}
		for _, a := range n.Attr {
			checkAttribute(t, name, n.Data, a)
		}
	}
}

func checkAttribute(t *testing.T, name, element string, a html.Attribute) {
	t.Helper()
	value := strings.ToLower(strings.TrimSpace(a.Val))
	switch {
	case strings.HasPrefix(a.Key, "on"), a.Key == "srcdoc", a.Key == "style", a.Key == "autofocus", a.Key == "http-equiv" && value != "content-security-policy" && value != "refresh":
		t.Errorf("%s: <%s %s=%q>", name, element, a.Key, a.Val)
	case a.Key != "href" && a.Key != "src" && a.Key != "srcset" && a.Key != "action" && a.Key != "xlink:href":
	case strings.Contains(value, canaryHost) && !strings.HasPrefix(name, "prose"), strings.HasPrefix(value, "//"), strings.Contains(value[:strings.IndexAny(value+"#", "/?#")], ":") && !strings.HasPrefix(value, "http"):
		t.Errorf("%s: <%s %s=%q>", name, element, a.Key, a.Val)
	}
}

// checkDownload reads a CSV as a spreadsheet would: no cell may be a formula, and a number is none.
func checkDownload(t *testing.T, name string, body []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) < 1 {
		t.Errorf("%s: %d rows, %v", name, len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if _, err := strconv.ParseFloat(cell, 64); err == nil {
				continue
			}
			if strings.ContainsAny(string([]rune(cell + " ")[:1]), "=+-@\t\r\n＝＋－＠") {
				t.Errorf("%s: a formula: %q", name, cell)
			}
		}
	}
}
