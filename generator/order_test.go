package generator

import (
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the table of DESIGN section 3: package -> which of ours it may import.
var mayImport = map[string][]string{
	"generator/diag":      {},
	"generator/model":     {},
	"generator/stats":     {},
	"generator/config":    {"generator/diag", "generator/model"},
	"generator/warehouse": {"generator/model", "generator/diag"},
	"generator/ingest":    {"generator/warehouse", "generator/model", "generator/diag"},
	"generator/page":      {"generator/diag", "generator/model"},
	"generator/analysis":  {"generator/warehouse", "generator/model", "generator/stats"},
	"generator/chart":     {"generator/model"},
	"generator/render":    {"generator/page", "generator/analysis", "generator/chart", "generator/diff", "generator/model", "generator/diag"},
	"generator/contract":  {"generator/warehouse", "generator/model", "generator/diag"},
	"generator/check":     {"generator/page", "generator/model", "generator/diag"},
	"generator/publish":   {"generator/diag"},
	"generator/serve":     {"generator/diag"},
	"generator/diff":      {"generator/publish", "generator/model", "generator/diag"},
	"generator": {"generator/diag", "generator/model", "generator/stats", "generator/config", "generator/warehouse", "generator/ingest", "generator/page",
		"generator/analysis", "generator/chart", "generator/render", "generator/check", "generator/contract", "generator/publish", "generator/diff", "templates", "themes"},
	"templates":    {},
	"themes":       {},
	"cmd/likewise": {"generator", "generator/publish", "generator/serve", "generator/diag"},
	"cmd/demodata": {},
}

// maintained are programs for maintainers below a package; they are no part of the product's graph.
var maintained = []string{"generator/chart/internal/bundle"}

const longestChain = 5

func TestImportsRunOneWay(t *testing.T) {
	graph := imports(t, "..")
	if len(graph) < 10 {
		t.Fatalf("found %d packages only: %v", len(graph), graph)
	}
	for pkg, deps := range graph {
		allowed, known := mayImport[pkg]
		if !known {
			t.Errorf("package %s is not in the table", pkg)
		}
		for _, d := range deps {
			if !slices.Contains(allowed, d) {
				t.Errorf("%s imports %s, which the table does not allow", pkg, d)
			}
		}
	}
	for pkg := range graph {
		if n := chain(graph, pkg); n > longestChain+1 {
			t.Errorf("the chain of imports from %s is %d long; the limit is %d", pkg, n-1, longestChain)
		}
	}
}

func chain(graph map[string][]string, pkg string) int {
	longest := 0
	for _, d := range graph[pkg] {
		longest = max(longest, chain(graph, d))
	}
	return longest + 1
}

// imports reads the non-test files below root: package folder -> which of ours it imports.
func imports(t *testing.T, root string) map[string][]string {
	t.Helper()
	graph := map[string][]string{}
	err := filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			if d != nil && d.IsDir() {
				return filepath.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, _ := filepath.Rel(root, filepath.Dir(name))
		pkg := filepath.ToSlash(rel)
		if slices.Contains(maintained, pkg) {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		if graph[pkg] == nil {
			graph[pkg] = []string{}
		}
		for _, spec := range f.Imports {
			if target, err := strconv.Unquote(spec.Path.Value); err == nil && strings.HasPrefix(target, "likewise/") {
				graph[pkg] = append(graph[pkg], strings.TrimPrefix(target, "likewise/"))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return graph
}

func TestNothingRegistersItself(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(name string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		files++
		src, err := os.ReadFile(name)
		if strings.Contains("\n"+string(src), "\nfunc init()") {
			t.Errorf("%s has an init function; pass it as an argument or add a row to a table", path.Clean(name))
		}
		return err
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files, %v", files, err)
	}
}
