package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"likewise/generator"
	"likewise/generator/diag"
)

// checked is what "check --json" prints.
type checked struct {
	Schema   string            `json:"schema"` // "likewise.check/1"
	Errors   int               `json:"errors"`
	Warnings int               `json:"warnings"`
	Problems diag.List         `json:"problems"`
	Fields   []generator.Field `json:"fields,omitempty"` // --audit
}

func checkCommand(t *terminal, f *flags) *cobra.Command {
	audit := false
	c := &cobra.Command{
		Use:   "check",
		Short: "Report everything that is wrong, and write nothing",
		Long: "check does all that build does but write, and reports every problem of the configuration, the data, the pages, the\n" +
			"links and privacy at once. Each rule can be \"error\", \"warn\" or \"off\" in site.toml:\n\n" +
			"    [check]\n    unused-data = \"off\"\n\n" +
			"Exit codes: 0 nothing wrong, 1 error, 3 data contract, 4 warnings under --strict, 5 broken link.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			report, problems := generator.Check(c.Context(), f.options(t))
			if problems == nil {
				problems = diag.List{}
			}
			problems.Sort()
			var fields []generator.Field
			if audit && report != nil {
				fields = generator.Audit(report)
			}
			if f.json {
				if err := t.json(checked{"likewise.check/1", problems.Count(diag.Error), problems.Count(diag.Warning), problems, fields}); err != nil {
					return err
				}
				return exitFor(problems, f.strict)
			}
			t.problems(problems, false)
			t.fields(fields)
			if t.quiet = f.quiet; len(problems) == 0 {
				t.say("nothing wrong")
			}
			return exitFor(problems, f.strict)
		},
	}
	fl := c.Flags()
	fl.BoolVar(&f.strict, "strict", false, "warnings fail with exit code 4")
	fl.BoolVar(&audit, "audit", false, "list every published field with the file and column it comes from")
	fl.StringVarP(&f.baseURL, "baseURL", "b", "", "public address of the site; overrides site.toml")
	fl.StringVar(&f.cacheDir, "cacheDir", "", "folder for drawn charts (default: the user's cache folder)")
	fl.BoolVarP(&f.drafts, "buildDrafts", "D", false, "include drafts and pages dated in the future")
	return c
}

// fields prints what is published and where it comes from, then what was kept out.
func (t *terminal) fields(fields []generator.Field) {
	w := tabwriter.NewWriter(t.out, 0, 8, 2, ' ', 0)
	for i, f := range fields {
		if i == 0 {
			fmt.Fprintln(w, "published\tfield\tfile\tcolumn\tnote")
		}
		published := "no"
		if f.Published {
			published = "yes"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%q\t%s\n", published, f.As, diag.Plain(f.File), f.Column, f.Note)
	}
	w.Flush()
}
