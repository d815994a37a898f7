package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"likewise/generator"
)

func analyzeCommand(t *terminal, f *flags) *cobra.Command {
	format := ""
	c := &cobra.Command{
		Use:   "analyze",
		Short: "Print the whole analysis as one JSON document, or as tables on a terminal",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			t.quiet = true
			if format == "" {
				format = "json"
				if isTerminal(t.out) && !f.json {
					format = "table"
				}
			}
			if f.json {
				format = "json"
			}
			if format != "json" && format != "table" {
				fmt.Fprintf(t.err, "likewise: unknown format %q\n    hint: --format json or --format table\n", format)
				return exitError{exitUsage}
			}
			report, problems := generator.Analyse(c.Context(), f.options(t))
			t.problems(problems, false)
			if report == nil {
				return exitFor(problems, false)
			}
			if format == "table" {
				return writeTables(t.out, report)
			}
			return t.json(report)
		},
	}
	c.Flags().StringVar(&format, "format", "", "json or table (default: table on a terminal, else json)")
	return c
}
