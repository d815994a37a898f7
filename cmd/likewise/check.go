package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"likewise/generator"
	"likewise/generator/diag"
)

func checkCommand(t *terminal, f *flags) *cobra.Command {
	audit := false
	c := &cobra.Command{
		Use:   "check",
		Short: "Report everything that is wrong, and write nothing",
		Long: "check does all that build does but write, and reports every problem of the configuration, the data, the pages, the\n" +
			"links and privacy at once. Each rule can be \"error\", \"warn\" or \"off\" in site.toml:\n\n" +
			"    [check]\n    unused-data = \"off\"\n\n" +
			"--json prints one document; \"likewise schema check\" prints its JSON Schema.\n\n" +
			"Exit codes: 0 nothing wrong, 1 error, 3 data contract, 4 warnings under --strict, 5 broken link.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			report, problems := generator.Check(c.Context(), f.options(t))
			var fields []generator.Field
			if audit && report != nil {
				fields = generator.Audit(report)
			}
			result := generator.NewChecked(problems, fields)
			if f.json {
				if err := t.json(result); err != nil {
					return err
				}
				return exitFor(problems, f.strict)
			}
			t.problems(problems, false)
			t.fields(fields)
			if t.quiet = f.quiet; result.Errors+result.Warnings == 0 {
				t.say("nothing wrong")
			}
			return exitFor(problems, f.strict)
		},
	}
	fl := c.Flags()
	fl.BoolVar(&f.strict, "strict", false, "warnings fail with exit code 4")
	fl.BoolVar(&audit, "audit", false, "list every published field with the file and column it comes from")
	f.making(c)
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
