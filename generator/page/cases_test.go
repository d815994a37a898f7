package page

import (
	"flag"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"likewise/generator/diag"
)

var update = flag.Bool("update", false, "write what the cases give as what they should give")

const (
	middle = "//- - - - - - - - -//\n"
	finish = "//= = = = = = = = =//\n"
)

// testCase is one case of testdata/*.txt: a name, an input and what it gives. The input is content/case.md, or
// several files, each below a line "-- content/name.md --".
type testCase struct{ name, input, want string }

func readCases(t testing.TB, file string) []testCase {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []testCase
	for _, text := range strings.Split(strings.TrimSuffix(string(b), finish), finish) {
		parts := strings.Split(text, middle)
		if len(parts) == 2 {
			parts = append(parts, "")
		}
		if len(parts) != 3 {
			t.Fatalf("%s: case %q has %d parts, want name, input, result", file, parts[0], len(parts))
		}
		cases = append(cases, testCase{strings.TrimSpace(parts[0]), parts[1], parts[2]})
	}
	return cases
}

func caseFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata (%v)", err)
	}
	return files
}

// siteOf makes a site folder of a case's input. "␀" stands for NUL, "␍" for CR and "␇" for BEL.
func siteOf(input string) fstest.MapFS {
	input = strings.NewReplacer("␀", "\x00", "␍", "\r", "␇", "\a").Replace(input)
	a := txtar.Parse([]byte(input))
	site := fstest.MapFS{}
	if len(a.Files) == 0 || strings.TrimSpace(string(a.Comment)) != "" {
		site["content/case.md"] = &fstest.MapFile{Data: a.Comment}
	}
	for _, f := range a.Files {
		site[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return site
}

func echo(r *Ref) (template.HTML, error) {
	if r.Arg(0) == "fail" {
		return "", r.Problem("unknown-metric", `unknown metric "fail"`, "")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "‹%s", r.Name)
	for _, a := range r.Args {
		fmt.Fprintf(&b, " %s", template.HTMLEscapeString(a))
	}
	for _, p := range r.Named {
		fmt.Fprintf(&b, " %s=%s", p.Key, template.HTMLEscapeString(p.Value))
	}
	return template.HTML(b.String() + "›"), nil
}

func testOptions() Options {
	return Options{Now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), Tables: []string{"posts", "daily"}}
}

// result is all of what a case gives: each page's HTML, then every problem.
func result(input string) string {
	opts := testOptions()
	opts.Unsafe = strings.Contains(input, "unsafe = true")
	pages, problems := Load(siteOf(input), opts)
	var b strings.Builder
	for _, p := range pages {
		if len(pages) > 1 || p.Source != "content/case.md" {
			fmt.Fprintf(&b, "== %s -> %q\n", p.Source, p.Path)
		}
		body, more := p.HTML(echo)
		b.WriteString(string(body))
		problems.Add(more...)
	}
	for _, p := range problems {
		fmt.Fprintf(&b, "!! %s", p.Where())
		if p.Severity != diag.Error {
			fmt.Fprintf(&b, " %s", p.Severity)
		}
		fmt.Fprintf(&b, " %s: %s", p.Code, p.Text)
		if p.Hint != "" {
			fmt.Fprintf(&b, " | %s", p.Hint)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestCases(t *testing.T) {
	for _, file := range caseFiles(t) {
		cases := readCases(t, file)
		var out strings.Builder
		for _, c := range cases {
			got := result(c.input)
			fmt.Fprintf(&out, "%s\n%s%s%s%s%s", c.name, middle, c.input, middle, got, finish)
			if got != c.want && !*update {
				t.Errorf("%s: %s\ninput:\n%s\ngot:\n%s\nwant:\n%s", file, c.name, c.input, got, c.want)
			}
		}
		if *update {
			if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
